"""A lost link goes to the address that is known, and costs the same work when none is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from domain import messages, outbox
from domain.access import STRANGER, sees
from domain.access.citizens import Link, Visit
from domain.access.links import open_family_links
from domain.access.tokens import token_hash
from domain.access.viewers import Membership, Staff
from domain.due import Due
from domain.outbox import Outbox
from domain.starts.lost_link import NoLink, Unreached, close, renew_of_child, send_again
from tests.factories import SECRET, as_house, make_family
from tests.scenes.meetings import write_to
from tests.scenes.tasks import opened

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
READ = {"unscoped": "test"}


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


def links(database, guardian):
    with database.sessions() as session:
        return set(session.scalars(select(Link.token_hash).where(Link.guardian_id == guardian), execution_options=READ))


def of_unit(actor, unit):
    place = Membership(unit_id=unit, actor=actor, slug="", unit_name="", role="leder")
    return Staff(staff=1, memberships=(place,))


@pytest.fixture
def both(database, family):
    """The mother has a link to the start and one to the family's own page; a browser knows each."""
    with database.sessions() as session:
        as_house(session)
        open_family_links(session, SECRET, family.child, date(2027, 1, 1))
        for link in session.scalars(select(Link).where(Link.guardian_id == family.mother)):
            session.add(Visit(key=f"browser {link.id}", link_id=link.id, confirmed_at=NOW, seen_at=NOW))
        session.commit()
    return family


def test_in_wrong_hands_both_kinds_of_link_end_with_their_browsers_and_others_are_sent(database, both):
    mine, others = links(database, both.mother), links(database, both.father)
    with opened(database.sessions, STRANGER) as session:
        close(session, SECRET, both.mother, sms=False)
        session.commit()
    again = links(database, both.mother)
    assert (len(mine), len(again), mine & again) == (2, 2, set())
    assert links(database, both.father) == others
    sent = [("new-family-link", both.mother, f"family/{both.child}"), ("new-link", both.mother, f"start/{both.start}")]
    assert sorted(waiting(database)) == sent
    with database.sessions() as session:
        as_house(session)
        assert session.scalars(select(Visit.key)).all() == []
        for taken in outbox.take(session, 5, timedelta(minutes=5)):
            assert token_hash(messages.letter(session, taken, SECRET).token) in again


def test_nothing_ends_where_no_other_link_could_be_sent(database, both):
    with database.sessions() as session:
        write_to(session, both.mother, email="", mobile="+4520304050")
    mine = links(database, both.mother)
    with opened(database.sessions, STRANGER) as session, pytest.raises(Unreached):
        close(session, SECRET, both.mother, sms=False)
    assert links(database, both.mother) == mine
    with opened(database.sessions, STRANGER) as session:
        close(session, SECRET, both.mother, sms=True)
        session.commit()
    assert links(database, both.mother).isdisjoint(mine)


def test_staff_end_both_from_the_childs_page_and_who_does_not_see_the_child_none(database, both):
    before = links(database, both.mother)
    with opened(database.sessions, of_unit("ppr", 10**6)) as session, pytest.raises(NoLink):
        renew_of_child(session, SECRET, both.child, both.mother, 10**6)
    with opened(database.sessions, of_unit("dagtilbud", both.house)) as session:
        renew_of_child(session, SECRET, both.child, both.mother, both.house)
        session.commit()
        [told] = session.scalars(select(Due).where(Due.kind == "nyt-link"))
        assert (told.unit_id, told.target) == (both.house, f"child/{both.child}")
    assert links(database, both.mother).isdisjoint(before)
    with opened(database.sessions, of_unit("dagtilbud", both.house)) as session, pytest.raises(NoLink):
        renew_of_child(session, SECRET, both.child, 10**6, both.house)
