"""Other words in a task before it has been discussed. The parents said yes to the words that stood there: to others they are asked anew."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.base import now
from domain.conferences.meeting import live
from domain.conferences.tables.locks import Locked
from domain.conferences.tables.meeting import Item
from domain.conferences.tables.series import Conference
from domain.conferences.tables.task import AGENDA, DRAFT, TEXTS, Task, Wanted
from domain.conferences.tasks import asking, life
from domain.conferences.tasks.writing import (
    WRITABLE,
    NotYours,
    Words,
    WrittenMeanwhile,
    ask_for,
    fill,
    look_at,
    own,
)


class Discussed(NotYours):
    """It has been discussed, and stays as it was put."""


def opened(session: Session, task_id: int) -> tuple[Task, list[str]]:
    """One's own to be written on in, and the roles of PPR that it asks for. NoSuchTask, NotYours, Discussed."""
    task = own(session, task_id)
    if task.state not in WRITABLE:
        raise Discussed
    wanted = select(Wanted.role).where(Wanted.task_id == task_id).order_by(Wanted.role)
    return task, [*session.scalars(wanted)]


def edit(session: Session, task_id: int, words: Words, version: int, *, sure: bool = False) -> bool:
    """What is put already is looked at as when it was submitted. Raises as `submit`. Returns whether the parents are asked anew.

    Locked: another title for what stands, postponed, in an approved referat.
    """
    task, asks = opened(session, task_id)
    if task.version != version:
        raise WrittenMeanwhile
    if task.state != DRAFT:
        words = Words(**(vars(words) | {"numbers": {}}))
        look_at(session, task, words, sure=sure, waits=True)
        if words.title != task.title and _signed(session, task_id):
            raise Locked
    before = _read_by_parents(task)
    fill(task, words)
    task.written_at = now()
    session.flush()
    session.execute(delete(Wanted).where(Wanted.task_id == task_id, Wanted.role.not_in(words.roles)))
    ask_for(session, task_id, tuple(role for role in words.roles if role not in asks))
    if task.state != DRAFT:
        life.reach(session, task_id)
    if task.state == AGENDA:
        live.stirred(session, task_id)
    return task.asked_at is not None and _read_by_parents(task) != before and asking.anew(session, task)


def _signed(session: Session, task_id: int) -> bool:
    approved = select(Conference.id).join(Item, Item.conference_id == Conference.id)
    found = approved.where(Item.task_id == task_id, Conference.approved_at.is_not(None)).limit(1)
    return session.scalar(found.execution_options(unscoped="whether it is locked, whoever wrote it")) is not None


def _read_by_parents(task: Task) -> list[Any]:
    """The words of a task that a yes is given to: not how much it hurries, for how long, or who of PPR is wanted."""
    return [*(getattr(task, name) for name in TEXTS), dict(task.sheet), dict(task.numbers)]
