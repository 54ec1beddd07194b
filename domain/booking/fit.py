"""Why nothing fits, and what would: on which days each role has time, and how much there is when something is given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.booking.grid import Grid, load
from domain.booking.openings import Span, local_day, midnight
from domain.booking.search import Joint, Need, Offer, Role, Wish, wish
from domain.booking.tables import AppointmentType

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One way to look: as wished, or with something given up. `key` is the caller's own name for it.

    `quarters`: when not the type's own length; `window`: when not the one that is asked for.
    """

    key: str
    needs: tuple[Need, ...]
    quarters: int | None = None
    window: Span | None = None


class RoleDays(NamedTuple):
    """The days on which somebody in this role has time for the whole run, whatever the others have."""

    role: str
    days: tuple[date, ...]


class Fit(NamedTuple):
    """What one variant finds: how many joint times, the first of them, and why there are no more."""

    key: str
    times: int
    first: tuple[Offer, ...]
    roles: tuple[RoleDays, ...]


def evaluate(
    session: Session,
    type_: AppointmentType,
    lo: int,
    hi: int,
    variants: Sequence[Variant],
    *,
    show: int = 3,
    apart: int | None = None,
) -> list[Fit]:
    """Each variant in the order given. One statement for all of them, with everybody's time loaded once."""
    wishes = [(one, wish(one.needs, type_, one.quarters), one.window or (lo, hi)) for one in variants]
    ids = frozenset[int]().union(*(wanted.resources() for _, wanted, _ in wishes))
    around = [wanted.around(*window) for _, wanted, window in wishes]
    if not around:
        return []
    whole = min(start for start, _ in around), max(end for _, end in around)
    grid = load(session, ids, type_.key, whole, apart)
    return [_fit(one.key, grid, wanted, window, show) for one, wanted, window in wishes]


def _fit(key: str, grid: Grid, wanted: Wish, window: Span, show: int) -> Fit:
    joint = Joint(grid, wanted, *window)
    shown = joint.offers(hi=joint.starts[show] if show < len(joint.starts) else None)
    roles = zip(wanted.needs, joint.roles, strict=True)
    return Fit(
        key,
        len(joint.starts),
        tuple(shown),
        tuple(RoleDays(need.role, days(grid, role, window)) for need, role in roles),
    )


def days(grid: Grid, role: Role, window: Span) -> tuple[date, ...]:
    """On which somebody can begin."""
    row = grid.bytes(role.starts)
    lo, hi = window[0], window[1] - role.quarters + 1
    if lo >= hi:
        return ()
    first, last = local_day(lo), local_day(hi - 1)
    every = (first + n * ONE_DAY for n in range((last - first).days + 1))
    return tuple(
        day
        for day in every
        if row.find(1, max(midnight(day), lo) - grid.lo, min(midnight(day + ONE_DAY), hi) - grid.lo) >= 0
    )
