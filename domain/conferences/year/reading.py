"""A house's series as pages show them: the rule of a school year, and who is called in each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from domain.access.staff import Staff
from domain.access.units import Room, Unit
from domain.conferences.tables.series import Regular, Series


@dataclass(frozen=True, kw_only=True)
class Known:
    """One series; see `series.Series`."""

    id: int
    unit_id: int
    year: int
    times: int
    weekday: int
    begins: int
    minutes: int
    avoid: list[int]
    deadline_days: int
    room_id: int | None
    chair_id: int | None
    minute_taker_id: int | None
    timekeeper_id: int | None
    room: str | None
    chair: str | None
    minute_taker: str | None
    timekeeper: str | None


def series(session: Session, unit_id: int, year: int) -> Known | None:
    """The unit's in the school year that begins in `year`. One statement."""
    leads = {name: aliased(Staff) for name in ("chair", "minute_taker", "timekeeper")}
    own = [getattr(Series, name) for name in Known.__dataclass_fields__ if hasattr(Series, name)]
    rows: Any = select(*own, Room.name.label("room")).outerjoin(Room, Room.id == Series.room_id)
    for name, person in leads.items():
        rows = rows.add_columns(person.name.label(name)).outerjoin(person, person.id == getattr(Series, f"{name}_id"))
    row = session.execute(rows.where(Series.unit_id == unit_id, Series.year == year)).mappings().one_or_none()
    return Known(**row) if row else None


def seats(session: Session, series_id: int) -> Sequence[Any]:
    """Who is called in each time: (staff_id, name, role, unit_id, unit, actor), by unit. One statement."""
    columns = (Regular.staff_id, Staff.name, Regular.role, Regular.unit_id, Unit.name.label("unit"), Unit.actor)
    rows = select(*columns).join(Staff, Staff.id == Regular.staff_id).join(Unit, Unit.id == Regular.unit_id)
    found: Sequence[Any] = session.execute(
        rows.where(Regular.series_id == series_id).order_by(Unit.actor, Unit.name, Staff.name, Staff.id)
    ).all()
    return found
