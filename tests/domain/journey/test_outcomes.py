"""What becomes of a time: arrived, held, nobody came, excused, given back late; why, and what the house does then."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from domain.access import Guardian as Parent
from domain.access import sees
from domain.access.jobs import work_as
from domain.booking.tables import CANCELLED, EXCUSED, HELD, LATE, NO_SHOW, REASONS, Appointment, Claim
from domain.booking.verbs import NotBooked
from domain.due import Due
from domain.journey import outcome, talk
from domain.journey.choosing.plan import plan
from domain.starts import overview
from tests.factories import make_family
from tests.scenes.bookings import at_clock

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = datetime(2026, 11, 18, 7, 30, tzinfo=UTC)
AFTER = datetime(2026, 11, 18, 10, tzinfo=UTC)
TIME = at_clock(date(2026, 11, 18), "9:00")
UNSCOPED = {"unscoped": "test"}


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        return make_family(session, starts_on=date(2026, 12, 14))


@pytest.fixture
def work(database, family):
    with database.sessions() as session:
        session.info["writing"] = True
        work_as(session, "test")
        yield session


@pytest.fixture
def booked(work, family) -> Appointment:
    return talk.book(work, plan(work, family.start), TIME, "key")


def open_duties(session, kind: str) -> int:
    rows = select(Due.id).where(Due.kind == kind, Due.done_at.is_(None))
    return len(session.scalars(rows, execution_options=UNSCOPED).all())


def test_the_family_arrives_on_the_day_and_the_house_has_it_at_once(work, booked, at):
    at(DAY)
    outcome.arrive(work, booked)
    assert booked.arrived_at == DAY
    assert open_duties(work, "ankommet") == 1
    outcome.finish(work, booked, HELD) if at(AFTER) is None else None
    assert (booked.state, open_duties(work, "ankommet"), open_duties(work, "anbefalinger")) == (HELD, 0, 1)


@pytest.mark.parametrize("day", [17, 19])
def test_on_another_day_nobody_arrives(work, booked, at, day):
    at(DAY.replace(day=day))
    with pytest.raises(NotBooked):
        outcome.arrive(work, booked)


def test_parents_say_so_by_their_own_link_until_the_hour_they_could_no_longer_cancel(
    database, family, work, booked, at
):
    work.commit()
    at(DAY)
    with database.sessions() as session:
        session.info["writing"] = True
        sees(session, Parent(guardian=family.uncle, child_ids=(family.child,)))
        mine = talk.standing(session, family.start)
        outcome.arrive(session, mine)
        assert mine.arrived_at is not None


@pytest.mark.parametrize("state", [NO_SHOW, EXCUSED])
def test_a_family_that_was_not_there_is_rung_up_and_stands_on_the_leaders_list(work, family, booked, at, state):
    at(AFTER)
    outcome.finish(work, booked, state, "sygdom-familie")
    assert (booked.state, booked.reason, open_duties(work, "kom-ikke")) == (state, "sygdom-familie", 1)
    [row] = overview.of_unit(work, family.house)
    assert row.state == overview.MISSED
    talk.book(work, plan(work, family.start), at_clock(date(2026, 11, 20), "9:00"), "again")
    assert open_duties(work, "kom-ikke") == 0
    [row] = overview.of_unit(work, family.house)
    assert row.state == overview.BOOKED_TIME


def test_excused_before_it_begins_gives_the_time_back(work, booked, at):
    at(DAY)
    outcome.finish(work, booked, EXCUSED, "arbejde")
    assert (booked.state, booked.reason) == (EXCUSED, "arbejde")
    assert work.scalars(select(Claim.quarter).where(Claim.appointment_id == booked.id)).all() == []


def test_after_the_parents_limit_a_cancellation_by_staff_is_a_late_one(work, booked, at):
    at(DAY)
    talk.cancel(work, booked, reason="transport")
    assert (booked.state, booked.reason) == (LATE, "transport")


def test_before_it_a_cancellation_is_only_that(work, booked):
    talk.cancel(work, booked)
    assert (booked.state, booked.reason, open_duties(work, "kom-ikke")) == (CANCELLED, "", 0)


def test_it_can_be_corrected(work, booked, at):
    at(AFTER)
    outcome.finish(work, booked, NO_SHOW, "glemt")
    outcome.finish(work, booked, HELD)
    assert (booked.state, booked.reason, open_duties(work, "kom-ikke")) == (HELD, "", 0)


def test_a_reason_is_one_of_the_list(work, booked, at):
    at(AFTER)
    with pytest.raises(ValueError, match="fordi"):
        outcome.finish(work, booked, NO_SHOW, "fordi")
    assert len(REASONS) < 10
