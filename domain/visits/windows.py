"""The six windows of the home-visit programme, in calendar months from the birth date (domain.md, "Sundhedspleje"). Dates only."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

BARSEL, ETABLERING, WEEKS, TWO, FOUR, EIGHT = (
    *("barsel", "etablering", "tre-fire-uger", "to-maaneder"),
    *("fire-seks-maaneder", "otte-ni-maaneder"),
)
FIXED = (BARSEL, ETABLERING, WEEKS, TWO, FOUR, EIGHT)
DAYS = {BARSEL: (4, 6), ETABLERING: (7, 10), WEEKS: (21, 28)}
"""Days of age, both included."""
MONTHS = {TWO: (2, 2), FOUR: (4, 6), EIGHT: (8, 9)}
"""Calendar months of age, both days included."""
ABOUT = {TWO: timedelta(days=7)}
"""So much earlier and later: "about 2 months"."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """One visit of the programme, from its first to and including its last day."""

    kind: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What a child's windows are counted from.

    `term_on`: of a child born too early the day it was expected: the windows by months follow it. `home_on`: the day a child came home
    from hospital: the windows by days are counted from it. `entered_on`: a newcomer's first day here; None for who was here from birth.
    """

    birth_date: date
    term_on: date | None = None
    home_on: date | None = None
    entered_on: date | None = None


def months_after(day: date, months: int) -> date:
    """The same day so many calendar months on; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def windows(counted: Counted) -> list[Window]:
    """In their order, none over another and none shorter than by the table; a newcomer's only as far as they are not over."""
    found: list[Window] = []
    for own in (_window(kind, counted) for kind in FIXED):
        opens = max(own.opens_on, found[-1].closes_on + ONE_DAY) if found else own.opens_on
        found.append(Window(own.kind, opens, max(own.closes_on, opens + (own.closes_on - own.opens_on))))
    return [one for one in found if counted.entered_on is None or one.closes_on >= counted.entered_on]


def _window(kind: str, counted: Counted) -> Window:
    """Where it would lie if it were the only one."""
    if kind in DAYS:
        home = max(counted.birth_date, counted.home_on or counted.birth_date)
        first, last = (home + timedelta(days=days) for days in DAYS[kind])
        return Window(kind, first, last)
    from_ = max(counted.birth_date, counted.term_on or counted.birth_date)
    first, last = (months_after(from_, months) for months in MONTHS[kind])
    around = ABOUT.get(kind, timedelta())
    return Window(kind, first - around, last + around)
