"""The follow-up, 10 to 14 weeks after the start: when it would best be, seen from the first conversation."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from domain.booking.finding.openings import local_day, midnight
from domain.booking.finding.search import Joint, Offer, joint
from domain.booking.kinds.types import FOLLOW_UP
from domain.journey.choosing.plan import Plan, plan
from domain.journey.choosing.siblings import Together

MIDDLE = timedelta(weeks=12)
"""After the start: the middle of its window."""
TEN = 40
"""Quarters after midnight: where no conversation says at which hour the family can."""


@dataclass(frozen=True)
class Suggestion:
    """What could be booked: the plan, and the time that suits best, if there is one."""

    plan: Plan
    offer: Offer | None


def suggest(session: Session, start_id: int, after: int | None = None, together: Together = ()) -> Suggestion:
    """The free time nearest to twelve weeks after the start, on the weekday and at the hour of the conversation at `after`. Three statements."""
    found = plan(session, start_id, kind=FOLLOW_UP, together=together)
    if found.closed or found.lo >= found.hi:
        return Suggestion(found, None)
    times = joint(session, found.needs, found.type, found.lo, found.hi, apart=found.booked, where=found.where)
    return Suggestion(found, nearest(times, best(found.starts_on, after)))


def best(starts_on: date, after: int | None) -> int:
    """The quarter at which it would be, were everybody free."""
    day = starts_on + MIDDLE
    if after is None:
        return midnight(day) + TEN
    first = local_day(after)
    return midnight(day + timedelta(days=(first.weekday() - day.weekday() + 3) % 7 - 3)) + after - midnight(first)


def nearest(times: Joint, wanted: int) -> Offer | None:
    """Of all times the one that is least far from it."""
    first = min(times.starts, key=lambda one: abs(one - wanted), default=None)
    return next(iter(times.offers(first, first + 1)), None) if first is not None else None
