"""The parents' consent to one task that names their child: what domain.asking does of every matter, as a task wants it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import asking, consent
from domain.asking import LASTS as LASTS
from domain.asking import Matter
from domain.base import DomainError
from domain.conferences.tables.task import DRAFT, Task
from domain.conferences.tasks.writing import WRITABLE, NotYours, own
from domain.consent import CONFERENCE
from domain.people import Start

MAIL = "task-consent"


class StartOver(DomainError):
    """The start by whose link the parents are asked is closed, or in another house: a question about this conference is over."""


def subject(task_id: int) -> str:
    """What the question, the mail and the due rows are about."""
    return f"task/{task_id}"


def ask(session: Session, secret: str, task_id: int) -> int:
    """By link. Returns how many can be reached by mail. NotYours, StartOver."""
    task = _named(session, task_id)
    stands = Start.id == task.start_id, Start.unit_id == task.unit_id, Start.closed == ""
    if session.scalar(select(Start.id).where(*stands)) is None:
        raise StartOver
    task.asked_at, reached = asking.ask(session, secret, _matter(task))
    return reached


def anew(session: Session, task: Task) -> bool:
    """Its words have changed: the parents are asked again. Whether there was a yes."""
    return asking.anew(session, _matter(task))


def note(session: Session, task_id: int, guardian_id: int, value: str, how: str) -> str:
    """What a holder of custody said or wrote, noted by the task's writer, or by whoever reads it. The question's state after it."""
    task = session.get(Task, task_id)
    if task is None or task.child_id is None:
        raise NotYours
    viewer = session.info["viewer"]
    if task.asked_at is None:
        task.asked_at = asking.put_question(session, _matter(_named(session, task_id)))
    return asking.answer(session, _matter(task), guardian_id, value, how, viewer.staff)


def answer(session: Session, task_id: int, guardian_id: int, value: str) -> str:
    """The holder's own, on their own page: it counts from this moment. The question's state after it."""
    task = session.get(Task, task_id)
    if task is None:
        raise consent.ConsentMissing("nobody asks this parent about that task")
    return asking.answer(session, _matter(task), guardian_id, value)


def _named(session: Session, task_id: int) -> Task:
    task = own(session, task_id)
    if task.child_id is None or task.state not in WRITABLE:
        raise NotYours
    return task


def _matter(task: Task) -> Matter:
    assert task.child_id is not None
    assert task.start_id is not None
    return Matter(
        kind="task",
        number=task.id,
        question=CONFERENCE,
        child_id=task.child_id,
        from_unit_id=task.from_unit_id,
        to_unit_id=task.unit_id,
        writer_id=task.writer_id,
        asked_at=task.asked_at,
        start_id=task.start_id,
        drafted=task.state == DRAFT,
    )


def over(session: Session, starts: Any) -> None:
    """The `starts` (ids, or a select of them) by whose links the parents were asked are closed or in another house: the yes itself ends."""
    asked = select(Task.id, Task.child_id).where(Task.start_id.in_(starts), Task.asked_at.is_not(None))
    for row in session.execute(asked.execution_options(unscoped="what is ended is not read")).all():
        consent.withdraw(session, subject(row.id), row.child_id)
