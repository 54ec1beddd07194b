"""Of two who change an appointment at the same moment the later one fails, and calendars know the newer by its number."""

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from domain.base import DomainError
from domain.booking.tables import Appointment


class Changed(DomainError):
    """Somebody else changed the appointment at the same moment."""


class NotBooked(DomainError):
    """A cancelled or finished appointment is not changed, and one that has not begun is not finished."""


def only(appointment: Appointment, *states: str) -> None:
    if appointment.state not in states:
        raise NotBooked(f"appointment {appointment.id} is {appointment.state}")


def next_version(session: Session, appointment: Appointment) -> None:
    """Calendars replace what they have by the higher number, and of two writers the later one fails."""
    appointment.sequence += 1
    flush(session, appointment)


def flush(session: Session, appointment: Appointment) -> None:
    """Before anything unguarded is touched: here the write net says no."""
    number = appointment.id
    try:
        session.flush()
    except StaleDataError as error:
        raise Changed(f"appointment {number}") from error
