"""The joint times of a start, why a week has none, and what would help: each way to hold the conversation, judged at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from domain.booking.fit import Fit, Variant, evaluate
from domain.booking.search import Offer
from domain.journey.plan import Plan, variants

EVERY = 10_000
"""More times than a window holds."""


@dataclass(frozen=True)
class Choice:
    """The plan that was asked for, and what it and every other way finds."""

    plan: Plan
    others: Sequence[Plan]
    fits: Mapping[str, Fit]

    @property
    def times(self) -> Sequence[Offer]:
        return self._found(self.plan)

    def relaxed(self) -> list[tuple[str, Sequence[Offer]]]:
        """Each other way that is another way, with its times."""
        same = self.plan.needs, self.plan.quarters
        return [(one.relax, self._found(one)) for one in self.others if (one.needs, one.quarters) != same]

    def free_days(self) -> dict[str, frozenset[date]]:
        """For each role the days on which somebody who could fill it has time, whatever the others have."""
        fit = self.fits.get(self.plan.relax)
        free = {one.role: frozenset(one.days) for one in fit.roles} if fit else {}
        return {need.role: free.get(need.role, frozenset()) for need in self.plan.needs}

    def _found(self, one: Plan) -> Sequence[Offer]:
        fit = self.fits.get(one.relax)
        return fit.first if fit else ()


def choose(session: Session, start_id: int, relax: str = "") -> Choice:
    """Three statements, however many ways there are."""
    plans = variants(session, start_id)
    chosen, others = plans[relax], [one for name, one in plans.items() if name != relax]
    if chosen.closed or chosen.lo >= chosen.hi:
        return Choice(chosen, others, {})
    ways = [Variant(key=one.relax, needs=one.needs, quarters=one.quarters) for one in plans.values()]
    found = evaluate(session, chosen.type, chosen.lo, chosen.hi, ways, show=EVERY, apart=chosen.booked)
    return Choice(chosen, others, {fit.key: fit for fit in found})
