"""What a message may say (letter.py), looked up at the moment it is sent: address and language, time, place, and the way back in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Row, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from domain.access.citizens import Guardianship, Link
from domain.access.staff import Staff, StaffLink
from domain.access.tokens import guest_token, message_name, staff_token, token, token_hash
from domain.access.units import Room, Unit
from domain.base import DomainError, moment, now, today
from domain.booking.places import UNIT
from domain.booking.tables import BOOKED, GIVEN_BACK, RESERVED, Appointment, AppointmentType, Participant
from domain.booking.types import START_TALK
from domain.booking.waitlist import Reservation
from domain.conferences import sending
from domain.conferences.task import Task
from domain.events.posted import Posted, posted
from domain.letter import EMAIL_CHANGED
from domain.letter import Letter as Letter
from domain.letter import Meeting as Meeting
from domain.outbox import MAIL, SMS, Taken
from domain.people import Guardian, Start

REMINDERS = ("reminder", "reminder-soon")
WANTS = {
    **dict.fromkeys(("confirmed", "moved", "substituted", "ask-moved", *REMINDERS), (BOOKED,)),
    **dict.fromkeys(("cancelled", "cancelled-by-us"), GIVEN_BACK),
    "offer": (RESERVED,),
}
"""The states of which the appointment must still be in one. "left" tells of one person, whatever became of the rest."""
PATIENT = 3
"""Tries by SMS; after that a mail is better than nothing."""

WHY = {"unscoped": "who a message goes to, when and where: looked up by key on the house's behalf"}


class Overtaken(DomainError):
    """What the message would say is no longer so."""


class NoAddress(DomainError):
    """There is nowhere to send it."""


@dataclass(frozen=True)
class _Matter:
    """What the message is about. Ids lead to the recipient and the link, and go no further."""

    house: str = ""
    meeting: Meeting | None = None
    child_id: int | None = None
    start_id: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    guest: Posted | None = None


@dataclass(frozen=True)
class _To:
    channel: str
    address: str
    language: str
    token: str


def letter(session: Session, taken: Taken, secret: str, *, sms: bool = False) -> Letter:
    """What this message is to say now; `Overtaken` or `NoAddress` when it is not to be sent at all. `sms`: there is a way to send some."""
    matter = _matter(session, taken)
    if taken.guardian_id is None:
        to = _to_staff(session, taken, matter, secret) if taken.staff_id else _to_guest(taken, matter, secret, sms=sms)
    else:
        to = _to_guardian(session, taken, matter, secret, sms=sms)
    if not to.address:
        raise NoAddress
    return Letter(
        name=message_name(secret, taken.id, taken.key),
        kind=taken.kind,
        channel=to.channel,
        subject=taken.subject,
        to_staff=taken.staff_id is not None,
        written_at=taken.due_at,
        expires_at=taken.expires_at,
        address=to.address,
        language=to.language,
        house=matter.house,
        meeting=matter.meeting,
        token=to.token,
        texts=matter.texts,
    )


def meeting(session: Session, appointment_id: int) -> Meeting | None:
    """When and where one appointment is, as far as the viewer may see it."""
    row = session.execute(_appointment(appointment_id)).one_or_none()
    return _meeting(row) if row else None


def _appointment(appointment_id: int) -> Select[*tuple[Any, ...]]:
    what = (
        func.coalesce(Appointment.with_id, Appointment.id).label("id"),
        Appointment.first,
        Appointment.quarters,
        Appointment.sequence,
        Appointment.state,
    )
    whose = (Appointment.start_id, Appointment.child_id, Appointment.place)
    where = (Unit.name.label("house"), Unit.address, Room.name.label("room"), Reservation.until)
    return (
        select(*what, *whose, *where, AppointmentType.name, AppointmentType.cancel_days, AppointmentType.text_after)
        .join(Unit, Unit.id == Appointment.unit_id)
        .join(AppointmentType, AppointmentType.key == Appointment.type_key)
        .outerjoin(Room, Room.id == Appointment.room_id)
        .outerjoin(Reservation, Reservation.appointment_id == Appointment.id)
        .where(Appointment.id == appointment_id)
    )


def _meeting(row: Row[Any]) -> Meeting:
    return Meeting(
        appointment_id=row.id,
        name=row.name,
        house=row.house,
        place=", ".join(filter(None, (row.house, row.room, row.address))) if row.place == UNIT else "",
        start=moment(row.first),
        end=moment(row.first + row.quarters),
        sequence=row.sequence,
        way=row.place,
        cancel_days=row.cancel_days,
        texts=row.text_after,
        answer_by=row.until,
    )


def _matter(session: Session, taken: Taken) -> _Matter:
    about, _, number = taken.subject.partition("/")
    if about == "appointment":
        return _about_appointment(session, taken, int(number))
    if about == "sign-up":
        return _about_event(session, taken)
    if about == "task":
        return _about_task(session, int(number))
    by_key = {"conference-item": _about_item, "start": _about_start}.get(about)
    return by_key(session, int(number)) if by_key else _Matter()


def _about_appointment(session: Session, taken: Taken, appointment_id: int) -> _Matter:
    row = session.execute(_appointment(appointment_id).execution_options(**WHY)).one_or_none()
    if row is None or row.state not in WANTS.get(taken.kind, (row.state,)) or moment(row.first) <= now():
        raise Overtaken
    if taken.kind == "ask-moved" and row.sequence != taken.sequence:
        raise Overtaken
    found = replace(_meeting(row), sequence=max(row.sequence, taken.sequence))
    return _Matter(row.house, found, row.child_id, row.start_id, found.texts)


def _about_start(session: Session, start_id: int) -> _Matter:
    columns = select(Start.child_id, Start.closed, Unit.name, AppointmentType.text_before)
    columns = columns.join(Unit, Unit.id == Start.unit_id).join(AppointmentType, AppointmentType.key == START_TALK)
    row = session.execute(columns.where(Start.id == start_id).execution_options(**WHY)).one_or_none()
    if row is None or row.closed:
        raise Overtaken
    return _Matter(row.name, None, row.child_id, start_id, row.text_before)


def _about_task(session: Session, task_id: int) -> _Matter:
    """The house and the link: what it is about stands on the parents' own page."""
    columns = select(Task.child_id, Task.start_id, Unit.name).join(Unit, Unit.id == Task.unit_id)
    alive = Task.id == task_id, Task.child_id.is_not(None), Task.ended_at.is_(None)
    row = session.execute(columns.where(*alive).execution_options(**WHY)).one_or_none()
    if row is None:
        raise Overtaken
    return _Matter(row.name, None, row.child_id, row.start_id)


