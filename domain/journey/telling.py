"""Who is told what about appointments: mails, reminders and places on the units' day; as many statements for many as for one."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due, outbox
from domain.access.citizens import Guardianship
from domain.access.roles import INTERPRETER, SUNDHEDSPLEJERSKE
from domain.base import moment, now
from domain.booking import verbs
from domain.booking.kinds.types import START_TALK, TALKS
from domain.booking.tables import BOOKED, GIVEN_BACK, Appointment, Participant
from domain.consent import TIME
from domain.due import Entry
from domain.outbox import Message
from domain.visits import booking as visits

REMINDERS = (("reminder", timedelta(hours=48), outbox.MAIL), ("reminder-soon", timedelta(hours=3), outbox.SMS))
"""Of an appointment to the family: kind, how long before, and the channel where they can be reached by it."""
PREPARED_BEFORE = timedelta(days=3)
WINDOWS = ("visit-window", "visit-window-moved")
ABOUT_TIME = (
    "confirmed",
    "moved",
    "substituted",
    "ask-moved",
    *WINDOWS,
    *(kind for kind, _before, _channel in REMINDERS),
)
"""What is no longer to be said once the time is another one."""
NOTHING_CHANGED = {"confirmed", "ask-moved"}


@dataclass(frozen=True)
class News:
    """What has become of one appointment: the kind of message to all guardians, and to which staff which kind.

    `only`: the guardians who are told of it, where the others hear of it in another message; reminders go to all.
    """

    appointment: Appointment
    family: str
    staff: Mapping[str, Collection[int]] = field(default_factory=dict)
    only: Collection[int] | None = None


def tell(session: Session, news: Iterable[News], known: Mapping[int, Collection[int]] | None = None) -> None:
    """Everybody once: what has not been sent yet about the time before is replaced. Statements do not grow with the news.

    `known`: all guardians by child, where the caller has just looked.
    """
    told = list(news)
    if not told:
        return
    whose = {child for one in told for child in concerned(one.appointment)}
    families = known if known is not None and whose <= known.keys() else guardians(session, whose)
    before = [subject(one.appointment) for one in told if one.family not in NOTHING_CHANGED]
    if before:
        outbox.replace(session, before, ABOUT_TIME)
    messages = [message for one in told for message in _messages(one, _family(one.appointment, families))]
    outbox.put_all(session, *messages)
    due.put(
        session,
        [entry for one in told if one.appointment.state == BOOKED for entry in entries(session, one.appointment)],
    )
    forget(session, [one.appointment for one in told if one.appointment.state in GIVEN_BACK])
    visits.follow(session, [one.appointment for one in told])


def children(appointment: Appointment) -> list[tuple[int, int]]:
    """(start, child) of everybody it is held for; none where it is no conversation of a start."""
    if appointment.start_ids:
        return list(zip(appointment.start_ids, appointment.child_ids, strict=True))
    return [(appointment.start_id, appointment.child_id)] if appointment.start_id and appointment.child_id else []


def concerned(appointment: Appointment) -> list[int]:
    """Ids of the children that it is held for, also where it is about no start."""
    return appointment.child_ids or ([appointment.child_id] if appointment.child_id is not None else [])


def _family(appointment: Appointment, families: Mapping[int, Collection[int]]) -> set[int]:
    return {guardian for child in concerned(appointment) for guardian in families.get(child, ())}


def _messages(one: News, family: Collection[int]) -> Iterator[Message]:
    starts = moment(one.appointment.first)
    told = Message(
        kind=one.family,
        subject=subject(one.appointment),
        guardians=family,
        expires_at=starts if one.appointment.state == BOOKED else None,
        sequence=one.appointment.sequence,
    )
    yield told if one.only is None else replace(told, guardians=one.only)
    for kind, staff in one.staff.items():
        yield replace(told, kind=kind, guardians=(), staff=staff)
    for kind, before, channel in REMINDERS:
        if one.appointment.state == BOOKED and starts - before > now():
            yield replace(told, kind=kind, due_at=starts - before, channel=channel)


def forget(session: Session, appointments: Collection[Appointment]) -> None:
    """Nobody's day has it any longer."""
    keys = [key for one in appointments for key in keys_of(session, one)]
    if keys:
        due.drop(session, *keys)


