"""What is no longer needed is deleted: a task with all that hangs on it when its time is up or its child has left, then the conference itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from domain import audit, due
from domain.access import Viewer
from domain.access.writes import Written
from domain.base import now, quarter, today
from domain.conferences.after import told
from domain.conferences.tables.effort import ROLE, Effort, FollowUp, Handover, day_key
from domain.conferences.tables.meeting import Addition, Agreement, Away, Invitation, Item, Passage, Rival
from domain.conferences.tables.series import Attendance, Conference
from domain.conferences.tables.task import Number, Reach, Step, Task, Wanted
from domain.consent import Answer, Consent, ConsentRequest
from domain.people import Child, Start

KEPT = timedelta(days=1825)
"""After a task has ended, and after a conference that nothing hangs on any more."""
GROWN = 10
"""Years: whoever is so old has left daycare, club and the first school years."""
SOON = timedelta(days=30)
AT_ONCE = 50
WHY = {"unscoped": "what nobody may read any longer is deleted by its number", "synchronize_session": False}
OF_ITEMS = (Invitation, Away, Agreement, Addition)
OF_TASKS = (Number, FollowUp, Wanted, Step, Reach)


@dataclass(frozen=True)
class Forgotten:
    """How many."""

    tasks: int
    conferences: int


def forget(session: Session, kept: timedelta = KEPT) -> Forgotten:
    """One handful. Both are 0 when there is nothing more to forget; each is a line in the log of changes."""
    tasks = session.execute(_tasks(today(), kept).limit(AT_ONCE), execution_options=WHY).all()
    if tasks:
        _forget_tasks(session, {row.id for row in tasks})
        _told(session, "task", tasks)
    empty = session.execute(_conferences(kept).limit(AT_ONCE), execution_options=WHY).all()
    if empty:
        _forget_conferences(session, {row.id for row in empty})
        _told(session, "conference", empty)
    return Forgotten(len(tasks), len(empty))


def of_children(session: Session, child_ids: Collection[int]) -> int:
    """Tasks that name these children, whatever has become of them: how many. Whoever calls it has seen that none is open."""
    tasks = session.execute(select(Task.id, Task.child_id).where(Task.child_id.in_(child_ids)), execution_options=WHY)
    found = tasks.all()
    if found:
        _forget_tasks(session, {row.id for row in found})
        _told(session, "task", found)
    return len(found)


def coming(session: Session, kept: timedelta = KEPT) -> int:
    """How many tasks will have been forgotten in a month: told beforehand. One statement."""
    counted = select(func.count()).select_from(_tasks(today() + SOON, kept).subquery())
    return session.scalar(counted, execution_options=WHY) or 0


def _tasks(day: date, kept: timedelta) -> Any:
    return select(Task.id, Task.child_id).where(or_(Task.ended_at < now() - kept + (day - today()), _left(day)))


def _left(day: date) -> ColumnElement[bool]:
    """A child is named who has grown too old, or none of whose starts stands any more."""
    child, start = aliased(Child), aliased(Start)
    born = day.replace(year=day.year - GROWN, day=min(day.day, 28))
    grown = exists().where(child.id == Task.child_id, child.birth_date < born)
    comes = exists().where(start.child_id == Task.child_id, start.closed == "")
    return and_(Task.child_id.is_not(None), or_(grown, ~comes))


def _conferences(kept: timedelta) -> Any:
    """What is long over and has nothing of a task on it."""
    asked = exists().where(Item.conference_id == Conference.id, Item.task_id.is_not(None))
    step = exists().where(Step.conference_id == Conference.id)
    return select(Conference.id).where(Conference.first < quarter(now() - kept), ~asked, ~step)


def _forget_tasks(session: Session, ids: Collection[int]) -> None:
    """Marked first: that is what lets rows out of a locked referat."""
    _do(session, update(Task).where(Task.id.in_(ids)).values(forgotten_at=now()))
    efforts = _numbers(session, select(Effort.id).where(Effort.task_id.in_(ids)))
    offers = _numbers(session, select(Handover.id).where(Handover.effort_id.in_(efforts)))
    promises = _numbers(session, select(Agreement.id).where(Agreement.task_id.in_(ids)))
    due.drop(session, *_lines(efforts, promises, offers))
    due.forget(session, *(f"{page}/{one}" for page in ("task", "unagreed") for one in ids))
    _forget_items(session, _numbers(session, select(Item.id).where(Item.task_id.in_(ids))))
    for of in OF_TASKS:
        _do(session, delete(of).where(cast("Any", of).task_id.in_(ids)))
    _do(session, delete(Handover).where(Handover.effort_id.in_(efforts)))
    _do(session, delete(Effort).where(Effort.id.in_(efforts)))
    _do(session, delete(Consent).where(Consent.matter_id.in_(ids), Consent.purpose == told.NAMED))
    asked = [f"task/{one}" for one in ids]
    questions = _numbers(session, select(ConsentRequest.id).where(ConsentRequest.subject.in_(asked)))
    _do(session, delete(Answer).where(Answer.request_id.in_(questions)))
    _do(session, delete(ConsentRequest).where(ConsentRequest.id.in_(questions)))
    _do(session, delete(Task).where(Task.id.in_(ids)))


def _forget_items(session: Session, ids: Collection[int]) -> None:
    passages = _numbers(session, select(Passage.id).where(Passage.item_id.in_(ids)))
    _do(session, delete(Rival).where(Rival.passage_id.in_(passages)))
    _do(session, delete(Passage).where(Passage.id.in_(passages)))
    for of in OF_ITEMS:
        _do(session, delete(of).where(cast("Any", of).item_id.in_(ids)))
    later = _numbers(session, select(Item.id).where(Item.from_id.in_(ids), Item.id.not_in(ids)))
    if later:
        _forget_items(session, later)
    _do(session, delete(Item).where(Item.id.in_(ids)))


def _forget_conferences(session: Session, ids: Collection[int]) -> None:
    _do(session, update(Conference).where(Conference.id.in_(ids)).values(forgotten_at=now()))
    _forget_items(session, _numbers(session, select(Item.id).where(Item.conference_id.in_(ids))))
    _do(session, delete(Attendance).where(Attendance.conference_id.in_(ids)))
    _do(session, delete(Conference).where(Conference.id.in_(ids)))


def _lines(efforts: Collection[int], promises: Collection[int], offers: Collection[int]) -> list[str]:
    keys = [day_key(one) for one in efforts] + [ROLE.key(one) for one in offers]
    return keys + [key for one in promises for key in (told.agreement_key(one), told.overdue_key(one))]


def _told(session: Session, kind: str, rows: Sequence[Any]) -> None:
    viewer = cast("Viewer", session.info["viewer"])
    gone = [
        Written(verb="delete", kind=kind, row_id=row.id, child_id=getattr(row, "child_id", None), columns=())
        for row in rows
    ]
    audit.changed(session, viewer, gone)


def _numbers(session: Session, rows: Any) -> list[int]:
    return list(session.scalars(rows, execution_options=WHY))


def _do(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options=WHY)
