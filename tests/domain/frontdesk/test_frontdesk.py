"""What staff do with time: openings with one occurrence changed, absences, and the bookings that they hit."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.access import Guardian, Job, Membership, NotAllowed, Staff, sees
from domain.booking.finding.openings import midnight
from domain.booking.finding.search import search
from domain.booking.tables import Absence, AbsenceReason, AppointmentType, Opening, OpeningException
from domain.frontdesk import absences, openings
from domain.frontdesk.absences import BadAbsence, whole_days
from domain.frontdesk.openings import NoOccurrence
from domain.frontdesk.plans import BadHours, Plan
from tests.scenes.bookings import at_clock, away, busy, clock, kind, need, person, room, unit, weekly

MONDAY = date(2026, 6, 8)
FRIDAY = MONDAY + timedelta(days=4)
EIGHT = at_clock(MONDAY, "08:00")
MORNING = Plan(weekday=0, begins=480, ends=720, valid_from=date(2026, 6, 1), valid_to=date(2026, 6, 30))


@pytest.fixture(autouse=True)
def now(at):
    at(datetime(2026, 6, 1, 7, tzinfo=UTC))


@pytest.fixture
def houses(session):
    return unit(session), unit(session)


@pytest.fixture
def house(session, houses):
    """The viewer works in this one."""
    membership = Membership(unit_id=houses[0], actor="dagtilbud", slug="", unit_name="", role="paedagog")
    sees(session, Staff(staff=1, memberships=(membership,)))
    return houses[0]


@pytest.fixture
def colleague(session, house):
    return person(session, house, "")


def planned(**values):
    return Plan(**(vars(MORNING) | values))


def bookable(session, who, days=30):
    type_ = session.get(AppointmentType, "talk") or kind(session)
    return {
        clock(offer.first)
        for offer in search(session, [need("a", who)], type_, midnight(MONDAY), midnight(MONDAY) + days * 96)
    }


def both(day):
    return day, day


def hours(session, who, first=MONDAY, last=date(2026, 6, 30)):
    found = openings.occurring(session, [who.resource_id], first, last)
    return [(f"{one.day:%d.%m}", one.hours, one.changed) for one in found]


def test_an_opening_that_is_added_can_be_booked(session, colleague):
    made = openings.add(session, colleague.resource_id, planned(every=2, types=("talk",)))
    assert hours(session, colleague) == [("15.06", (480, 720), False), ("29.06", (480, 720), False)]
    assert made.types == ["talk"]
    assert "Mon 08:00" in bookable(session, colleague)


def test_an_opening_that_is_changed_keeps_the_exceptions_that_still_fit(session, colleague):
    made = openings.add(session, colleague.resource_id, MORNING)
    for day in (MONDAY, MONDAY + timedelta(days=7)):
        openings.skip(session, made.id, day)
    openings.change(session, made.id, planned(every=2, begins=600))
    assert hours(session, colleague) == [("15.06", None, True), ("29.06", (600, 720), False)]
    openings.change(session, made.id, planned(weekday=4))
    assert session.scalars(select(OpeningException)).all() == []


def test_an_opening_ends_on_its_last_day_and_is_gone_when_it_has_not_begun(session, colleague):
    made = openings.add(session, colleague.resource_id, MORNING)
    openings.skip(session, made.id, MONDAY)
    openings.end(session, made.id, date(2026, 6, 15))
    openings.end(session, made.id, date(2026, 6, 20))
    assert [day for day, *_ in hours(session, colleague)] == ["08.06", "15.06"]
    assert hours(session, colleague, date(2026, 6, 15), date(2026, 6, 15)) == [("15.06", (480, 720), False)]
    assert [one.id for one in openings.listed(session, [colleague.resource_id], *both(date(2026, 6, 15)))[0]] == [
        made.id
    ]
    openings.end(session, made.id, date(2026, 6, 1))
    assert made.valid_to == date(2026, 6, 1)
    openings.end(session, made.id, date(2026, 5, 31))
    session.commit()
    assert session.scalar(select(func.count()).select_from(Opening)) == 0
    assert session.scalar(select(func.count()).select_from(OpeningException)) == 0


def test_one_occurrence_is_skipped_changed_and_as_before(session, colleague):
    made = openings.add(session, colleague.resource_id, MORNING)
    openings.skip(session, made.id, MONDAY)
    assert hours(session, colleague, last=MONDAY) == [("08.06", None, True)]
    openings.change_one(session, made.id, MONDAY, (600, 660))
    assert hours(session, colleague, last=MONDAY) == [("08.06", (600, 660), True)]
    assert bookable(session, colleague, days=1) == {"Mon 10:00"}
    openings.restore(session, made.id, MONDAY)
    assert hours(session, colleague, last=MONDAY) == [("08.06", (480, 720), False)]


def test_only_an_occurrence_can_be_skipped(session, colleague):
    made = openings.add(session, colleague.resource_id, MORNING)
    holiday = openings.add(session, colleague.resource_id, planned(weekday=4, valid_to=date(2026, 12, 31)))
    for number, day in ((made.id, FRIDAY), (made.id, date(2026, 7, 6)), (holiday.id, date(2026, 12, 25)), (99, MONDAY)):
        with pytest.raises(NoOccurrence):
            openings.skip(session, number, day)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"begins": 720}, "hours"),
        ({"begins": -15}, "hours"),
        ({"ends": 1455}, "hours"),
        ({"begins": 485}, "hours"),
        ({"ends": 725}, "hours"),
        ({"valid_from": date(2026, 7, 1)}, "dates"),
        ({"weekday": None}, "dates"),
        ({"every": 0}, "rule"),
        ({"place": "skoven"}, "place"),
        ({"place": "enhed"}, "place"),
        ({"place": "hjem", "unit_id": 1}, "place"),
        ({"room_id": 1}, "place"),
        ({"weekday": 7}, "rule"),
    ],
)
def test_hours_that_cannot_be_are_refused(session, colleague, values, why):
    with pytest.raises(BadHours) as refused:
        openings.add(session, colleague.resource_id, planned(**values))
    assert refused.value.args == (why,)
    made = openings.add(session, colleague.resource_id, MORNING)
    with pytest.raises(BadHours):
        openings.change(session, made.id, planned(**values))
    with pytest.raises(BadHours):
        openings.change_one(session, made.id, MONDAY, (600, 600))


def test_what_is_open_already_is_not_opened_twice(session, colleague):
    who, other = colleague.resource_id, {"begins": 600, "ends": 660}
    first = openings.add(session, who, planned(every=2, types=("a", "b")))
    second = openings.add(session, who, planned(every=2, types=("b", "a"), **other))
    for same in ({}, {"types": ("b", "a")}, {"valid_to": FRIDAY}):
        with pytest.raises(BadHours) as refused:
            openings.add(session, who, planned(**{"every": 2, "types": ("a", "b")} | same))
        assert refused.value.args == ("same",)
    with pytest.raises(BadHours):
        openings.change(session, second.id, planned(every=2, types=("a", "b")))
    openings.change(session, first.id, planned(every=2, types=("a", "b")))  # it may stay as it is
    for differs in ({"valid_from": MONDAY}, {"types": ()}, {"place": "hjem"}, {"every": 1}):
        openings.add(session, who, planned(**{"every": 2, "types": ("a", "b")} | differs))


def test_a_day_can_be_open_from_midnight_to_midnight_and_on_a_holiday_when_it_stands_alone(session, colleague):
    holiday = date(2026, 12, 25)
    openings.add(
        session, colleague.resource_id, planned(weekday=None, begins=0, ends=1440, valid_from=holiday, valid_to=holiday)
    )
    assert hours(session, colleague, last=holiday) == [("25.12", (0, 1440), False)]


def test_openings_are_listed_until_they_have_ended_in_the_order_of_the_week(session, colleague):
    made = [openings.add(session, colleague.resource_id, planned(weekday=n)) for n in (4, 0)]
    single = openings.add(session, colleague.resource_id, planned(weekday=None, valid_from=FRIDAY, valid_to=FRIDAY))
    openings.end(session, openings.add(session, colleague.resource_id, planned(begins=600)).id, date(2026, 6, 2))
    found, days = openings.listed(session, [colleague.resource_id], *both(MONDAY))
    assert [one.opening_id for one in days] == [made[1].id]
    assert [one.id for one in found] == [made[1].id, made[0].id, single.id]


def test_a_week_of_everybody_is_one_statement(session, house, statements):
    people = [person(session, house).resource_id for _ in range(5)]
    with statements(most=1):
        found = openings.occurring(session, people, MONDAY, FRIDAY)
    assert [(one.resource_id, one.day) for one in found] == [
        (who, MONDAY + timedelta(days=n)) for who in people for n in range(5)
    ]


def test_nobody_plans_the_time_of_people_and_rooms_elsewhere(session, house, houses):
    for other in (person(session, houses[1], ""), room(session, houses[1])):
        (row,) = weekly(session, other.resource_id, "8:00-9:00", [0])
        away(session, other, EIGHT, EIGHT + 4)
        absence = session.scalar(select(Absence.id).where(Absence.resource_id == other.resource_id))
        for write in (
            lambda number=other.resource_id: openings.add(session, number, MORNING),
            lambda number=row.id: openings.change(session, number, MORNING),
            lambda number=row.id: openings.end(session, number, MONDAY),
            lambda number=row.id: openings.skip(session, number, MONDAY),
            lambda number=row.id: openings.change_one(session, number, MONDAY, (600, 660)),
            lambda number=row.id: openings.restore(session, number, MONDAY),
            lambda number=other.resource_id: absences.add(session, house, number, (EIGHT, EIGHT + 4)),
            lambda number=absence: absences.remove(session, number),
        ):
            with pytest.raises(NotAllowed):
                write()


def test_own_rooms_can_be_away(session, house):
    place = room(session, house)
    absences.add(session, house, place.resource_id, (EIGHT, EIGHT + 4))
    assert len(absences.listed(session, [place.resource_id], EIGHT)) == 1


def test_who_is_away_cannot_be_booked_until_it_is_taken_back(session, house):
    who = person(session, house, "8:00-9:00")
    made, _ = absences.add(session, house, who.resource_id, whole_days(MONDAY, FRIDAY))
    assert bookable(session, who, days=5) == set()
    absences.remove(session, made.id)
    assert len(bookable(session, who, days=5)) == 5
    with pytest.raises(BadAbsence):
        absences.remove(session, made.id)


def test_whole_days_are_from_midnight_to_midnight_also_when_the_clock_changes():
    first, last = whole_days(date(2026, 3, 28), date(2026, 3, 29))
    assert (clock(first), clock(last), last - first) == ("Sat 00:00", "Mon 00:00", 96 + 92)


def test_an_absence_ends_after_it_begins(session, house, colleague):
    for last in (EIGHT, EIGHT - 1):
        with pytest.raises(BadAbsence):
            absences.add(session, house, colleague.resource_id, (EIGHT, last))


def test_an_absence_tells_which_bookings_it_hits_and_how_many_are_not_for_the_viewers_eyes(session, house, houses):
    who, talk = person(session, house), kind(session)
    session.info.pop("viewer")
    session.info["viewer"] = Job(name="test")
    elsewhere = person(session, houses[1])
    hit = [busy(session, who, EIGHT + n, 4, talk).id for n in (8, 0)]
    busy(session, who, EIGHT + 20, 4, talk)
    busy(session, elsewhere, EIGHT, 4, talk)
    hidden = busy(session, who, EIGHT + 4, 4, talk)
    hidden.unit_id = houses[1]
    session.commit()
    session.expunge_all()
    sees(
        session,
        Staff(staff=1, memberships=(Membership(unit_id=house, actor="dagtilbud", slug="", unit_name="", role=""),)),
    )
    _, found = absences.add(session, house, who.resource_id, (EIGHT + 3, EIGHT + 20), "syg")
    assert ([one.id for one in found.appointments], found.hidden) == (hit[::-1], 1)


def test_why_somebody_is_away_is_for_the_unit_alone(session, house, colleague):
    made, _ = absences.add(session, house, colleague.resource_id, (EIGHT, EIGHT + 4), "syg")
    assert [(one.absence.id, one.reason) for one in absences.listed(session, [colleague.resource_id], EIGHT)] == [
        (made.id, "syg")
    ]
    session.commit()
    session.expunge_all()
    sees(session, Guardian(guardian=1))
    assert [one.reason for one in absences.listed(session, [colleague.resource_id], EIGHT)] == [None]


def test_the_reason_goes_with_the_absence(session, house, colleague):
    made, _ = absences.add(session, house, colleague.resource_id, (EIGHT, EIGHT + 4), "syg")
    absences.remove(session, made.id)
    session.commit()
    assert session.scalars(select(AbsenceReason)).all() == []


def test_absences_are_listed_while_they_last(session, house, colleague):
    made = [absences.add(session, house, colleague.resource_id, (EIGHT + n, EIGHT + n + 4))[0].id for n in (4, 0)]
    listed = lambda since: [one.absence.id for one in absences.listed(session, [colleague.resource_id], since)]  # noqa: E731
    assert (listed(EIGHT), listed(EIGHT + 4), listed(EIGHT + 8)) == (made[::-1], made[:1], [])
