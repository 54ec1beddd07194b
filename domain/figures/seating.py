"""How many conversations can still be held: seated one after another in the time that is left, so that nobody is counted twice."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_

from domain.booking.finding.grid import Grid
from domain.booking.finding.search import Role, Wish

Roles = Sequence[Role]


def roles(grid: Grid, wanted: Wish) -> list[Role]:
    return [Role(grid, wanted, need) for need in wanted.needs]


def seated(grid: Grid, houses: Iterable[Roles], lo: int, hi: int, quarters: int) -> int:
    """Conversations that fit between the two quarters, in all `houses` together: a sundhedsplejerske they share sits in one at a time.

    Each takes the first time there is; whoever sits is busy for so many `quarters`.
    """
    found, busy = 0, dict[int, int]()
    here = [(each, set(_joint(grid, each, lo, hi - quarters + 1))) for each in houses if each]
    for number in sorted(set().union(*(numbers for _, numbers in here))):
        for each, numbers in here:
            while number in numbers and (picks := _picks(each, number, busy)):
                found += 1
                busy.update(dict.fromkeys(picks, number + quarters))
    return found


def _joint(grid: Grid, each: Roles, lo: int, hi: int) -> list[int]:
    return grid.numbers(reduce(and_, (role.starts for role in each)), max(lo, grid.lo), min(hi, grid.hi))


def _picks(each: Roles, number: int, busy: dict[int, int]) -> list[int]:
    """One for each role who can begin then and does not sit anywhere; none, where a role has nobody left."""
    picks: list[int] = []
    for role in each:
        free = (one.resource_id for one, _ in role.free(number))
        pick = next((one for one in free if busy.get(one, 0) <= number and one not in picks), None)
        if pick is None:
            return []
        picks.append(pick)
    return picks
