"""Somebody of the demo is going to be away on a day that has been booked: so that the leader has something to solve."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.access.units import Unit
from domain.base import today
from domain.booking.finding.openings import local_day, midnight
from domain.booking.tables import BOOKED, Appointment, Participant
from domain.demo.families import FEATURED_HOUSE
from domain.frontdesk import absences

DAYS = timedelta(days=2)


def fall_ill(session: Session) -> None:
    """Whoever of the house has most to do, from the first day on that it is booked."""
    coming = (
        select(Participant.resource_id, Unit.id.label("unit"), func.min(Appointment.first).label("first"))
        .join(Appointment, Appointment.id == Participant.appointment_id)
        .join(Unit, Unit.id == Participant.unit_id)
        .where(Unit.slug == FEATURED_HOUSE, Participant.staff_id.is_not(None), Appointment.state == BOOKED)
        .where(Appointment.first >= midnight(today() + timedelta(days=1)))
        .group_by(Participant.resource_id, Unit.id)
        .order_by(func.count().desc(), Participant.resource_id)
        .limit(1)
    )
    for row in session.execute(coming):
        day = local_day(row.first)
        absences.add(session, row.unit, row.resource_id, absences.whole_days(day, day + DAYS), "Kursus")
