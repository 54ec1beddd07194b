"""Whose time may be planned: staff and rooms of the viewer's own units. Openings and absences are not guarded rows."""

from collections.abc import Sequence

from sqlalchemy import Row, exists, or_, select
from sqlalchemy.orm import Session

from domain.access import NotAllowed, Viewer
from domain.access.staff import Membership, Staff
from domain.access.units import Room


def own(session: Session, resource_id: int) -> None:
    """Raise NotAllowed unless the resource works, or lies, in one of the viewer's units. One statement."""
    viewer: Viewer = session.info["viewer"]
    units = viewer.every_unit()
    works = (
        exists()
        .where(Staff.resource_id == resource_id)
        .where(Membership.staff_id == Staff.id, Membership.unit_id.in_(units))
    )
    lies = exists().where(Room.resource_id == resource_id, Room.unit_id.in_(units))
    if not session.scalar(select(or_(works, lies))):
        raise NotAllowed(f"{viewer.name}: the time of resource {resource_id}")


def of_unit(session: Session, unit_id: int) -> Sequence[Row[int, int, str]]:
    """(staff id, resource id, name) of the active staff of a unit, by name. One statement."""
    works = select(Membership.staff_id).where(Membership.unit_id == unit_id)
    return session.execute(
        select(Staff.id, Staff.resource_id, Staff.name)
        .where(Staff.id.in_(works), Staff.active)
        .order_by(Staff.name, Staff.id)
    ).all()
