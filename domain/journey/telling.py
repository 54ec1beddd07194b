"""Who is told what about appointments: mails, reminders and places on the units' day; as many statements for many as for one."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due, outbox
from domain.access.citizens import Guardianship
from domain.base import moment, now
from domain.booking import verbs
from domain.booking.tables import BOOKED, CANCELLED, Appointment
from domain.booking.types import START_TALK
from domain.consent import TIME
from domain.due import Entry
from domain.journey.plan import SUNDHEDSPLEJERSKE
from domain.outbox import Message

REMINDERS = (("reminder", timedelta(hours=48), outbox.MAIL), ("reminder-soon", timedelta(hours=3), outbox.SMS))
"""Of an appointment to the family: kind, how long before, and the channel where they can be reached by it."""
PREPARED_BEFORE = timedelta(days=3)
ABOUT_TIME = ("confirmed", "moved", "substituted", "ask-moved", *(kind for kind, _before, _channel in REMINDERS))
"""What is no longer to be said once the time is another one."""
NOTHING_CHANGED = {"confirmed", "ask-moved"}


@dataclass(frozen=True)
class News:
    """What has become of one appointment: the kind of message to all guardians, and to which staff which kind."""

    appointment: Appointment
    family: str
    staff: Mapping[str, Collection[int]] = field(default_factory=dict)


def tell(session: Session, news: Iterable[News]) -> None:
    """Everybody once: what has not been sent yet about the time before is replaced. Statements do not grow with the news."""
    told = list(news)
    if not told:
        return
    families = guardians(session, {one.appointment.child_id for one in told if one.appointment.child_id})
    before = [subject(one.appointment) for one in told if one.family not in NOTHING_CHANGED]
    if before:
        outbox.replace(session, before, ABOUT_TIME)
    messages = [message for one in told for message in _messages(one, families.get(one.appointment.child_id or 0, ()))]
    outbox.put_all(session, *messages)
    due.put(
        session,
        [entry for one in told if one.appointment.state == BOOKED for entry in entries(session, one.appointment)],
    )
    forget(session, [one.appointment for one in told if one.appointment.state == CANCELLED])


def _messages(one: News, family: Collection[int]) -> Iterator[Message]:
    starts = moment(one.appointment.first)
    told = Message(
        kind=one.family,
        subject=subject(one.appointment),
        guardians=family,
        expires_at=starts if one.appointment.state == BOOKED else None,
        sequence=one.appointment.sequence,
    )
    yield told
    for kind, staff in one.staff.items():
        yield replace(told, kind=kind, guardians=(), staff=staff)
    for kind, before, channel in REMINDERS:
        if one.appointment.state == BOOKED and starts - before > now():
            yield replace(told, kind=kind, due_at=starts - before, channel=channel)


def forget(session: Session, appointments: Collection[Appointment]) -> None:
    """Nobody's day has it any longer."""
    keys = [key_of(one, seat.unit_id) for one in appointments for seat in verbs.participants(session, one)]
    if keys:
        due.drop(session, *keys, *(f"forbered/{one.start_id}" for one in appointments))


def entries(session: Session, appointment: Appointment) -> list[Entry]:
    """Its place on each participant's day, and what the sundhedsplejerske prepares before it."""
    seats = [seat for seat in verbs.participants(session, appointment) if seat.staff_id is not None]
    nurses = [seat for seat in seats if seat.role == SUNDHEDSPLEJERSKE]
    found = [
        replace(
            about(appointment, START_TALK, key_of(appointment, seat.unit_id), seat.unit_id, seat.staff_id),
            purpose=TIME if seat in nurses else None,
        )
        for seat in seats
    ]
    return found + [
        Entry(
            key=f"forbered/{appointment.start_id}",
            unit_id=seat.unit_id,
            staff_id=seat.staff_id,
            child_id=appointment.child_id,
            start_id=appointment.start_id,
            kind="forbered",
            purpose=TIME,
            at=moment(appointment.first) - PREPARED_BEFORE,
            target=f"start/{appointment.start_id}",
        )
        for seat in nurses
    ]


def about(
    appointment: Appointment, kind: str, key: str, unit_id: int | None = None, staff_id: int | None = None
) -> Entry:
    """The conversation itself, from when it begins; or something to be done once it has ended."""
    ends = moment(appointment.first + appointment.quarters)
    talk = kind == START_TALK
    return Entry(
        key=key,
        unit_id=unit_id or appointment.unit_id,
        staff_id=staff_id,
        child_id=appointment.child_id,
        start_id=appointment.start_id,
        kind=kind,
        at=moment(appointment.first) if talk else ends,
        until=ends if talk else None,
        target=f"appointment/{appointment.id}" if talk else f"start/{appointment.start_id}",
    )


def key_of(appointment: Appointment, unit_id: int) -> str:
    """Of its place on one unit's day."""
    return f"appointment/{appointment.id}/{unit_id}"


def subject(appointment: Appointment) -> str:
    return f"appointment/{appointment.id}"


def guardians(session: Session, child_ids: Collection[int]) -> dict[int, list[int]]:
    """Ids of all guardians of each child, with custody or without. One statement, none for none."""
    found: dict[int, list[int]] = {one: [] for one in child_ids}
    if found:
        rows = select(Guardianship.child_id, Guardianship.guardian_id).where(Guardianship.child_id.in_(found))
        for child_id, guardian_id in session.execute(rows):
            found[child_id].append(guardian_id)
    return found
