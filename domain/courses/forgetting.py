"""What is no longer needed: years after a course has ended it is deleted, before the referral that it came from."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain import audit, due
from domain.base import now
from domain.courses import told
from domain.courses.tables import ROLE, Course, CourseSession, Handover, NetworkPerson, Said, Step, Support
from domain.tovholder.followed import RUNNING

AT_ONCE = 50
WHY = {"unscoped": "what nobody may read any longer is deleted by its number", "synchronize_session": False}
PARTS = (CourseSession, Support, Said, NetworkPerson, Step, Handover)


def forget(session: Session, kept: timedelta) -> int:
    """One handful of what has been over for so long: how many. Their appointments stay, as any that have been: without a course they tell nothing."""
    over = Course.state != RUNNING, Course.closed_at < now() - kept
    rows = select(Course.id, Course.child_id).where(*over).order_by(Course.id).limit(AT_ONCE)
    return _gone(session, session.execute(rows, execution_options=WHY).all())


def of_children(session: Session, child_ids: Collection[int]) -> int:
    """Those about these children, whatever has become of them: how many. Whoever calls it has seen that none is running."""
    rows = select(Course.id, Course.child_id).where(Course.child_id.in_(child_ids))
    return _gone(session, session.execute(rows, execution_options=WHY).all())


def _gone(session: Session, found: Sequence[Any]) -> int:
    if found:
        _delete(session, [row.id for row in found])
        audit.by_key(session, "delete", "course", found)
    return len(found)


def _delete(session: Session, ids: Collection[int]) -> None:
    offers = session.scalars(select(Handover.id).where(Handover.course_id.in_(ids))).all()
    due.drop(session, *map(told.key, ids), *map(ROLE.key, offers))
    for of in PARTS:
        _do(session, delete(of).where(cast("Any", of).course_id.in_(ids)))
    _do(session, delete(Course).where(Course.id.in_(ids)))


def _do(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options=WHY)
