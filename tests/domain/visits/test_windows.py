"""When the six visits are due: a table of birth dates that no code of ours has made, and what holds for every other."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.visits.windows import DAYS, FIXED, MONTHS, Counted, months_after, windows

TABLE = Path(__file__).parents[2] / "files" / "visit_windows.csv"
FROM = ("term_on", "home_on", "entered_on")
BIRTHS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
LATER = st.none() | st.integers(0, 400)


def table() -> list[tuple[str, Counted, dict[str, str]]]:
    """(why, what is counted from, the window of each kind as first/last day)."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    days = [{name: date.fromisoformat(row[name]) if row[name] else None for name in FROM} for row in rows]
    return [
        (row["why"], Counted(birth_date=date.fromisoformat(row["born"]), **own), {kind: row[kind] for kind in FIXED})
        for row, own in zip(rows, days, strict=True)
    ]


def counted(born: date, *days: int | None) -> Counted:
    return Counted(
        birth_date=born,
        **{name: None if one is None else born + timedelta(days=one) for name, one in zip(FROM, days, strict=True)},
    )


def test_the_windows_of_forty_birth_dates_are_those_of_the_table():
    rows = table()
    assert len(rows) == 40
    for why, own, wanted in rows:
        found = {one.kind: f"{one.opens_on}/{one.closes_on}" for one in windows(own)}
        assert {kind: found.get(kind, "-") for kind in FIXED} == wanted, why


@settings(max_examples=200)
@given(BIRTHS, LATER, LATER)
def test_no_window_vanishes_lies_over_another_or_is_shorter_than_it_should_be(born, term, home):
    own = counted(born, term, home, None)
    found = windows(own)
    assert [one.kind for one in found] == list(FIXED)
    for one, other in pairwise(found):
        assert one.closes_on < other.opens_on
    for one, plain in zip(found, windows(Counted(birth_date=born)), strict=True):
        assert one.opens_on <= one.closes_on
        assert one.opens_on >= plain.opens_on, "a window only ever moves later"
        if one.kind in DAYS:
            assert one.closes_on - one.opens_on == plain.closes_on - plain.opens_on
        else:
            shortest, longest = 14 if MONTHS[one.kind] == (2, 2) else 28, 62
            assert shortest <= (one.closes_on - one.opens_on).days <= longest


@settings(max_examples=100)
@given(BIRTHS, st.integers(0, 400), LATER, LATER)
def test_a_newcomer_gets_the_windows_that_are_not_over_and_just_those(born, entered, term, home):
    own = counted(born, term, home, entered)
    every = windows(replace(own, entered_on=None))
    assert windows(own) == [one for one in every if one.closes_on >= own.entered_on]


@given(BIRTHS, st.integers(0, 24))
def test_months_are_the_calendars(day, months):
    found = months_after(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)
