"""What stands in somebody's own calendar is no time to be booked; a booking that it falls upon later is shown to its owner."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.access import Job, Staff, sees
from domain.access.jobs import work_as
from domain.access.viewers import Membership
from domain.booking.finding.grid import load
from domain.booking.finding.openings import midnight
from domain.booking.finding.search import search
from domain.booking.tables import CANCELLED, Busy, Participant
from domain.calendars import doubles, sync
from domain.calendars.tables import CalendarState
from domain.due import DOUBLE, Due
from domain.frontdesk.week import BUSY, week
from domain.journey import talk
from domain.journey.choosing.plan import plan
from tests.factories import make_family
from tests.scenes.bookings import added, at_clock, busy, clock, kind, need, person, unit

NOW = datetime(2026, 6, 1, 7, tzinfo=UTC)
MONDAY = date(2026, 6, 8)
ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def now(at):
    at(NOW)


@pytest.fixture
def house(session):
    session.info["writing"] = True
    found = unit(session)
    sees(session, Job(name="test", all_units=(("dagtilbud", found),)))
    return found


def taken(session, who, first, last, day=MONDAY):
    added(session, Busy(resource_id=who.resource_id, first=at_clock(day, first), last=at_clock(day, last)))


def found(session, type_, *needs):
    offers = search(session, needs, type_, midnight(MONDAY), midnight(MONDAY + ONE_DAY))
    return [clock(offer.first) for offer in offers]


def test_a_time_that_the_own_calendar_fills_is_not_offered(session, house):
    nurse, paedagog, talk = person(session, house, "8:00-12:00"), person(session, house, "8:00-12:00"), kind(session)
    taken(session, nurse, "08:15", "09:15")
    taken(session, paedagog, "10:45", "11:00")
    assert found(session, talk, need("a", nurse), need("b", paedagog)) == [
        "Mon 09:15",
        "Mon 09:30",
        "Mon 09:45",
        "Mon 11:00",
    ]


def test_it_does_not_count_as_booked(session, house):
    nurse, talk = person(session, house, "8:00-12:00"), kind(session)
    taken(session, nurse, "09:00", "10:00")
    grid = load(session, [nurse.resource_id], talk.key, (midnight(MONDAY), midnight(MONDAY + ONE_DAY)))
    assert grid.claimed[nurse.resource_id] == 0
    offers = search(session, [need("a", nurse)], talk, midnight(MONDAY), midnight(MONDAY + ONE_DAY))
    assert not any(offer.adjacent for offer in offers)


def test_what_begins_before_the_window_and_ends_after_it_fills_all_of_it(session, house):
    nurse, talk = person(session, house, "8:00-12:00"), kind(session)
    taken(session, nurse, "00:00", "23:00")
    assert found(session, talk, need("a", nurse)) == []
    first, last = at_clock(MONDAY, "09:00"), at_clock(MONDAY, "10:00")
    assert load(session, [nurse.resource_id], talk.key, (first, last)).free[nurse.resource_id] == 0


def test_with_a_thousand_busy_times_it_is_one_statement(session, house, statements):
    people, talk = [person(session, house) for _ in range(3)], kind(session)
    for who in people:
        spans = [(first, first + 2) for first in range(midnight(MONDAY), midnight(MONDAY) + 4000, 4)]
        sync.replace(session, who.resource_id, spans)
    with statements(most=1):
        load(session, [who.resource_id for who in people], talk.key, (midnight(MONDAY), midnight(MONDAY) + 4000))


def test_the_new_times_take_the_place_of_the_old_ones(session, house):
    nurse = person(session, house)
    for spans in ([(1, 5), (7, 9)], [(1, 4), (7, 9)], []):
        sync.replace(session, nurse.resource_id, spans)
        assert session.execute(select(Busy.first, Busy.last).order_by(Busy.first)).all() == spans


def book(session, who, first, role="paedagog"):
    """A booking with its participant, as the booking verb makes it."""
    appointment = busy(session, who, at_clock(MONDAY, first), 4, kind(session, f"talk-{first}"))
    seat = {"resource_id": who.resource_id, "staff_id": who.staff_id, "unit_id": who.unit_id}
    added(session, Participant(appointment_id=appointment.id, place=1, role=role, **seat))
    return appointment


def doubled(session):
    return session.execute(select(Due.staff_id, Due.target, Due.at).where(Due.kind == DOUBLE).order_by(Due.key)).all()


def test_a_booking_that_has_become_double_stands_on_its_owners_day_until_it_is_double_no_longer(session, house, at):
    nurse, other = person(session, house), person(session, house)
    nine, eleven = book(session, nurse, "09:00"), book(session, nurse, "11:00")
    taken(session, nurse, "09:45", "10:30")
    taken(session, other, "11:00", "12:00")
    everybody = [nurse.resource_id, other.resource_id]
    doubles.find(session, everybody)
    assert doubled(session) == [(nurse.staff_id, f"appointment/{nine.id}", NOW)]
    at(NOW + ONE_DAY)
    sync.replace(session, nurse.resource_id, [(at_clock(MONDAY, "09:45"), at_clock(MONDAY, "11:15"))])
    doubles.find(session, everybody)
    assert doubled(session) == [
        (nurse.staff_id, f"appointment/{nine.id}", NOW),
        (nurse.staff_id, f"appointment/{eleven.id}", NOW + ONE_DAY),
    ]
    sync.replace(session, nurse.resource_id, [(at_clock(MONDAY, "10:00"), at_clock(MONDAY, "11:00"))])
    doubles.find(session, everybody)
    assert doubled(session) == []


@pytest.mark.parametrize("gone", ["cancelled", "past"])
def test_a_booking_that_is_no_more_is_not_double(session, house, at, gone):
    nurse = person(session, house)
    appointment = book(session, nurse, "09:00")
    taken(session, nurse, "09:00", "10:00")
    doubles.find(session, [nurse.resource_id])
    assert len(doubled(session)) == 1
    if gone == "cancelled":
        appointment.state = CANCELLED
        session.flush()
    else:
        at(datetime(2026, 6, 9, 7, tzinfo=UTC))
    doubles.find(session, [nurse.resource_id])
    assert doubled(session) == []


def test_it_is_no_part_of_what_colleagues_of_another_unit_see(session, house):
    nurse, elsewhere = person(session, house), unit(session)
    book(session, nurse, "09:00")
    taken(session, nurse, "09:00", "10:00")
    doubles.find(session, [nurse.resource_id])
    session.commit()
    session.expunge_all()
    sees(
        session,
        Staff(staff=99, memberships=(Membership(unit_id=elsewhere, actor="ppr", slug="x", unit_name="X", role="r"),)),
    )
    assert doubled(session) == []


def test_the_week_shows_when_the_own_calendar_is_full_and_which_bookings_are_double(session, house):
    nurse = person(session, house)
    book(session, nurse, "09:00")
    book(session, nurse, "13:00")
    taken(session, nurse, "09:30", "10:30")
    [person_] = week(session, house, MONDAY)
    events = [(clock(one.first), one.kind == BUSY, one.double) for one in person_.events[MONDAY]]
    assert sorted(events) == [("Mon 09:00", False, True), ("Mon 09:30", True, False), ("Mon 13:00", False, False)]


@pytest.mark.parametrize("what", ["cancelled", "moved"])
def test_whoever_cancels_or_moves_it_has_it_off_their_day(database, at, what):
    with database.sessions() as session:
        family = make_family(session)
    with database.sessions() as session:
        session.info["writing"] = True
        work_as(session, "test")
        found = plan(session, family.start)
        first, *_, last = (offer.first for offer in talk.times(session, found))
        appointment = talk.book(session, found, first, "1")
        [resource] = session.scalars(select(Participant.resource_id).where(Participant.staff_id == family.paedagog))
        added(session, CalendarState(staff_id=family.paedagog, resource_id=resource, due_at=NOW, since=NOW))
        added(session, Busy(resource_id=resource, first=first + 1, last=first + 2))
        doubles.find(session, [resource])
        assert [staff for staff, _, _ in doubled(session)] == [family.paedagog]
        if what == "cancelled":
            talk.cancel(session, appointment)
        else:
            talk.move(session, appointment, plan(session, family.start), last)
            doubles.look_again(session)
        assert doubled(session) == []
