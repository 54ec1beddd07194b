"""A course as the parents see it on their own page: the same rows, behind the same consent, and what they can choose."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session

from domain.access.units import Unit
from domain.base import now, quarter
from domain.booking.tables import BOOKED, Appointment
from domain.courses.tables import STOPPED, Course, CourseSession


def of_child(session: Session, child_id: int) -> Sequence[Any]:
    """(id, goal, state, house, next, to_choose) of the child's courses, the newest first: for the family's page. One statement.

    `next`: first quarter of the first time to come; `to_choose`: how many times they are asked to choose.
    """
    own = CourseSession.course_id == Course.id
    coming = (
        select(func.min(Appointment.first))
        .join(CourseSession, CourseSession.appointment_id == Appointment.id)
        .where(own, Appointment.state == BOOKED, Appointment.first > bindparam("now", type_=Integer))
    )
    asked = select(func.count(CourseSession.id)).where(own, CourseSession.appointment_id.is_(None))
    rows = (
        select(Course.id, Course.goal, Course.state, Unit.name.label("house"))
        .add_columns(
            coming.correlate(Course).scalar_subquery().label("next"),
            asked.correlate(Course).scalar_subquery().label("to_choose"),
        )
        .join(Unit, Unit.id == Course.unit_id)
        .where(Course.child_id == child_id, Course.state != STOPPED)
    )
    return session.execute(rows.order_by(Course.id.desc()), {"now": quarter(now())}).all()