def keys_of(session: Session, appointment: Appointment, role: str = "") -> list[str]:
    """Of its places on the units' days, or on the one of this role's unit, and of what is to be prepared for it."""
    seats = [seat for seat in verbs.participants(session, appointment) if not role or seat.role == role]
    starts = [start for start, _ in children(appointment)]
    places = {key_of(appointment, seat.unit_id, start) for seat in seats for start in starts}
    prepared = [f"forbered/{start}" for start in starts] if appointment.type_key == START_TALK else []
    arrived = [f"ankommet/{appointment.id}/{start}" for start in starts] if not role else []
    doubles = [due.double_key(appointment.id, seat.staff_id) for seat in seats if seat.staff_id is not None]
    return [*sorted(places), *prepared, *arrived, *doubles]


def entries(session: Session, appointment: Appointment) -> list[Entry]:
    """Its place on each participant's day, for each child; and what the sundhedsplejerske prepares before the first one.

    Own staff who interpret are told when, and not whom it is about.
    """
    seats = [seat for seat in verbs.participants(session, appointment) if seat.staff_id is not None]
    every = children(appointment)
    both = [(seat, *child) for seat in seats for child in (every[:1] if seat.role == INTERPRETER else every)]
    found = [
        replace(
            about(appointment, appointment.type_key, key_of(appointment, seat.unit_id, start)),
            unit_id=seat.unit_id,
            staff_id=seat.staff_id,
            child_id=None if seat.role == INTERPRETER else child,
            start_id=start,
            target=f"start/{start}"
            if start != appointment.start_id and seat.role != INTERPRETER
            else subject(appointment),
            purpose=TIME if seat.role == SUNDHEDSPLEJERSKE else None,
        )
        for seat, start, child in both
    ]
    if appointment.type_key != START_TALK:
        return found
    return found + [_preparing(appointment, *one) for one in both if one[0].role == SUNDHEDSPLEJERSKE]


def _preparing(appointment: Appointment, seat: Participant, start_id: int, child_id: int) -> Entry:
    """What the sundhedsplejerske writes before the first conversation."""
    return Entry(
        key=f"forbered/{start_id}",
        unit_id=seat.unit_id,
        staff_id=seat.staff_id,
        child_id=child_id,
        start_id=start_id,
        kind="forbered",
        purpose=TIME,
        at=moment(appointment.first) - PREPARED_BEFORE,
        target=f"start/{start_id}",
    )


def about(appointment: Appointment, kind: str, key: str) -> Entry:
    """The conversation itself, from when it begins; or something to be done once it has ended."""
    ends = moment(appointment.first + appointment.quarters)
    talk = kind in TALKS
    return Entry(
        key=key,
        unit_id=appointment.unit_id,
        child_id=appointment.child_id,
        start_id=appointment.start_id,
        kind=kind,
        at=moment(appointment.first) if talk else ends,
        until=ends if talk else None,
        target=f"appointment/{appointment.id}" if talk else f"start/{appointment.start_id}",
    )


def calls(start_id: int, kind: str = START_TALK) -> list[str]:
    """Keys of why the house is to ring a family up about a conversation that it has no time for."""
    return [f"kom-ikke/{kind}/{start_id}", *([f"ring/{start_id}"] if kind == START_TALK else [])]


def missed(appointment: Appointment) -> list[Entry]:
    """The house rings the family up, to find another time."""
    return [
        task(appointment, "kom-ikke", f"kom-ikke/{appointment.type_key}", now(), *one) for one in children(appointment)
    ]


def task(appointment: Appointment, kind: str, key: str, at: datetime, start_id: int, child_id: int) -> Entry:
    """Something for the house to do, about one child."""
    return Entry(
        key=f"{key}/{start_id}",
        unit_id=appointment.unit_id,
        child_id=child_id,
        start_id=start_id,
        kind=kind,
        at=at,
        target=f"start/{start_id}",
    )


def key_of(appointment: Appointment, unit_id: int, start_id: int | None = None) -> str:
    """Of its place on one unit's day; of one that is held for several children, of one child's place."""
    shared = f"/{start_id}" if start_id is not None and start_id != appointment.start_id else ""
    return f"appointment/{appointment.id}/{unit_id}{shared}"


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