def _about_item(session: Session, item_id: int) -> _Matter:
    found = sending.invited(session, item_id)
    if found is None:  # they have taken their yes back
        raise Overtaken
    return _Matter(found.house, Meeting(**found.meeting()), found.child_id, found.start_id)


def _about_event(session: Session, taken: Taken) -> _Matter:
    found = posted(session, taken.sign_up_id or 0, taken.kind)
    if found is None:
        raise Overtaken
    return _Matter(found.house, Meeting(**found.meeting()), guest=found)


def _to_guest(taken: Taken, matter: _Matter, secret: str, *, sms: bool) -> _To:
    """By the address or number that they signed up with; their link shows their seats."""
    if matter.guest is None or taken.sign_up_id is None:
        raise Overtaken
    by_sms = sms and not matter.guest.email
    channel, address = (SMS, matter.guest.mobile) if by_sms else (MAIL, matter.guest.email)
    return _To(channel, address, matter.guest.language, guest_token(secret, taken.sign_up_id))


def _to_guardian(session: Session, taken: Taken, matter: _Matter, secret: str, *, sms: bool) -> _To:
    """Only while they are guardian of this child; without a link when there is none that works."""
    own = and_(Link.guardian_id == Guardian.id, Link.start_id == matter.start_id, Link.expires_on >= today())
    row = session.execute(
        select(*REACHED, Guardian.former_email, Guardian.id, Guardian.language, Link.start_id, Link.version)
        .join(Guardianship, Guardianship.guardian_id == Guardian.id)
        .outerjoin(Link, own)
        .where(Guardian.id == taken.guardian_id, Guardianship.child_id == matter.child_id)
        .execution_options(**WHY)
    ).one_or_none()
    if row is None or (row.version is None and matter.meeting is None):
        raise Overtaken
    if taken.kind == EMAIL_CHANGED:
        return _To(MAIL, row.former_email, row.language, "")
    way = token(secret, row.start_id, row.id, row.version) if row.version else ""
    return _To(*_channel(row, taken, sms=sms), row.language, way)


REACHED = (Guardian.mail, Guardian.mobile)


def _channel(row: Any, taken: Taken, *, sms: bool) -> tuple[str, str]:
    """The channel and the address: what is wanted, where they have it; the other where they have not."""
    mobile = row.mobile if sms else ""
    wanted = taken.channel == SMS and taken.tries <= PATIENT
    return (SMS, mobile) if mobile and (wanted or not row.mail) else (MAIL, row.mail)


def _to_staff(session: Session, taken: Taken, matter: _Matter, secret: str) -> _To:
    columns = select(Staff.email, Staff.language).where(Staff.id == taken.staff_id, Staff.active)
    row = session.execute(columns).one_or_none()
    if row is None or (matter.meeting and not _concerns(session, taken, matter.meeting.appointment_id)):
        raise Overtaken
    way = _invited(session, taken, secret) if taken.kind == "staff-invitation" else ""
    return _To(MAIL, row.email, row.language, way)


def _concerns(session: Session, taken: Taken, appointment_id: int) -> bool:
    """Whoever takes part is told of it, and whoever has left that they have left."""
    own = Participant.appointment_id == appointment_id, Participant.staff_id == taken.staff_id
    takes_part = bool(session.scalar(select(exists().where(*own))))
    return taken.kind == "cancelled" or takes_part == (taken.kind != "left")


def _invited(session: Session, taken: Taken, secret: str) -> str:
    link = session.scalar(select(StaffLink).where(StaffLink.staff_id == taken.staff_id, StaffLink.expires_at > now()))
    found = staff_token(secret, link.staff_id, link.expires_at) if link else ""
    if link is None or token_hash(found) != link.token_hash:
        raise Overtaken
    return found
