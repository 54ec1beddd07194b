"""A time that is held for one family: freed, booked, or given to the appointment that moves there."""

from sqlalchemy.orm import Session

from domain.base import now
from domain.booking.finding.search import Placement
from domain.booking.kinds.limits import still_changeable
from domain.booking.tables import BOOKED, LAPSED, RESERVED, Appointment
from domain.booking.taking.claims import hand_over, release
from domain.booking.taking.seats import kept, noted, participants, reseat
from domain.booking.taking.shared import follow
from domain.booking.taking.versions import next_version, only


def lapse(session: Session, reserved: Appointment) -> None:
    """A time that was held for a family is free again."""
    only(reserved, RESERVED)
    with session.begin_nested():
        reserved.state = LAPSED
        next_version(session, reserved)
        release(session, reserved.id)


def accept(session: Session, reserved: Appointment) -> Appointment:
    """What was held is booked: the claims stay where they are. Within the caller's savepoint, as `exchange`."""
    only(reserved, RESERVED)
    reserved.state, reserved.booked_at = BOOKED, now()
    next_version(session, reserved)
    return reserved


def exchange(session: Session, appointment: Appointment, reserved: Appointment) -> Appointment:
    """The appointment moves to the time that was held for it; at no moment is that time free."""
    only(appointment, BOOKED)
    only(reserved, RESERVED)
    still_changeable(session, appointment)
    held, seats = participants(session, reserved), tuple(participants(session, appointment))
    places = tuple((need.role, need.candidates[0]) for need in kept(reserved, held))
    to = Placement(reserved.first, reserved.quarters, places, frozenset())
    appointment.first, appointment.quarters, appointment.room_id = to.first, to.quarters, reserved.room_id
    appointment.place = reserved.place
    before = {seat.resource_id for seat in seats}
    reseat(session, appointment, seats, to)
    if before != {pick.resource_id for _role, pick in places}:
        noted(session, [appointment])
    reserved.state, reserved.sequence = LAPSED, reserved.sequence + 1
    next_version(session, appointment)  # both at once: whoever has changed either makes it fail
    release(session, appointment.id)
    hand_over(session, reserved.id, appointment.id)
    follow(session, appointment)
    return appointment
