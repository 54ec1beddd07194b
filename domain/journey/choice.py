"""The joint times of a start, why a week has none, and what would help: everything judged on one loaded grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce

from sqlalchemy.orm import Session

from domain.booking.grid import Grid, load
from domain.booking.openings import local_day, midnight
from domain.booking.search import Need, Offer, Wish, offers, wish
from domain.journey.plan import Plan, variants

WORKDAYS = 5


@dataclass(frozen=True)
class Choice:
    """The plan that was asked for with its times, and the other ways to hold the conversation, on the same grid."""

    plan: Plan
    others: Sequence[Plan]
    times: Sequence[Offer]
    grid: Grid

    def relaxed(self) -> list[tuple[str, list[Offer]]]:
        """Each other way that is another way, with its times."""
        same = self.plan.needs, self.plan.quarters
        return [(one.relax, _times(self.grid, one)) for one in self.others if (one.needs, one.quarters) != same]

    def free_days(self, monday: date) -> dict[str, set[date]]:
        """For each role the days of a week on which somebody who could fill it has time on their own."""
        lo, hi = max(self.plan.lo, midnight(monday)), min(self.plan.hi, midnight(monday + timedelta(days=WORKDAYS)))
        return {one.role: {local_day(offer.first) for offer in self._alone(one, lo, hi)} for one in self.plan.needs}

    def _alone(self, need: Need, lo: int, hi: int) -> list[Offer]:
        return offers(self.grid, _wish(self.plan, (need,)), lo, hi) if lo < hi else []


def choose(session: Session, start_id: int, relax: str = "") -> Choice:
    """Four statements, however many ways there are."""
    plans = variants(session, start_id)
    chosen, others = plans[relax], [one for name, one in plans.items() if name != relax]
    wishes = [_wish(one, one.needs) for one in plans.values()]
    ids = reduce(frozenset[int].union, (one.resources() for one in wishes), frozenset[int]())
    around = [one.around(chosen.lo, max(chosen.lo, chosen.hi)) for one in wishes]
    window = min(lo for lo, _ in around), max(hi for _, hi in around)
    grid = load(session, ids, chosen.type.key, window, chosen.booked)
    return Choice(chosen, others, _times(grid, chosen), grid)


def _times(grid: Grid, found: Plan) -> list[Offer]:
    return [] if found.closed or found.lo >= found.hi else offers(grid, _wish(found, found.needs), found.lo, found.hi)


def _wish(found: Plan, needs: Sequence[Need]) -> Wish:
    return wish(needs, found.type, found.quarters)
