"""A week of open times once more in other weeks: also over the days on which the clock changes, and never on a public holiday."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.access import Membership, NotAllowed, Staff, sees
from domain.booking.finding.openings import midnight
from domain.booking.finding.places import HOME
from domain.booking.finding.search import search
from domain.booking.tables import Opening
from domain.frontdesk import openings
from domain.frontdesk.copying import Copied, copy_week
from domain.frontdesk.plans import BadHours, Plan
from tests.scenes.bookings import clock, kind, need, person, unit

WEEK = timedelta(weeks=1)
SPRING, AUTUMN, CHRISTMAS = date(2026, 3, 16), date(2026, 10, 12), date(2026, 12, 14)
"""The Mondays of weeks before those that end as the clock changes, and of the one before Christmas."""


@pytest.fixture(autouse=True)
def now(at):
    at(datetime(2026, 3, 1, 7, tzinfo=UTC))


@pytest.fixture
def house(session):
    found = unit(session)
    membership = Membership(unit_id=found, actor="dagtilbud", slug="", unit_name="", role="paedagog")
    sees(session, Staff(staff=1, memberships=(membership,)))
    return found


@pytest.fixture
def who(session, house):
    return person(session, house, "")


def single(day, begins=480, ends=720, **values):
    return Plan(weekday=None, begins=begins, ends=ends, valid_from=day, valid_to=day, **values)


def weekly(day, **values):
    same = {"weekday": day.weekday(), "begins": 480, "ends": 720, "valid_from": day, "valid_to": date(2026, 12, 31)}
    return Plan(**same | values)


def hours(session, who, monday):
    found = openings.occurring(session, [who.resource_id], monday, monday + WEEK - timedelta(days=1))
    return [(one.day - monday, one.hours) for one in found if one.hours]


@pytest.mark.parametrize("monday", [SPRING, AUTUMN])
def test_eight_o_clock_is_copied_as_eight_o_clock_to_the_day_on_which_the_clock_changes(session, who, monday):
    talk = kind(session, minutes=240)
    for day in (monday, monday + timedelta(days=6)):
        openings.add(session, who.resource_id, single(day, types=("talk",)))
    assert copy_week(session, who.resource_id, monday, [monday + WEEK]) == Copied(2, ())
    assert hours(session, who, monday + WEEK) == hours(session, who, monday)
    window = midnight(monday), midnight(monday + 2 * WEEK)
    found = [clock(one.first) for one in search(session, [need("a", who)], talk, *window)]
    assert found == ["Mon 08:00", "Sun 08:00", "Mon 08:00", "Sun 08:00"]


def test_several_weeks_at_once_and_the_same_copy_again_opens_nothing_twice(session, who, statements):
    openings.add(session, who.resource_id, single(SPRING, place=HOME))
    openings.add(session, who.resource_id, weekly(SPRING + timedelta(days=1)))
    openings.add(session, who.resource_id, weekly(SPRING + timedelta(days=2), every=2))
    weeks = [SPRING + n * WEEK for n in (1, 2, 3)]
    with statements(most=3):
        copied = copy_week(session, who.resource_id, SPRING, weeks)
    assert copied.opened == 3 - 1 + 2  # Easter Monday is no day at work; the weekly one is open there already
    assert copied.holidays == (date(2026, 4, 6),)
    assert copy_week(session, who.resource_id, SPRING, weeks) == Copied(0, copied.holidays)
    assert session.scalar(select(func.count()).where(Opening.place == HOME)) == 3


def test_one_days_own_hours_are_copied_and_a_day_that_was_taken_out_is_not(session, who):
    made = openings.add(session, who.resource_id, weekly(SPRING))
    other = openings.add(session, who.resource_id, weekly(SPRING + timedelta(days=1)))
    openings.change_one(session, made.id, SPRING, (480, 900))
    openings.skip(session, other.id, SPRING + timedelta(days=1))
    assert copy_week(session, who.resource_id, SPRING, [SPRING + WEEK]).opened == 1
    days = hours(session, who, SPRING + WEEK)
    assert days == [(timedelta(0), (480, 720)), (timedelta(0), (480, 900)), (timedelta(days=1), (480, 720))]


def test_public_holidays_stay_closed_and_are_told(session, who):
    for number in range(5):
        openings.add(session, who.resource_id, single(CHRISTMAS + timedelta(days=number)))
    copied = copy_week(session, who.resource_id, CHRISTMAS, [CHRISTMAS + WEEK])
    assert copied == Copied(4, (date(2026, 12, 25),))


@pytest.mark.parametrize("weeks", [[], [SPRING], [SPRING - WEEK], [SPRING + timedelta(days=1)], [SPRING + 27 * WEEK]])
def test_only_weeks_that_follow_are_copied_to(session, who, weeks):
    openings.add(session, who.resource_id, single(SPRING))
    with pytest.raises(BadHours):
        copy_week(session, who.resource_id, SPRING, weeks)


def test_nobody_copies_the_week_of_somebody_elsewhere(session, house):
    other = person(session, unit(session), "8:00-9:00")
    with pytest.raises(NotAllowed):
        copy_week(session, other.resource_id, SPRING, [SPRING + WEEK])
