"""Many bookings at once, all or nothing: moved, filled anew, or given back, in as many statements for many as for one."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from domain.booking.finding.search import Placement
from domain.booking.kinds.limits import in_time
from domain.booking.tables import BOOKED, CANCELLED, Appointment, AppointmentType, Claim
from domain.booking.taking.claims import claim_all
from domain.booking.taking.seats import noted, participants, reseat
from domain.booking.taking.shared import follow
from domain.booking.taking.versions import Changed, only

Moves = Iterable[tuple[Appointment, Placement]]


def replan(session: Session, moves: Moves, cancelled: Collection[Appointment] = ()) -> None:
    """Their claims alone decide. Raises SlotTaken, Changed, NotBooked, TooLate or TooFar, and all stands as it was.

    Participants and types have been read; what is held for several children costs two statements more.
    """
    placed = list(moves)
    for appointment, to in placed:
        only(appointment, BOOKED)
        type_ = session.get_one(AppointmentType, appointment.type_key)
        in_time(session, type_, (to.first, to.first + to.quarters))
    with session.begin_nested():
        refilled = [appointment for appointment, to in placed if _place(session, appointment, to)]
        for appointment in cancelled:
            only(appointment, BOOKED)
            appointment.state, appointment.arrived_at = CANCELLED, None
        _write(session, placed, [*(one for one, _ in placed), *cancelled])
        noted(session, refilled)


def _place(session: Session, appointment: Appointment, to: Placement) -> bool:
    """Whether somebody else takes part now."""
    if appointment.first != to.first:
        appointment.arrived_at = None
    appointment.first, appointment.quarters, appointment.room_id = to.first, to.quarters, to.room_id
    seats = participants(session, appointment)
    same = {one.resource_id for one in seats} == {pick.resource_id for _role, pick in to.seats}
    reseat(session, appointment, seats, to)
    return not same


def _write(session: Session, placed: Sequence[tuple[Appointment, Placement]], changed: list[Appointment]) -> None:
    """Versions first: here the write net says no, and whoever has been overtaken."""
    for appointment in changed:
        appointment.sequence += 1
    try:
        session.flush()
    except StaleDataError as error:
        raise Changed(f"one of {len(changed)} appointments") from error
    session.execute(delete(Claim).where(Claim.appointment_id.in_([one.id for one in changed])))
    claim_all(session, [(resource, number, one.id) for one, to in placed for resource, number in to.claims])
    for appointment in changed:
        follow(session, appointment)
