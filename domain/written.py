"""What has been written under something (a conference's items, a family's course): lines of several tables in one statement, each behind its own policy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Integer, Select, String, cast, literal, null, select, union_all

from domain.access.staff import Staff

NUMBER, DAY, NOBODY = cast(null(), Integer), cast(null(), Date), cast(null(), Integer)
WORD = cast(literal(""), String)
"""What a part has none of."""


@dataclass(frozen=True)
class Line:
    """Something written: `a`, `b` and `c` as its part says; who, and when."""

    id: int
    who: str
    at: datetime
    day: date | None
    number: int | None
    a: str
    b: str
    c: str

    @property
    def value(self) -> int | None:
        """Of a number on the scale."""
        return self.number

    @property
    def reason(self) -> str:
        return self.b


def part(name: str, of: Any, who: Any, at: Any, day: Any, number: Any, *words: Any) -> Select[*tuple[Any, ...]]:
    """One table's lines. `who`: the column of whoever wrote it; `words`: what `a`, `b` and `c` are."""
    a, b, c = words
    return select(
        cast(literal(name), String).label("part"),
        of.id,
        who.label("staff_id"),
        at.label("at"),
        day.label("day"),
        number.label("number"),
        a.label("a"),
        b.label("b"),
        c.label("c"),
    )


def in_order(parts: Iterable[Select[*tuple[Any, ...]]]) -> Select[*tuple[Any, ...]]:
    """Each line with its `part` and its writer's `name`, in the order in which they came."""
    every = union_all(*parts).subquery()
    return select(every, Staff.name).outerjoin(Staff, Staff.id == every.c.staff_id).order_by(every.c.at, every.c.id)


def line(row: Any) -> Line:
    """Of a row of `in_order`."""
    return Line(row.id, row.name or "", row.at, row.day, row.number, row.a, row.b, row.c)
