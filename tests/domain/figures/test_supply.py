"""Families without a time against joint times left: nobody sits in two at once, and who must come first is counted first."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.access.staff import Staff
from domain.access.units import District
from domain.booking.finding.search import Candidate
from domain.booking.kinds.types import START_TALK, ensure_types
from domain.booking.tables import BOOKED, CANCELLED, HELD, Appointment, AppointmentType
from domain.due import Due
from domain.figures import notice
from domain.figures.supply import BEGUN, ENOUGH, MISSING, SHORT, supply
from tests.factories import as_house, make_child, make_room, make_staff, make_start, make_unit
from tests.scenes.bookings import added, at_clock, busy, weekly

MONDAY = date(2026, 11, 2)
WEEK = timedelta(weeks=1)


class Town:
    """A district with a sundhedspleje unit, and as many houses as are made. The clock stands at Monday morning."""

    def __init__(self, session, at) -> None:
        at(datetime(2026, 11, 2, 6, tzinfo=UTC))
        self.session = as_house(session)
        ensure_types(session)
        self.district = added(session, District(slug="d", name="D")).id
        self.care = make_unit(session, "sundhedspleje", "Sundhedsplejen", "distrikt", district_id=self.district)
        self.office = make_unit(session, "forvaltning", "Forvaltningen", "center")

    def house(self, hours: str = "8:00-10:00", paedagoger: int = 1, name: str = "Troldebo") -> int:
        found = make_unit(self.session, name=name, district_id=self.district)
        for _ in range(paedagoger):
            make_staff(self.session, found, "paedagog", hours=hours)
        return found

    def nurses(self, number: int = 1, hours: str = "8:00-10:00") -> list[int]:
        return [make_staff(self.session, self.care, "sundhedsplejerske", hours=hours) for _ in range(number)]

    def families(self, house: int, number: int, starts_on: date, **values) -> list[int]:
        return [make_start(self.session, make_child(self.session), house, starts_on, **values) for _ in range(number)]

    def talk(self, start: int, house: int, state: str) -> None:
        values = {"type_key": START_TALK, "unit_id": house, "start_id": start, "first": at_clock(MONDAY, "15:00")}
        added(
            self.session,
            Appointment(**values, quarters=4, state=state, request_key=uuid4().hex, booked_at=datetime.now(UTC)),
        )

    def of(self, unit: int):
        self.session.flush()
        [one], whole = supply(self.session, unit)
        assert [(week.families, week.times, week.without) for week in one.weeks] == [
            (week.families, week.times, week.without) for week in whole.weeks
        ]
        return one


@pytest.fixture
def town(session, at) -> Town:
    return Town(session, at)


def times(found) -> list[int]:
    return [week.times for week in found.weeks]


def test_a_time_needs_everybody_and_nobody_sits_in_two_at_once(town):
    house = town.house(paedagoger=3)
    town.nurses(2)
    assert times(town.of(house))[1:] == [2 * 2 * 5] * 6 + [2 * 2 * 4]  # the last has Christmas in it


def test_a_house_with_a_room_has_as_many_times_as_its_room(town):
    house = town.house(paedagoger=3)
    town.nurses(2)
    make_room(town.session, house)
    assert times(town.of(house))[1] == 2 * 5


def test_halves_of_two_people_are_no_time(town):
    house = town.house(hours="8:00-8:30")
    make_staff(town.session, house, "paedagog", hours="8:30-9:00")
    town.nurses(1, "8:00-9:00")
    assert times(town.of(house))[1] == 0


def test_what_is_booked_and_what_has_passed_is_no_longer_left(town, at):
    house = town.house()
    [nurse] = town.nurses()
    resource = town.session.get_one(Staff, nurse).resource_id
    who = Candidate(resource, nurse, town.care)
    type_ = town.session.get_one(AppointmentType, START_TALK)
    busy(town.session, who, at_clock(MONDAY + WEEK, "8:00"), 4, type_)
    assert times(town.of(house))[:2] == [10, 9]
    at(datetime(2026, 11, 4, 8, tzinfo=UTC))
    assert times(town.of(house))[:2] == [4 + 0, 9]


def test_a_family_is_counted_in_each_week_that_it_could_come(town):
    house = town.house()
    town.nurses()
    town.families(house, 3, MONDAY + 7 * WEEK)
    found = town.of(house)
    assert [week.families for week in found.weeks] == [0, 0, 3, 3, 3, 0, 0, 0]
    assert found.waiting == 3


def test_who_has_a_time_or_will_not_come_waits_for_none(town):
    house = town.house()
    town.nurses()
    starts = town.families(house, 4, MONDAY + 7 * WEEK)
    town.families(house, 1, MONDAY + 7 * WEEK, closed="flyttet")
    for start, state in zip(starts, (BOOKED, HELD, CANCELLED), strict=False):
        town.talk(start, house, state)
    assert town.of(house).waiting == 2


def test_fewer_times_than_families_is_short_and_missing_when_no_other_week_helps(town):
    house = town.house(hours="")
    town.nurses(hours="8:00-16:00")
    somebody = make_staff(town.session, house, "paedagog", hours="")
    resource = town.session.get_one(Staff, somebody).resource_id
    weekly(town.session, resource, "8:00-11:00", weekdays=[1])
    town.families(house, 6, MONDAY + 7 * WEEK)
    found = town.of(house)
    assert [week.state for week in found.weeks] == [ENOUGH, ENOUGH, SHORT, SHORT, SHORT, ENOUGH, ENOUGH, ENOUGH]
    assert (found.without, found.short.monday, found.short.families, found.short.times) == (0, MONDAY + 2 * WEEK, 6, 3)
    town.families(house, 4, MONDAY + 7 * WEEK)
    found = town.of(house)
    assert [week.state for week in found.weeks][2:5] == [MISSING] * 3
    assert found.without == 1


def test_this_week_is_no_reason_to_worry_when_the_next_has_times(town, at):
    house = town.house()
    town.nurses()
    town.families(house, 2, MONDAY + 3 * WEEK)
    at(datetime(2026, 11, 7, 9, tzinfo=UTC))
    assert [week.state for week in town.of(house).weeks][:2] == [BEGUN, ENOUGH]


def test_the_first_to_start_are_given_the_first_times(town):
    house = town.house(hours="")
    somebody = make_staff(town.session, house, "paedagog", hours="")
    weekly(town.session, town.session.get_one(Staff, somebody).resource_id, "8:00-9:00", weekdays=[1])
    town.nurses()
    town.families(house, 3, MONDAY + 7 * WEEK)
    town.families(house, 2, MONDAY + 5 * WEEK)
    assert town.of(house).without == 0


def test_two_houses_that_share_a_sundhedsplejerske_share_her_times(town):
    houses = [town.house(name=name) for name in ("Troldebo", "Ellekilde")]
    town.nurses(1)
    town.session.flush()
    found, whole = supply(town.session, town.office)
    assert [one.name for one in found] == ["Ellekilde", "Troldebo"]
    assert [times(one)[1] for one in found] == [10, 10]
    assert times(whole)[1] == 10
    assert len(houses) == 2


@pytest.mark.parametrize(("kind", "actor", "houses"), [("distrikt", "dagtilbud", 2), ("center", "forvaltning", 3)])
def test_a_unit_sees_the_houses_that_it_answers_for(town, kind, actor, houses):
    for name in ("Troldebo", "Ellekilde"):
        town.house(name=name)
    make_unit(town.session, name="Globen")
    make_unit(town.session, name="Skolen", kind="skole", district_id=town.district)
    unit = make_unit(town.session, actor, "Leder", kind, district_id=town.district)
    town.session.flush()
    assert len(supply(town.session, unit)[0]) == houses


def test_it_takes_the_same_four_statements_for_one_house_and_for_many(town, statements):
    for number in range(5):
        town.families(town.house(name=f"Hus {number}"), 2, MONDAY + 7 * WEEK)
    town.nurses(3)
    town.session.flush()
    with statements(most=4):
        supply(town.session, town.office)


def test_the_leader_is_told_on_min_dag_for_as_long_as_times_are_missing(town):
    house = town.house(hours="")
    leader = make_staff(town.session, house, "leder", hours="")
    town.families(house, 1, MONDAY + 7 * WEEK)
    town.session.flush()

    def told() -> list[tuple]:
        town.session.flush()
        notice.look_ahead(town.session)
        notice.look_ahead(town.session)
        columns = (Due.unit_id, Due.staff_id, Due.kind, Due.target)
        return [tuple(row) for row in town.session.execute(select(*columns).execution_options(unscoped="test"))]

    assert told() == [(house, leader, "knap-uge", "week/20261116")]
    make_staff(town.session, house, "paedagog")
    assert told() == []
