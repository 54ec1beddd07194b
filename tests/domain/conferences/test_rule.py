"""Which days a rule makes conferences on, and which days are working days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.base import COPENHAGEN, moment
from domain.booking.finding.openings import public_holiday
from domain.booking.working_days import working_day, works
from domain.conferences.year.rule import HOLIDAY_WEEKS, Rule, TooFewDays, bounds, dates, possible, school_year
from domain.counselling.staff.promise import answer_by

ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def rule(**values) -> Rule:
    usual = {"times": 6, "weekday": 2, "begins": 13 * 60, "minutes": 120, "avoid": HOLIDAY_WEEKS, "deadline_days": 5}
    return Rule(**usual | values)


@given(
    st.integers(2020, 2040),
    st.integers(1, 20),
    st.integers(0, 6),
    st.sets(st.integers(1, 53), max_size=45),
)
def test_a_year_has_as_many_days_as_are_wanted_and_each_keeps_to_the_rule(year, times, weekday, avoid):
    wanted = rule(times=times, weekday=weekday, avoid=avoid)
    first, last = bounds(year)
    if len(possible(wanted, year)) < times:
        with pytest.raises(TooFewDays):
            dates(wanted, year)
        return
    found = dates(wanted, year)
    assert len(found) == times
    assert found == sorted(set(found))
    for day in found:
        assert first <= day <= last
        assert day.weekday() == weekday
        assert day.isocalendar().week not in avoid
        assert public_holiday(day) is None


@given(st.integers(2020, 2040), st.integers(0, 4))
def test_six_a_year_lie_well_apart(year, weekday):
    found = dates(rule(weekday=weekday), year)
    assert min((other - one).days for one, other in pairwise(found)) >= 28


def test_what_is_planned_in_the_middle_of_a_year_lies_after_today():
    today = date(2026, 11, 22)
    found = dates(rule(times=4), 2026, today)
    assert min(found) > today
    assert max(found) <= bounds(2026)[1]


def test_no_day_is_a_holiday_though_nobody_has_said_so():
    thursdays = possible(rule(weekday=3, avoid=()), 2026)
    assert date(2027, 5, 6) not in thursdays  # Kristi himmelfart
    assert date(2026, 12, 24) not in thursdays  # Juleaften
    assert date(2026, 12, 17) in thursdays


def test_a_year_with_too_few_days_says_how_many_there_are():
    with pytest.raises(TooFewDays) as error:
        dates(rule(times=3, avoid=set(range(1, 54)) - {20, 21}), 2026)
    assert error.value.days == 2


@pytest.mark.parametrize(("weekday", "begins"), [(2, 780), (6, 3 * 60), (0, 0)])
def test_it_begins_by_the_clock_on_the_wall_on_both_sides_of_both_changes(weekday, begins):
    wanted = rule(times=30, weekday=weekday, begins=begins, avoid=())
    found = dates(wanted, 2026)
    for change in (date(2026, 10, 25), date(2027, 3, 28)):
        assert min(found) < change < max(found)
    starts = [moment(wanted.first(day)).astimezone(COPENHAGEN) for day in found]
    assert [(one.date(), one.hour * 60 + one.minute) for one in starts] == [(day, begins) for day in found]


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 7, 31), 2025), (date(2026, 8, 1), 2026), (date(2027, 1, 1), 2026)]
)
def test_a_school_year_begins_in_august(day, year):
    assert school_year(day) == year
    assert bounds(year)[0] <= day <= bounds(year)[1]


@given(DAYS, st.integers(-40, 40))
def test_a_working_day_is_one_and_as_many_lie_between_as_were_asked_for(day, n):
    found = working_day(day, n)
    assert works(found)
    if n > 0:
        assert sum(works(found - ONE_DAY * step) for step in range((found - day).days)) == n
    if n < 0:
        assert sum(works(found + ONE_DAY * step) for step in range((day - found).days)) == -n
    if n == 0:
        assert found >= day
        assert found == day or not any(works(day + ONE_DAY * step) for step in range((found - day).days))


@pytest.mark.parametrize(
    ("day", "n", "found"),
    [
        (date(2026, 12, 1), -5, date(2026, 11, 24)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),  # over Christmas
        (date(2026, 12, 30), 1, date(2027, 1, 4)),  # New Year's Eve, New Year's Day, a weekend
        (date(2027, 3, 24), 1, date(2027, 3, 30)),  # over Easter
        (date(2027, 6, 4), 1, date(2027, 6, 7)),  # Grundlovsdag is a Saturday
        (date(2026, 6, 4), 1, date(2026, 6, 8)),  # and a Friday
    ],
)
def test_working_days_know_the_danish_holidays_whoever_counts_in_them(day, n, found):
    assert working_day(day, n) == found
    assert n < 0 or answer_by(day, n) == found
