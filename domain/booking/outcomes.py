"""What becomes of a booked time: the family is there, it took place, nobody came, or they had told beforehand."""

from sqlalchemy.orm import Session

from domain.base import moment, now, today
from domain.booking.finding.openings import local_day
from domain.booking.tables import BOOKED, EXCUSED, HELD, NO_SHOW, REASONS, Appointment
from domain.booking.taking.shared import follow
from domain.booking.taking.versions import NotBooked, flush, only

FINISHED = (HELD, NO_SHOW, EXCUSED)


def arrive(session: Session, appointment: Appointment) -> None:
    """The family is at the door, on the day; a second time changes nothing."""
    only(appointment, BOOKED)
    if local_day(appointment.first) != today():
        raise NotBooked(f"appointment {appointment.id} is not today")
    if appointment.arrived_at is None:
        with session.begin_nested():
            appointment.arrived_at = now()
            flush(session, appointment)
            follow(session, appointment)


def finish(session: Session, appointment: Appointment, state: str, reason: str = "") -> None:
    """It took place (HELD), nobody came (NO_SHOW), or they had told so (EXCUSED); each can be corrected to the others."""
    if state not in FINISHED or reason not in {"", *REASONS}:
        raise ValueError((state, reason))
    only(appointment, BOOKED, *FINISHED)
    if moment(appointment.first) > now():
        raise NotBooked(f"appointment {appointment.id} has not begun")
    with session.begin_nested():
        appointment.state, appointment.reason = state, reason if state != HELD else ""
        if state != HELD:
            appointment.arrived_at = None
        flush(session, appointment)
        follow(session, appointment)
