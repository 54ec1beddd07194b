"""What is told gives nobody away: neither a small number, nor what can be worked out from a sum and its other parts."""

from itertools import product
from random import Random

import pytest

from domain.figures.hiding import FEWEST, Line, hidden

HOUSES, MONTHS = range(4), range(1, 7)


def lines(houses=HOUSES, months=MONTHS) -> list[Line]:
    rows = [Line([(house, month) for month in months], (house, 0)) for house in (*houses, "alle")]
    columns = [Line([(house, month) for house in houses], ("alle", month)) for month in (0, *months)]
    return rows + columns


def summed(parts: dict, houses=HOUSES, months=MONTHS) -> dict:
    full = dict(parts)
    for house in houses:
        full[house, 0] = sum(parts[house, month] for month in months)
    for month in (0, *months):
        full["alle", month] = sum(full[house, month] for house in houses)
    return full


def table(random: Random, most: int = 12) -> dict:
    return summed(
        {(house, month): random.choice((0, 0, random.randint(1, most))) for house, month in product(HOUSES, MONTHS)}
    )


def worked_out(told: dict, every: list[Line]) -> dict:
    """What somebody finds who looks at one sum after the other until nothing new comes of it."""
    known = dict(told)
    more = True
    while more:
        more = False
        for line in every:
            unknown = [cell for cell in (*line.parts, line.total) if cell not in known]
            if len(unknown) == 1:
                parts = sum(known[cell] for cell in line.parts if cell in known)
                [cell] = unknown
                known[cell] = parts if cell == line.total else known[line.total] - parts
                more = True
    return known


@pytest.mark.parametrize("seed", range(150))
def test_what_is_hidden_cannot_be_worked_out_from_sums_and_their_other_parts(seed):
    numbers = table(Random(seed))
    secret = hidden(numbers, lines())
    told = {cell: number for cell, number in numbers.items() if cell not in secret}
    assert all(number == 0 or number >= FEWEST for number in told.values())
    assert worked_out(told, lines()) == told


@pytest.mark.parametrize("seed", range(150))
def test_how_many_were_not_counted_is_as_private(seed):
    random = Random(seed)
    starts = table(random)
    some = summed({cell: random.randint(0, starts[cell]) for cell in product(HOUSES, MONTHS)})
    secret = hidden(starts, lines())
    of = hidden(some, lines(), starts, secret)
    assert secret <= of
    for cell in set(starts) - of:
        assert not 0 < starts[cell] - some[cell] < FEWEST
    told = {cell: some[cell] for cell in some if cell not in of}
    assert worked_out(told, lines()) == told
    left = {cell: starts[cell] - some[cell] for cell in some if cell not in of}
    assert worked_out(left, lines()) == left


def test_several_that_must_each_be_one_are_hidden_with_their_sum():
    line = Line([1, 2, 3, 4, 5], 0)
    numbers = {0: 5} | dict.fromkeys(line.parts, 1)
    assert hidden(numbers, [line]) == set(numbers)


def test_few_altogether_are_not_told_by_what_is_left():
    line = Line([1, 2, 3], 0)
    assert hidden({0: 12, 1: 1, 2: 1, 3: 10}, [line]) == {1, 2, 3}


def test_a_sum_of_nothing_hidden_is_told():
    line = Line([1, 2], 0)
    assert hidden({0: 11, 1: 5, 2: 6}, [line]) == set()
    assert hidden({0: 0, 1: 0, 2: 0}, [line]) == set()


def test_a_part_that_nearly_all_are_is_hidden():
    line = Line([1, 2, 3], 0)
    starts, invited = {0: 30, 1: 10, 2: 10, 3: 10}, {0: 28, 1: 8, 2: 10, 3: 10}
    assert {0, 1} <= hidden(invited, [line], starts)
