"""The administrator's audit: who has looked at what, and who has changed what, in every unit, with the staff column."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import FromClause, Row, Select, String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from domain import audit
from domain.access.staff import Staff
from domain.access.units import Unit
from domain.base import COPENHAGEN, JSON

PAGE = 100
WHY = {"unscoped": "the administrator's audit is across all units; it names children by number only"}


def trail(
    session: Session, day: date | None = None, staff_id: int | None = None, page: int = 0
) -> Sequence[Row[*tuple[Any, ...]]]:
    """A page of lines and one more to tell that there is a next, the newest first.

    (id, at, verb, kind, columns, row_id, child_id, purpose, consent, staff, guardian_id, job, unit); a look's verb is "look".
    """
    both = union_all(_looks(day, staff_id), _changes(day, staff_id)).subquery()
    lines = select(both, Staff.name.label("staff"), Unit.name.label("unit"))
    named = lines.outerjoin(Staff, Staff.id == both.c.staff_id).outerjoin(Unit, Unit.id == both.c.unit_id)
    newest = named.order_by(both.c.at.desc(), both.c.verb, both.c.id.desc()).limit(PAGE + 1).offset(PAGE * page)
    return session.execute(newest, execution_options=WHY).all()


def staff(session: Session) -> Sequence[Row[int, str]]:
    """Everybody whom a line may be about, also those who have left."""
    return session.execute(select(Staff.id, Staff.name).order_by(Staff.name, Staff.id)).all()


def _looks(day: date | None, staff_id: int | None) -> Select[*tuple[Any, ...]]:
    table = audit.Look.__table__
    look = table.c
    what = (
        literal("look").label("verb"),
        look.kind,
        cast(null(), JSON).label("columns"),
        cast(null(), audit.LONG).label("row_id"),
    )
    why = (look.purpose, look.consent, cast(null(), String).label("job"))
    who = (look.child_id, look.staff_id, look.guardian_id, look.unit_id)
    return _within(select(look.id, look.at, *what, *why, *who), table, day, staff_id)


def _changes(day: date | None, staff_id: int | None) -> Select[*tuple[Any, ...]]:
    table = audit.Change.__table__
    change = table.c
    what = (change.verb, change.kind, change.columns, change.row_id)
    why = (change.purpose, cast(null(), String).label("consent"), change.job)
    who = (change.child_id, change.staff_id, change.guardian_id, change.unit_id)
    return _within(select(change.id, change.at, *what, *why, *who), table, day, staff_id)


def _within(
    lines: Select[*tuple[Any, ...]], log: FromClause, day: date | None, staff_id: int | None
) -> Select[*tuple[Any, ...]]:
    if day is not None:
        begins = datetime.combine(day, time.min, COPENHAGEN)
        lines = lines.where(
            log.c.at >= begins, log.c.at < datetime.combine(day + timedelta(days=1), time.min, COPENHAGEN)
        )
    return lines.where(log.c.staff_id == staff_id) if staff_id else lines
