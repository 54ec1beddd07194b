"""The start conversation itself: booked, moved, cancelled, held; and who is told."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from domain import due, outbox
from domain.base import DomainError, today
from domain.booking import verbs
from domain.booking.search import Need, Offer, search
from domain.booking.tables import BOOKED, HELD, Appointment
from domain.booking.types import START_TALK
from domain.consent import TIME, Consent
from domain.journey.plan import ROOM, SUNDHEDSPLEJERSKE, Plan
from domain.journey.telling import News, about, guardians, key_of, subject, tell
from domain.people import Start


class AlreadyBooked(DomainError):
    """The start has its conversation; move it instead."""


class Closed(DomainError):
    """The child does not start here after all."""


def times(session: Session, found: Plan) -> list[Offer]:
    """Every joint time of the plan, in order. One statement."""
    if found.closed or found.lo >= found.hi:
        return []
    how: dict[str, Any] = {"quarters": found.quarters, "apart": found.booked, "where": found.where}
    return search(session, found.needs, found.type, found.lo, found.hi, **how)


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
    tell(session, [News(appointment, "confirmed", {"confirmed": _staff(session, appointment)})])
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
    staff = {"moved": _staff(session, appointment), "left": left}
    tell(session, [News(appointment, "moved", staff)])
    return appointment


def cancel(session: Session, appointment: Appointment) -> None:
    """The time is given back, everybody is told, and the house has the family on its list again."""
    staff = _staff(session, appointment)
    verbs.cancel(session, appointment)
    tell(session, [News(appointment, "cancelled", {"cancelled": staff})])


def cancel_for(session: Session, start: Start) -> None:
    """Cancel the start's conversation if one stands."""
    appointment = standing(session, start.id)
    if appointment is not None:
        cancel(session, appointment)


def finish(session: Session, appointment: Appointment, state: str) -> None:
    """It was held, or the family did not come. After a conversation the house writes the recommendations."""
    verbs.finish(session, appointment, state)
    units = [seat.unit_id for seat in verbs.participants(session, appointment)]
    due.done(session, *(key_of(appointment, unit) for unit in units), f"forbered/{appointment.start_id}")
    if state == HELD:
        due.put(session, [about(appointment, "anbefalinger", f"anbefalinger/{appointment.start_id}")])


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
    staff = [seat.staff_id for seat in seats if seat.staff_id is not None]
    outbox.put(session, "left", subject(appointment), staff=staff, sequence=appointment.sequence)
    due.drop(session, *(key_of(appointment, seat.unit_id) for seat in seats), f"forbered/{start.id}")


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


def _staff(session: Session, appointment: Appointment) -> set[int]:
    return {seat.staff_id for seat in verbs.participants(session, appointment) if seat.staff_id is not None}


def guardians_of(session: Session, child_id: int | None) -> list[int]:
    """Ids of all guardians of a child, with custody or without."""
    return guardians(session, {child_id})[child_id] if child_id else []
