"""What becomes of a conversation: the family is at the door, it was held, nobody came; and what is to be done then."""

from sqlalchemy.orm import Session

from domain import due
from domain.base import now, quarter
from domain.booking import outcomes
from domain.booking.tables import BOOKED, EXCUSED, MISSED, Appointment
from domain.booking.types import START_TALK
from domain.journey import talk
from domain.journey.telling import about, children, keys_of, missed, task


def arrive(session: Session, appointment: Appointment) -> None:
    """The family is at the door: whoever meets them has it on Min dag."""
    outcomes.arrive(session, appointment)
    at = appointment.arrived_at
    if at is not None:
        due.put(
            session,
            [task(appointment, "ankommet", f"ankommet/{appointment.id}", at, *one) for one in children(appointment)],
        )


def finish(session: Session, appointment: Appointment, state: str, reason: str = "") -> None:
    """It was held, or the family did not come. After the first conversation the house writes the recommendations.

    Told of before it begins, the time is given back; else it stands as it was.
    """
    if state == EXCUSED and appointment.state == BOOKED and appointment.first > quarter(now()):
        talk.cancel(session, appointment, EXCUSED, reason)
        return
    outcomes.finish(session, appointment, state, reason)
    due.done(session, *keys_of(session, appointment))
    if state in MISSED:
        due.put(session, missed(appointment))
        return
    due.drop(session, *(f"kom-ikke/{appointment.type_key}/{start}" for start, _ in children(appointment)))
    if appointment.type_key == START_TALK:
        ends = about(appointment, "anbefalinger", "").at
        due.put(
            session, [task(appointment, "anbefalinger", "anbefalinger", ends, *one) for one in children(appointment)]
        )
