"""What speaks against a time: somebody who must come is away or not open then, a gap too short to use, the same once more that day."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, and_, select
from sqlalchemy.orm import Session

from domain.base import DomainError
from domain.booking.finding.grid import Grid
from domain.booking.finding.openings import local_day, midnight, public_holiday
from domain.booking.finding.search import Candidate, Wish
from domain.booking.tables import GIVEN_BACK, LAPSED, Appointment
from domain.frontdesk.absences import ONE_DAY

TAKEN, AWAY, CLOSED, GAP, SAME_DAY, HOLIDAY = "optaget", "fravaer", "lukket", "hul", "samme-dag", "helligdag"
SHORT = 2
"""Quarters between two appointments that are too few for anything else."""
FINAL = {TAKEN}
"""What cannot be gone against: nobody's time is sold twice."""


class Doubt(NamedTuple):
    """`kind`; about whom, as a resource, where it is about somebody; and the quarter of what is in the way, where there is one."""

    kind: str
    resource_id: int = 0
    at: int = 0

    @property
    def key(self) -> str:
        """What a form says that it has shown."""
        return f"{self.kind}/{self.resource_id}/{self.at}"


class Doubted(DomainError):
    """Something speaks against the time that whoever asked has not been shown; `args[0]` holds every Doubt there is."""


def around(wanted: Wish, first: int) -> tuple[int, int]:
    """What must be known to judge a time: the buffers, and the appointments next to it."""
    lo, hi = wanted.around(first, first + wanted.quarters)
    return lo - SHORT - 1, hi + SHORT + 1


def of_people(grid: Grid, wanted: Wish, first: int, seats: Iterable[tuple[str, Candidate]]) -> list[Doubt]:
    """What speaks against the time for those who would come. No statement."""
    found: list[Doubt] = []
    for role, one in seats:
        before, after = wanted.margins(role)
        lo, hi = first - before, first + wanted.quarters + after
        who = one.resource_id
        claimed, free = set(grid.numbers(grid.claimed[who], lo, hi)), set(grid.numbers(grid.free[who], lo, hi))
        opened = set(grid.numbers(grid.opened[who], first, first + wanted.quarters))
        if claimed:
            found.append(Doubt(TAKEN, who, min(claimed)))
        if set(range(lo, hi)) - free - claimed:
            found.append(Doubt(AWAY, who))
        if one.open and len(opened) < wanted.quarters:
            found.append(Doubt(CLOSED, who))
        if one.staff_id is not None:
            found += [Doubt(GAP, who, at) for at in _beside(grid, who, lo, hi)]
    day = local_day(first)
    return [*found, Doubt(HOLIDAY, 0, midnight(day))] if public_holiday(day) else found


def _beside(grid: Grid, who: int, lo: int, hi: int) -> list[int]:
    """The quarter of another appointment that ends, or begins, so shortly before or after that the time between is lost."""
    claimed = grid.claimed[who]
    before = grid.numbers(claimed, max(lo - SHORT - 1, grid.lo), lo)
    after = grid.numbers(claimed, hi, min(hi + SHORT + 1, grid.hi))
    ends = [max(before)] if before and max(before) < lo - 1 else []
    return ends + ([min(after)] if after and min(after) > hi else [])


def same_day(
    session: Session, child_id: int, type_key: str, lo: int, hi: int, apart: int | None
) -> Sequence[Row[int, int]]:
    """(id, first) of the child's other appointments of this kind between two quarters, as far as the viewer may see them. One statement."""
    found = select(Appointment.id, Appointment.first).where(between(child_id, type_key, lo, hi))
    return session.execute(found.where(Appointment.id != (apart or 0)).order_by(Appointment.first)).all()


def between(child_id: int, type_key: str, lo: int, hi: int) -> ColumnElement[bool]:
    """The child's appointments of this kind that begin between the two quarters."""
    own = Appointment.child_id == child_id, Appointment.type_key == type_key
    stands = Appointment.state.not_in((*GIVEN_BACK, LAPSED))
    return and_(*own, stands, Appointment.first >= lo, Appointment.first < hi)


def of_day(others: Iterable[Row[int, int] | Appointment], first: int) -> list[Doubt]:
    """Those of them that are on the same day."""
    day = local_day(first)
    return [Doubt(SAME_DAY, 0, one.first) for one in others if local_day(one.first) == day]


def whole_day(first: int) -> tuple[int, int]:
    """The quarters of the day that it falls on."""
    day = local_day(first)
    return midnight(day), midnight(day + ONE_DAY)


def accepted(doubts: Sequence[Doubt], shown: Iterable[str]) -> None:
    """Raise Doubted unless each has been shown, and none of them is final."""
    known = set(shown)
    if any(one.kind in FINAL or one.key not in known for one in doubts):
        raise Doubted(tuple(doubts))
