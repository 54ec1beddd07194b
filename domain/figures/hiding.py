"""Small numbers are not told, nor what they could be worked out from: whoever knows one family would learn of another."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

FEWEST = 5
"""The smallest number of families that is told."""
Cell = TypeVar("Cell", bound=Hashable)
Numbers = Mapping[Cell, int]


def few(number: int) -> bool:
    """None at all tells of nobody."""
    return 0 < number < FEWEST


@dataclass(frozen=True)
class Line(Generic[Cell]):
    """Cells that add up to another: a house's months to its year, a district's houses to the district."""

    parts: Sequence[Cell]
    total: Cell


def hidden(
    numbers: Numbers[Cell], lines: Iterable[Line[Cell]], of: Numbers[Cell] | None = None, also: Collection[Cell] = ()
) -> set[Cell]:
    """The cells that must not be told, so that no line gives away a small one by what is left of it.

    `of`: of how many the numbers are; how many are not is then as private. `also`: the cells that are hidden of `of`.
    """
    rest = {cell: of[cell] - number for cell, number in numbers.items()} if of is not None else {}
    found = {cell for cell, number in numbers.items() if few(number) or _few_left(number, rest.get(cell, 0))}
    found.update(also)
    # where there is nobody nothing is told, and most months of most houses are such
    left, every = True, [line for line in lines if numbers[line.total] or rest.get(line.total)]
    while left:
        left = False
        for line in every:
            for cell in _more(line, numbers, rest, found, also):
                found.add(cell)
                left = True
    return found


def _few_left(number: int, rest: int) -> bool:
    """Of those who are so few altogether that the number of all is hidden, none is no secret."""
    return few(rest) and number + rest >= FEWEST


def _more(
    line: Line[Cell], numbers: Numbers[Cell], rest: Numbers[Cell], found: set[Cell], also: Collection[Cell]
) -> Iterator[Cell]:
    """What to hide as well, one at a time, until the line tells nothing: the smallest first, the sum when nothing else is left."""
    while _tells(line, numbers, found, also) or (rest and _tells_of(line, rest, found)):
        seen = [cell for cell in line.parts if cell not in found and numbers[cell]]
        yield min(seen, key=lambda cell: numbers[cell]) if seen else line.total


def _tells(line: Line[Cell], numbers: Numbers[Cell], found: set[Cell], also: Collection[Cell]) -> bool:
    """One hidden cell is what is left of the others; several are known as well when each of them must be one."""
    gone = [cell for cell in line.parts if cell in found]
    if line.total in found:
        return not gone and numbers[line.total] > 0
    known = sum(numbers[cell] for cell in gone)
    somebody = sum(cell not in also for cell in gone)
    return known > 0 and (len(gone) == 1 or known < FEWEST or known <= somebody)


def _tells_of(line: Line[Cell], rest: Numbers[Cell], found: set[Cell]) -> bool:
    """The same of those who are not counted."""
    gone = [cell for cell in line.parts if cell in found]
    return line.total not in found and few(sum(rest[cell] for cell in gone))
