"""How well the coordination conferences work: how long a task waits, whether efforts are followed up in time, and where it stands now."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, bindparam, cast, func, null, or_, select, union_all
from sqlalchemy.orm import Session

from domain.access.units import Unit
from domain.base import COPENHAGEN, UtcDateTime, today
from domain.conferences.tables.effort import AGREED, Effort, FollowUp
from domain.conferences.tables.task import AGENDA, DISCUSSED, KINDS, SUBMITTED, Step, Task
from domain.figures.areas import Place, Row, all_houses, cells, lines_of_places, shown, sums
from domain.figures.hiding import FEWEST, Line, hidden
from domain.figures.houses import own_houses
from domain.tovholder.followed import RUNNING, TARGETS

HOLD = ("boernehus", "dagpleje", "skole", "klub", "bfo")
"""Kinds of unit that hold conferences."""
TASKS, TALKED, BEGUN, LOOKED, IN_TIME, WAITING, EFFORTS = (
    *("tasks", "discussed", "begun", "followed", "in_time", "waiting"),
    "efforts",
)
MEASURES = (TASKS, TALKED, BEGUN, LOOKED, IN_TIME, WAITING, EFFORTS)
"""Tasks put that year; those of them that have been discussed, and that have led to an effort; follow-ups that were due that year, and
those of them held by their day; tasks that wait now; efforts that began that year."""
PART_OF = {TALKED: TASKS, BEGUN: TALKED, IN_TIME: LOOKED}
TALK_DAYS, BEGIN_DAYS = "talk_days", "begin_days"
DAYS = {TALK_DAYS: TALKED, BEGIN_DAYS: BEGUN}
"""Days from put to discussed, and from discussed to the effort's first day: summed up of those."""
WHOLE = 0
"""The column of the year; 1 to 12 are its months. A kind of task, a track and a target group are columns too."""
MONTHS = tuple(range(1, 13))
TRACKS = ("spor-1", "spor-2", "spor-3", "spor-uden")
GROUPS = (*TARGETS, "uden-maalgruppe")
Column = int | str
Cell = tuple[Place, Column]
COLUMNS: tuple[Column, ...] = (WHOLE, *MONTHS, *KINDS, *TRACKS, *GROUPS)
WHY = {"unscoped": "counts by house, month and kind, small ones hidden, and no child"}


@dataclass(frozen=True)
class Year:
    """`rows`: what this unit answers for, houses by name and then the sums. A number that is hidden is None."""

    year: int
    rows: tuple[Row, ...]
    numbers: dict[str, dict[Cell, int]] = field(repr=False)
    secret: dict[str, set[Cell]] = field(repr=False)
    days: dict[str, dict[Cell, int]] = field(repr=False)

    def get(self, measure: str, place: Place, column: Column = WHOLE) -> int | None:
        cell = place, column
        return None if cell in self.secret[measure] else self.numbers[measure].get(cell, 0)

    def mean(self, days: str, place: Place, column: Column = WHOLE) -> int | None:
        """Days on the average; None of fewer than five."""
        tasks = self.get(DAYS[days], place, column)
        return None if not tasks or tasks < FEWEST else round(self.days[days][place, column] / tasks)

    def share(self, place: Place, column: Column = WHOLE) -> int | None:
        """Per cent of the follow-ups that were held in time; None where either number is hidden, or there are fewer than five."""
        looked, kept = self.get(LOOKED, place, column), self.get(IN_TIME, place, column)
        return None if not looked or looked < FEWEST or kept is None else round(100 * kept / looked)


def year(session: Session, unit_id: int, number: int) -> Year:
    """Three statements. What is hidden is the same for everybody, so that two who may see different parts learn no more together."""
    houses = all_houses(session, unit_id, HOLD, Unit.id.in_(own_houses(HOLD)))
    homes = {one.key: one.district for one in houses}
    numbers: dict[str, dict[Cell, int]] = {name: defaultdict(int) for name in MEASURES}
    days: dict[str, dict[Cell, int]] = {name: defaultdict(int) for name in DAYS}
    for house, columns, counted in _counted(session, number):
        if house in homes:
            for cell in cells(house, homes[house], columns):
                for name, value in counted.items():
                    (days if name in DAYS else numbers)[name][cell] += value
    every = [*houses, *sums(houses)]
    full = {name: {(one.key, c): numbers[name][one.key, c] for one in every for c in COLUMNS} for name in MEASURES}
    return Year(number, shown(houses), full, _secret(full, houses), days)


