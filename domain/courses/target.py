"""Where `/til/course/<id>` leads, and an appointment that is a session of one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.booking.target import Target
from domain.courses.tables import Course, CourseSession


def course(session: Session, course_id: int) -> Target | None:
    """One that the viewer may see. One statement each."""
    unit = session.scalar(select(Course.unit_id).where(Course.id == course_id))
    return Target("course", course_id, (unit,)) if unit is not None else None


def held(session: Session, appointment_id: int) -> Target | None:
    """The session whose time it is."""
    row = session.execute(
        select(CourseSession.id, CourseSession.unit_id).where(CourseSession.appointment_id == appointment_id)
    ).one_or_none()
    return Target("course-session", row.id, (row.unit_id,)) if row else None
