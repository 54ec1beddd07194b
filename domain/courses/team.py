"""Who works at a Familiehus, and how much each of them carries."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.access.staff import Membership, Staff
from domain.base import now, quarter, today
from domain.booking.tables import BOOKED, Appointment, Participant
from domain.courses.tables import Course, CourseSession
from domain.tovholder.followed import RUNNING

SOON = timedelta(weeks=4)


def load(session: Session, unit_id: int) -> Sequence[Any]:
    """(id, name, courses, late, times) of each familierådgiver of the unit, by name; times of the four weeks to come. One statement."""
    runs = select(func.count(Course.id)).where(Course.tovholder_id == Staff.id, Course.unit_id == unit_id)
    runs = runs.where(Course.state == RUNNING)
    late = runs.where(Course.follow_up_on < today())
    soon = (
        select(func.count(CourseSession.id))
        .join(Appointment, Appointment.id == CourseSession.appointment_id)
        .join(Participant, Participant.appointment_id == Appointment.id)
        .where(Participant.staff_id == Staff.id, Appointment.state == BOOKED, CourseSession.unit_id == unit_id)
        .where(Appointment.first.between(quarter(now()), quarter(now() + SOON)))
    )
    counts = [
        one.correlate(Staff).scalar_subquery().label(name)
        for name, one in (("courses", runs), ("late", late), ("times", soon))
    ]
    member = select(Membership.staff_id).where(Membership.unit_id == unit_id)
    rows = select(Staff.id, Staff.name, *counts).where(Staff.id.in_(member), Staff.active)
    return session.execute(rows.order_by(Staff.name, Staff.id)).all()


def staff(session: Session, unit_id: int) -> list[tuple[int, str]]:
    """(id, name) of who works there. One statement."""
    rows = select(Staff.id, Staff.name).join(Membership, Membership.staff_id == Staff.id).distinct()
    found = session.execute(rows.where(Membership.unit_id == unit_id, Staff.active).order_by(Staff.name, Staff.id))
    return [(row.id, row.name) for row in found]
