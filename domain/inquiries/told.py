"""Who is told of a time for an inquiry, that it is agreed or gone: those who are to be there, without a word of what it is about."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from domain import due, outbox
from domain.base import moment, now
from domain.booking import verbs
from domain.booking.tables import Appointment
from domain.consent import ADVICE, PURPOSES, holders
from domain.due import Entry
from domain.inquiries.tables import WITH_PARENTS, Inquiry
from domain.inquiries.writing import subject
from domain.outbox import Message

CHOOSE, TIME, GONE = "inquiry-choose", "request-time", "request-time-gone"
"""Mails: to parents with a link of their child, to choose; to parents without an account, of their time and that it is gone."""


def choose(session: Session, inquiry: Inquiry) -> None:
    """The parents of a named child are asked to choose a time."""
    assert inquiry.child_id is not None
    family = holders(session, inquiry.child_id)
    outbox.put(session, CHOOSE, subject(inquiry.id), guardians=family, key_part=f"{now():%Y%m%d%H%M}")


def gone(session: Session, inquiry: Inquiry, number: int, version: int, staff: Collection[int]) -> None:
    """The appointment of that number is cancelled; `version`: its sequence now. `staff`: who was to be there."""
    about = f"appointment/{number}"
    outbox.replace(session, [about, subject(inquiry.id)], ("confirmed", "moved", "reminder", TIME, CHOOSE))
    family = holders(session, inquiry.child_id) if inquiry.child_id and inquiry.meets == WITH_PARENTS else ()
    cancelled = Message(kind="cancelled", subject=about, staff=staff, guardians=family, sequence=version)
    outbox.put_all(session, cancelled, *_guest(inquiry, GONE, number, version))
    due.drop(session, *_keys(inquiry))


def booked(session: Session, inquiry: Inquiry, appointment: Appointment, kind: str) -> Appointment:
    """A time is agreed, or another: all who are to be there, the reminder, and their places on the day of each."""
    seats = [seat for seat in verbs.participants(session, appointment) if seat.staff_id is not None]
    about, start = f"appointment/{appointment.id}", moment(appointment.first)
    if kind != "confirmed":
        outbox.replace(session, [about, subject(inquiry.id)], ("confirmed", "moved", "reminder", TIME))
    family = holders(session, appointment.child_id) if appointment.child_id else ()
    told = Message(
        kind=kind,
        subject=about,
        staff=[seat.staff_id for seat in seats if seat.staff_id is not None],
        guardians=family,
        sequence=appointment.sequence,
        expires_at=start,
    )
    remind = Message(
        kind="reminder",
        subject=about,
        guardians=family if start > now() + timedelta(days=2) else (),
        due_at=start - timedelta(days=2),
        expires_at=start,
        sequence=appointment.sequence,
    )
    outbox.put_all(session, told, remind, *_guest(inquiry, TIME, appointment.id, appointment.sequence))
    due.put(session, [_entry(inquiry, appointment, seat) for seat in seats])
    return appointment


def _guest(inquiry: Inquiry, kind: str, number: int, version: int) -> Sequence[Message]:
    if inquiry.from_unit_id is not None:
        return ()
    stamp = f"{number}.{version}"
    return (Message(kind=kind, subject=subject(inquiry.id), guests=[inquiry.id], key_part=stamp),)


def _keys(inquiry: Inquiry) -> list[str]:
    return [f"{subject(inquiry.id)}/tid/{one}" for one in (inquiry.taken_by, inquiry.writer_id) if one]


def _entry(inquiry: Inquiry, appointment: Appointment, seat: Any) -> Entry:
    """When it is, on the day of each; of a named child with those who are asked only while the parents say yes."""
    named: dict[str, Any] = {"child_id": inquiry.child_id}
    if inquiry.child_id is not None and seat.unit_id != inquiry.from_unit_id:
        named |= {"matter_id": inquiry.id, "purpose": PURPOSES[ADVICE].full}
    return Entry(
        key=f"{subject(inquiry.id)}/tid/{seat.staff_id}",
        unit_id=seat.unit_id,
        staff_id=seat.staff_id,
        kind="henvendelse-tid",
        at=moment(appointment.first),
        until=moment(appointment.first + appointment.quarters),
        target=subject(inquiry.id),
        **named,
    )
