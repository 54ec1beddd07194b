"""Who sits around the table, and which conferences are to come."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from domain.access.units import Unit
from domain.base import now, quarter
from domain.conferences.series import CANCELLED, Attendance, Conference

MOST = 200


def coming(session: Session, unit_id: int) -> Sequence[Row[Any]]:
    """The unit's own, and those that its members are called in to, that are not over: (id, first, quarters, deadline, state, house, unit_id). One statement."""
    called = select(Attendance.conference_id).where(Attendance.unit_id == unit_id)
    columns = (Conference.id, Conference.first, Conference.quarters, Conference.deadline, Conference.state)
    rows = (
        select(*columns, Unit.name.label("house"), Conference.unit_id)
        .join(Unit, Unit.id == Conference.unit_id)
        .where(or_(Conference.unit_id == unit_id, Conference.id.in_(called)), Conference.state != CANCELLED)
        .where(Conference.first + Conference.quarters > quarter(now()))
    )
    found: Sequence[Any] = session.execute(rows.order_by(Conference.first, Conference.id).limit(MOST)).all()
    return found
