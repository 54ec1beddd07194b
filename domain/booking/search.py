"""Joint search: every time at which each role has one person, or one room, that is free for the whole run."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.booking.grid import BITS, Grid, later, load, runs
from domain.booking.openings import MINUTES, QUARTERS_A_DAY, Span, local_day
from domain.booking.places import Where
from domain.booking.tables import AppointmentType

WEEK = 7 * QUARTERS_A_DAY
MONDAY = 4 * QUARTERS_A_DAY
"""The first quarter of a Monday: time is counted from a Thursday."""
FULL_WEEK = (1 << BITS * WEEK) - 1

ClaimKey = tuple[int, int]
"""(resource, quarter)"""


class Candidate(NamedTuple):
    """Somebody, or a room, that can fill a role. `open=False`: needs no opening, as rooms."""

    resource_id: int
    staff_id: int | None
    unit_id: int
    room_id: int | None = None
    open: bool = True


class Need(NamedTuple):
    """A role and who can fill it, best first. `even`: of those who are free, whoever has least booked in that week."""

    role: str
    candidates: tuple[Candidate, ...]
    even: bool = False


class Offer(NamedTuple):
    """A start quarter, and who would come: one for each need. `adjacent`: a pick's other appointment ends or begins there."""

    first: int
    picks: tuple[Candidate, ...]
    adjacent: bool


class Placement(NamedTuple):
    """An appointment to be: when, who fills which role, and what it claims - the margins too, of those who travel."""

    first: int
    quarters: int
    seats: tuple[tuple[str, Candidate], ...]
    claims: frozenset[ClaimKey]

    @property
    def room_id(self) -> int | None:
        return next((pick.room_id for _, pick in self.seats if pick.room_id is not None), None)


@dataclass(frozen=True)
class Wish:
    """What is looked for: who, for how many quarters, where, and the buffers, in quarters, of the roles that travel."""

    type_key: str
    needs: tuple[Need, ...]
    quarters: int
    buffers: tuple[int, int]
    travels: frozenset[str]
    where: Where

    def margins(self, role: str) -> tuple[int, int]:
        """Quarters before and after that must be unclaimed, and are claimed with the appointment."""
        return self.buffers if role in self.travels else (0, 0)

    def resources(self) -> frozenset[int]:
        return frozenset(candidate.resource_id for need in self.needs for candidate in need.candidates)

    def placed(self, offer: Offer) -> "Placement":
        """What an appointment at this time would be."""
        seats = tuple((need.role, pick) for need, pick in zip(self.needs, offer.picks, strict=True))
        claims = frozenset(
            (pick.resource_id, number)
            for role, pick in seats
            for number in range(
                offer.first - self.margins(role)[0], offer.first + self.quarters + self.margins(role)[1]
            )
        )
        return Placement(offer.first, self.quarters, seats, claims)

    def around(self, lo: int, hi: int) -> Span:
        """What must be known to judge the starts in [lo, hi): the buffers, the neighbours, the whole week where it counts."""
        lo, hi = lo - self.buffers[0] - 1, hi + self.buffers[1] + 1
        if any(need.even for need in self.needs):
            return lo - (lo - MONDAY) % WEEK, hi + (MONDAY - hi) % WEEK
        return lo, hi


def wish(
    needs: Iterable[Need], type_: AppointmentType, quarters: int | None = None, where: Where | None = None
) -> Wish:
    """`quarters`: when not the type's own length; `where`: when it is known which unit's."""
    length = quarters or type_.minutes // MINUTES
    buffers = type_.buffer_before // MINUTES, type_.buffer_after // MINUTES
    return Wish(type_.key, tuple(needs), length, buffers, frozenset(type_.travels), where or Where(type_.place))


def joint(
    session: Session,
    needs: Iterable[Need],
    type_: AppointmentType,
    lo: int,
    hi: int,
    *,
    quarters: int | None = None,
    apart: int | None = None,
    where: Where | None = None,
) -> "Joint":
    """The times from quarter `lo` that are over by `hi`. One statement. `apart`: the appointment that is to be moved."""
    wanted = wish(needs, type_, quarters, where)
    grid = load(session, wanted.resources(), wanted.type_key, wanted.around(lo, hi), apart, wanted.where)
    return Joint(grid, wanted, lo, hi)


def search(
    session: Session,
    needs: Iterable[Need],
    type_: AppointmentType,
    lo: int,
    hi: int,
    *,
    quarters: int | None = None,
    apart: int | None = None,
    where: Where | None = None,
) -> list[Offer]:
    """Every one of them with those who would come, in order."""
    return joint(session, needs, type_, lo, hi, quarters=quarters, apart=apart, where=where).offers()


def packed(found: Iterable[Offer]) -> list[Offer]:
    """Day by day, and within a day times next to other appointments first, so that it stays in usable pieces."""
    return sorted(found, key=lambda offer: (local_day(offer.first), not offer.adjacent, offer.first))


def offers(grid: Grid, wanted: Wish, lo: int, hi: int) -> list[Offer]:
    """The same on a grid that is already loaded."""
    return Joint(grid, wanted, lo, hi).offers()


