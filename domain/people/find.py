"""Finding a child among those one may see, and reading what its page begins with."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from domain.access import ASKING
from domain.access.citizens import Guardianship
from domain.access.staff import Staff
from domain.access.units import Group, Unit
from domain.people.child import Child, Guardian, name_key
from domain.people.start import Start

MOST, PAGE = 200, 50
SHORTEST, LONGEST = 2, 200
"""Letters. No child is called more than that, and SQLite gives up on a much longer pattern."""


def search(session: Session, text: str) -> Sequence[Any]:
    """Children whose name holds `text` (two letters at least), in Danish order: (id, name, birth_date, house, starts_on)."""
    key = name_key(text.strip())
    if not SHORTEST <= len(key) <= LONGEST:
        return []
    return session.execute(_listed().where(Child.sort_name.contains(key, autoescape=True)).limit(MOST)).all()


def of_unit(session: Session, unit_id: int, page: int) -> Sequence[Any]:
    """A page of the unit's own children and those that the parents let it know of, and one more to tell that there is a next: the same columns.

    What its staff know of a child by another unit of theirs does not count.
    """
    own = _listed().where(or_(Start.unit_id == unit_id, Child.sundhedspleje_id == unit_id, Child.known_to(unit_id)))
    return session.execute(own.limit(PAGE + 1).offset(PAGE * page)).all()


def _listed() -> Select[*tuple[Any, ...]]:
    """Each child once, with its latest start."""
    later = aliased(Start)
    latest = select(func.max(later.id)).where(later.child_id == Child.id, later.closed == "").scalar_subquery()
    return (
        select(Child.id, Child.name, Child.birth_date, Unit.name.label("house"), Start.starts_on)
        .select_from(Child)
        .outerjoin(Start, and_(Start.child_id == Child.id, Start.id == latest))
        .outerjoin(Unit, Unit.id == Start.unit_id)
        .order_by(Child.sort_name, Child.id)
    )


def profile(session: Session, child_id: int) -> Sequence[Any]:
    """The child, its starts and its guardians, one row for each pair; empty for a child that one may not see. `ours`, `nurse`: see `_ours`."""
    return session.execute(
        select(
            Child.id,
            Child.name,
            Child.birth_date,
            Start.id.label("start_id"),
            Start.starts_on,
            Start.closed,
            Unit.name.label("house"),
            Group.name.label("group"),
            Staff.name.label("nurse"),
            Guardian.id.label("guardian_id"),
            Guardian.name.label("guardian"),
            Guardianship.custody,
            _ours().label("ours"),
        )
        .select_from(Child)
        .outerjoin(Start, Start.child_id == Child.id)
        .outerjoin(Unit, Unit.id == Start.unit_id)
        .outerjoin(Group, Group.id == Start.group_id)
        .outerjoin(Staff, and_(Staff.id == Child.sundhedsplejerske_id, _ours()))
        .outerjoin(Guardianship, Guardianship.child_id == Child.id)
        .outerjoin(Guardian, Guardian.id == Guardianship.guardian_id)
        .where(Child.id == child_id)
        .order_by(Start.starts_on.desc(), Guardian.name)
    ).all()


def _ours() -> ColumnElement[bool]:
    """Whether the viewer is of the child's house or sundhedspleje. Whoever was only asked for help is not told where it starts or who its nurse is."""
    return or_(Start.id.is_not(None), Child.sundhedspleje_id.in_(ASKING.units("sundhedspleje")))
