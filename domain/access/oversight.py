"""The administrator's audit: who has looked at what, and who has changed what, in every unit, with the staff column."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, Select, String, cast, literal, null, select, union_all
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
    newest = [_newest(log, day, staff_id, PAGE * (page + 1) + 1) for log in (_looks(), _changes())]
    both = union_all(*newest).subquery()
    lines = select(both, Staff.name.label("staff"), Unit.name.label("unit"))
    named = lines.outerjoin(Staff, Staff.id == both.c.staff_id).outerjoin(Unit, Unit.id == both.c.unit_id)
    shown = named.order_by(both.c.at.desc(), both.c.verb, both.c.id.desc()).limit(PAGE + 1).offset(PAGE * page)
    return session.execute(shown, execution_options=WHY).all()


def staff(session: Session) -> Sequence[Row[int, str]]:
    """Everybody whom a line may be about, also those who have left."""
    return session.execute(select(Staff.id, Staff.name).order_by(Staff.name, Staff.id)).all()


Log = Select[*tuple[Any, ...]]


def _looks() -> Log:
    look = audit.Look.__table__.c
    what = (
        literal("look").label("verb"),
        look.kind,
        cast(null(), JSON).label("columns"),
        cast(null(), audit.LONG).label("row_id"),
    )
    why = (look.purpose, look.consent, cast(null(), String).label("job"))
    return select(look.id, look.at, *what, *why, look.child_id, look.staff_id, look.guardian_id, look.unit_id)


def _changes() -> Log:
    change = audit.Change.__table__.c
    what = (change.verb, change.kind, change.columns, change.row_id)
    why = (change.purpose, cast(null(), String).label("consent"), change.job)
    return select(
        change.id, change.at, *what, *why, change.child_id, change.staff_id, change.guardian_id, change.unit_id
    )


def _newest(log: Log, day: date | None, staff_id: int | None, most: int) -> Log:
    """By their numbers, which need no sorting however long the log is."""
    at, staff = log.selected_columns["at"], log.selected_columns["staff_id"]
    if day is not None:
        begins = datetime.combine(day, time.min, COPENHAGEN)
        log = log.where(at >= begins, at < datetime.combine(day + timedelta(days=1), time.min, COPENHAGEN))
    if staff_id:
        log = log.where(staff == staff_id)
    return select(log.order_by(log.selected_columns["id"].desc()).limit(most).subquery())
