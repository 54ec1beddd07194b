"""Where `/til/appointment/<id>` leads when the appointment is a conference's."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Viewer
from domain.booking.target import Target
from domain.conferences.tables.series import Attendance, Conference


def conference(session: Session, appointment_id: int) -> Target | None:
    """In the unit that the reader is called in for, else the house. None for every other appointment. One statement."""
    viewer: Viewer = session.info["viewer"]
    rows = (
        select(Conference.id, Conference.unit_id, Attendance.unit_id.label("from_unit"))
        .outerjoin(Attendance, (Attendance.conference_id == Conference.id) & (Attendance.staff_id == viewer.staff))
        .where(Conference.appointment_id == appointment_id)
    )
    row = session.execute(rows).one_or_none()
    return Target("conference", row.id, (row.from_unit, row.unit_id)) if row else None
