"""Which days: a school year's conferences from a rule."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.base import COPENHAGEN, DomainError, quarter
from domain.booking.working_days import day_off

ONE_DAY = timedelta(days=1)
AUGUST = 8
HOLIDAY_WEEKS = (1, 7, *range(27, 33), 42, 52, 53)
"""The ISO weeks of the schools' holidays, which few want a conference in."""


class TooFewDays(DomainError):
    """The year has only `days` on which one can be held, and more are wanted."""

    def __init__(self, days: int) -> None:
        super().__init__(days)
        self.days = days


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How the dates of a year are made; see `series.Series`. `avoid` are ISO weeks."""

    times: int
    weekday: int
    begins: int
    minutes: int
    avoid: Collection[int]
    deadline_days: int

    @property
    def quarters(self) -> int:
        return self.minutes // 15

    def first(self, day: date) -> int:
        """The quarter in which one begins that is held on this day, by the clock on the wall."""
        return quarter(datetime.combine(day, time(*divmod(self.begins, 60)), COPENHAGEN))


def school_year(day: date) -> int:
    """The school year that a day lies in, by the year in which it begins."""
    return day.year if day.month >= AUGUST else day.year - 1


def bounds(year: int) -> tuple[date, date]:
    """Its first and its last day."""
    return date(year, AUGUST, 1), date(year + 1, AUGUST, 1) - ONE_DAY


def possible(rule: Rule, year: int, after: date | None = None) -> list[date]:
    """Every day of the school year, later than `after`, on which the rule lets one be held."""
    first, last = bounds(year)
    if after is not None:
        first = max(first, after + ONE_DAY)
    day = first + timedelta(days=(rule.weekday - first.weekday()) % 7)
    weeks = (day + timedelta(weeks=n) for n in range((last - day).days // 7 + 1))
    return [one for one in weeks if one.isocalendar().week not in rule.avoid and not day_off(one)]


def dates(rule: Rule, year: int, after: date | None = None) -> list[date]:
    """As many as the rule wants, as evenly apart as can be. TooFewDays."""
    days = possible(rule, year, after)
    if len(days) < rule.times:
        raise TooFewDays(len(days))
    return [days[(2 * n + 1) * len(days) // (2 * rule.times)] for n in range(rule.times)]
