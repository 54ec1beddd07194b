"""The joint times of a start, why a week has none, and what would help: the other ways to hold the conversation."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from domain.booking.finding.fit import Variant, counted, days
from domain.booking.finding.openings import midnight
from domain.booking.finding.search import Joint, Offer, joint
from domain.booking.kinds.types import START_TALK
from domain.journey.choosing.plan import Plan, variants
from domain.journey.choosing.siblings import Together


@dataclass(frozen=True)
class Choice:
    """The plan that was asked for, its joint times (None: it can have none), and the other ways there are."""

    plan: Plan
    others: Sequence[Plan]
    joint: Joint | None

    @property
    def starts(self) -> Sequence[int]:
        return self.joint.starts if self.joint else ()

    def offers(self, first: date, last: date) -> list[Offer]:
        """Who would come at each of the times from one day to before another."""
        return self.joint.offers(midnight(first), midnight(last)) if self.joint else []

    def any(self, first: date, last: date) -> bool:
        """Whether there is a time from one day to before another."""
        at = bisect_left(self.starts, midnight(first))
        return at < len(self.starts) and self.starts[at] < midnight(last)

    def ways(self) -> list[str]:
        """The names of those other ways that are another way."""
        same = self.plan.needs, self.plan.quarters
        return [one.relax for one in self.others if (one.needs, one.quarters) != same]

    def relaxed(self, session: Session) -> list[tuple[str, int]]:
        """Each of them with the number of its times. One statement, and a search for each: only where nothing fits."""
        plan, names = self.plan, self.ways()
        wanted = [one for one in self.others if one.relax in names]
        if self.joint is None or not wanted:
            return [(name, 0) for name in names]
        ways = [Variant(key=one.relax, needs=one.needs, quarters=one.quarters) for one in wanted]
        return counted(session, plan.type, plan.lo, plan.hi, ways, apart=plan.booked, where=plan.where)

    def free_days(self) -> dict[str, frozenset[date]]:
        """For each role the days on which somebody who could fill it has time, whatever the others have."""
        roles = self.joint.roles if self.joint else ()
        free = {role.need.role: frozenset(days(self.joint, role)) for role in roles if self.joint}
        return {need.role: free.get(need.role, frozenset()) for need in self.plan.needs}


def choose(session: Session, start_id: int, relax: str = "", kind: str = START_TALK, together: Together = ()) -> Choice:
    """Three statements."""
    plans = variants(session, start_id, kind=kind, together=together)
    plan, others = plans[relax], [one for name, one in plans.items() if name != relax]
    if plan.closed or plan.lo >= plan.hi:
        return Choice(plan, others, None)
    how: dict[str, Any] = {"quarters": plan.quarters, "apart": plan.booked, "where": plan.where}
    found = joint(session, plan.wanted, plan.type, plan.lo, plan.hi, **how)
    return Choice(plan, others, found)
