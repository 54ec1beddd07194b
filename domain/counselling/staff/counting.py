"""What stays when the cases are gone: how many were answered, and how many in time, by month and topic. Numbers only."""

from typing import Any

from sqlalchemy import func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.base import today
from domain.counselling.tables.desk import Count


def answered(session: Session, unit_id: int, topic: str, *, in_time: bool) -> None:
    """One more of this month's."""
    add(session, unit_id, topic, answered=1, in_time=int(in_time))


def add(session: Session, unit_id: int, topic: str, **numbers: int) -> None:
    """To whatever stands there, in one statement, so that nobody counts over another."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    table: Any = Count.__table__
    none = dict.fromkeys(("opened", "answered", "in_time", "deleted"), 0)
    row = dialect.insert(table).values(unit_id=unit_id, month=today().replace(day=1), topic=topic, **none | numbers)
    more = {name: func.coalesce(table.c[name], 0) + number for name, number in numbers.items()}
    session.execute(row.on_conflict_do_update(index_elements=["unit_id", "month", "topic"], set_=more))
