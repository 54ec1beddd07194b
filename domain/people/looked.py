"""Who has looked at a child's data, for those who may see the child: when, for which unit and why, never which person."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.units import Unit
from domain.audit import Look


def looks_at(session: Session, child_id: int, most: int) -> Sequence[Any]:
    """Newest first: (at, actor, name, purpose, kind). The caller has read the child through the net."""
    statement = (
        select(Look.at, Unit.actor, Unit.name, Look.purpose, Look.kind)
        .outerjoin(Unit, Unit.id == Look.unit_id)
        .where(Look.child_id == child_id, Look.staff_id.is_not(None))
        .order_by(Look.at.desc(), Look.id.desc())
        .limit(most)
    )
    why = "other units' looks are shown to whoever may see the child, without the person who looked"
    return session.execute(statement, execution_options={"unscoped": why}).all()
