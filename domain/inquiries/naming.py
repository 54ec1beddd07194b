"""Which child an inquiry can name: one of few to choose from, or one that is looked for among very many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from domain.access.units import Unit
from domain.base import DomainError, today
from domain.people import Child, Start
from domain.people.child import name_key
from domain.people.find import LONGEST, MOST, SHORTEST

FEW, HITS = 40, 20
"""Children that a list to choose from can hold; and that a search among more of them shows."""


class UnknownChild(DomainError):
    """That child is not the unit's to name."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A child that a unit may name."""

    child_id: int
    name: str
    born: date


def children(session: Session, unit_id: int, only: int | None = None) -> Sequence[Named] | None:
    """Whom a unit may name: a house those who start or go there, a sundhedspleje those it cares for. With `only` no other than that child.

    None: they are too many to choose from, and one is looked for (`look_for`). One statement.
    """
    here = select(Start.child_id).where(Start.unit_id == unit_id, Start.closed == "", Start.until >= today())
    actor = select(Unit.actor).where(Unit.id == unit_id).scalar_subquery()
    own, cared = (actor == "dagtilbud") & Child.id.in_(here), (actor != "dagtilbud") & _cared_for(unit_id)
    rows = select(Child.id, Child.name, Child.birth_date, cared.label("cared")).where(own | cared)
    rows = rows if only is None else rows.where(Child.id == only)
    found = session.execute(rows.order_by(Child.sort_name, Child.id).limit(MOST)).all()
    if only is None and len(found) > FEW and found[0].cared:
        return None
    return [Named(child_id=row.id, name=row.name, born=row.birth_date) for row in found]


def look_for(session: Session, unit_id: int, text: str) -> Sequence[Named]:
    """Of very many those whose name holds `text` (two letters at least), in Danish order. One statement."""
    key = name_key(text.strip())
    if not SHORTEST <= len(key) <= LONGEST:
        return []
    rows = select(Child.id, Child.name, Child.birth_date).where(
        _cared_for(unit_id), Child.sort_name.contains(key, autoescape=True)
    )
    found = session.execute(rows.order_by(Child.sort_name, Child.id).limit(HITS))
    return [Named(child_id=row.id, name=row.name, born=row.birth_date) for row in found]


def _cared_for(unit_id: int) -> ColumnElement[bool]:
    return Child.sundhedspleje_id == unit_id
