"""Before starts are deleted they are added up, so that the figures of their year stay what they were."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from domain.due import INSERT
from domain.figures.tally import StartTally
from domain.figures.year import MEASURES, counted
from domain.people import Start

WHY = {"unscoped": "counts by house and month, and no child"}


def keep(session: Session, starts: Collection[int]) -> None:
    """What they come to, by house and month, on top of what has been kept already. Two statements at most."""
    found = session.execute(counted(Start.__table__.c.id.in_(starts)), execution_options=WHY).all()
    rows = [
        {"unit_id": row.unit_id, "month": row.month, "days": int(row.days or 0)}
        | {name: int(getattr(row, name)) for name in MEASURES}
        for row in found
    ]
    if rows:
        table: Any = StartTally.__table__
        insert: Any = INSERT[session.get_bind().dialect.name](table)
        sums = {name: table.c[name] + insert.excluded[name] for name in (*MEASURES, "days")}
        session.execute(insert.on_conflict_do_update(index_elements=["unit_id", "month"], set_=sums), rows)
