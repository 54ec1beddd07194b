"""Where `/til/task/<id>` leads: the house that the task is for, or the unit that it came from."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.booking.target import Target
from domain.conferences.tables.task import Task


def task(session: Session, task_id: int) -> Target | None:
    """None for one that the viewer may not read. One statement."""
    row = session.execute(select(Task.from_unit_id, Task.unit_id).where(Task.id == task_id)).one_or_none()
    return Target("task", task_id, (row.unit_id, row.from_unit_id)) if row else None
