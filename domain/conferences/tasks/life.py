"""A task's life: the one way in which its state changes, and whom it reaches at each moment of it."""

from collections.abc import Collection
from typing import Any, cast

from sqlalchemy import (
    CursorResult,
    Integer,
    Select,
    and_,
    delete,
    func,
    insert,
    null,
    or_,
    select,
    union,
    update,
)
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from domain.access import Viewer
from domain.access.units import Unit
from domain.base import DomainError, now
from domain.conferences.tables.effort import Effort as EffortRow
from domain.conferences.tables.meeting import POSTPONED, Agreement, Away, Item
from domain.conferences.tables.series import BEGUN, COMES, PLANNED, Attendance, Conference
from domain.conferences.tables.task import (
    AGENDA,
    ALIVE,
    CLOSED,
    DISCUSSED,
    DRAFT,
    EFFORT,
    FOLLOWED,
    SUBMITTED,
    WITHDRAWN,
    Reach,
    Step,
    Task,
    Wanted,
)
from domain.people import Child
from domain.tovholder.followed import RUNNING

BEFORE: dict[str, tuple[str, ...]] = {
    SUBMITTED: (DRAFT, AGENDA, DISCUSSED),
    AGENDA: (SUBMITTED, AGENDA, DISCUSSED),
    DISCUSSED: (AGENDA,),
    EFFORT: (DISCUSSED, EFFORT, FOLLOWED),
    FOLLOWED: (EFFORT, FOLLOWED),
    CLOSED: (DISCUSSED, EFFORT, FOLLOWED),
    WITHDRAWN: (DRAFT, *ALIVE),
}
"""By state: those that a task can come from. What is closed or withdrawn stays so."""
KEPT = {"unscoped": "a task's state and whom it reaches are kept by the house for whoever sits at the table"}


class NoSuchTask(DomainError):
    """There is none of that number, or it is not for this viewer to see."""


class WrongStep(DomainError):
    """From the state that the task is in now it cannot become that: somebody else has been quicker."""


def step(session: Session, task_id: int, state: str, conference_id: int | None = None) -> None:
    """The task becomes this, and its history says so. NoSuchTask, WrongStep."""
    steps(session, [task_id], state, conference_id)


def steps(session: Session, task_ids: Collection[int], state: str, conference_id: int | None = None) -> None:
    """The same for several tasks at once, in three statements: all of them, or none."""
    wanted = set(task_ids)
    if not wanted:
        return
    seen = session.scalars(select(Task.id).where(Task.id.in_(wanted))).all()
    if set(seen) != wanted:
        raise NoSuchTask
    _turn(session, wanted, state, conference_id)


def withdrawn(session: Session, task: Task) -> None:
    """The same by its writer, who has just read it. WrongStep."""
    _turn(session, {task.id}, WITHDRAWN)


def unreached(session: Session, task_ids: set[int], conference_id: int) -> None:
    """The meeting did not come to them, or could not read them, says whoever leads it: they wait in the queue again. WrongStep."""
    if task_ids:
        _turn(session, task_ids, SUBMITTED, conference_id)


def unread(session: Session, task_id: int, state: str) -> None:
    """As `step`, of a task that the viewer may not read; the caller has found that they may do this to it. WrongStep."""
    _turn(session, {task_id}, state)


def left_on(session: Session, task_ids: set[int], conference_id: int) -> set[int]:
    """Those that stand on this agenda and on no other to come, also where whoever leads may not read them. At most one statement."""
    other = select(Item.id).join(Conference, Conference.id == Item.conference_id)
    other = other.where(Item.task_id == Task.id, Item.conference_id != conference_id, Item.state != POSTPONED)
    comes = other.where(Conference.state.in_((PLANNED, BEGUN))).correlate(Task).exists()
    left = select(Task.id).where(Task.id.in_(task_ids), Task.state == AGENDA, ~comes)
    return set(session.scalars(left, execution_options=KEPT)) if task_ids else set()


