"""For which houses a unit may put tasks, and which of their children its writers may name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from domain.access.sessions import DISTRICT
from domain.access.units import Unit
from domain.base import DomainError, today
from domain.people import Child, Start

OWN, DISTRICTS = "dagtilbud", ("sundhedspleje", "fsr")


class NotTheirs(DomainError):
    """A task for that house, or about that child, is not the unit's to put."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A house, and with `start_id` a child that starts or goes there."""

    unit_id: int
    house: str
    start_id: int | None = None
    child_id: int | None = None
    child: str = ""


def targets(session: Session, from_unit_id: int) -> list[Target]:
    """Each house, and after it the children in it that the viewer knows, each by its latest start. One statement.

    A house puts tasks to its own conferences, a district's leader to those of its houses; sundhedspleje and FSR to the houses of
    their district and to those that belong to none, about the children that are theirs.
    """
    rows = _rows(session, from_unit_id)
    houses = {row.id: Target(unit_id=row.id, house=row.name) for row in rows}
    latest = {(row.id, row.child_id): row for row in rows if row.child_id}
    named = [
        Target(unit_id=house, house=row.name, start_id=row.start_id, child_id=child, child=row.child)
        for (house, child), row in latest.items()
    ]
    return [*houses.values(), *named]


def chosen(session: Session, from_unit_id: int, unit_id: int, start_id: int | None) -> Target:
    """The one that is meant. NotTheirs."""
    for one in targets(session, from_unit_id):
        if one.start_id == start_id and (start_id or one.unit_id == unit_id):
            return one
    raise NotTheirs


def _rows(session: Session, from_unit_id: int) -> Sequence[Any]:
    own = aliased(Unit)
    there = and_(Unit.actor == OWN, Unit.kind != DISTRICT)
    near = or_(Unit.district_id == own.district_id, and_(own.actor.in_(DISTRICTS), Unit.district_id.is_(None)))
    far = or_(own.kind == DISTRICT, own.actor.in_(DISTRICTS))
    goes = and_(Start.unit_id == Unit.id, Start.closed == "", Start.until >= today())
    cares = or_(own.actor == OWN, Child.sundhedspleje_id == own.id)
    columns = (Unit.id, Unit.name, Start.id.label("start_id"), Child.id.label("child_id"), Child.name.label("child"))
    found = (
        select(*columns)
        .select_from(own)
        .join(Unit, or_(Unit.id == own.id, and_(far, near)))
        .outerjoin(Start, goes)
        .outerjoin(Child, and_(Child.id == Start.child_id, cares))
        .where(own.id == from_unit_id, own.actor.in_((OWN, *DISTRICTS)), there)
        .order_by(Unit.name, Unit.id, Child.sort_name, Start.id)
    )
    return session.execute(found).all()
