"""A course as the parents see it on their own page: the same rows, behind the same consent, and what they can choose."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session

from domain.access import Viewer
from domain.access.units import Unit
from domain.base import now, quarter
from domain.booking.tables import BOOKED, Appointment
from domain.courses.tables import STOPPED, Course, CourseSession

OVER = {"unscoped": "that there has been a course for the parents' own child, when they ask for it by its number"}


def has_been(session: Session, course_id: int) -> bool:
    """Whether there is or was such a course for a child that the viewer holds custody for, readable or not. One statement."""
    viewer: Viewer = session.info["viewer"]
    own = select(Course.id).where(Course.id == course_id, Course.child_id.in_(viewer.custody()))
    return session.scalar(own, execution_options=OVER) is not None


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
