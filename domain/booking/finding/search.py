"""Joint search: every time at which each role has one person, or one room, that is free for the whole run."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property, reduce
from operator import and_, or_

from sqlalchemy.orm import Session

from domain.booking.finding.grid import BITS, Grid, later, load, runs
from domain.booking.finding.openings import local_day
from domain.booking.finding.places import Where
from domain.booking.finding.wishes import MONDAY, WEEK
from domain.booking.finding.wishes import Candidate as Candidate
from domain.booking.finding.wishes import ClaimKey as ClaimKey
from domain.booking.finding.wishes import Need as Need
from domain.booking.finding.wishes import Offer as Offer
from domain.booking.finding.wishes import Placement as Placement
from domain.booking.finding.wishes import Wish as Wish
from domain.booking.finding.wishes import wish as wish
from domain.booking.tables import AppointmentType

FULL_WEEK = (1 << BITS * WEEK) - 1


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
        self.grid, self.wanted, self.window = grid, wanted, (lo, hi)
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
