"""Whoever interprets: one of our own is searched for with the others; one from outside is ordered, confirmed, asked anew and called off."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from domain.access.jobs import work_as
from domain.access.staff import Staff
from domain.booking.showing.interpreters import CONFIRMED, NEEDED, ORDERED, REFUSED, VIDEO, InterpreterOrder
from domain.booking.tables import Participant
from domain.due import Due
from domain.journey import family as journey
from domain.journey import interpreters, talk
from domain.journey.choosing.choice import choose
from domain.journey.choosing.plan import EXTERNAL, plan
from tests.factories import as_house, make_family, make_staff, make_unit
from tests.scenes.bookings import at_clock

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
TIME = at_clock(date(2026, 11, 18), "9:00")
OTHER = at_clock(date(2026, 11, 19), "10:00")
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
        journey.interpreter(session, family.start, "arabisk", VIDEO)
        yield session


@pytest.fixture
def own(database, family) -> int:
    """One of the municipality's own, at ten, in Arabic and Dari."""
    with database.sessions() as session:
        unit = make_unit(as_house(session), "forvaltning", "Tolkene", "center")
        staff = make_staff(session, unit, "tolk", "Samira Haddad", "10:00-12:00")
        session.execute(update(Staff).where(Staff.id == staff).values(languages="arabisk, dari"))
        session.commit()
        return staff


def waits(session) -> list[str]:
    rows = select(Due.kind).where(Due.kind.startswith("tolk"), Due.done_at.is_(None))
    return [*session.scalars(rows, execution_options=UNSCOPED)]


def order_of(session) -> InterpreterOrder:
    return session.scalars(select(InterpreterOrder)).one()


def test_with_the_time_one_from_outside_is_to_be_ordered(work, family):
    assert waits(work) == []
    talk.book(work, plan(work, family.start), TIME, "key")
    found = order_of(work)
    assert (found.language, found.way, found.state, waits(work)) == ("arabisk", VIDEO, NEEDED, ["tolk"])


def test_until_it_is_confirmed_it_stands_on_the_houses_list(work, family):
    made = talk.book(work, plan(work, family.start), TIME, "key")
    for state, kinds in ((ORDERED, ["tolk-bestilt"]), (REFUSED, ["tolk-afvist"]), (CONFIRMED, [])):
        interpreters.settle(work, made, state, VIDEO, "4711")
        assert (order_of(work).cost_centre, waits(work)) == ("4711", kinds)


def test_a_move_asks_for_it_anew_and_keeps_who_pays(work, family):
    made = talk.book(work, plan(work, family.start), TIME, "key")
    interpreters.settle(work, made, CONFIRMED, VIDEO, "4711")
    talk.move(work, made, plan(work, family.start), OTHER)
    assert (order_of(work).state, order_of(work).cost_centre, waits(work)) == (NEEDED, "4711", ["tolk"])


def test_a_cancellation_calls_off_what_was_ordered_until_the_house_has_told_so(work, family):
    made = talk.book(work, plan(work, family.start), TIME, "key")
    interpreters.settle(work, made, ORDERED, VIDEO, "")
    talk.cancel(work, made)
    assert waits(work) == ["tolk-afbestil"]
    interpreters.called_off(work, family.start)
    assert waits(work) == []


def test_a_wish_after_the_booking_is_ordered_and_one_taken_back_is_not(work, family):
    journey.interpreter(work, family.start, "")
    talk.book(work, plan(work, family.start), TIME, "key")
    assert waits(work) == []
    journey.interpreter(work, family.start, "dari")
    assert (order_of(work).language, waits(work)) == ("dari", ["tolk"])
    journey.interpreter(work, family.start, "")
    assert waits(work) == []


def test_one_of_our_own_is_searched_for_with_the_others_and_needs_no_order(own, work, family):
    found = choose(work, family.start)
    assert {(first // 4) % 24 for first in found.starts} == {9, 10}  # 10 and 11 in Copenhagen, in UTC quarters
    made = talk.book(work, found.plan, OTHER, "key")
    seats = work.execute(select(Participant.role, Participant.staff_id).where(Participant.appointment_id == made.id))
    assert ("tolk", own) in set(map(tuple, seats))
    assert waits(work) == []
    whom = select(Due.child_id).where(Due.staff_id == own)
    assert work.scalars(whom, execution_options=UNSCOPED).all() == [None]


def test_when_our_own_has_no_time_one_from_outside_can_be_had(own, work, family):
    found = plan(work, family.start, EXTERNAL)
    talk.book(work, found, TIME, "key")
    assert waits(work) == ["tolk"]


@pytest.mark.parametrize("language", ["tyrkisk", "%", "arab"])
def test_nobody_interprets_a_language_that_is_not_theirs(own, work, family, language):
    journey.interpreter(work, family.start, language)
    assert not plan(work, family.start).interprets
