"""Anonymous cases end by themselves: the keys and the words of what is over, and nothing of what is not."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from sqlalchemy import func, select
from structlog.testing import capture_logs

from blueprints.running.duties import DUTIES, House
from domain.access import Staff, sees
from domain.access.sessions import area_key
from domain.base import quarter, today
from domain.counselling import keeping
from domain.counselling.crypto.boxes import new_id
from domain.counselling.tables.cases import PARENT, Case, Colleague, Message, Nonce, Note, Visit
from domain.counselling.tables.team import Seat
from domain.counselling.tables.times import Booking, Time
from tests.factories import SECRET, as_house
from tests.scenes.team import make_team

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROWS = (Case, Message, Note, Colleague, Booking, Visit)


@pytest.fixture
def team(session, at):
    at(NOW)
    return make_team(session)


def settle(session, team, days, *, first=None):
    """A case with a row of every kind, which ends in so many days; with a time at `first`."""
    number, day = new_id(), today()
    blobs = {"parent_wrap": b"w" * 81, "team_sealed": b"s" * 81, "lookup": number.to_bytes(32, "big")}
    dates = {"opened_on": day, "waiting_since": day, "last_on": day, "expires_on": day + timedelta(days=days)}
    session.info["writing"] = True
    sees(session, Staff(name="test", staff=team.staff))
    session.add(Case(id=number, unit_id=team.unit, epoch_id=team.epoch, **blobs, **dates))
    session.flush()
    message = {"id": new_id(), "case_id": number, "sequence": 1, "direction": PARENT, "on": day, "body": b"b"}
    note = {"id": new_id(), "case_id": number, "staff_id": team.staff, "on": day, "body": b"n"}
    asked = {"id": new_id(), "case_id": number, "staff_id": team.staff, "actor": "ppr", "asked_on": day}
    visit = {"key": area_key(str(number), "anonym"), "case_id": number, "sealed": b"v", "created_at": NOW}
    session.add_all([Message(**message), Note(**note), Colleague(**asked), Visit(**visit, seen_at=NOW)])
    if first is not None:
        about = {"unit_id": team.unit, "staff_id": team.staff, "first": first, "quarters": 4, "published_on": day}
        time = Time(**about, appointment_id=first)
        session.add(time)
        session.flush()
        session.add(Booking(time_id=time.id, case_id=number, words=b"x"))
    session.commit()
    return number


def counted(session):
    return {
        row.__name__: session.scalar(select(func.count()).select_from(row).execution_options(unscoped="test"))
        for row in ROWS
    }


def test_what_is_over_is_gone_and_the_rest_is_as_it_was(session, team):
    later = quarter(NOW) + 400
    for days in (-1, -90):
        settle(session, team, days, first=later + 10 * days)
    kept = settle(session, team, 0, first=later)
    gone = keeping.expire(as_house(session))
    session.commit()
    assert gone == keeping.Gone(cases=2, messages=2, notes=2, bookings=2)
    assert counted(session) == dict.fromkeys((row.__name__ for row in ROWS), 1)
    assert session.scalar(select(Case.id).execution_options(unscoped="test")) == kept
    assert session.scalar(select(func.count()).select_from(Seat)) == 1
    assert not keeping.expire(session)


def test_a_day_after_a_conversation_nothing_says_that_there_was_one(session, team, at):
    settle(session, team, 90, first=quarter(NOW))
    ended = NOW + timedelta(hours=1)
    for moment, left in ((ended + timedelta(hours=23), 1), (ended + timedelta(hours=24), 0)):
        at(moment)
        keeping.expire(as_house(session))
        session.commit()
        assert [session.scalar(select(func.count()).select_from(table)) for table in (Booking, Time)] == [left] * 2
    assert counted(session)["Case"] == 1


def test_a_visit_and_a_forms_number_are_forgotten(session, team, at):
    settle(session, team, 90)
    session.add(Nonce(hash=b"h" * 32, made_on=today()))
    session.commit()
    for moment, left in (
        (NOW + timedelta(minutes=15), [1, 1]),
        (NOW + timedelta(minutes=16), [0, 1]),
        (NOW + timedelta(days=3), [0, 0]),
    ):
        at(moment)
        keeping.forget(session)
        session.commit()
        assert [session.scalar(select(func.count()).select_from(table)) for table in (Visit, Nonce)] == left


@pytest.fixture
def told():
    """What is logged, whatever level an application of another test has chosen."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    with capture_logs() as lines:
        yield lines
    structlog.configure(**before)


def test_the_worker_does_it_and_tells_numbers_only(database, session, team, told):
    settle(session, team, -1)
    session.rollback()
    [duty] = [one for one in DUTIES if one.name == "anonymous cases end"]
    duty.do(House(database.sessions, SECRET))
    assert counted(session)["Case"] == 0
    numbers = {"cases": 1, "messages": 1, "notes": 1, "bookings": 0}
    assert told == [{"event": "counselling.ended", "log_level": "info", **numbers}]


def test_leaving_ends_one_visit_and_no_other(database, session, team):
    numbers = [settle(session, team, 90) for _ in range(2)]
    session.rollback()
    keeping.leave(database.engine, area_key(str(numbers[0]), "anonym"))
    assert session.scalars(select(Visit.case_id)).all() == numbers[1:]
