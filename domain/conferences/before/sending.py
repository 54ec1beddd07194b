"""The agenda is sent to those who come, and the parents of a named child are invited to their item: time, place and a link, nothing more."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from domain import consent, outbox
from domain.access.units import Room, Unit
from domain.base import N_, moment, now, today
from domain.conferences.before import agenda
from domain.conferences.meeting import live
from domain.conferences.meeting.door import ItemShut, opened
from domain.conferences.tables.meeting import POSTPONED, Invitation, Item
from domain.conferences.tables.series import APOLOGY, BEGUN, CANCELLED, PLANNED, Attendance, Conference
from domain.conferences.tables.task import Task
from domain.conferences.tasks.asking import TIME
from domain.outbox import Message

AGENDA, CHANGED = "agenda", "agenda-changed"
NAME = N_("Koordineringskonference")
BEFORE = (PLANNED, BEGUN)


@dataclass(frozen=True)
class Invited:
    """What a parent is told of the item: when and where. The ids lead to the recipient, and go no further."""

    child_id: int
    start_id: int | None
    house: str
    place: str
    start: datetime
    end: datetime
    sequence: int

    def meeting(self) -> dict[str, Any]:
        """What a letter says of it; it is no appointment of its own."""
        when = {"start": self.start, "end": self.end, "sequence": self.sequence}
        return {"appointment_id": 0, "name": NAME, "house": self.house, "place": self.place, **when}


def send(session: Session, conference_id: int) -> int:
    """To everybody who comes; what is changed from now on is marked. Returns how many are told. NotAllowed, NotNow."""
    conference = live.led(session, conference_id, (PLANNED,))
    kind = CHANGED if conference.sent_at else AGENDA
    conference.sent_at = now()
    for item in session.scalars(select(Item).where(Item.conference_id == conference_id, Item.marked_at.is_not(None))):
        item.marked_at = None
    coming = select(Attendance.staff_id).where(Attendance.conference_id == conference_id, Attendance.state != APOLOGY)
    staff = session.scalars(coming).all()
    if conference.appointment_id is None:
        return 0
    about = f"appointment/{conference.appointment_id}"
    outbox.replace(session, about, (AGENDA, CHANGED))
    outbox.put(
        session,
        kind,
        about,
        staff=staff,
        sequence=conference.sequence,
        expires_at=moment(conference.first),
        key_part=f"{now():%Y%m%d%H%M%S}",
    )
    return len(staff)


def begins(items: Any, item_id: int) -> int:
    """The minute of the meeting at which the item is planned to begin. `items`: the agenda in order."""
    before = 0
    for item in items:
        if item.id == item_id:
            break
        before += item.minutes if item.state != POSTPONED else 0
    return before


def invite(session: Session, item_id: int) -> int:
    """The holders of custody are told when their item is, anew when it has got another time. Returns its conference. ItemShut, NotNow."""
    item, task = opened(session, item_id)
    if task.child_id is None or item.task_id is None:
        raise ItemShut
    conference = live.led(session, item.conference_id, BEFORE)
    invitation = session.get(Invitation, item_id) or Invitation(item_id=item_id, sequence=-1)
    invitation.task_id, invitation.conference_id = item.task_id, conference.id
    invitation.minute = begins(agenda.ordered(session, conference.id), item_id)
    invitation.minutes, invitation.sent_at = item.minutes, now()
    invitation.sequence += 1
    session.add(invitation)
    about = f"conference-item/{item_id}"
    outbox.replace(session, about, (TIME,))
    told = Message(
        kind=TIME,
        subject=about,
        guardians=consent.holders(session, task.child_id),
        sequence=invitation.sequence,
        key_part=f"{now():%Y%m%d%H%M%S}",
        expires_at=moment(conference.first + conference.quarters),
    )
    outbox.put_all(session, told)
    return conference.id


def invited(session: Session, item_id: int) -> Invited | None:
    """None when it is no longer so: the parents have taken their yes back, the item was postponed, the conference called off. By key."""
    yes = exists().where(
        consent.Consent.matter_id == Task.id,
        consent.Consent.purpose == consent.PURPOSES[consent.CONFERENCE].full,
        consent.Consent.until >= today(),
    )
    rows = (
        select(Task.child_id, Task.start_id, Invitation.minute, Invitation.minutes, Invitation.sequence)
        .add_columns(Conference.first, Unit.name.label("house"), Unit.address, Room.name)
        .join(Invitation, Invitation.task_id == Task.id)
        .join(Item, Item.id == Invitation.item_id)
        .join(Conference, Conference.id == Invitation.conference_id)
        .join(Unit, Unit.id == Conference.unit_id)
        .outerjoin(Room, Room.id == Conference.room_id)
        .where(Invitation.item_id == item_id, Item.state != POSTPONED, Conference.state != CANCELLED, yes)
    )
    row = session.execute(rows.execution_options(unscoped="when and where parents are to come, by key")).one_or_none()
    if row is None or row.child_id is None:
        return None
    start = moment(row.first) + timedelta(minutes=row.minute)
    place = ", ".join(filter(None, (row.house, row.name, row.address)))
    end = start + timedelta(minutes=row.minutes)
    return Invited(row.child_id, row.start_id, row.house, place, start, end, row.sequence)


def to_parents(session: Session, item_id: int) -> Invited | None:
    """The same for a parent who has come by the link: only of a task that is theirs to read. Two statements."""
    theirs = select(Task.id).join(Invitation, Invitation.task_id == Task.id).where(Invitation.item_id == item_id)
    return invited(session, item_id) if session.scalar(theirs) is not None else None
