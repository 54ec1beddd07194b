"""The parents' consent to one task that names their child: asked for by link or in a conversation, answered, and taken back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from domain import consent, due, outbox
from domain.access.citizens import Guardianship, Link
from domain.access.links import open_links
from domain.base import now, today
from domain.conferences.task import DRAFT, Task
from domain.conferences.tasks.writing import WRITABLE, NotYours, answered_key, own
from domain.consent import CONFERENCE, GRANTED, ConsentRequest
from domain.due import Entry
from domain.outbox import Message
from domain.people import Guardian

LASTS = timedelta(days=364)
"""A yes counts for the conferences of a year; then the parents are asked again, or nobody reads it any longer."""
MAIL = "task-consent"


def subject(task_id: int) -> str:
    """What the question, the mail and the due rows are about."""
    return f"task/{task_id}"


def ask(session: Session, secret: str, task_id: int) -> int:
    """By link: each holder of custody gets a mail that names nobody, and reads the task on a page of their own. Again: the mail once more.

    Returns how many can be reached by mail. NotYours.
    """
    task = _named(session, task_id)
    family = holders(session, task)
    until = _put_question(session, task)
    known = {row.guardian_id: row.Link for row in family}
    lasts = max([until, *(link.expires_on for link in known.values() if link)])
    assert task.start_id is not None
    assert task.child_id is not None
    open_links(session, secret, task.start_id, task.child_id, known, lasts)
    stamp = f"{now():%Y%m%d%H%M}"
    outbox.put_all(session, Message(kind=MAIL, subject=subject(task_id), guardians=[*known], key_part=stamp))
    return sum(bool(row.email) for row in family)


def anew(session: Session, task: Task) -> bool:
    """Its words have changed: a yes to the old ones ends, and each holder of custody gets the mail again. Whether there was one."""
    assert task.child_id is not None
    if not consent.reopen(session, subject(task.id)):
        return False
    stamp = f"{now():%Y%m%d%H%M%S}"
    family = consent.holders(session, task.child_id)
    outbox.put(session, MAIL, subject(task.id), guardians=family, key_part=stamp)
    return True


def note(session: Session, task_id: int, guardian_id: int, value: str, how: str) -> str:
    """What a holder of custody said or wrote, noted by the task's writer, or by whoever reads it. The question's state after it."""
    task = session.get(Task, task_id)
    if task is None or task.child_id is None:
        raise NotYours
    viewer = session.info["viewer"]
    if task.asked_at is None:
        _put_question(session, _named(session, task_id))
    return _answer(session, task, guardian_id, value, how, viewer.staff)


def answer(session: Session, task_id: int, guardian_id: int, value: str) -> str:
    """The holder's own, on their own page: it counts from this moment. The question's state after it."""
    task = session.get(Task, task_id)
    if task is None:
        raise consent.ConsentMissing("nobody asks this parent about that task")
    return _answer(session, task, guardian_id, value, "egen side", None)


def _answer(session: Session, task: Task, guardian_id: int, value: str, how: str, noted_by: int | None) -> str:
    wanted = select(ConsentRequest).where(
        ConsentRequest.subject == subject(task.id), ConsentRequest.child_id == task.child_id
    )
    request = session.scalars(wanted).one_or_none()
    if request is None:
        raise consent.ConsentMissing("the question has not been put")
    state = consent.answer(session, request, guardian_id, value, how, noted_by)
    waits = state == GRANTED and task.state == DRAFT
    told = Entry(
        key=answered_key(task.id),
        unit_id=task.from_unit_id,
        staff_id=task.writer_id,
        kind=f"{CONFERENCE}-{state}",
        at=now(),
        done_at=None if waits else now(),
        target=subject(task.id),
    )
    due.put(session, [told])
    return state


def _named(session: Session, task_id: int) -> Task:
    task = own(session, task_id)
    if task.child_id is None or task.state not in WRITABLE:
        raise NotYours
    return task


def _put_question(session: Session, task: Task) -> date:
    """Until when a yes to it counts. One that has run out is put anew: an old yes is no yes to another year."""
    until = (task.asked_at or now()).date() + LASTS
    if task.asked_at is None or until < today():
        assert task.child_id is not None
        task.asked_at, until = now(), today() + LASTS
        consent.ask(session, task.child_id, subject(task.id), CONFERENCE, (task.from_unit_id, task.unit_id), until)
    return until


def holders(session: Session, task: Task) -> Sequence[Any]:
    """(guardian_id, name, email, Link) of each holder of custody; no name where the viewer may not know it."""
    own_link = and_(Link.start_id == task.start_id, Link.guardian_id == Guardianship.guardian_id)
    rows = select(Guardianship.guardian_id, Guardian.name, Guardian.email, Link).outerjoin(Link, own_link)
    found = rows.outerjoin(Guardian, Guardian.id == Guardianship.guardian_id)
    return session.execute(found.where(Guardianship.child_id == task.child_id, Guardianship.custody)).all()


def language(session: Session, guardian_id: int) -> str:
    """The one that a parent is written to in; Danish where nobody has said."""
    return session.scalar(select(Guardian.language).where(Guardian.id == guardian_id)) or "da"


def over(session: Session, starts: Any) -> None:
    """The `starts` (ids, or a select of them) by whose links the parents were asked are closed or in another house: the yes itself ends."""
    asked = select(Task.id, Task.child_id).where(Task.start_id.in_(starts), Task.asked_at.is_not(None))
    for row in session.execute(asked.execution_options(unscoped="what is ended is not read")).all():
        consent.withdraw(session, subject(row.id), row.child_id)
