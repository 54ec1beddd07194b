"""Where `/til/referat/<id>`, `/til/effort/<id>`, `/til/agreement/<id>`, `/til/undated/<unit>` and `/til/unagreed/<task>` lead."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Viewer
from domain.booking.target import Target
from domain.conferences.after import unagreed as verbs
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.meeting import Agreement
from domain.conferences.tables.series import Attendance, Conference
from domain.conferences.tasks.life import NoSuchTask


def referat(session: Session, conference_id: int) -> Target | None:
    """In the unit that the reader was called in for, else the house; so for all of them. One statement each."""
    return _at(session, "referat", Conference, Conference.id, conference_id)


def effort(session: Session, effort_id: int) -> Target | None:
    """An effort that the viewer may see."""
    return _at(session, "effort", Effort, Effort.conference_id, effort_id)


def agreement(session: Session, agreement_id: int) -> Target | None:
    """An agreement that the viewer may see, in the list of those that are open."""
    return _at(session, "agreement", Agreement, Agreement.conference_id, agreement_id)


def undated(session: Session, unit_id: int) -> Target | None:
    """The house's own page."""
    viewer: Viewer = session.info["viewer"]
    return Target("undated", unit_id, (unit_id,)) if unit_id in viewer.every_unit() else None


def unagreed(session: Session, task_id: int) -> Target | None:
    """What may be known of a task without the parents' yes. In the unit that its tovholder is there for, else the house."""
    try:
        found = verbs.one(session, task_id)
    except NoSuchTask:
        return None
    return Target("unagreed", task_id, found.units)


def _at(session: Session, page: str, of: Any, conference_id: Any, number: int) -> Target | None:
    viewer: Viewer = session.info["viewer"]
    seat = (Attendance.conference_id == conference_id) & (Attendance.staff_id == viewer.staff)
    rows = select(of.unit_id, Attendance.unit_id.label("from_unit")).outerjoin(Attendance, seat).where(of.id == number)
    row = session.execute(rows).one_or_none()
    return Target(page, number, (row.from_unit, row.unit_id)) if row else None
