"""What is agreed for a task and followed until it is evaluated: started, looked at again, adjusted, closed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from domain import cpr
from domain.access import ASKING, NotAllowed, Viewer
from domain.access.roles import LEADERS
from domain.access.staff import Membership, Staff
from domain.base import DomainError, now
from domain.conferences.after import told
from domain.conferences.meeting import live
from domain.conferences.meeting.deciding import decides
from domain.conferences.tables.effort import AGREED, Effort, FollowUp
from domain.conferences.tables.locks import Locked
from domain.conferences.tables.series import Conference
from domain.conferences.tables.task import AGENDA, DISCUSSED, EFFORT, FOLLOWED, Reach, Task
from domain.conferences.tables.task import CLOSED as TASK_CLOSED
from domain.conferences.tasks import life
from domain.conferences.tasks.life import NoSuchTask
from domain.tovholder import followed
from domain.tovholder.followed import ADJUSTED, CLOSED, RUNNING, Look


class NoSuchEffort(DomainError):
    """There is none of that number, or it is not for this viewer to see."""


class NoTovholder(DomainError):
    """Whoever was named does not sit at the table: the task is not theirs to read."""


class EffortChanged(DomainError):
    """Somebody else has followed it up or closed it since it was shown."""


class StillRuns(DomainError):
    """The task has an effort that has not been evaluated."""


@dataclass(frozen=True, kw_only=True)
class Plan(followed.Plan):
    """What has been agreed for a task."""

    who_does_what: str = ""


def start_effort(session: Session, task_id: int, plan: Plan, conference_id: int | None = None) -> Effort:
    """The task has an effort from now on, its tovholder a day to look at it again. NoSuchTask, NoTovholder, NotAhead, Locked."""
    cpr.refuse(plan.goal, plan.who_does_what)
    plan.must_be_ahead()
    ground: Any = session.execute(_ground(task_id, plan.tovholder_id, conference_id)).one_or_none()
    if ground is None:
        raise NoSuchTask
    if ground.approved_at is not None:
        raise Locked
    if not ground.decides:
        raise NotAllowed(f"an effort for task {task_id}")
    if ground.through is None:
        raise NoTovholder
    if conference_id is not None:
        live.touch(session, conference_id)
    whose = {"task_id": task_id, "unit_id": ground.unit_id, "child_id": ground.child_id}
    effort = Effort(**whose, **vars(plan), conference_id=conference_id, agreed_at=now(), for_unit_id=ground.through)
    effort.state = RUNNING
    session.add(effort)
    session.add(_noted(session, effort, Look(decided=AGREED), plan.starts_on, conference_id))
    session.flush()
    if ground.state == AGENDA:
        life.step(session, task_id, DISCUSSED, conference_id)
    life.step(session, task_id, EFFORT, conference_id)
    life.reach(session, task_id)
    told.looked_at_again(session, effort)
    return effort


def follow_up(session: Session, effort_id: int, look: Look, version: int, conference_id: int | None = None) -> Effort:
    """It goes on, as it was or adjusted, until another day; or it is evaluated and ends. EffortChanged, NotAhead, NotAllowed, Locked."""
    cpr.refuse(look.text, look.goal, look.who_does_what, look.learned)
    effort, viewer = running(session, effort_id, version), session.info["viewer"]
    if effort.tovholder_id != viewer.staff and not _decides(session, effort.task_id):
        raise NotAllowed(f"follow effort {effort_id} up")
    if conference_id is not None:
        _at_its_table(session, effort, conference_id)
    was_due = followed.carry_on(effort, look)
    if look.decided == ADJUSTED:
        effort.who_does_what = look.who_does_what
    session.add(_noted(session, effort, look, was_due, conference_id))
    session.flush()
    _carry_on(session, effort, conference_id)
    return effort


def close_task(session: Session, task_id: int) -> None:
    """It has been discussed, and what was decided is enough: no effort comes of it. NoSuchTask, WrongStep, StillRuns."""
    runs = exists().where(Effort.task_id == task_id, Effort.state == RUNNING)
    asked = select(decides(ASKING).label("decides"), runs.label("runs")).where(Task.id == task_id)
    found = session.execute(asked).one_or_none()
    if found is None:
        raise NoSuchTask
    if not found.decides:
        raise NotAllowed(f"close task {task_id}")
    if found.runs:
        raise StillRuns
    life.step(session, task_id, TASK_CLOSED)


def running(session: Session, effort_id: int, version: int) -> Effort:
    """One that the viewer may see, as they saw it; held until the transaction ends, so that two offers or looks come one after the other."""
    effort = session.get(Effort, effort_id, with_for_update={"key_share": True})
    if effort is None:
        raise NoSuchEffort
    if effort.version != version or effort.state != RUNNING:
        raise EffortChanged
    return effort


def through(staff_id: Any) -> Any:
    """In SQL, of a `Task`: the unit by which this person reads it: its house where they lead it, else one that it reaches them in; None of
    whom it does not reach, or no longer.
    """
    works = (Membership.staff_id == staff_id, Staff.id == Membership.staff_id, Staff.active)
    leads = select(Membership.unit_id).where(*works, Membership.unit_id == Task.unit_id, Membership.role.in_(LEADERS))
    theirs = or_(Reach.staff_id.is_(None), Reach.staff_id == staff_id)
    reached = select(func.min(Reach.unit_id)).where(
        Reach.task_id == Task.id, theirs, Membership.unit_id == Reach.unit_id, *works
    )
    return func.coalesce(leads.limit(1).scalar_subquery(), reached.scalar_subquery())


def _decides(session: Session, task_id: int) -> bool:
    return session.scalar(select(Task.id).where(Task.id == task_id, decides(ASKING))) is not None


def _ground(task_id: int, staff_id: int, conference_id: int | None) -> Select[*tuple[Any, ...]]:
    columns = (Task.unit_id, Task.child_id, Task.state, through(staff_id).label("through"))
    found = select(*columns, decides(ASKING).label("decides"), Conference.approved_at).where(Task.id == task_id)
    return found.outerjoin(Conference, Conference.id == conference_id)


def _noted(session: Session, effort: Effort, look: Look, due_on: date, conference_id: int | None) -> FollowUp:
    viewer: Viewer = session.info["viewer"]
    return FollowUp(
        effort=effort,
        task_id=effort.task_id,
        unit_id=effort.unit_id,
        child_id=effort.child_id,
        conference_id=conference_id,
        due_on=due_on,
        at=now(),
        decided=look.decided,
        text=look.text,
        goal=effort.goal,
        who_does_what=effort.who_does_what,
        next_on=effort.follow_up_on,
        tovholder_id=effort.tovholder_id,
        staff_id=viewer.staff,
    )


def _at_its_table(session: Session, effort: Effort, conference_id: int) -> None:
    """It is looked at in a conference of its own house, whose referat is not locked."""
    rows = select(Conference.approved_at).where(Conference.id == conference_id, Conference.unit_id == effort.unit_id)
    found = session.execute(rows).one_or_none()
    if found is None:
        raise NoSuchEffort
    if found.approved_at is not None:
        raise Locked
    live.touch(session, conference_id)


def _carry_on(session: Session, effort: Effort, conference_id: int | None) -> None:
    """The task is closed with its last effort; the tovholder's line on Min dag moves, or goes."""
    others = select(Effort.id).where(Effort.task_id == effort.task_id, Effort.state == RUNNING).limit(1)
    ends = effort.state == CLOSED and session.scalar(others) is None
    life.step(session, effort.task_id, TASK_CLOSED if ends else FOLLOWED, conference_id)
    if effort.state == CLOSED:
        told.no_longer(session, effort.id)
    else:
        told.looked_at_again(session, effort)
