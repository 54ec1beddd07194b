"""Joint search: the same as looking at every quarter for everybody, with two statements whatever the horizon."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random

import pytest

from domain.access import Job, sees
from domain.booking.finding.grid import spans_of
from domain.booking.finding.openings import local_day, midnight
from domain.booking.finding.search import packed, search
from domain.booking.tables import Opening, OpeningException
from tests.scenes.bookings import at_clock, away, busy, clock, kind, need, person, room, unit, weekly

NOW = datetime(2026, 6, 1, 7, tzinfo=UTC)
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 6, day) for day in (8, 9, 10))


@pytest.fixture(autouse=True)
def now(at):
    at(NOW)


@pytest.fixture
def house(session):
    found = unit(session)
    sees(session, Job(name="test", all_units=(("dagtilbud", found),)))
    return found


def found(session, needs, type_, day=MONDAY, days=1, **options):
    return search(session, needs, type_, midnight(day), midnight(day + timedelta(days=days)), **options)


def firsts(offers):
    return [clock(offer.first) for offer in offers]


def test_a_time_is_offered_where_both_are_open_for_the_whole_run(session, house):
    nurse, paedagog = person(session, house, "9:00-11:00"), person(session, house, "10:00-15:00")
    offers = found(session, [need("a", nurse), need("b", paedagog)], kind(session))
    assert firsts(offers) == ["Mon 10:00"]
    assert offers[0].picks == (nurse, paedagog)


def test_two_halves_of_two_people_are_no_time(session, house):
    early, late = person(session, house, "8:00-8:30"), person(session, house, "8:30-9:00")
    assert found(session, [need("a", early, late)], kind(session)) == []
    assert firsts(found(session, [need("a", early, late)], kind(session, "short", minutes=30))) == [
        "Mon 08:00",
        "Mon 08:30",
    ]


def test_who_is_away_or_booked_is_not_free(session, house):
    nurse, talk = person(session, house, "8:00-11:00"), kind(session)
    away(session, nurse, at_clock(MONDAY, "08:00"), at_clock(MONDAY, "08:30"))
    busy(session, nurse, at_clock(MONDAY, "10:00"), 2, talk)
    assert firsts(found(session, [need("a", nurse)], talk)) == ["Mon 08:30", "Mon 08:45", "Mon 09:00"]


def test_the_first_who_is_free_is_picked_in_the_order_given(session, house):
    own, substitute, talk = person(session, house, "8:00-10:00"), person(session, house, "8:00-10:00"), kind(session)
    away(session, own, at_clock(MONDAY, "08:00"), at_clock(MONDAY, "09:00"))
    picks = {clock(offer.first): offer.picks[0] for offer in found(session, [need("a", own, substitute)], talk)}
    assert picks == dict(
        zip(["Mon 08:00", "Mon 08:15", "Mon 08:30", "Mon 08:45", "Mon 09:00"], [substitute] * 4 + [own], strict=True)
    )


def test_shared_evenly_whoever_has_least_from_monday_to_sunday_comes_first(session, house):
    random, talk = Random(11), kind(session)
    people = [person(session, house, "") for _ in range(4)]
    booked = {}
    for who in people:
        weekly(session, who.resource_id, "8:00-10:00", range(7))
        for day in (MONDAY + timedelta(days=n) for n in range(-7, 28)):
            booked[who, day] = random.choice([0, 0, 1, 2])
            if booked[who, day]:
                busy(session, who, at_clock(day, "12:00"), booked[who, day], talk)

    def least(day):
        week = [day + timedelta(days=n - day.weekday()) for n in range(7)]
        return min(people, key=lambda who: sum(booked[who, one] for one in week))

    offers = found(session, [need("a", *people, even=True)], talk, MONDAY + timedelta(days=2), days=16)
    assert [offer.picks[0] for offer in offers] == [least(local_day(offer.first)) for offer in offers]
    assert len({offer.picks[0] for offer in offers}) > 1


def test_shared_evenly_the_order_given_decides_between_equals(session, house):
    one, other, talk = person(session, house), person(session, house), kind(session)
    assert {offer.picks[0] for offer in found(session, [need("a", other, one, even=True)], talk)} == {other}


def test_nobody_fills_two_roles_of_one_appointment(session, house):
    one, other, talk = person(session, house, "8:00-10:00"), person(session, house, "9:00-10:00"), kind(session)
    offers = found(session, [need("a", one, other), need("b", one)], talk)
    assert [(clock(offer.first), offer.picks) for offer in offers] == [("Mon 09:00", (other, one))]
    assert found(session, [need("a", one), need("b", one)], talk) == []


def test_rooms_need_no_opening_and_any_free_one_will_do(session, house):
    nurse, talk = person(session, house, "8:00-10:00"), kind(session)
    small, large = room(session, house), room(session, house)
    busy(session, small, at_clock(MONDAY, "08:00"), 4, talk)
    offers = found(session, [need("a", nurse), need("rum", small, large)], talk)
    assert [offer.picks[1] for offer in offers] == [large] * 4 + [small]


def test_an_opening_serves_the_types_it_names(session, house):
    nurse, talk, other = person(session, house, ""), kind(session), kind(session, "other")
    weekly(session, nurse.resource_id, "8:00-9:00", types=["talk"])
    assert firsts(found(session, [need("a", nurse)], talk)) == ["Mon 08:00"]
    assert found(session, [need("a", nurse)], other) == []


def test_exceptions_of_an_opening_are_kept(session, house):
    nurse = person(session, house, "")
    rows = weekly(session, nurse.resource_id, "8:00-9:00")
    session.add(OpeningException(opening_id=rows[0].id, day=MONDAY, begins=720, ends=780))
    session.add(OpeningException(opening_id=rows[1].id, day=TUESDAY))
    session.flush()
    assert firsts(found(session, [need("a", nurse)], kind(session), days=3)) == ["Mon 12:00", "Wed 08:00"]


def test_the_travel_buffer_needs_no_opening_but_must_be_free_and_is_the_travellers_alone(session, house):
    nurse, paedagog = person(session, house, "8:00-9:00"), person(session, house, "8:00-9:00")
    visit = kind(session, "visit", travels=["a"], buffer_before=15, buffer_after=15)
    needs = [need("a", nurse), need("b", paedagog)]
    busy(session, paedagog, at_clock(MONDAY, "07:45"), 1, visit)
    assert firsts(found(session, needs, visit)) == ["Mon 08:00"]
    busy(session, nurse, at_clock(TUESDAY, "07:45"), 1, visit)
    away(session, nurse, at_clock(WEDNESDAY, "09:00"), at_clock(WEDNESDAY, "09:15"))
    assert found(session, needs, visit, TUESDAY, 2) == []


def test_the_way_there_and_back_may_reach_out_of_the_window(session, house):
    nurse, visit = (
        person(session, house, "8:00-9:00"),
        kind(session, "visit", travels=["a"], buffer_before=30, buffer_after=30),
    )
    lo, hi = at_clock(MONDAY, "08:00"), at_clock(MONDAY, "09:00")
    assert len(search(session, [need("a", nurse)], visit, lo, hi)) == 1
    week = 7 * 96
    busy(session, nurse, lo + week - 2, 1, visit)
    busy(session, nurse, hi + 2 * week + 1, 1, visit)
    for later in (week, 2 * week):
        assert search(session, [need("a", nurse)], visit, lo + later, hi + later) == []


def test_an_appointment_that_is_to_be_moved_does_not_stand_in_its_own_way(session, house):
    nurse, talk = person(session, house, "8:00-9:15"), kind(session)
    standing = busy(session, nurse, at_clock(MONDAY, "08:00"), 4, talk)
    assert found(session, [need("a", nurse)], talk) == []
    assert firsts(found(session, [need("a", nurse)], talk, apart=standing.id)) == ["Mon 08:00", "Mon 08:15"]


def test_times_next_to_other_appointments_come_first_within_their_day(session, house):
    nurse, talk = person(session, house, "8:00-11:00"), kind(session)
    busy(session, nurse, at_clock(MONDAY, "10:00"), 4, talk)
    offers = packed(found(session, [need("a", nurse)], talk, days=2))
    assert firsts(offers)[:3] == ["Mon 09:00", "Mon 08:00", "Mon 08:15"]
    assert [offer.first for offer in offers[5:]] == sorted(offer.first for offer in offers[5:])


def test_a_neighbour_at_the_edge_of_the_window_counts(session, house):
    nurse, talk = person(session, house, "8:00-11:00"), kind(session)
    for time in ("08:00", "10:45"):
        busy(session, nurse, at_clock(MONDAY, time), 1, talk)
    lo, hi = at_clock(MONDAY, "08:15"), at_clock(MONDAY, "10:45")
    offers = search(session, [need("a", nurse)], talk, lo, hi)
    assert [clock(offer.first) for offer in offers if offer.adjacent] == ["Mon 08:15", "Mon 09:45"]


def test_the_spans_of_a_window_are_those_of_its_own_days(session, house):
    nurse = person(session, house, "8:00-9:00")
    spans = spans_of(session, [nurse.resource_id], None, (midnight(MONDAY), midnight(MONDAY + timedelta(days=7))))
    assert [(who, clock(start), clock(end)) for who, start, end in spans] == [
        (nurse.resource_id, f"{day} 08:00", f"{day} 09:00") for day in ("Mon", "Tue", "Wed", "Thu", "Fri")
    ]


def test_a_neighbour_is_one_with_the_way_there_and_back_between(session, house):
    nurse, visit = (
        person(session, house, "8:00-15:00"),
        kind(session, "visit", travels=["a"], buffer_before=15, buffer_after=15),
    )
    busy(session, nurse, at_clock(MONDAY, "10:00"), 4, visit)
    adjacent = [clock(offer.first) for offer in found(session, [need("a", nurse)], visit) if offer.adjacent]
    assert adjacent == ["Mon 08:45", "Mon 11:15"]


def test_local_times_stay_where_they_are_when_the_clock_changes(session, house):
    nurse, talk = person(session, house, "8:00-9:00"), kind(session)
    for sunday in (date(2026, 3, 29), date(2026, 10, 25)):
        offers = found(session, [need("a", nurse)], talk, sunday - timedelta(days=2), days=4)
        assert firsts(offers) == ["Fri 08:00", "Mon 08:00"]


def test_public_holidays_are_closed(session, house):
    nurse, christmas = person(session, house, "8:00-9:00"), date(2026, 12, 25)
    assert found(session, [need("a", nurse)], kind(session), christmas) == []


def test_who_has_no_opening_and_a_role_without_candidates_have_no_time(session, house):
    talk = kind(session)
    assert found(session, [need("a", person(session, house, ""))], talk) == []
    assert found(session, [need("a")], talk) == []
    assert found(session, [], talk) == []


@pytest.mark.parametrize("days", [30, 120])
def test_two_statements_whatever_the_horizon_and_the_number_of_people(session, house, statements, days):
    nurses, talk = [person(session, house) for _ in range(10)], kind(session)
    session.expire_all()
    session.refresh(talk)
    with statements(most=2):
        offers = found(session, [need("a", *nurses[:5]), need("b", *nurses[5:], even=True)], talk, days=days)
    assert len({offer.first for offer in offers}) > 400


def test_a_joint_search_equals_looking_at_every_quarter(session, house):
    random, talk = Random(7), kind(session)
    visit = kind(session, "visit", minutes=30, travels=["r0"], buffer_before=15, buffer_after=45)
    offered = 0
    for _ in range(15):
        world = World(session, house, random, talk)
        offered += sum(world.compare(random, random.choice([talk, visit])) for _ in range(20))
    assert offered > 1000


class World:
    """Eight people with random hours, absences and appointments in the week of the change to summer time, and what is free, by counting."""

    def __init__(self, session, house, random, talk):
        self.session, self.lo, self.hi = session, midnight(date(2026, 3, 27)), midnight(date(2026, 4, 1))
        self.people = [person(session, house, "") for _ in range(6)] + [room(session, house) for _ in range(2)]
        self.open = {who: set() for who in self.people}
        self.taken = {who: set() for who in self.people}
        for who in self.people:
            self.fill(who, random, talk)

    def fill(self, who, random, talk):
        for day in (date(2026, 3, 27) + timedelta(days=n) for n in range(5)):
            begins = random.randrange(28, 56)
            ends = begins + random.randrange(1, 20)
            if who.open and random.random() < 0.8:
                row = Opening(
                    resource_id=who.resource_id, valid_from=day, valid_to=day, begins=begins * 15, ends=ends * 15
                )
                self.session.add(row)
                times = (f"{q // 4:02}:{q % 4 * 15:02}" for q in range(begins, ends))
                self.open[who].update(at_clock(day, time) for time in times)
        for write in (away, lambda session, who, first, last: busy(session, who, first, last - first, talk)):
            first = self.lo + random.randrange(24, self.hi - self.lo - 20)
            last = first + random.randrange(1, 12)
            if not self.taken[who] & set(range(first, last)):
                write(self.session, who, first, last)
                self.taken[who].update(range(first, last))

    def compare(self, random, type_):
        needs = [
            need(f"r{n}", *random.sample(self.people, random.randrange(1, 5))) for n in range(random.randrange(1, 4))
        ]
        lo = self.lo + random.randrange(0, 96)
        hi = random.randrange(lo, self.hi)
        length, buffers = type_.minutes // 15, (type_.buffer_before // 15, type_.buffer_after // 15)
        expected = {}
        for first in range(lo, hi - length + 1):
            free = [
                [
                    who
                    for who in one.candidates
                    if self.fits(who, first, length, buffers if one.role in type_.travels else (0, 0))
                ]
                for one in needs
            ]
            picks = next((found for found in product(*free) if len(set(found)) == len(found)), None)
            if picks:
                expected[first] = picks
        assert {offer.first: offer.picks for offer in search(self.session, needs, type_, lo, hi)} == expected
        return len(expected)

    def fits(self, who, first, length, margins):
        run, around = range(first, first + length), range(first - margins[0], first + length + margins[1])
        return (not who.open or self.open[who].issuperset(run)) and not self.taken[who].intersection(around)