class Joint:
    """The times at which everybody is free, on a grid; who would come is worked out only for those that are looked at."""

    def __init__(self, grid: Grid, wanted: Wish, lo: int, hi: int) -> None:
        self.grid, self.window = grid, (lo, hi)
        self.roles = [Role(grid, wanted, need) for need in wanted.needs]
        free = reduce(and_, (role.starts for role in self.roles)) if self.roles else 0
        numbers = grid.numbers(free, lo, hi - wanted.quarters + 1)
        people = sum(len(need.candidates) for need in wanted.needs)
        own = people == len(wanted.resources())  # else somebody could be wanted in two roles at once
        self.starts = numbers if own else [one for one in numbers if _offer(self.roles, one) is not None]

    def offers(self, lo: int | None = None, hi: int | None = None) -> list[Offer]:
        """Those that begin in [lo, hi), or all, in order."""
        begin = 0 if lo is None else bisect_left(self.starts, lo)
        end = None if hi is None else bisect_left(self.starts, hi)
        found = (_offer(self.roles, number) for number in self.starts[begin:end])
        return [offer for offer in found if offer is not None]


class Role:
    """One need on a grid: who of its candidates can begin when.

    The run is found for each candidate before they are put together, or a time would be sold that is made of two people's halves.
    """

    def __init__(self, grid: Grid, wanted: Wish, need: Need) -> None:
        self.grid, self._wanted, self.need, self.quarters = grid, wanted, need, wanted.quarters
        self._rows = [_begins(grid, wanted, need.role, candidate) for candidate in need.candidates]
        self.starts = reduce(or_, self._rows, 0)
        self._orders: dict[int, Sequence[tuple[Candidate, bytes]]] = {}

    def best(self, number: int) -> tuple[Candidate, bool]:
        """Whoever comes first of those who can begin then, and whether it is next to another appointment."""
        at = number - self.grid.lo
        for candidate, marks in self._order(number):
            if marks[at]:
                return candidate, marks[at] > 1
        raise LookupError(number)

    def free(self, number: int) -> list[tuple[Candidate, bool]]:
        """The same for everybody who can begin then, best first."""
        at = number - self.grid.lo
        return [(candidate, marks[at] > 1) for candidate, marks in self._order(number) if marks[at]]

    def rather(self, number: int, rooms: set[int], pick: tuple[Candidate, bool]) -> tuple[Candidate, bool]:
        """One of these rooms, where this is a room's role and it is free."""
        if pick[0].room_id is None or pick[0].room_id in rooms:
            return pick
        return next((one for one in self.free(number) if one[0].room_id in rooms), pick)

    def _order(self, number: int) -> Sequence[tuple[Candidate, bytes]]:
        week = (number - MONDAY) // WEEK if self.need.even else 0
        if week not in self._orders:
            pairs = list(zip(self.need.candidates, self._marks, strict=True))
            if self.need.even:
                pairs.sort(key=lambda pair: self._booked(pair[0].resource_id, week))
            self._orders[week] = pairs
        return self._orders[week]

    @cached_property
    def _marks(self) -> list[bytes]:
        """For each candidate 1 where they can begin, and 2 where it is next to another appointment."""
        near = (_neighbours(self.grid, self._wanted, self.need.role, one) for one in self.need.candidates)
        return [self.grid.bytes(row + (row & beside)) for row, beside in zip(self._rows, near, strict=True)]

    def _booked(self, resource: int, week: int) -> int:
        at = BITS * (week * WEEK + MONDAY - self.grid.lo)
        return (self.grid.claimed[resource] >> at & FULL_WEEK).bit_count()


def _begins(grid: Grid, wanted: Wish, role: str, candidate: Candidate) -> int:
    """Where the whole run is open, and it and its margins are free."""
    free = grid.free[candidate.resource_id]
    before, after = wanted.margins(role)
    row = runs(free & grid.opened[candidate.resource_id] if candidate.open else free, wanted.quarters)
    return row & later(runs(free, wanted.quarters + before + after), before) if before or after else row


def _neighbours(grid: Grid, wanted: Wish, role: str, candidate: Candidate) -> int:
    """Where another appointment of this person would end or begin."""
    if candidate.staff_id is None:
        return 0
    (before, after), claimed = wanted.margins(role), grid.claimed[candidate.resource_id]
    return later(claimed, before + 1) | later(claimed, -(wanted.quarters + after))


def _offer(roles: Sequence[Role], number: int) -> Offer | None:
    picks = [role.best(number) for role in roles]
    rooms = {room for one, _ in picks if (room := roles[0].grid.room(one.resource_id, number)) is not None}
    if rooms:
        picks = [role.rather(number, rooms, pick) for role, pick in zip(roles, picks, strict=True)]
    if len({candidate.resource_id for candidate, _ in picks}) < len(picks):
        apart = _distinct([role.free(number) for role in roles])
        if apart is None:
            return None
        picks = apart
    return Offer(number, tuple(candidate for candidate, _ in picks), any(adjacent for _, adjacent in picks))


def _distinct(choices: list[list[tuple[Candidate, bool]]]) -> list[tuple[Candidate, bool]] | None:
    """The best of each, and nobody twice: one person cannot fill two roles."""
    if not choices:
        return []
    for pick in choices[0]:
        rest = [[other for other in row if other[0].resource_id != pick[0].resource_id] for row in choices[1:]]
        if all(rest) and (found := _distinct(rest)) is not None:
            return [pick, *found]
    return None
