"""Openings: every n weeks, exceptions, validity, public holidays, and the two days on which the clock changes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.booking.finding.openings import Rule, expand, midnight, occurrences, public_holiday, spans, wall_minutes

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
SUNDAY, MONDAY, WEDNESDAY = 6, 0, 2
CLOSED_2026 = ["01-01", "04-02", "04-03", "04-05", "04-06", "05-14", "05-24", "05-25", "12-25", "12-26"]
CLOSED = {date.fromisoformat(f"2026-{day}") for day in CLOSED_2026} | {date(2027, 1, 1)}


def weekly(weekday, begins="8:00", ends="15:00", *, since=date(2026, 1, 1), until=date(2026, 12, 31), every=1):
    return Rule(weekday, every, since, until, minutes(begins), minutes(ends))


def single(day, begins="8:00", ends="15:00"):
    return Rule(None, 1, day, day, minutes(begins), minutes(ends))


def minutes(clock):
    hours, rest = clock.split(":")
    return int(hours) * 60 + int(rest)


def shown(number):
    """What a clock on a Danish wall shows as this quarter begins."""
    return f"{datetime.fromtimestamp(number * 900, ZoneInfo('Europe/Copenhagen')):%H:%M}"


def utc(number):
    return f"{datetime.fromtimestamp(number * 900, UTC):%H:%M}"


def test_eight_o_clock_is_eight_o_clock_in_winter_and_in_summer():
    rule = weekly(MONDAY)
    before, after = expand(rule, {}, SPRING - timedelta(days=6), SPRING + timedelta(days=1))
    assert [shown(before[0]), shown(after[0]), shown(after[1])] == ["08:00", "08:00", "15:00"]
    assert [utc(before[0]), utc(after[0])] == ["07:00", "06:00"]


def test_a_whole_day_is_23_hours_in_spring_and_25_in_autumn():
    assert [sum(end - start for start, end in spans(day, 0, 1440)) for day in (SPRING, AUTUMN, date(2026, 6, 1))] == [
        92,
        100,
        96,
    ]


def test_the_hour_that_the_clock_leaves_out_is_not_open():
    assert spans(SPRING, minutes("2:00"), minutes("3:00")) == ()
    ((start, end),) = spans(SPRING, minutes("1:30"), minutes("3:30"))
    assert (shown(start), shown(end - 1), end - start) == ("01:30", "03:15", 4)


def test_the_hour_that_the_clock_shows_twice_is_open_twice():
    ((start, end),) = spans(AUTUMN, minutes("2:00"), minutes("3:00"))
    assert (utc(start), utc(end), end - start) == ("00:00", "02:00", 8)
    assert [(utc(start), utc(end)) for start, end in spans(AUTUMN, minutes("2:30"), minutes("3:00"))] == [
        ("00:30", "01:00"),
        ("01:30", "02:00"),
    ]


def test_a_day_at_work_is_as_long_as_ever_when_the_clock_changed_in_the_night():
    for day in (SPRING, AUTUMN):
        ((start, end),) = spans(day, minutes("8:00"), minutes("15:00"))
        assert (shown(start), shown(end), end - start) == ("08:00", "15:00", 28)


def test_every_second_week_is_counted_from_the_week_of_the_first_day():
    rule = weekly(MONDAY, since=date(2026, 3, 4), until=date(2026, 5, 1), every=2)
    assert occurrences(rule, date(2026, 1, 1), date(2026, 12, 31)) == (
        date(2026, 3, 16),
        date(2026, 3, 30),
        date(2026, 4, 13),
        date(2026, 4, 27),
    )


def test_which_week_it_is_does_not_depend_on_the_window_asked_for():
    rule = weekly(WEDNESDAY, every=3)
    whole = occurrences(rule, date(2026, 1, 1), date(2026, 12, 31))
    pieces = [
        occurrences(rule, date(2026, month, 1), date(2026, month + 1, 1) - timedelta(days=1)) for month in range(1, 12)
    ]
    assert [day for piece in pieces for day in piece] == [day for day in whole if day < date(2026, 12, 1)]
    assert {(b - a).days for a, b in pairwise(whole)} == {21}


def test_nothing_is_open_before_the_first_and_after_the_last_day():
    rule = weekly(MONDAY, since=date(2026, 6, 8), until=date(2026, 6, 22))
    assert occurrences(rule, date(2026, 6, 1), date(2026, 6, 30)) == (
        date(2026, 6, 8),
        date(2026, 6, 15),
        date(2026, 6, 22),
    )
    assert occurrences(rule, date(2026, 6, 23), date(2026, 6, 30)) == ()


def test_one_occurrence_is_skipped_and_another_has_other_hours():
    exceptions = {date(2026, 6, 8): None, date(2026, 6, 15): (minutes("12:00"), minutes("13:00"))}
    found = expand(weekly(MONDAY), exceptions, date(2026, 6, 1), date(2026, 6, 21))
    assert [(shown(start), shown(end)) for start, end in found] == [("08:00", "15:00"), ("12:00", "13:00")]
    assert [start // 96 - found[0][0] // 96 for start, _ in found] == [0, 14]


def test_an_exception_for_a_day_on_which_it_does_not_occur_opens_nothing():
    assert expand(weekly(MONDAY), {date(2026, 6, 9): (480, 540)}, date(2026, 6, 9), date(2026, 6, 9)) == []


def test_public_holidays_close_a_weekly_opening_but_not_one_for_that_single_day():
    good_friday = date(2026, 4, 3)
    assert public_holiday(good_friday) == "Langfredag"
    assert occurrences(weekly(good_friday.weekday()), good_friday, good_friday) == ()
    assert occurrences(single(good_friday), good_friday, good_friday) == (good_friday,)


def test_the_holidays_are_those_of_denmark():
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [f"{day:%m-%d}" for day in days if public_holiday(day)] == CLOSED_2026


def test_a_day_begins_at_midnight_in_copenhagen():
    for day in (SPRING, AUTUMN, date(2026, 1, 1), date(2026, 7, 1)):
        assert (shown(midnight(day)), wall_minutes(midnight(day))) == ("00:00", 0)


days = st.dates(date(2026, 3, 15), date(2026, 4, 15)) | st.dates(date(2026, 10, 10), date(2026, 12, 31))
hours = (
    st.tuples(st.integers(0, 95), st.integers(1, 96))
    .filter(lambda pair: pair[0] < pair[1])
    .map(lambda pair: (pair[0] * 15, pair[1] * 15))
)


@st.composite
def openings(draw):
    since = draw(days)
    begins, ends = draw(hours)
    if draw(st.booleans()):
        return Rule(None, 1, since, since, begins, ends)
    return Rule(
        draw(st.integers(0, 6)),
        draw(st.integers(1, 5)),
        since,
        since + timedelta(days=draw(st.integers(0, 400))),
        begins,
        ends,
    )


def open_by_counting(rule, exceptions, first, last):
    """One quarter after the other, by what the clock on the wall shows."""
    start = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp()) // 900 - 16
    found = set()
    for number in range(start, start + ((last - first).days + 1) * 96 + 32):
        wall = datetime.fromtimestamp(number * 900, ZoneInfo("Europe/Copenhagen"))
        day = wall.date()
        if not (first <= day <= last and occurs(rule, day)):
            continue
        usual = exceptions.get(day, (rule.begins, rule.ends))
        if usual and usual[0] <= wall.hour * 60 + wall.minute < usual[1]:
            found.add(number)
    return found


def occurs(rule, day):
    if rule.weekday is None:
        return day == rule.valid_from
    week = (day - timedelta(days=day.weekday()) - rule.valid_from + timedelta(days=rule.valid_from.weekday())).days // 7
    return (
        rule.valid_from <= day <= rule.valid_to
        and day.weekday() == rule.weekday
        and week % rule.every == 0
        and day not in CLOSED
    )


@settings(deadline=None)
@given(
    openings(),
    st.dictionaries(days, st.none() | hours, max_size=40),
    days,
    st.integers(0, 40),
)
@example(weekly(SUNDAY, "1:15", "3:45"), {}, SPRING, 0)
@example(weekly(SUNDAY, "2:15", "2:45"), {}, AUTUMN, 0)
@example(weekly(MONDAY), {SPRING + timedelta(days=1): (0, 1440)}, SPRING, 10)
def test_expansion_equals_a_count_of_every_quarter(rule, exceptions, first, length):
    last = first + timedelta(days=length)
    found = [number for start, end in expand(rule, exceptions, first, last) for number in range(start, end)]
    assert len(found) == len(set(found))
    assert set(found) == open_by_counting(rule, exceptions, first, last)
