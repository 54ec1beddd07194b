"""Families of the demo that wait for an earlier time: the worker soon holds one for the first of them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.units import Unit
from domain.base import today
from domain.booking.finding.openings import midnight
from domain.booking.kinds.types import START_TALK
from domain.booking.tables import BOOKED, Appointment
from domain.demo.families import FEATURED_HOUSE
from domain.journey.waitlist import waiting

WISHES = ((range(5), 8 * 60, 16 * 60), ((0, 2), 8 * 60, 12 * 60), ((4,), 12 * 60, 16 * 60))


def queue_up(session: Session) -> None:
    """Those of the house with the latest times, one wish each."""
    late = (
        select(Appointment.start_id)
        .join(Unit, Unit.id == Appointment.unit_id)
        .where(Unit.slug == FEATURED_HOUSE, Appointment.type_key == START_TALK, Appointment.state == BOOKED)
        .where(Appointment.first > midnight(today()) + 3 * 96, Appointment.start_id.is_not(None))
        .order_by(Appointment.first.desc())
        .limit(len(WISHES))
    )
    for start_id, wish in zip(session.scalars(late).all(), WISHES, strict=False):
        waiting.ask(session, start_id or 0, *wish)
