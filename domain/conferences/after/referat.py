"""The referat: closed when the meeting is over, approved by whoever leads, and from then on only added to."""

from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import cpr, due, outbox
from domain.access import NotAllowed, Viewer
from domain.base import DomainError, now
from domain.conferences.before import carrying
from domain.conferences.meeting import door, running
from domain.conferences.meeting.live import NoSuchConference
from domain.conferences.tables.locks import Locked
from domain.conferences.tables.meeting import Addition, Passage, Rival
from domain.conferences.tables.series import APPROVED, BEGUN, CLOSED, Attendance, Conference
from domain.conferences.tasks import life
from domain.due import Entry

REFERAT, APPROVE = "referat", "referat-godkend"
"""The mail to those around the table; the line on the chair's Min dag."""


class NotHeld(DomainError):
    """There is no referat of what has not begun, none to approve of what has not been closed, none to add to before it is locked."""


class Unsettled(DomainError):
    """Two texts for the same field stand beside each other: somebody must choose before it is locked."""

    def __init__(self, item_id: int) -> None:
        super().__init__("two texts stand beside each other")
        self.item_id = item_id


def close(session: Session, conference_id: int) -> Conference:
    """The meeting is over: what was not reached waits for the next one; the notes can still be corrected until they are approved.

    NoSuchConference, NotHeld, NotAllowed.
    """
    conference = _led(session, conference_id)
    if conference.state != BEGUN:
        raise NotHeld
    running.halt(session, conference_id)
    left = carrying.unreached(session, conference)
    conference.state, conference.closed_at = CLOSED, now()
    conference.changes += 1
    session.flush()
    life.unreached(session, left, conference_id)
    waits = Entry(
        key=_key(conference.id),
        unit_id=conference.unit_id,
        staff_id=conference.chair_id,
        kind=APPROVE,
        at=now(),
        target=f"referat/{conference.id}",
    )
    due.put(session, [waits])
    return conference


def approve(session: Session, conference_id: int) -> Conference:
    """By whoever leads. From now on the database refuses every write to it; everybody called in gets a link. Unsettled, NotHeld."""
    conference = _led(session, conference_id)
    if conference.state == APPROVED:
        raise Locked
    if conference.state != CLOSED:
        raise NotHeld
    rivals = select(Passage.item_id).join(Rival, Rival.passage_id == Passage.id).where(Rival.merged_at.is_(None))
    open_ = session.scalar(rivals.where(Rival.conference_id == conference_id).order_by(Rival.id).limit(1))
    if open_ is not None:
        raise Unsettled(open_)
    viewer = cast("Viewer", session.info["viewer"])
    conference.state, conference.approved_at, conference.approved_by = APPROVED, now(), viewer.staff
    conference.changes += 1
    session.flush()
    people = session.scalars(select(Attendance.staff_id).where(Attendance.conference_id == conference_id)).all()
    outbox.put(session, REFERAT, f"referat/{conference_id}", staff=people)
    due.done(session, _key(conference_id))
    return conference


def add(session: Session, item_id: int, text: str) -> Addition:
    """What an approved referat does not say, or says wrongly: beside it, with name and time. NoSuchItem, ItemShut, NotHeld."""
    cpr.refuse(text)
    viewer = cast("Viewer", session.info["viewer"])
    item, task = door.opened(session, item_id)
    if session.scalar(select(Conference.approved_at).where(Conference.id == item.conference_id)) is None:
        raise NotHeld
    which = {"item_id": item_id, "conference_id": item.conference_id, "unit_id": item.unit_id, "task_id": item.task_id}
    said = Addition(**which, child_id=task.child_id, text=text, staff_id=viewer.staff, at=now())
    session.add(said)
    session.flush()
    return said


def signs(viewer: Viewer, conference: Any) -> bool:
    """Who closes and approves it: its chair, and the leaders of the house. `conference`: the row, or table.Shown."""
    return viewer.job or viewer.staff == conference.chair_id or conference.unit_id in viewer.leads()


def _led(session: Session, conference_id: int) -> Conference:
    """The row, held until the transaction ends: whoever writes meanwhile is waited for."""
    conference = session.scalar(select(Conference).where(Conference.id == conference_id).with_for_update())
    if conference is None:
        raise NoSuchConference
    if not signs(session.info["viewer"], conference):
        raise NotAllowed("only whoever leads a conference closes and approves it")
    return conference


def _key(conference_id: int) -> str:
    return f"{REFERAT}/{conference_id}"
