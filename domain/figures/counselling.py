"""How many have written without a name, by month and by topic, and how many had their answer in time: small numbers hidden."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.counselling.tables.desk import Count
from domain.figures.hiding import Line, hidden

OPENED, ANSWERED, IN_TIME = "opened", "answered", "in_time"
MEASURES = (OPENED, ANSWERED, IN_TIME)
WHOLE = "whole"
Cell = Hashable
Told = dict[str, int | None]


@dataclass(frozen=True, kw_only=True)
class Year:
    """`whole` and each of the twelve `months`: by measure, None where it is hidden. `topics`: how many began with each."""

    year: int
    whole: Told
    months: list[Told]
    topics: list[tuple[str, int | None]]


def year(session: Session, unit_id: int, number: int) -> Year:
    """One statement."""
    sums = [func.sum(getattr(Count, name)).label(name) for name in MEASURES]
    own = (Count.unit_id == unit_id, Count.month >= date(number, 1, 1), Count.month <= date(number, 12, 31))
    rows = session.execute(select(Count.month, Count.topic, *sums).where(*own).group_by(Count.month, Count.topic))
    numbers: dict[str, Counter[Cell]] = {name: Counter() for name in MEASURES}
    for row in rows:
        for name in MEASURES:
            value = getattr(row, name) or 0
            numbers[name].update({WHOLE: value, row.month.month: value})
        numbers[OPENED][row.topic] += row.opened or 0
    return _told(number, numbers)


def _told(number: int, numbers: dict[str, Counter[Cell]]) -> Year:
    months = Line[Cell](range(1, 13), WHOLE)
    topics = sorted(one for one in numbers[OPENED] if isinstance(one, str) and one != WHOLE)
    full: dict[str, dict[Cell, int]] = {
        name: {cell: numbers[name][cell] for cell in (WHOLE, *range(1, 13))} for name in MEASURES
    }
    full[OPENED] |= {one: numbers[OPENED][one] for one in topics}
    secret: dict[str, Any] = {OPENED: hidden(full[OPENED], [months, Line[Cell](topics, WHOLE)] if topics else [months])}
    secret[ANSWERED] = hidden(full[ANSWERED], [months])
    secret[IN_TIME] = hidden(full[IN_TIME], [months], full[ANSWERED], secret[ANSWERED])

    def shown(cell: Cell) -> Told:
        return {name: None if cell in secret[name] else full[name][cell] for name in MEASURES}

    told = [(one, None if one in secret[OPENED] else full[OPENED][one]) for one in topics]
    told.sort(key=lambda one: (-(one[1] or 0), one[0]))  # those that are hidden by name: their order tells nothing
    return Year(year=number, whole=shown(WHOLE), months=[shown(month) for month in range(1, 13)], topics=told)
