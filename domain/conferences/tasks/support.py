"""PPR's side: the tasks that ask for one of its roles, across all houses, who has taken them, and how much each carries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, and_, func, select, update
from sqlalchemy.orm import Session

from domain.access import Viewer
from domain.access.roles import LEADER, ROLES
from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.base import DomainError, now
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.task import ALIVE, Task, Wanted
from domain.conferences.tasks.life import NoSuchTask
from domain.tovholder.followed import RUNNING

ROLES_WANTED = {role: name for role, name in ROLES["ppr"].items() if role != LEADER}
PAGE = 50


class AlreadyTaken(DomainError):
    """A colleague has taken it, or it does not ask for that role any longer."""


class OtherRole(DomainError):
    """Only who has the role takes what asks for it, and only who has taken it, or their leader, hands it back."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """What a colleague carries: tasks taken that are not over, and running efforts that they keep hold of."""

    name: str
    roles: tuple[str, ...]
    tasks: int
    efforts: int


def asked(session: Session, role: str | None, page: int = 0) -> Sequence[Any]:
    """Open tasks that ask for the role (None: for any), those that nobody has taken first, then by urgency and age.

    (id, title, kind, urgency, state, submitted_at, child_name, house, role, taken_by, name), a page and one more.
    """
    columns = (Task.id, Task.title, Task.kind, Task.urgency, Task.state, Task.submitted_at, Task.child_name)
    rows = (
        select(*columns, Unit.name.label("house"), Wanted.role, Wanted.taken_by, Staff.name)
        .select_from(Task)
        .join(Wanted, Wanted.task_id == Task.id)
        .join(Unit, Unit.id == Task.unit_id)
        .outerjoin(Staff, Staff.id == Wanted.taken_by)
        .where(Task.state.in_(ALIVE))
        .order_by(Wanted.taken_by.is_not(None), Task.urgency.desc(), Task.submitted_at, Task.id)
    )
    mine = rows.where(Wanted.role == role) if role else rows
    return session.execute(mine.limit(PAGE + 1).offset(PAGE * page)).all()


def take(session: Session, unit_id: int, task_id: int, role: str) -> None:
    """Mine to follow. Of two at the same moment one gets it. NoSuchTask, OtherRole, AlreadyTaken."""
    viewer = _reader(session, task_id)
    if role not in viewer.roles(unit_id):
        raise OtherRole
    free = (Wanted.task_id == task_id, Wanted.role == role, Wanted.taken_by.is_(None))
    _set(session, free, {"taken_by": viewer.staff, "taken_at": now()})


def hand_back(session: Session, unit_id: int, task_id: int, role: str) -> None:
    """For a colleague to take. NoSuchTask, AlreadyTaken when it was not theirs."""
    viewer = _reader(session, task_id)
    theirs = Wanted.taken_by.is_not(None) if LEADER in viewer.roles(unit_id) else Wanted.taken_by == viewer.staff
    own = (Wanted.task_id == task_id, Wanted.role == role, theirs)
    _set(session, own, {"taken_by": None, "taken_at": None})


def load(session: Session, unit_id: int) -> list[Load]:
    """Everybody of the unit with one of its roles, by name, and what they carry. Two statements."""
    carried = and_(Wanted.taken_by == Staff.id, Wanted.task_id.in_(select(Task.id).where(Task.state.in_(ALIVE))))
    works = and_(Membership.staff_id == Staff.id, Membership.unit_id == unit_id, Membership.role.in_(ROLES_WANTED))
    columns = select(Staff.id, Staff.name, Membership.role, func.count(Wanted.task_id.distinct()).label("tasks"))
    rows = session.execute(
        columns.join(Membership, works)
        .outerjoin(Wanted, carried)
        .where(Staff.active)
        .group_by(Staff.id, Staff.name, Membership.role)
        .order_by(Staff.name, Staff.id)
    ).all()
    holds = (
        select(Effort.tovholder_id, func.count().label("number"))
        .where(Effort.state == RUNNING)
        .group_by(Effort.tovholder_id)
    )
    efforts = {row.tovholder_id: row.number for row in session.execute(holds)}
    people: dict[int, Load] = {}
    for row in rows:
        before = people[row.id].roles if row.id in people else ()
        same = {"name": row.name, "tasks": row.tasks, "efforts": efforts.get(row.id, 0)}
        people[row.id] = Load(roles=(*before, row.role), **same)
    return [*people.values()]


def _reader(session: Session, task_id: int) -> Viewer:
    if session.scalar(select(Task.id).where(Task.id == task_id)) is None:
        raise NoSuchTask
    viewer: Viewer = session.info["viewer"]
    return viewer


def _set(session: Session, which: tuple[Any, ...], values: dict[str, Any]) -> None:
    done = cast("CursorResult[Any]", session.execute(update(Wanted).where(*which).values(values)))
    if done.rowcount != 1:
        raise AlreadyTaken
