"""Where `/til/visit/<id>`, and `/til/appointment/<id>` of a visit's time, lead."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.booking.target import Target
from domain.visits.tables import HomeVisit, Programme


def visit(session: Session, visit_id: int) -> Target | None:
    """None for what is not there, and for what this viewer may not see. One statement."""
    unit_id = session.scalar(select(HomeVisit.unit_id).where(HomeVisit.id == visit_id))
    return Target("visit", visit_id, (unit_id,)) if unit_id is not None else None


def appointment(session: Session, appointment_id: int) -> Target | None:
    """None for every other appointment. One statement."""
    row = session.execute(select(HomeVisit.id, HomeVisit.unit_id).where(HomeVisit.appointment_id == appointment_id))
    found = row.one_or_none()
    return Target("visit", found.id, (found.unit_id,)) if found else None


def programme(session: Session, child_id: int) -> Target | None:
    """A child's line of visits. One statement."""
    unit_id = session.scalar(select(Programme.unit_id).where(Programme.child_id == child_id))
    return Target("programme", child_id, (unit_id,)) if unit_id is not None else None
