"""Whether an item is open to whoever asks: what stands under it hangs on its task, and its title stands with the task."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from domain.access import ASKING, found_in
from domain.base import DomainError
from domain.conferences.tables.meeting import Item
from domain.conferences.tables.task import WITHDRAWN, Task, agreed, reaching

OPEN, GONE, SHUT = "aaben", "trukket", "lukket"
"""To be read; drawn back by parents or writer; not for whoever asks."""


class NoSuchItem(DomainError):
    """There is none of that number, or it is not for this viewer to see."""


class ItemShut(DomainError):
    """It is about a task that is not, or no longer, for this viewer to read."""


def door() -> ColumnElement[str]:
    """One of OPEN, GONE and SHUT, in a statement that has outer joined `Task` to `Item`.

    GONE is said only to those who could read it before: whom a task reaches stays as it is when parents take their consent back.
    """
    # never of a task that the net holds back: its state is not there to compare
    to_read = and_(Task.state != WITHDRAWN, agreed(Task, Task.id))
    reached = or_(Item.unit_id.in_(ASKING.leads()), found_in(Item.task_id, reaching(ASKING)))
    reads = case((to_read, OPEN), else_=GONE)
    return case((Item.task_id.is_(None), OPEN), (reached, reads), (Task.id.is_not(None), GONE), else_=SHUT)


def opened(session: Session, item_id: int) -> tuple[Item, Any]:
    """The item, and (child_id, state) of its task, both None where it has none. NoSuchItem, ItemShut. One statement."""
    columns = select(Item, Task.child_id, Task.state.label("task_state"), door().label("door"))
    row = session.execute(columns.outerjoin(Task, Task.id == Item.task_id).where(Item.id == item_id)).one_or_none()
    if row is None:
        raise NoSuchItem
    if row.door != OPEN:
        raise ItemShut
    return row.Item, row
