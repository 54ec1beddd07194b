"""The end of the efforts for a task that ends without the parents' yes: unevaluated, as only the task's writer may read what they came to."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from domain import due
from domain.base import now
from domain.conferences.tables.effort import ROLE, Effort, day_key
from domain.tovholder import handing
from domain.tovholder.followed import CLOSED, RUNNING

WHY = {"unscoped": "an effort ends by the number of its task, unread", "synchronize_session": False}


def efforts(session: Session, task_id: int) -> None:
    """Those that run are closed, with their lines on Min dag and an open offer of the role. One statement where none runs."""
    ended = {"state": CLOSED, "closed_at": now(), "follow_up_on": None, "version": Effort.version + 1}
    which = update(Effort).where(Effort.task_id == task_id, Effort.state == RUNNING).values(ended)
    gone = session.scalars(which.returning(Effort.id), execution_options=WHY).all()
    for one in gone:
        handing.take_back(session, ROLE, one)
    if gone:
        due.done(session, *(day_key(one) for one in gone))
