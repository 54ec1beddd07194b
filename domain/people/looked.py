"""Who has looked at a child's data, for those who may see the child: when, for which unit and why, never which person."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from domain.access import ASKING, Viewer
from domain.access.units import Unit
from domain.audit import Look
from domain.people.child import Child
from domain.people.start import Start

WHY = {"unscoped": "other units' looks are shown to whoever may see the child, without the person who looked"}
OF_A_START = ("dagtilbud", "sundhedspleje")
"""Whose looks tell staff of each other no more than they know."""
OF_A_MATTER = ("envendelse", "envisning", "pgave", "eferat", "ndsats")
"""Parts of the words for looks at what only those know whom the parents let know: that there is such a matter is told by the look itself."""


def looks_at(session: Session, child_id: int, most: int) -> Sequence[Any]:
    """Newest first: (at, actor, name, purpose, kind, consent). The caller has read the child through the net.

    The parents get all of it. Staff get their own units' looks; the child's house and sundhedspleje also each other's, but for those at a matter
    (OF_A_MATTER): who else helps the family is not theirs to learn. Whoever was only asked for help does not learn where the child starts.
    """
    viewer: Viewer = session.info["viewer"]
    asked = {"child": child_id, "most": most, "own": list(viewer.every_unit())}
    return session.execute(_looks(family=viewer.guardian is not None), asked, execution_options=WHY).all()


@cache
def _looks(*, family: bool) -> Select[*tuple[Any, ...]]:
    rows = (
        select(Look.at, Unit.actor, Unit.name, Look.purpose, Look.kind, Look.consent)
        .outerjoin(Unit, Unit.id == Look.unit_id)
        .where(Look.child_id == bindparam("child"), Look.staff_id.is_not(None))
        .order_by(Look.at.desc(), Look.id.desc())
        .limit(bindparam("most"))
    )
    if family:
        return rows
    own = bindparam("own", type_=Integer, expanding=True)
    theirs = or_(
        exists().where(Child.id == Look.child_id, Child.sundhedspleje_id.in_(own)),
        exists().where(Start.child_id == Look.child_id, Start.unit_id.in_(own), Start.until >= ASKING.today),
    )
    unsaid = (Look.kind.not_like(f"%{word}%") for word in OF_A_MATTER)
    return rows.where(or_(Look.unit_id.in_(own), and_(theirs, Unit.actor.in_(OF_A_START), *unsaid)))
