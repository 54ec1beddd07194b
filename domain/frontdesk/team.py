"""Whose time may be planned: staff and rooms of the viewer's own units. Openings and absences are not guarded rows."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Integer, Row, and_, cast, exists, literal, null, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from domain.access import NotAllowed, Viewer
from domain.access.staff import Membership, Staff
from domain.access.units import Room, Unit


def own(session: Session, resource_id: int) -> None:
    """Raise NotAllowed unless the resource works, or lies, in one of the viewer's units. One statement."""
    viewer: Viewer = session.info["viewer"]
    if not session.scalar(select(planned(viewer, literal(resource_id)))):
        raise NotAllowed(f"{viewer.name}: the time of resource {resource_id}")


def planned(viewer: Viewer, resource_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether the resource works, or lies, in one of the viewer's units: for a statement that reads something of it."""
    units, works, at = viewer.every_unit(), aliased(Membership), aliased(Staff)
    works_here = exists().where(at.resource_id == resource_id, works.staff_id == at.id, works.unit_id.in_(units))
    return or_(works_here, exists().where(Room.resource_id == resource_id, Room.unit_id.in_(units)))


def of_unit(session: Session, unit_id: int) -> Sequence[Row[int, int, str]]:
    """(staff id, resource id, name) of the active staff of a unit, by name. One statement."""
    works = select(Membership.staff_id).where(Membership.unit_id == unit_id)
    return session.execute(
        select(Staff.id, Staff.resource_id, Staff.name)
        .where(Staff.id.in_(works), Staff.active)
        .order_by(Staff.name, Staff.id)
    ).all()


def spots(session: Session, unit_id: int) -> Sequence[Row[int | None, int, str]]:
    """(room id or None, unit id, name): the unit itself, its rooms, and the houses of its district - of all districts for who has none.

    One statement.
    """
    district = select(Unit.district_id).where(Unit.id == unit_id).scalar_subquery()
    house = and_(Unit.actor == "dagtilbud", Unit.kind != "distrikt")
    near = or_(Unit.district_id == district, district.is_(None))
    rooms = select(Room.id, Room.unit_id, Room.name).where(Room.unit_id == unit_id)
    units = select(cast(null(), Integer), Unit.id, Unit.name).where(or_(Unit.id == unit_id, and_(house, near)))
    found = session.execute(rooms.union_all(units)).all()
    return sorted(found, key=lambda row: (row.unit_id != unit_id, row.id is not None, row.name))
