"""What the pages of an agenda and a meeting show, in a constant number of statements. What somebody may not read is not in the rows."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from domain.access.staff import Staff
from domain.conferences.meeting import live
from domain.conferences.meeting.door import door
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.meeting import Invitation, Item
from domain.conferences.tables.series import Conference
from domain.conferences.tables.task import Task

Presenter, Tovholder, Full = aliased(Staff), aliased(Staff), aliased(Task, name="full")

OWN = (Item.id, Item.place, Item.kind, Item.title, Item.minutes, Item.state, Item.task_id, Item.effort_id)
TIME = (Item.marked_at, Item.begun_at, Item.used, Item.from_id, Item.presenter_id, Presenter.name.label("presenter"))
TASK = (
    *(Task.title.label("task_title"), Task.kind.label("task_kind"), Task.child_id, Task.child_name),
    *(Task.urgency, Task.state.label("task_state"), Task.writer_id),
)
EFFORT = (Effort.goal, Effort.follow_up_on, Effort.state.label("effort_state"), Tovholder.name.label("tovholder"))
PARENTS = (Invitation.minute.label("invited_at"), Invitation.minutes.label("invited_for"))


def listed(session: Session, conference_id: int, item_id: int | None = None) -> Sequence[Any]:
    """The agenda in order: the columns of `Item`, `door` (of door.py), of its task and effort what an agenda says, and the parents' time.

    With the mark of live.py, so that a page is known by it. With `item_id` also the whole task of that item, as `full`. One statement.
    """
    found: Sequence[Any] = session.execute(_listed(), {"conference": conference_id, "item": item_id}).all()
    return found


@cache
def _listed() -> Any:
    one, whole = bindparam("conference", type_=Integer), bindparam("item", type_=Integer)
    return (
        select(*OWN, *TIME, *TASK, *EFFORT, *PARENTS, door().label("door"), Full, *live.marks(one))
        .join(Conference, Conference.id == Item.conference_id)
        .outerjoin(Task, Task.id == Item.task_id)
        .outerjoin(Effort, Effort.id == Item.effort_id)
        .outerjoin(Full, and_(Full.id == Item.task_id, Item.id == whole))
        .outerjoin(Presenter, Presenter.id == Item.presenter_id)
        .outerjoin(Tovholder, Tovholder.id == Effort.tovholder_id)
        .outerjoin(Invitation, Invitation.item_id == Item.id)
        .where(Item.conference_id == one)
        .order_by(Item.place, Item.id)
    )
