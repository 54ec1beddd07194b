"""A week of somebody's open times, once more in other weeks."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlalchemy.orm import Session

from domain.booking.finding.openings import public_holiday
from domain.booking.tables import Opening
from domain.frontdesk.openings import Occurrence, occurring
from domain.frontdesk.plans import BadHours
from domain.frontdesk.team import own

WEEK = timedelta(weeks=1)
MOST_WEEKS = 26


class Copied(NamedTuple):
    """How many times were opened, and the public holidays that stay closed."""

    opened: int
    holidays: tuple[date, ...]


def copy_week(session: Session, resource_id: int, monday: date, weeks: Collection[date]) -> Copied:
    """Open in each week (its Monday) as in the week of `monday`, one occurrence's own hours included.

    What is open there already stays, and is not opened twice: the same copy again changes nothing. Three statements.
    """
    own(session, resource_id)
    if not weeks or any(one.weekday() or one <= monday or one - monday > MOST_WEEKS * WEEK for one in weeks):
        raise BadHours("weeks")
    found = occurring(session, [resource_id], monday, max(weeks) + WEEK - timedelta(days=1))
    source = [one for one in found if one.hours and one.day < monday + WEEK]
    wanted = [(one, one.day + (to - monday)) for to in sorted(weeks) for one in source]
    holidays = {day for _one, day in wanted if public_holiday(day)}
    there: dict[date, list[Occurrence]] = {}
    for one in found:
        there.setdefault(one.day, []).append(one)
    missing = [(one, day) for one, day in wanted if day not in holidays and not _covered(one, there.get(day, []))]
    if missing:
        session.execute(insert(Opening), [_once(one, day) for one, day in missing])
    return Copied(len(missing), tuple(sorted(holidays)))


def _covered(wanted: Occurrence, there: Collection[Occurrence]) -> bool:
    """Whether it is open then for the same things in the same place."""
    return any(_same_use(wanted.opening, one.opening) and _holds(one, wanted) for one in there)


def _same_use(a: Opening, b: Opening) -> bool:
    return (sorted(a.types), a.place, a.unit_id, a.room_id) == (sorted(b.types), b.place, b.unit_id, b.room_id)


def _holds(one: Occurrence, wanted: Occurrence) -> bool:
    if one.hours is None or wanted.hours is None:
        return False
    return one.hours[0] <= wanted.hours[0] and wanted.hours[1] <= one.hours[1]


def _once(one: Occurrence, day: date) -> dict[str, Any]:
    begins, ends = one.hours or (0, 0)
    when = {"resource_id": one.resource_id, "weekday": None, "every": 1, "valid_from": day, "valid_to": day}
    same = {name: getattr(one.opening, name) for name in ("types", "place", "unit_id", "room_id")}
    return {**when, "begins": begins, "ends": ends, **same}


def weeks_after(monday: date, number: int = 12) -> Iterator[date]:
    """The Mondays of the weeks that follow."""
    return (monday + n * WEEK for n in range(1, number + 1))