def _counted(session: Session, number: int) -> Iterator[tuple[int, tuple[Column, ...], dict[str, int]]]:
    """(house, columns, what is counted there) of each task, follow-up and effort."""
    first, last = datetime(number, 1, 1, tzinfo=COPENHAGEN), datetime(number + 1, 1, 1, tzinfo=COPENHAGEN)
    asked = {"first": first.astimezone(UTC), "last": last.astimezone(UTC)}
    for row in session.execute(_tasks(), asked, execution_options=WHY):
        if row.state in {SUBMITTED, AGENDA}:
            yield row.unit_id, (WHOLE, row.kind), {WAITING: 1}
        if first <= row.submitted_at < last:
            yield row.unit_id, (WHOLE, _day(row.submitted_at).month, row.kind), _of_task(row)
    asked_days = {"first": first.date(), "last": (last - timedelta(days=1)).date(), "today": today()}
    for row in session.execute(_looks(), asked_days, execution_options=WHY):
        columns: tuple[Column, ...] = (WHOLE, row.due_on.month, row.kind)
        if row.decided == AGREED:
            track = TRACKS[row.track - 1] if row.track else TRACKS[-1]
            yield row.unit_id, (*columns, track, row.target or GROUPS[-1]), {EFFORTS: 1}
        else:
            kept = row.at is not None and _day(row.at) <= row.due_on
            yield row.unit_id, columns, {LOOKED: 1, IN_TIME: int(kept)}


def _of_task(row: Any) -> dict[str, int]:
    """One that led to an effort without being discussed counts as discussed on the day it began."""
    found = {TASKS: 1}
    talked = row.talked_at and _day(row.talked_at)
    if talked is not None:
        found |= {TALKED: 1, TALK_DAYS: max((talked - _day(row.submitted_at)).days, 0)}
        if row.begins is not None:
            found |= {BEGUN: 1, BEGIN_DAYS: max((row.begins - talked).days, 0)}
    return found


def _day(at: datetime) -> date:
    return at.astimezone(COPENHAGEN).date()


def _secret(numbers: dict[str, dict[Cell, int]], houses: Sequence[Row]) -> dict[str, set[Cell]]:
    """What is hidden of a measure is hidden of its parts. How many of some tasks have not been discussed yet says nothing of anybody."""
    found: dict[str, set[Cell]] = {}
    places = lines_of_places(houses, COLUMNS)
    for name in MEASURES:
        whole, lines = PART_OF.get(name), [*_columns(houses, name), *places]
        found[name] = hidden(numbers[name], lines, also=found[whole] if whole else ())
    return found


def _columns(houses: Sequence[Row], measure: str) -> list[Line[Cell]]:
    """What adds up to the year; what waits now has no month, and only efforts have a track and a target group."""
    rows = [*houses, *sums(houses)]
    splits: dict[str, tuple[tuple[Column, ...], ...]] = {WAITING: (KINDS,), EFFORTS: (MONTHS, KINDS, TRACKS, GROUPS)}
    each = splits.get(measure, (MONTHS, KINDS))
    return [Line([(one.key, column) for column in split], (one.key, WHOLE)) for one in rows for split in each]


@cache
def _tasks() -> Select[*tuple[Any, ...]]:
    """What was put that year, and what waits now."""
    task, step, effort = (one.__table__.c for one in (Task, Step, Effort))
    talked = select(func.min(step.at)).where(step.task_id == task.id, step.state == DISCUSSED)
    begins = select(func.min(effort.starts_on)).where(effort.task_id == task.id)
    put = and_(task.submitted_at >= bindparam("first"), task.submitted_at < bindparam("last"))
    return select(
        *(task.unit_id, task.kind, task.state, task.submitted_at),
        *(talked.scalar_subquery().label("talked_at"), begins.scalar_subquery().label("begins")),
    ).where(or_(put, task.state.in_((SUBMITTED, AGENDA))), task.submitted_at.is_not(None))


@cache
def _looks() -> CompoundSelect[Any]:
    """Each follow-up that was due that year, with the effort's beginning as the first; and those that are overdue now."""
    look, effort, task = (one.__table__.c for one in (FollowUp, Effort, Task))
    about = (effort.track, effort.target, task.kind)
    of_task = and_(task.id == effort.task_id)
    held = (
        select(look.unit_id, look.due_on, look.at, look.decided, *about)
        .join(Effort.__table__, effort.id == look.effort_id)
        .join(Task.__table__, of_task)
        .where(look.due_on.between(bindparam("first"), bindparam("last")))
    )
    late = (
        select(effort.unit_id, effort.follow_up_on, cast(null(), UtcDateTime), effort.state, *about)
        .join(Task.__table__, of_task)
        .where(effort.state == RUNNING, effort.follow_up_on < bindparam("today"))
        .where(effort.follow_up_on.between(bindparam("first"), bindparam("last")))
    )
    return union_all(held, late)
