"""Why nothing fits, and what would: on which days each role has time, and how much there is when something is given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from domain.booking.finding.grid import load
from domain.booking.finding.openings import local_day, midnight
from domain.booking.finding.places import Where
from domain.booking.finding.search import Joint, Need, Role, wish
from domain.booking.tables import AppointmentType

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Variant:
    """Another way to look, with something given up. `key` is the caller's own name for it; `quarters`: when not the type's own length."""

    key: str
    needs: tuple[Need, ...]
    quarters: int | None = None


def counted(
    session: Session,
    type_: AppointmentType,
    lo: int,
    hi: int,
    variants: Sequence[Variant],
    *,
    apart: int | None = None,
    where: Where | None = None,
) -> list[tuple[str, int]]:
    """How many joint times each variant has, in the order given. One statement for all of them, with everybody's time loaded once."""
    wishes = [(one.key, wish(one.needs, type_, one.quarters, where)) for one in variants]
    if not wishes:
        return []
    ids = frozenset[int]().union(*(wanted.resources() for _, wanted in wishes))
    around = [wanted.around(lo, hi) for _, wanted in wishes]
    whole = min(start for start, _ in around), max(end for _, end in around)
    grid = load(session, ids, type_.key, whole, apart, where or Where(type_.place))
    return [(key, len(Joint(grid, wanted, lo, hi).starts)) for key, wanted in wishes]


def days(joint: Joint, role: Role) -> tuple[date, ...]:
    """On which somebody in this role can begin."""
    (lo, hi), at = joint.window, joint.grid.lo
    hi -= role.quarters - 1
    if lo >= hi:
        return ()
    row, first, last = joint.grid.bytes(role.starts), local_day(lo), local_day(hi - 1)
    every = (first + n * ONE_DAY for n in range((last - first).days + 1))
    spans = ((day, max(midnight(day), lo), min(midnight(day + ONE_DAY), hi)) for day in every)
    return tuple(day for day, begin, end in spans if row.find(1, begin - at, end - at) >= 0)
