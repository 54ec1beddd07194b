"""Lines on Min dag about open tasks that lack the parents' yes: the writer is told before it runs out, the tovholder of an effort when it has."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from domain import asking, due
from domain.asking import RAN_OUT
from domain.base import COPENHAGEN, now, quarter, today
from domain.booking.finding.openings import local_day
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.meeting import POSTPONED, Item
from domain.conferences.tables.series import BEGUN, PLANNED, Conference
from domain.conferences.tables.task import ALIVE, RUNS, Task
from domain.consent import CONFERENCE, GRANTED, MISSING, REFUSED, ConsentRequest
from domain.due import Entry
from domain.tovholder.followed import RUNNING

RUNS_OUT = "udloeber"
"""A yes that is in force, and will not be on the day of the conference."""
KINDS = {state: f"samtykke-{state}" for state in (RAN_OUT, REFUSED, MISSING, RUNS_OUT)}
"""Of the writer's line, by how the question stands. Nobody else's day has it: whoever leads the house may not know of the task."""
OF_EFFORT = {state: f"indsats-samtykke-{state}" for state in (RAN_OUT, REFUSED, MISSING)}
"""Of the line of whoever is tovholder of an effort that runs for it: they may not read what they hold on to."""
LINES = (*KINDS.values(), *OF_EFFORT.values())
PATIENCE = timedelta(days=7)
"""So long an answer is waited for before the writer is told that none has come."""
HELD: tuple[Any, ...] = (
    *(Effort.id.label("effort_id"), Effort.task_id.label("of_task")),
    *(Effort.for_unit_id, Effort.tovholder_id.label("staff_id")),
)
"""The columns of an effort that runs for a task."""
WHY = {"unscoped": "whose tasks wait without the parents' yes: numbers and days, for their writers"}


def look(session: Session) -> None:
    """Each line that is called for stands, as it is today, and no other. A line that says the same stays as it is."""
    wanted = {entry.key: entry for entry in _wanted(session)}
    rows = select(due.Due.key, due.Due.kind).where(due.Due.kind.in_(LINES), due.Due.done_at.is_(None))
    standing: dict[str, str] = dict(session.execute(rows, execution_options=WHY).all())
    due.drop(session, *(standing.keys() - wanted.keys()))
    due.put(session, [one for key, one in wanted.items() if standing.get(key) != one.kind])


def answered(session: Session, task: Task, state: str) -> None:
    """The lines about one task, now that its parents have been asked or one of them has answered. `state`: the question's after it.

    One statement, two where there may be an effort, none for a draft.
    """
    if task.state not in ALIVE:
        return
    if state == GRANTED:
        due.drop(session, *keys(session, task))
    else:
        day = today() + (PATIENCE if state == MISSING else timedelta())
        held = (_held(one, state, day) for one in _running(session, task) if one.staff_id != task.writer_id)
        due.put(session, [_line(task, state, day), *held])


def runs_out(until: date | None, next_first: int | None) -> bool:
    """Whether a yes until that day is none any longer on the next date; `next_first`: of next_date."""
    return until is not None and next_first is not None and today() <= until < local_day(next_first)


def next_date(this_quarter: Any) -> ColumnElement[int | None]:
    """Of a statement about tasks: the first quarter of the date that each is on the agenda of, else of its house's next."""
    ahead = Conference.state.in_((PLANNED, BEGUN)), Conference.first >= this_quarter
    first = select(func.min(Conference.first)).where(*ahead)
    stands = first.join(Item, Item.conference_id == Conference.id)
    own = stands.where(Item.task_id == Task.id, Item.state != POSTPONED).correlate(Task)
    of_house = first.where(Conference.unit_id == Task.unit_id).correlate(Task)
    return func.coalesce(own.scalar_subquery(), of_house.scalar_subquery())


def needed_on(session: Session, task: Task) -> date | None:
    """The day on which a yes to it must be in force, as far as that is known. One statement, none for what is over."""
    if task.state not in ALIVE:
        return None
    first = session.scalar(select(next_date(quarter(now()))).select_from(Task).where(Task.id == task.id))
    return local_day(first) if first is not None else None


def key(task_id: int) -> str:
    """Of the writer's line."""
    return f"task/{task_id}/yes"


def keys(session: Session, task: Any) -> list[str]:
    """Of all lines about one task. One statement where there may be an effort, else none."""
    return [key(task.id), *(_held_key(one.effort_id) for one in _running(session, task))]


def _wanted(session: Session) -> Iterator[Entry]:
    until, state = ConsentRequest.until, ConsentRequest.state
    columns = (Task.id, Task.from_unit_id, Task.writer_id, next_date(quarter(now())).label("next_first"))
    rows = select(*columns, until, state, ConsentRequest.opened_at, *HELD).select_from(Task)
    rows = rows.outerjoin(Effort, and_(Effort.task_id == Task.id, Effort.state == RUNNING))
    named = Task.child_id.is_not(None), Task.state.in_(ALIVE)
    lasts = until >= today() + due.AHEAD  # what runs out later is no line of Min dag yet
    lacks = or_(until.is_(None), ~lasts, state != GRANTED)
    asked = rows.outerjoin(ConsentRequest, asking.question("task", Task.id, CONFERENCE)).where(*named, lacks)
    for row in session.execute(asked, execution_options=WHY):
        said, day = _said(row)
        if said:
            yield _line(row, said, day)
        if said in OF_EFFORT and row.effort_id is not None and row.staff_id != row.writer_id:
            yield _held(row, said, day)


def _said(row: Any) -> tuple[str, date]:
    """How the question stands, as in KINDS, or "" where nothing is wrong; and the day on which something is to be done about it."""
    if row.until is None or row.until < today():
        return RAN_OUT, today()
    if row.state == MISSING:
        return MISSING, row.opened_at.astimezone(COPENHAGEN).date() + PATIENCE
    if row.state != GRANTED:
        return row.state, today()
    return (RUNS_OUT, row.until) if runs_out(row.until, row.next_first) else ("", today())


def _running(session: Session, task: Any) -> Sequence[Any]:
    """The efforts that run for it, with the columns of HELD."""
    if task.state not in RUNS:
        return ()
    rows = select(*HELD).where(Effort.task_id == task.id, Effort.state == RUNNING)
    return session.execute(rows, execution_options=WHY).all()


def _held_key(effort_id: int) -> str:
    return f"effort/{effort_id}/yes"


def _held(row: Any, state: str, day: date) -> Entry:
    """The tovholder's line. `row` has the columns of HELD."""
    return Entry(
        key=_held_key(row.effort_id),
        unit_id=row.for_unit_id,
        staff_id=row.staff_id,
        kind=OF_EFFORT[state],
        at=datetime.combine(day, time(), COPENHAGEN),
        target=f"unagreed/{row.of_task}",
    )


def _line(task: Any, state: str, day: date) -> Entry:
    return Entry(
        key=key(task.id),
        unit_id=task.from_unit_id,
        staff_id=task.writer_id,
        kind=KINDS[state],
        at=datetime.combine(day, time(), COPENHAGEN),
        target=f"task/{task.id}",
    )
