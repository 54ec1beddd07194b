"""Why nothing fits, and what would: on which days each role has time, and how much there is when something is given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.booking.grid import load
from domain.booking.openings import Span, local_day, midnight
from domain.booking.search import Joint, Need, Offer, Role, wish
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
    return [_fit(one.key, Joint(grid, wanted, *window), show) for one, wanted, window in wishes]


def _fit(key: str, joint: Joint, show: int) -> Fit:
    shown = joint.offers(hi=joint.starts[show] if show < len(joint.starts) else None)
    roles = tuple(RoleDays(role.need.role, days(joint, role)) for role in joint.roles)
    return Fit(key, len(joint.starts), tuple(shown), roles)


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
