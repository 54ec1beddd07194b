"""The start conversation itself: booked, moved, cancelled, held; and who is told."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from domain import due, outbox
from domain.access.citizens import Guardianship
from domain.base import DomainError, moment, now, today
from domain.booking import verbs
from domain.booking.search import Need, Offer, search
from domain.booking.tables import BOOKED, HELD, Appointment
from domain.booking.types import START_TALK
from domain.consent import TIME, Consent
from domain.due import Entry
from domain.journey.plan import ROOM, SUNDHEDSPLEJERSKE, Plan
from domain.outbox import Message
from domain.people import Start

REMINDED_BEFORE = timedelta(hours=48)
PREPARED_BEFORE = timedelta(days=3)
ABOUT_TIME = ("confirmed", "moved", "reminder")


class AlreadyBooked(DomainError):
    """The start has its conversation; move it instead."""


class Closed(DomainError):
    """The child does not start here after all."""


def times(session: Session, found: Plan) -> list[Offer]:
    """Every joint time of the plan, in order. One statement."""
    if found.closed or found.lo >= found.hi:
        return []
    return search(session, found.needs, found.type, found.lo, found.hi, quarters=found.quarters, apart=found.booked)


def book(session: Session, found: Plan, first: int, request_key: str) -> Appointment:
    """Book the planned conversation; everybody is told. Raises SlotTaken, TooLate, TooFar, AlreadyBooked, Closed."""
    if found.closed:
        raise Closed(found.closed)
    booking = verbs.Booking(
        type_=found.type,
        unit_id=found.unit_id,
        first=first,
        needs=found.needs,
        request_key=request_key,
        child_id=found.child_id,
        start_id=found.start_id,
        quarters=found.quarters,
    )
    try:
        appointment = verbs.book(session, booking)
    except IntegrityError as error:
        raise AlreadyBooked from error
    outbox.replace(session, f"start/{found.start_id}", ("invitation", "chase"))
    due.drop(session, f"ring/{found.start_id}")
    _tell(session, appointment, "confirmed")
    return appointment


def move(session: Session, appointment: Appointment, found: Plan, first: int) -> Appointment:
    """Move it with everybody who takes part, or, where one of a group has no time, with another of the group.

    With another plan (`relax`), with those it names. Raises as `book`, and nothing has changed.
    """
    seats = verbs.participants(session, appointment)
    needs = found.needs if found.relax else _same_first(found, {seat.resource_id for seat in seats})
    before = {seat.staff_id for seat in seats if seat.staff_id is not None}
    verbs.move(session, appointment, first, needs, found.quarters if found.relax else None)
    left = before - _staff(session, appointment)
    if left:
        outbox.put(session, "left", _subject(appointment), staff=left, sequence=appointment.sequence)
    _tell(session, appointment, "moved")
    return appointment


def cancel(session: Session, appointment: Appointment) -> None:
    """The time is given back, everybody is told, and the house has the family on its list again."""
    staff = _staff(session, appointment)
    verbs.cancel(session, appointment)
    outbox.replace(session, _subject(appointment), ABOUT_TIME)
    guardians = guardians_of(session, appointment.child_id)
    outbox.put(
        session, "cancelled", _subject(appointment), guardians=guardians, staff=staff, sequence=appointment.sequence
    )
    _forget(session, appointment)


def cancel_for(session: Session, start: Start) -> None:
    """Cancel the start's conversation if one stands."""
    appointment = standing(session, start.id)
    if appointment is not None:
        cancel(session, appointment)


def finish(session: Session, appointment: Appointment, state: str) -> None:
    """It was held, or the family did not come. After a conversation the house writes the recommendations."""
    verbs.finish(session, appointment, state)
    units = [seat.unit_id for seat in verbs.participants(session, appointment)]
    due.done(session, *(_key(appointment, unit) for unit in units), f"forbered/{appointment.start_id}")
    if state == HELD:
        due.put(session, [_about(appointment, "anbefalinger", f"anbefalinger/{appointment.start_id}")])


