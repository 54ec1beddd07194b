"""Where `/til/<kind>/<id>` leads: which page it is, and which units it is at home in, as far as the viewer may know."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Viewer
from domain.access.staff import Membership, Staff
from domain.booking.tables import Absence, Appointment
from domain.people.child import Child
from domain.people.start import Start


@dataclass(frozen=True)
class Target:
    """`page` is "start", "child", "absence", "appointment", "interpreted" or "week"; `units` are ids, the one it belongs to first."""

    page: str
    id: int
    units: tuple[int | None, ...]


def start(session: Session, start_id: int) -> Target | None:
    """None for what is not there, and for what this viewer may not see; so for all three. One statement each."""
    columns = select(Start.unit_id, Child.sundhedspleje_id).join(Child, Child.id == Start.child_id)
    row = session.execute(columns.where(Start.id == start_id)).first()
    return Target("start", start_id, tuple(row)) if row else None


def child(session: Session, child_id: int) -> Target | None:
    columns = select(Child.sundhedspleje_id, Start.unit_id).outerjoin(Start, Start.child_id == Child.id)
    row = session.execute(columns.where(Child.id == child_id).order_by(Start.id.desc())).first()
    return Target("child", child_id, tuple(row)) if row else None


def absence(session: Session, absence_id: int) -> Target | None:
    """Where its person works, as far as the viewer works there too."""
    works = select(Membership.unit_id).join(Staff, Staff.id == Membership.staff_id)
    here = works.join(Absence, Absence.resource_id == Staff.resource_id).where(Absence.id == absence_id)
    viewer: Viewer = session.info["viewer"]
    units = session.scalars(here.where(Membership.unit_id.in_(viewer.every_unit()))).all()
    return Target("absence", absence_id, tuple(units)) if units else None


def appointment(session: Session, appointment_id: int) -> Target | None:
    """A start conversation is shown on its start's page."""
    columns = select(Appointment.start_id, Appointment.unit_id, Child.sundhedspleje_id)
    found = columns.outerjoin(Child, Child.id == Appointment.child_id).where(Appointment.id == appointment_id)
    row = session.execute(found).first()
    if row is None:
        return None
    units = (row.unit_id, row.sundhedspleje_id)
    return Target("start", row.start_id, units) if row.start_id else Target("appointment", appointment_id, units)


def week(_session: Session, number: int) -> Target:
    """The week of a day written as 20261123 is the reader's own, wherever that is."""
    return Target("week", number, ())
