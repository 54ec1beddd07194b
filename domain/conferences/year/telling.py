"""Who is told what about a conference's time: link and time only. And its place on each one's day."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain import due, outbox
from domain.base import moment, now
from domain.conferences.tables.series import TYPE, Conference
from domain.due import Entry
from domain.outbox import Message

REMINDED_BEFORE = timedelta(hours=48)
CONFIRMED, MOVED, CANCELLED, LEFT, REMINDER = "confirmed", "moved", "cancelled", "left", "reminder"
STALE = (CONFIRMED, MOVED, REMINDER)


class Member(NamedTuple):
    """Somebody who comes, for which unit."""

    staff_id: int
    unit_id: int


def called(session: Session, kind: str, held: Iterable[tuple[Conference, Sequence[Member]]]) -> None:
    """Those who come are told, and reminded two days before; it stands on their day. Two statements, however many."""
    found = list(held)
    outbox.put_all(session, *(one for conference, people in found for one in _said(conference, kind, people)))
    due.put(session, [_entry(conference, one) for conference, people in found for one in people])


def again(session: Session, conference: Conference, people: Sequence[Member], gone: Collection[Member]) -> None:
    """It has been moved: those who come are told the new time, those who no longer do that they have left."""
    outbox.replace(session, _about(conference), STALE)
    left(session, conference, gone)
    called(session, MOVED, [(conference, people)])


def left(session: Session, conference: Conference, gone: Collection[Member]) -> None:
    """They do not come any more: nothing reminds them."""
    if gone:
        told = Message(
            kind=LEFT,
            subject=_about(conference),
            staff=[one.staff_id for one in gone],
            sequence=conference.sequence,
            expires_at=moment(conference.first),
            key_part=f"{now():%Y%m%d%H%M%S}",  # one may leave, come, and leave again
        )
        outbox.put_all(session, told)
        due.drop(session, *(_key(conference, one) for one in gone))


def called_off(session: Session, conference: Conference, people: Collection[Member]) -> None:
    """It is not held."""
    outbox.replace(session, _about(conference), STALE)
    staff = [one.staff_id for one in people]
    outbox.put(session, CANCELLED, _about(conference), staff=staff, sequence=conference.sequence)
    due.drop(session, *(_key(conference, one) for one in people))


def happen(session: Session) -> None:
    """What is over is no longer to be done by anybody."""
    due.happen(session, TYPE)


def _said(conference: Conference, kind: str, people: Sequence[Member]) -> list[Message]:
    staff, at = [one.staff_id for one in people], moment(conference.first)
    about, sequence = _about(conference), conference.sequence
    told = Message(
        kind=kind,
        subject=about,
        staff=staff,
        sequence=sequence,
        expires_at=at,
        key_part=f"{now():%Y%m%d%H%M%S}",
    )
    remind_at = at - REMINDED_BEFORE
    soon = remind_at <= now()  # whoever is called in later than that has just been told
    reminder = Message(
        kind=REMINDER,
        subject=about,
        staff=() if soon else staff,
        due_at=remind_at,
        expires_at=at,
        sequence=sequence,
    )
    return [told, reminder]


def _entry(conference: Conference, one: Member) -> Entry:
    return Entry(
        key=_key(conference, one),
        unit_id=one.unit_id,
        staff_id=one.staff_id,
        kind=TYPE,
        at=moment(conference.first),
        until=moment(conference.first + conference.quarters),
        target=_about(conference),
    )


def _key(conference: Conference, one: Member) -> str:
    return f"{_about(conference)}/{one.unit_id}/{one.staff_id}"


def _about(conference: Conference) -> str:
    return f"appointment/{conference.appointment_id}"