def let_go(session: Session, start: Start, appointment: Appointment | None) -> None:
    """Where consent no longer covers her presence the sundhedsplejerske leaves; the time stands with the pædagog.

    The caller has looked for the appointment before the answer: a sundhedsplejerske who notes a no cannot see it any longer.
    """
    if appointment is None:
        return
    seats = [seat for seat in verbs.participants(session, appointment) if seat.role == SUNDHEDSPLEJERSKE]
    present = select(Consent.id).where(Consent.start_id == start.id, Consent.purpose == TIME, Consent.until >= today())
    if not seats or session.scalar(present) is not None:
        return
    verbs.leave(session, appointment, SUNDHEDSPLEJERSKE)
    subject, staff = _subject(appointment), [seat.staff_id for seat in seats if seat.staff_id is not None]
    outbox.put(session, "left", subject, staff=staff, sequence=appointment.sequence)
    due.drop(session, *(_key(appointment, seat.unit_id) for seat in seats), f"forbered/{start.id}")


def standing(session: Session, start_id: int) -> Appointment | None:
    """The start's booked conversation, as far as the viewer may see it."""
    statement = select(Appointment).where(
        Appointment.start_id == start_id, Appointment.type_key == START_TALK, Appointment.state == BOOKED
    )
    return session.scalars(statement.options(joinedload(Appointment.participants))).unique().one_or_none()


def _same_first(found: Plan, resources: set[int]) -> tuple[Need, ...]:
    """The plan's needs with those who take part already before the others; the room may be another."""
    return tuple(
        one
        if one.role == ROOM
        else Need(one.role, tuple(sorted(one.candidates, key=lambda pick: pick.resource_id not in resources)))
        for one in found.needs
    )


def _tell(session: Session, appointment: Appointment, kind: str) -> None:
    """Mail to all and a reminder two days before, both replacing what was to be said; and a place on each unit's day."""
    starts = moment(appointment.first)
    told = Message(
        kind=kind,
        subject=_subject(appointment),
        guardians=guardians_of(session, appointment.child_id),
        staff=_staff(session, appointment),
        expires_at=starts,
        sequence=appointment.sequence,
    )
    reminder = replace(told, kind="reminder", staff=(), due_at=starts - REMINDED_BEFORE)
    if kind != "confirmed":
        outbox.replace(session, told.subject, ABOUT_TIME)
    outbox.put_all(session, told, *([reminder] if starts - REMINDED_BEFORE > now() else []))
    due.put(session, entries(session, appointment))


def entries(session: Session, appointment: Appointment) -> list[Entry]:
    """Its place on each participant's day, and what the sundhedsplejerske prepares before it."""
    seats = [seat for seat in verbs.participants(session, appointment) if seat.staff_id is not None]
    nurses = [seat for seat in seats if seat.role == SUNDHEDSPLEJERSKE]
    found = [
        replace(
            _about(appointment, START_TALK, _key(appointment, seat.unit_id), seat.unit_id, seat.staff_id),
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


def _about(
    appointment: Appointment, kind: str, key: str, unit_id: int | None = None, staff_id: int | None = None
) -> Entry:
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


def _forget(session: Session, appointment: Appointment) -> None:
    units = [seat.unit_id for seat in verbs.participants(session, appointment)]
    due.drop(session, *(_key(appointment, unit) for unit in units), f"forbered/{appointment.start_id}")


def _key(appointment: Appointment, unit_id: int) -> str:
    return f"appointment/{appointment.id}/{unit_id}"


def _subject(appointment: Appointment) -> str:
    return f"appointment/{appointment.id}"


def _staff(session: Session, appointment: Appointment) -> set[int]:
    return {seat.staff_id for seat in verbs.participants(session, appointment) if seat.staff_id is not None}


def guardians_of(session: Session, child_id: int | None) -> list[int]:
    """Ids of all guardians of a child, with custody or without."""
    return list(session.scalars(select(Guardianship.guardian_id).where(Guardianship.child_id == child_id)))
