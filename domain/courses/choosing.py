"""The times that parents can choose for one session, in the shape that pages show a week of."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from domain.base import today
from domain.booking.limits import bookable
from domain.booking.openings import midnight
from domain.booking.search import Joint, Offer
from domain.courses import times
from domain.courses.sessions import Held


@dataclass(frozen=True, kw_only=True)
class Choice:
    """From quarter `lo` to before `hi`; the first week that has a time is shown first."""

    lo: int
    hi: int
    quarters: int
    starts_on: date
    kind: str
    joint: Joint

    @property
    def plan(self) -> Any:
        return self

    def offers(self, first: date, last: date) -> list[Offer]:
        """From one day to before another."""
        return self.joint.offers(midnight(first), midnight(last))

    def any(self, first: date, last: date) -> bool:
        at = bisect_left(self.joint.starts, midnight(first))
        return at < len(self.joint.starts) and self.joint.starts[at] < midnight(last)


def choice_of(session: Session, held: Held) -> Choice:
    """Four statements. What they have already is no hindrance."""
    own = held.session
    apart = own.appointment_id if held.stands else None
    type_, joint, _needs = times.choice(session, held.course.unit_id, own.type_key, own.staff_ids, apart)
    lo, hi = bookable(session, type_)
    return Choice(lo=lo, hi=hi, quarters=joint.wanted.quarters, starts_on=today(), kind=own.type_key, joint=joint)
