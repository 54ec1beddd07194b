"""What is no longer needed: years after an inquiry has been closed or withdrawn it is deleted, with what the parents were asked and what it left on the timeline."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from domain import asking, audit, due
from domain.access import Viewer
from domain.access.writes import Written
from domain.base import now
from domain.consent import ADVICE
from domain.inquiries.tables import CLOSED, DRAFT, WITHDRAWN, Inquiry
from domain.inquiries.writing import subject

KEPT = timedelta(days=1825)
AT_ONCE = 50
WHY = {"unscoped": "what nobody may read any longer is deleted by its number", "synchronize_session": False}


def forget(session: Session, kept: timedelta = KEPT) -> int:
    """One handful of what has been over for so long, or was never sent: how many. Its time stays, as any that has been."""
    before = now() - kept
    over = and_(Inquiry.state.in_((CLOSED, WITHDRAWN)), Inquiry.ended_at < before)
    never = and_(Inquiry.state == DRAFT, Inquiry.written_at < before)
    rows = select(Inquiry.id, Inquiry.child_id).where(or_(over, never)).order_by(Inquiry.id).limit(AT_ONCE)
    return _delete(session, session.execute(rows, execution_options=WHY).all())


def of_children(session: Session, child_ids: Collection[int]) -> int:
    """Those that name these children, whatever has become of them: how many. Whoever calls it has seen that none is open."""
    rows = select(Inquiry.id, Inquiry.child_id).where(Inquiry.child_id.in_(child_ids))
    return _delete(session, session.execute(rows, execution_options=WHY).all())


def _delete(session: Session, found: Sequence[Any]) -> int:
    if found:
        ids = [row.id for row in found]
        asking.forget(session, "inquiry", ADVICE, ids)
        due.forget(session, *map(subject, ids))
        session.execute(delete(Inquiry).where(Inquiry.id.in_(ids)), execution_options=WHY)
        gone = [Written("delete", "inquiry", row.id, row.child_id, ()) for row in found]
        audit.changed(session, cast("Viewer", session.info["viewer"]), gone)
    return len(found)
