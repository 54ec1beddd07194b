"""What the pages of an agenda and a meeting show, in a constant number of statements. What somebody may not read is not in the rows."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, case, select
from sqlalchemy.orm import Session, aliased

from domain.access import found_in
from domain.access.staff import Staff
from domain.conferences.meeting.door import door
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.meeting import Invitation, Item
from domain.conferences.tables.task import Task
from domain.consent import CONFERENCE, covered_matters
from domain.rows import plain

Presenter, Tovholder = aliased(Staff), aliased(Staff)

OWN = (Item.id, Item.place, Item.kind, Item.title, Item.minutes, Item.state, Item.task_id, Item.effort_id)
TIME = (Item.marked_at, Item.begun_at, Item.used, Item.from_id, Item.presenter_id, Presenter.name.label("presenter"))
TASK = (
    *(Task.title.label("task_title"), Task.kind.label("task_kind"), Task.child_id, Task.child_name),
    *(Task.urgency, Task.state.label("task_state"), Task.writer_id),
)
EFFORT = (Effort.goal, Effort.follow_up_on, Effort.state.label("effort_state"), Tovholder.name.label("tovholder"))
TEXTS = (
    *(Task.occupies, Task.interpretation, Task.tried, Task.family_view, Task.wanted),
    *(Task.frame, Task.sheet, Task.urgency_reason),
)
PARENTS = (Invitation.minute.label("invited_at"), Invitation.minutes.label("invited_for"))


def listed(session: Session, conference_id: int, item_id: int | None = None) -> Sequence[Any]:
    """The agenda in order: the columns of `Item`, `door` (of door.py), of its task and effort what an agenda says, and the parents' time.

    With `item_id` also the TEXTS of that item's task, None of the others', and of every item `covered`: whether the parents let its task name
    their child (what live.mark_of counts). One statement.
    """
    known = {"conference": conference_id} | ({} if item_id is None else {"item": item_id})
    return plain(session.execute(_listed(open_at=item_id is not None), known))


@cache
def _listed(*, open_at: bool) -> Any:
    return (
        select(*OWN, *TIME, *TASK, *EFFORT, *PARENTS, door().label("door"), *(_opened() if open_at else ()))
        .outerjoin(Task, Task.id == Item.task_id)
        .outerjoin(Effort, Effort.id == Item.effort_id)
        .outerjoin(Presenter, Presenter.id == Item.presenter_id)
        .outerjoin(Tovholder, Tovholder.id == Effort.tovholder_id)
        .outerjoin(Invitation, Invitation.item_id == Item.id)
        .where(Item.conference_id == bindparam("conference", type_=Integer))
        .order_by(Item.place, Item.id)
    )


def _opened() -> Iterator[Any]:
    """By a condition on each text and not by a second join: the policy of a task is then asked once, not twice."""
    yield found_in(Item.task_id, covered_matters(CONFERENCE)).label("covered")
    this = Item.id == bindparam("item", type_=Integer)
    for column in TEXTS:
        yield case((this, column)).label(column.key)
