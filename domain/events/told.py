"""Who is told what about an event: those who have signed up by their own link, those who hold it as of any appointment."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due, outbox
from domain.base import moment, now
from domain.booking.tables import Participant
from domain.due import Entry
from domain.events.tables import HOLDS, LEFT, WAITS, Event, Seating
from domain.outbox import Message

REMINDED_BEFORE = timedelta(hours=48)
SEAT, WAITING, FREED, MOVED, CANCELLED, GONE, REMINDER = (
    *("seat", "seat-waiting", "seat-freed", "seat-moved", "seat-cancelled", "seat-left"),
    "seat-reminder",
)
STALE = (SEAT, WAITING, FREED, MOVED, REMINDER)
"""What is no longer so when something about a seat changes."""
SEATED = {SEAT, FREED, MOVED}
OF_STAFF = ("confirmed", "moved", "reminder")


def guest(session: Session, event: Event, kind: str, *sign_ups: tuple[int, int]) -> None:
    """A message to each (sign-up, version of what it holds), and a reminder two days before to those who have seats."""
    outbox.put_all(session, *(one for number in sign_ups for one in _said(event, kind, *number)))


def again(session: Session, event: Event, kind: str, sign_up_id: int) -> None:
    """The way to what they have, at most once an hour: somebody has typed their address into the form once more."""
    outbox.put_all(session, _said(event, kind, sign_up_id, f"{now():%Y%m%d%H}")[0])


def guests(session: Session, event: Event, kind: str) -> int:
    """To everybody who has seats or waits for some: the event has been moved or cancelled. Returns how many."""
    rows = session.execute(
        select(Seating.sign_up_id, Seating.version, Seating.standing).where(
            Seating.event_id == event.id, Seating.standing != LEFT
        )
    ).all()
    forget(session, *(row.sign_up_id for row in rows))
    said = {HOLDS: kind, WAITS: CANCELLED if kind == CANCELLED else WAITING}
    each = (_said(event, said[row.standing], row.sign_up_id, row.version) for row in rows)
    outbox.put_all(session, *(one for messages in each for one in messages))
    return len(rows)


def forget(session: Session, *sign_ups: int) -> None:
    """What has not been sent to them is not sent: it is no longer so."""
    if sign_ups:
        outbox.replace(session, [subject(one) for one in sign_ups], STALE)


class Held(Protocol):
    """What is held at a time: an event, or whatever else takes the time of those who hold it. `kind`: of its due rows."""

    @property
    def kind(self) -> str: ...
    @property
    def appointment_id(self) -> int: ...
    @property
    def first(self) -> int: ...
    @property
    def quarters(self) -> int: ...
    @property
    def sequence(self) -> int: ...


def hosts(session: Session, event: Held, kind: str, seats: Iterable[Participant], left: Iterable[int] = ()) -> None:
    """Mail to those who hold it, and to those who have `left`; and its place on each one's day."""
    seated = {seat.staff_id: seat for seat in seats if seat.staff_id is not None}
    about = f"appointment/{event.appointment_id}"
    if kind != "confirmed":
        outbox.replace(session, about, OF_STAFF)
    expires = moment(event.first) if kind != "cancelled" else None
    told = Message(kind=kind, subject=about, staff=seated, sequence=event.sequence, expires_at=expires)
    outbox.put_all(session, told, Message(kind="left", subject=about, staff=left, sequence=event.sequence))
    if kind == "cancelled":
        due.drop(session, *(key(event, seat) for seat in seated.values()))
    else:
        due.put(session, [_entry(event, seat) for seat in seated.values()])


def key(event: Held, seat: Participant) -> str:
    return f"appointment/{event.appointment_id}/{seat.unit_id}/{seat.staff_id}"


def subject(sign_up_id: int) -> str:
    return f"sign-up/{sign_up_id}"


def _said(event: Event, kind: str, sign_up_id: int, version: int | str) -> list[Message]:
    told = Message(
        kind=kind,
        subject=subject(sign_up_id),
        guests=(sign_up_id,),
        expires_at=moment(event.first),
        sequence=event.sequence,
        key_part=str(version),
    )
    return [told, _reminder(told, event)] if kind in SEATED else [told]


def _reminder(told: Message, event: Event) -> Message:
    due_at = moment(event.first) - REMINDED_BEFORE
    soon = due_at <= now()  # whoever signs up later than that has just been told
    return Message(
        kind=REMINDER,
        subject=told.subject,
        guests=() if soon else told.guests,
        due_at=due_at,
        expires_at=told.expires_at,
        sequence=told.sequence,
        key_part=told.key_part,
    )


def _entry(event: Held, seat: Participant) -> Entry:
    return Entry(
        key=key(event, seat),
        unit_id=seat.unit_id,
        staff_id=seat.staff_id,
        kind=event.kind,
        at=moment(event.first),
        until=moment(event.first + event.quarters),
        target=f"appointment/{event.appointment_id}",
    )
