"""An opening as somebody wants it, and what of it cannot be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.base import DomainError
from domain.booking.finding.openings import MINUTES, Hours, monday
from domain.booking.finding.places import PLACES, UNIT
from domain.booking.tables import Opening

MIDNIGHT = 24 * 60
DAYS = 7
WEEKDAYS = range(DAYS)


class BadHours(DomainError):
    """Hours that end before they begin, do not stand on quarters, or never come, or are
    open already; `args[0]` is "hours", "dates", "rule", "place" or "same".
    """


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An opening as somebody wants it: see `Opening`. A single day: `weekday` None, and both days the same."""

    weekday: int | None
    begins: int
    ends: int
    valid_from: date
    valid_to: date
    every: int = 1
    types: tuple[str, ...] = ()
    place: str = ""
    unit_id: int | None = None
    room_id: int | None = None


def possible(plan: Plan) -> None:
    """Raises BadHours."""
    possible_hours((plan.begins, plan.ends))
    single = plan.weekday is None
    if plan.valid_from > plan.valid_to or (single and plan.valid_from != plan.valid_to):
        raise BadHours("dates")
    if (plan.place == UNIT) != (plan.unit_id is not None) or plan.place not in ("", *PLACES):
        raise BadHours("place")
    if plan.room_id is not None and plan.unit_id is None:
        raise BadHours("place")
    if plan.every < 1 or not (single or plan.weekday in WEEKDAYS):
        raise BadHours("rule")


def not_yet(plan: Plan, others: Iterable[Opening]) -> None:
    """Whoever opens a time that another opening holds already has overlooked that one."""
    names = ("weekday", "begins", "ends", "every", "place", "unit_id", "room_id")
    for one in others:
        same = all(getattr(one, name) == getattr(plan, name) for name in names)
        holds = one.valid_from <= plan.valid_from and plan.valid_to <= one.valid_to
        in_step = (monday(plan.valid_from) - monday(one.valid_from)).days // DAYS % plan.every == 0
        if same and holds and in_step and sorted(one.types) == sorted(plan.types):
            raise BadHours("same")


def possible_hours(hours: Hours) -> None:
    """Raises BadHours."""
    begins, ends = hours
    if not 0 <= begins < ends <= MIDNIGHT or begins % MINUTES or ends % MINUTES:
        raise BadHours("hours")
