"""Where somebody is open: at home with families, on a screen, in another house, in one room; and what is offered there."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.access import Guardian, Job, sees
from domain.booking.finding.openings import midnight
from domain.booking.finding.places import HOME, PHONE, UNIT, VIDEO, Where
from domain.booking.finding.search import search
from domain.booking.kinds.limits import changeable
from domain.booking.taking.claims import SlotTaken
from domain.booking.verbs import Booking, book, move
from tests.scenes.bookings import at_clock, clock, kind, need, person, room, unit, weekly

MONDAY = date(2026, 6, 8)
EIGHT, NINE = at_clock(MONDAY, "08:00"), at_clock(MONDAY, "09:00")


@pytest.fixture(autouse=True)
def now(at):
    at(datetime(2026, 6, 1, 7, tzinfo=UTC))


@pytest.fixture
def house(session):
    session.info["writing"] = True
    found = unit(session)
    sees(session, Job(name="test", all_units=(("dagtilbud", found),)))
    return found


def offered(session, type_, *needs, where=None):
    window = midnight(MONDAY), midnight(MONDAY + timedelta(days=1))
    return [clock(one.first) for one in search(session, needs, type_, *window, where=where)]


@pytest.mark.parametrize("place", [HOME, VIDEO, PHONE])
def test_an_opening_for_one_kind_of_place_serves_no_other(session, house, place):
    who = person(session, house, "")
    weekly(session, who.resource_id, "8:00-9:00", [0], place=place)
    weekly(session, who.resource_id, "12:00-13:00", [0])
    there, elsewhere = kind(session, "there", place=place), kind(session, "elsewhere")
    assert offered(session, there, need("a", who)) == ["Mon 08:00", "Mon 12:00"]
    assert offered(session, elsewhere, need("a", who), where=Where(UNIT, house)) == ["Mon 12:00"]


def test_an_opening_in_another_house_serves_that_house_alone(session, house):
    other, talk = unit(session), kind(session)
    nurse = person(session, house, "")
    weekly(session, nurse.resource_id, "8:00-9:00", [0], place=UNIT, unit_id=other)
    assert offered(session, talk, need("a", nurse), where=Where(UNIT, other)) == ["Mon 08:00"]
    assert offered(session, talk, need("a", nurse), where=Where(UNIT, house)) == []
    booking = Booking(type_=talk, unit_id=house, first=EIGHT, needs=(need("a", nurse),), request_key="a")
    with pytest.raises(SlotTaken):
        book(session, booking)


def test_an_opening_in_one_room_is_given_that_room_where_it_is_free(session, house):
    who, other, talk = person(session, house, ""), person(session, house), kind(session)
    small, big = room(session, house), room(session, house)
    weekly(session, who.resource_id, "8:00-10:00", [0], place=UNIT, unit_id=house, room_id=big.room_id)
    rooms = need("rum", small, big)
    made = [
        book(
            session,
            Booking(type_=talk, unit_id=house, first=first, needs=(need("a", one), rooms), request_key=str(number)),
        ).room_id
        for number, (one, first) in enumerate([(other, EIGHT), (who, EIGHT), (who, NINE)])
    ]
    assert made == [small.room_id, big.room_id, big.room_id]


def test_what_is_booked_keeps_its_place_and_its_length_when_its_type_is_changed(session, house):
    who, talk = person(session, house, ""), kind(session, place=VIDEO)
    weekly(session, who.resource_id, "8:00-10:00", [0], place=VIDEO)
    made = book(session, Booking(type_=talk, unit_id=house, first=EIGHT, needs=(need("a", who),), request_key="a"))
    talk.place, talk.minutes = HOME, 15
    moved = move(session, made, EIGHT + 1)
    assert (moved.place, moved.quarters, moved.first) == (VIDEO, 4, EIGHT + 1)


def test_time_to_get_there_and_back_are_two_numbers(session, house):
    who = person(session, house, "8:00-12:00")
    visit = kind(session, "visit", travels=["a"], buffer_before=15, buffer_after=45)
    book(session, Booking(type_=visit, unit_id=house, first=EIGHT + 4, needs=(need("a", who),), request_key="a"))
    assert offered(session, visit, need("a", who)) == ["Mon 11:00"]  # after 45 minutes back and 15 there


@pytest.mark.parametrize(("days", "until"), [(0, "2026-06-08 05:59"), (1, "2026-06-07 21:59"), (3, "2026-06-05 21:59")])
def test_parents_change_it_until_as_many_days_before_as_its_type_says(session, at, days, until):
    sees(session, Guardian(guardian=1))
    last = datetime.fromisoformat(until).replace(tzinfo=UTC)
    at(last)
    assert changeable(session, EIGHT, days)
    at(last + timedelta(minutes=1))
    assert not changeable(session, EIGHT, days)
