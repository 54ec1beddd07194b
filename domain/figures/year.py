"""How the starts of a year went, by house and month: counted in the database, small numbers hidden, and no name anywhere."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, bindparam, case, func, or_, select, union_all
from sqlalchemy.orm import Session

from domain.access.units import Unit
from domain.booking.finding.openings import QUARTERS_A_DAY
from domain.booking.kinds.types import START_TALK
from domain.booking.tables import BOOKED, HELD, NO_SHOW, Appointment
from domain.consent import MEETING, REFUSED, ConsentRequest
from domain.figures.areas import EVERYWHERE as EVERYWHERE
from domain.figures.areas import Place, Row, all_houses, cells, lines_of_places, shown, sums
from domain.figures.hiding import FEWEST, Line, hidden
from domain.figures.houses import HOUSES, own_houses, visited_houses
from domain.figures.sql import number, written
from domain.figures.tally import StartTally
from domain.outbox import subject_of
from domain.people import Child, Start

STARTS, UNDER_ONE, INVITED, ANSWERED, TIME, IN_TIME, NO_SHOWS, ALONE = (
    *("starts", "under_one", "invited", "answered", "booked"),
    *("in_time", "no_shows", "alone"),
)
MEASURES = (STARTS, UNDER_ONE, INVITED, ANSWERED, TIME, IN_TIME, NO_SHOWS, ALONE)
"""All but the first are parts of it: children under one, families who are invited, have answered, have (had) a time, had it before
the start, did not come, and do not want the sundhedsplejerske there."""
WITHOUT_CONSENT = (STARTS, UNDER_ONE, INVITED)
"""What a sundhedspleje knows of every start. Whether the family has answered, and has a time, it knows by consent alone."""
WHOLE = 0
"""The column of the year; 1 to 12 are its months."""
NOWHERE = ""
Cell = tuple[Place, int]
A_YEAR = 10_000
"""Between 20261122 and 20271122."""
WHY = {"unscoped": "counts by house and month, small ones hidden, and no child"}


@dataclass(frozen=True)
class Year:
    """`rows`: what this unit answers for, houses by name and then the sums. A cell that is hidden is None."""

    year: int
    rows: tuple[Row, ...]
    numbers: dict[str, dict[Cell, int]] = field(repr=False)
    secret: dict[str, set[Cell]] = field(repr=False)
    days: dict[Cell, int] = field(repr=False)

    def get(self, measure: str, place: Place, month: int = WHOLE) -> int | None:
        cell = place, month
        return None if cell in self.secret[measure] else self.numbers[measure].get(cell, 0)

    def ahead(self, place: Place, month: int = WHOLE) -> int | None:
        """How many days before the start the conversation was, on the average; None of fewer than five."""
        families = self.get(TIME, place, month)
        return None if not families or families < FEWEST else round(self.days[place, month] / families)


def year(session: Session, unit_id: int, number: int) -> Year:
    """Two statements. What is hidden is the same for everybody, so that two who may see different parts learn no more together."""
    own = or_(Unit.id.in_(own_houses()), Unit.id.in_(visited_houses()))
    houses = all_houses(session, unit_id, HOUSES, own)
    numbers: dict[str, dict[Cell, int]] = {name: defaultdict(int) for name in MEASURES}
    days: dict[Cell, int] = defaultdict(int)
    asked: dict[str, Any] = {"first": date(number, 1, 1), "last": date(number, 12, 31)}
    asked |= {"first_month": number * 100, "last_month": number * 100 + 12}
    homes = {one.key: one.district for one in houses}
    for row in session.execute(_counted(), asked, execution_options=WHY):
        if row.unit_id in homes:
            for cell in cells(row.unit_id, homes[row.unit_id], (row.month, WHOLE)):
                days[cell] += row.days or 0
                for name in MEASURES:
                    numbers[name][cell] += getattr(row, name)
    every = [*houses, *sums(houses)]
    full = {name: {(one.key, m): numbers[name][one.key, m] for one in every for m in range(13)} for name in MEASURES}
    return Year(number, shown(houses), full, _secret(full, houses), days)


def _secret(numbers: dict[str, dict[Cell, int]], houses: Sequence[Row]) -> dict[str, set[Cell]]:
    lines = [*_months(houses), *lines_of_places(houses, range(13))]
    starts = hidden(numbers[STARTS], lines)
    parts = {name: hidden(numbers[name], lines, numbers[STARTS], starts) for name in MEASURES if name != STARTS}
    return {STARTS: starts, **parts}


def _months(houses: Sequence[Row]) -> list[Line[Cell]]:
    rows = [*houses, *sums(houses)]
    return [Line([(one.key, month) for month in range(1, 13)], (one.key, WHOLE)) for one in rows]


@cache
def _counted() -> CompoundSelect[Any]:
    """A row for each house and month of the starts between the two days; and one of those whose children have grown and are forgotten."""
    kept = StartTally.__table__.c
    gone = select(kept.unit_id, kept.month % 100, *(kept[name] for name in (*MEASURES, "days")))
    between = kept.month.between(bindparam("first_month"), bindparam("last_month"))
    now_ = counted(Start.__table__.c.starts_on.between(bindparam("first"), bindparam("last")), 100)
    return union_all(now_, gone.where(between))


def counted(which: ColumnElement[bool], digits: int = 1_000_000) -> Select[*tuple[Any, ...]]:
    """By house and month, of these starts. The month as 202611, or of that so many last `digits`."""
    each = _each(which, digits).subquery().c
    flags = [func.sum(each[name]).label(name) for name in MEASURES if name != STARTS]
    found = select(each.unit_id, each.month, func.count().label(STARTS), *flags, func.sum(each.days).label("days"))
    return found.group_by(each.unit_id, each.month)


def _each(which: ColumnElement[bool], digits: int) -> Select[*tuple[Any, ...]]:
    start, child, talk, asked = (one.__table__.c for one in (Start, Child, Appointment, ConsentRequest))
    ahead = number(start.starts_on) - talk.first // QUARTERS_A_DAY
    stands = talk.state.in_((BOOKED, HELD))
    about = and_(talk.start_id == start.id, talk.type_key == START_TALK)
    question = and_(asked.subject == subject_of("start", start.id), asked.purpose == MEETING)
    joined = Start.__table__.join(Child.__table__, child.id == start.child_id).outerjoin(Appointment.__table__, about)
    return (
        select(
            start.unit_id,
            (written(start.starts_on) // 100 % digits).label("month"),
            _flag(written(start.starts_on) - written(child.birth_date) < A_YEAR).label(UNDER_ONE),
            _flag(start.invited_at.is_not(None)).label(INVITED),
            _flag(start.answered_at.is_not(None)).label(ANSWERED),
            _any(stands).label(TIME),
            _any(and_(talk.state == HELD, ahead > 0)).label(IN_TIME),
            _any(talk.state == NO_SHOW).label(NO_SHOWS),
            _any(asked.state == REFUSED).label(ALONE),
            func.max(case((stands, ahead))).label("days"),
        )
        .select_from(joined.outerjoin(ConsentRequest.__table__, question))
        .where(which, start.closed == "")
        .group_by(start.id, child.id)
    )


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _any(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.max(_flag(condition))
