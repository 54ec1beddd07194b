"""The parents' consent to one task that names their child: what domain.asking does of every matter, as a task wants it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from domain import asking, consent, outbox
from domain.asking import LASTS as LASTS
from domain.asking import Matter
from domain.base import DomainError, now, quarter, today
from domain.conferences.tables.meeting import Invitation
from domain.conferences.tables.series import BEGUN, PLANNED, Conference
from domain.conferences.tables.task import AGENDA, ALIVE, DRAFT, Task
from domain.conferences.tasks import lapsing
from domain.conferences.tasks.life import NoSuchTask
from domain.conferences.tasks.writing import NotYours, agreed, own
from domain.consent import CONFERENCE, YES, ConsentRequest
from domain.outbox import Message
from domain.people import Start
from domain.people.reachable import Reachable

MAIL, TIME, OFF = "task-consent", "conference-time", "conference-off"
"""To parents: what they are asked; when their part of a meeting is; and that they are not invited to it any longer."""

STANDS = {"unscoped": "whether the start by whose link they are asked still stands, whoever asks"}
WHY = {"unscoped": "which items of a meeting the parents are invited to no longer: numbers"}


class StartOver(DomainError):
    """The start by whose link the parents are asked is closed, or in another house: a question about this conference is over."""


def subject(task_id: int) -> str:
    """What the question, the mail and the due rows are about."""
    return f"task/{task_id}"


def ask(session: Session, secret: str, task_id: int, *, sms: bool = False) -> Reachable:
    """By link; anew where a yes would have run out by the conference. Returns whom that reaches. NotYours, StartOver."""
    task = _named(session, task_id)
    task.asked_at, reached = put_to_parents(session, secret, task, sms=sms)
    return reached


def put_to_parents(session: Session, secret: str, task: Any, *, sms: bool = False) -> tuple[datetime, Reachable]:
    """The same by whoever the caller has found to ask; `task`: the row or, unread, its columns. Returns also since when they are asked, which
    its row is to keep. StartOver.
    """
    stands = Start.id == task.start_id, Start.unit_id == task.unit_id, Start.closed == ""
    if session.scalar(select(Start.id).where(*stands), execution_options=STANDS) is None:
        raise StartOver
    matter = _matter(task)
    if matter.stands:
        matter = replace(matter, needed_on=lapsing.needed_on(session, task))
    asked_at, reached = asking.ask(session, secret, matter, sms=sms)
    if task.state != DRAFT:
        anew = asked_at != matter.asked_at
        said = None if anew else asking.answered(session, matter.subject, CONFERENCE)
        lapsing.answered(session, task, said or consent.MISSING)
    return asked_at, reached


def anew(session: Session, task: Task) -> bool:
    """Its words have changed: the parents are asked again. Whether there was a yes."""
    return asking.anew(session, _matter(task))


def note(session: Session, secret: str, task_id: int, guardian_id: int, value: str, how: str) -> str:
    """What a holder of custody said or wrote. The question's state after it. NoSuchTask, NotYours, asking.NotAsking.

    What has ended is still read by a yes, which can be taken back. A yes where all have said so is one for another year, if it would have run out
    by the conference: then the others are asked anew.
    """
    task = session.get(Task, task_id)
    if task is None:
        raise NoSuchTask
    if task.child_id is None or ((task.asked_at is None or value == YES) and task.ended_at is not None):
        raise NotYours
    again = value == YES and agreed(session, task_id)
    matter = _matter(task, lapsing.needed_on(session, task) if again else None)
    state = asking.note(session, secret, task, matter, (guardian_id, value, how))
    _follow(session, task, state)
    return state


def answer(session: Session, task_id: int, guardian_id: int, value: str) -> str:
    """The holder's own, on their own page: it counts from this moment. The question's state after it."""
    task = session.get(Task, task_id)
    if task is None:
        raise consent.ConsentMissing("nobody asks this parent about that task")
    state = asking.answer(session, _matter(task), guardian_id, value)
    _follow(session, task, state)
    return state


def _follow(session: Session, task: Task, state: str) -> None:
    """Without their yes the parents are not invited to what is said of it any longer, and both are told so, whoever of them took it back."""
    lapsing.answered(session, task, state)
    if state != consent.GRANTED and task.state == AGENDA and task.child_id is not None:
        uninvite(session, Invitation.task_id == task.id)


def run_out(session: Session) -> None:
    """The same of a yes whose last day is over, or that ended with its task: nobody answers then, so the house looks."""
    over = select(Task.id).join(ConsentRequest, asking.question("task", Task.id, CONFERENCE))
    uninvite(session, Invitation.task_id.in_(over.where(ConsentRequest.until < today())))


def uninvite(session: Session, which: ColumnElement[bool]) -> None:
    """The parents of those invitations to what is still to come are told that they are not to come to it; no mail says otherwise any longer."""
    rows = select(Invitation.item_id, Task.id, Task.child_id).join(Task, Task.id == Invitation.task_id)
    rows = rows.join(Conference, Conference.id == Invitation.conference_id)
    ahead = Conference.state.in_((PLANNED, BEGUN)), Conference.first + Conference.quarters > quarter(now())
    found = session.execute(rows.where(which, *ahead), execution_options=WHY).all()
    if found:
        items = [one.item_id for one in found]
        outbox.replace(session, [f"conference-item/{one}" for one in items], (TIME,))
        session.execute(delete(Invitation).where(Invitation.item_id.in_(items)))
        at = f"{now():%Y%m%d%H%M%S}"
        whose = consent.holders_of(session, {one.child_id for one in found})
        told = [Message(kind=OFF, subject=subject(one.id), guardians=whose[one.child_id], key_part=at) for one in found]
        outbox.put_all(session, *told)


def _named(session: Session, task_id: int) -> Task:
    task = own(session, task_id)
    if task.child_id is None or task.state not in (DRAFT, *ALIVE):
        raise NotYours
    return task


def _matter(task: Any, needed_on: date | None = None) -> Matter:
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
        needed_on=needed_on,
        over=task.ended_at is not None,
    )


def over(session: Session, starts: Any) -> None:
    """The `starts` (ids, or a select of them) by whose links the parents were asked are closed or in another house: the yes itself ends."""
    asked = select(Task.id, Task.child_id).where(Task.start_id.in_(starts), Task.asked_at.is_not(None))
    for row in session.execute(asked.execution_options(unscoped="what is ended is not read")).all():
        consent.withdraw(session, subject(row.id), row.child_id)
