"""Openings in local wall time become spans of quarters: every n weeks, exceptions, public holidays, both clock changes."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from holidays import country_holidays

from domain.base import COPENHAGEN, moment, quarter

MINUTES = 15
QUARTERS_A_DAY = 96
"""On all days but the two on which the clock changes."""

Hours = tuple[int, int]
Span = tuple[int, int]
"""From a quarter to before another."""


class Rule(NamedTuple):
    """When an opening occurs, and its usual hours in minutes from midnight. See `tables.Opening`."""

    weekday: int | None
    every: int
    valid_from: date
    valid_to: date
    begins: int
    ends: int


def expand(rule: Rule, exceptions: Mapping[date, Hours | None], first: date, last: date) -> list[Span]:
    """The quarters in which it is open from day `first` to and including `last`. An exception of None: that day is skipped."""
    usual = (rule.begins, rule.ends)
    days = occurrences(rule, first, last)
    return [span for day in days if (hours := exceptions.get(day, usual)) for span in spans(day, *hours)]


def occurrences(rule: Rule, first: date, last: date) -> tuple[date, ...]:
    """The days on which it occurs: a single day always, a weekly one never on a public holiday."""
    first, last = max(first, rule.valid_from), min(last, rule.valid_to)
    if rule.weekday is None:
        return (rule.valid_from,) if first <= rule.valid_from <= last else ()
    if first > last:
        return ()
    return _weekly(rule.weekday, rule.every, monday(rule.valid_from).toordinal() // 7 % rule.every, first, last)


@lru_cache(maxsize=2048)
def _weekly(weekday: int, every: int, phase: int, first: date, last: date) -> tuple[date, ...]:
    """Every `every` weeks, in those whose number, counted since the year 1, leaves `phase`. Kept, because colleagues share rules."""
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    weeks = (day + timedelta(weeks=n) for n in range((last - day).days // 7 + 1))
    return tuple(d for d in weeks if monday(d).toordinal() // 7 % every == phase and not public_holiday(d))


@lru_cache(maxsize=8192)
def spans(day: date, begins: int, ends: int) -> tuple[Span, ...]:
    """The quarters of `day` at whose beginning the clock on the wall shows a time in [begins, ends).

    An hour that the clock leaves out is not open; an hour that it shows twice is open twice.
    """
    start, end = midnight(day), midnight(day + timedelta(days=1))
    if end - start == QUARTERS_A_DAY:
        return ((start + begins // MINUTES, start + ends // MINUTES),)
    inside = (number for number in range(start, end) if begins <= wall_minutes(number) < ends)
    return tuple(_runs(inside))


def _runs(numbers: Iterator[int]) -> Iterator[Span]:
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        together = [number for _, number in run]
        yield together[0], together[-1] + 1


@lru_cache(maxsize=2048)
def midnight(day: date) -> int:
    """The quarter with which the day begins in Copenhagen."""
    return quarter(datetime.combine(day, time(), COPENHAGEN))


@lru_cache(maxsize=16384)
def local_day(number: int) -> date:
    """The day in Copenhagen that the quarter falls on."""
    return moment(number).astimezone(COPENHAGEN).date()


@lru_cache(maxsize=16384)
def wall_minutes(number: int) -> int:
    """What the clock on the wall shows as the quarter begins, in minutes from midnight."""
    local = moment(number).astimezone(COPENHAGEN)
    return local.hour * 60 + local.minute


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def public_holiday(day: date) -> str | None:
    """Its Danish name, when nothing but an opening for that single day is open."""
    return _public_holidays(day.year).get(day)


@cache
def _public_holidays(year: int) -> dict[date, str]:
    return dict(country_holidays("DK", years=year, language="da"))
