"""Where `/til/appointment/<id>` leads when the appointment is an event's."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.booking.target import Target
from domain.events.tables import Event


def event(session: Session, appointment_id: int) -> Target | None:
    """None for every other appointment. One statement."""
    row = session.execute(select(Event.id, Event.unit_id).where(Event.appointment_id == appointment_id)).one_or_none()
    return Target("event", row.id, (row.unit_id,)) if row else None
