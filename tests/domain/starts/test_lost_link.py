"""A lost link goes to the address that is known, and costs the same work when none is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from domain.access import STRANGER, sees
from domain.access.citizens import Link
from domain.outbox import Outbox
from domain.starts.lost_link import send_again
from tests.factories import make_family
from tests.scenes.meetings import write_to

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        family = make_family(session)
        write_to(session, family.mother, email="mor@mail.example", mobile="+4520304050")
        return family


@pytest.fixture
def asks(database):
    """`asks(typed)`: as a stranger, committed."""

    def one(typed):
        with database.sessions() as session:
            session.info["writing"] = True
            sees(session, STRANGER)
            send_again(session, typed)
            session.commit()

    return one


def waiting(database):
    with database.sessions() as session:
        rows = session.scalars(select(Outbox).where(Outbox.failed_at.is_(None)).execution_options(unscoped="test"))
        return [(row.kind, row.guardian_id, row.subject) for row in rows]


@pytest.mark.parametrize(
    "typed", ["mor@mail.example", " Mor@Mail.example ", "20 30 40 50", "+45 20304050", "004520304050"]
)
def test_it_is_sent_to_whoever_is_known_by_that_address(database, family, asks, typed):
    asks(typed)
    assert waiting(database) == [("lost-link", family.mother, f"start/{family.start}")]


@pytest.mark.parametrize("typed", ["far@mail.example", "11223344", "mor", "", "' or 1=1 --"])
def test_an_unknown_address_gets_nothing(database, family, asks, typed):
    asks(typed)
    assert waiting(database) == []


def test_an_ended_link_is_not_sent(database, family, asks):
    with database.sessions() as session:
        session.execute(update(Link).values(expires_on=date(2026, 11, 1)), execution_options={"unscoped": "test"})
        session.commit()
    asks("mor@mail.example")
    assert waiting(database) == []


def test_asked_twice_within_the_hour_it_is_sent_once(database, family, asks, at):
    asks("mor@mail.example")
    asks("20304050")
    assert len(waiting(database)) == 1
    at(NOW + timedelta(hours=1))
    asks("mor@mail.example")
    assert len(waiting(database)) == 2


def test_known_and_unknown_cost_the_same_statements(family, asks, statements):
    with statements() as known:
        asks("mor@mail.example")
    with statements() as unknown:
        asks("ingen@mail.example")
    assert [sql.split()[:3] for sql in known] == [sql.split()[:3] for sql in unknown]
    assert len(known) == 2
