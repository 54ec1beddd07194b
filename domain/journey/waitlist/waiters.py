"""The waiting list of a unit, as its staff sees it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from domain.access.units import Unit
from domain.base import today
from domain.booking.kinds.types import START_TALK
from domain.booking.tables import BOOKED, Appointment
from domain.booking.taking.waitlist import OFFERED, Reservation, Waiting
from domain.people import Child, Start


def of_unit(session: Session, unit_id: int) -> Sequence[Any]:
    """Who waits in the house, or of the unit's own children, first come first: wishes, the time that stands, the one that is held. One statement."""
    at = aliased(Appointment)
    talk = and_(
        Appointment.start_id == Waiting.start_id, Appointment.type_key == START_TALK, Appointment.state == BOOKED
    )
    held = and_(Reservation.waiting_id == Waiting.id, Reservation.state == OFFERED)
    wishes = (Waiting.id, Waiting.start_id, Waiting.weekdays, Waiting.begins, Waiting.ends, Waiting.since)
    times = (
        Appointment.first,
        Appointment.quarters,
        Reservation.first.label("offered"),
        at.quarters.label("held"),
        Reservation.until,
    )
    rows = (
        select(*wishes, Child.name, Unit.name.label("house"), Start.starts_on, *times)
        .join(Start, Start.id == Waiting.start_id)
        .join(Child, Child.id == Waiting.child_id)
        .join(Unit, Unit.id == Waiting.unit_id)
        .outerjoin(Appointment, talk)
        .outerjoin(Reservation, held)
        .outerjoin(at, at.id == Reservation.appointment_id)
        .where(or_(Waiting.unit_id == unit_id, Child.sundhedspleje_id == unit_id))
        .where(Waiting.ended_at.is_(None), Start.closed == "", Start.starts_on > today())
    )
    return session.execute(rows.order_by(Waiting.since, Waiting.id)).all()