def _turn(session: Session, wanted: set[int], state: str, conference_id: int | None = None) -> None:
    at, viewer = now(), cast("Viewer", session.info["viewer"])
    session.flush()
    moved = update(Task).where(Task.id.in_(wanted), Task.state.in_(BEFORE[state])).values(_marks(state, at))
    found = cast("CursorResult[Any]", session.execute(moved, execution_options=KEPT | {"synchronize_session": False}))
    if found.rowcount != len(wanted):
        raise WrongStep
    for row in session.identity_map.values():
        if isinstance(row, Task) and row.id in wanted:
            session.expire(row, ["state", "submitted_at", "ended_at"])
    same = {"at": at, "state": state, "staff_id": viewer.staff, "conference_id": conference_id}
    session.execute(insert(Step), [same | {"task_id": one} for one in sorted(wanted)])


def _marks(state: str, at: Any) -> dict[str, Any]:
    """When it was submitted first: what is postponed has waited since then."""
    first = {"submitted_at": func.coalesce(Task.submitted_at, at)} if state == SUBMITTED else {}
    return {"state": state, "ended_at": at if state in {CLOSED, WITHDRAWN} else None} | first


def reach(session: Session, *task_ids: int) -> None:
    """Write anew whom the tasks reach besides the house's leaders: after what they ask for, their agenda, its table or its efforts changed.

    Its writer; PPR where one of its roles is wanted; whoever comes to a conference that has it on its agenda and is not away from that item; its
    tovholder, and whoever is responsible for an agreement. Of the sundhedspleje only the named child's own unit. Two statements.
    """
    wanted = set(task_ids)
    if not wanted:
        return
    session.flush()
    session.execute(delete(Reach).where(Reach.task_id.in_(wanted)))
    whom = union(_written(wanted), _asked(wanted), _table(wanted), *_promised(wanted)).subquery()
    theirs = (
        select(whom)
        .join(Unit, Unit.id == whom.c.unit_id)
        .join(Task, Task.id == whom.c.task_id)
        .outerjoin(Child, Child.id == Task.child_id)
        .where(or_(Unit.actor != "sundhedspleje", Task.child_id.is_(None), Child.sundhedspleje_id == Unit.id))
    )
    session.execute(insert(Reach).from_select(["task_id", "staff_id", "unit_id"], theirs), execution_options=KEPT)


def _written(task_ids: set[int]) -> Select[*tuple[Any, ...]]:
    """Who wrote it reads what comes of it, there or not."""
    columns = (Task.id.label("task_id"), Task.writer_id.label("staff_id"), Task.from_unit_id.label("unit_id"))
    return select(*columns).where(Task.id.in_(task_ids))


def _asked(task_ids: set[int]) -> Select[*tuple[Any, ...]]:
    nobody = as_type(null(), Integer)
    asks = select(Wanted.task_id, nobody.label("staff_id"), Unit.id.label("unit_id")).join(Unit, Unit.actor == "ppr")
    return asks.where(Wanted.task_id.in_(task_ids))


def _table(task_ids: set[int]) -> Select[*tuple[Any, ...]]:
    away = (
        select(Away.staff_id)
        .where(Away.item_id == Item.id, Away.staff_id == Attendance.staff_id)
        .correlate(Item, Attendance)
    )
    return (
        select(Item.task_id, Attendance.staff_id, Attendance.unit_id)
        .join(Attendance, Attendance.conference_id == Item.conference_id)
        .where(Item.task_id.in_(task_ids), Attendance.state == COMES, ~away.exists())
    )


def _promised(task_ids: set[int]) -> list[Select[*tuple[Any, ...]]]:
    """Who has taken something upon them: chosen at the table, among those who read it there."""
    holds = select(EffortRow.task_id, EffortRow.tovholder_id, EffortRow.for_unit_id)
    seat = and_(Attendance.conference_id == Agreement.conference_id, Attendance.staff_id == Agreement.responsible_id)
    owes = select(Agreement.task_id, Agreement.responsible_id, Attendance.unit_id).join(Attendance, seat)
    return [
        holds.where(EffortRow.task_id.in_(task_ids), EffortRow.state == RUNNING),
        owes.where(Agreement.task_id.in_(task_ids), Agreement.done_at.is_(None)),
    ]
