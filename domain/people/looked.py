"""Who has looked at a child's data, for those who may see the child: when, for which unit and why, never which person."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from domain.access.units import Unit
from domain.audit import Look

WHY = {"unscoped": "other units' looks are shown to whoever may see the child, without the person who looked"}


def looks_at(session: Session, child_id: int, most: int) -> Sequence[Any]:
    """Newest first: (at, actor, name, purpose, kind, consent). The caller has read the child through the net."""
    return session.execute(_looks(), {"child": child_id, "most": most}, execution_options=WHY).all()


@cache
def _looks() -> Select[*tuple[Any, ...]]:
    return (
        select(Look.at, Unit.actor, Unit.name, Look.purpose, Look.kind, Look.consent)
        .outerjoin(Unit, Unit.id == Look.unit_id)
        .where(Look.child_id == bindparam("child"), Look.staff_id.is_not(None))
        .order_by(Look.at.desc(), Look.id.desc())
        .limit(bindparam("most"))
    )
