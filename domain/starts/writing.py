"""What staff write around a conversation: before it the sundhedsplejerske, after it the house."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due
from domain.access import NotAllowed
from domain.base import now
from domain.people import Child, Start
from domain.starts.tables import Preparation, Recommendation


def prepare(session: Session, start_id: int, text: str) -> None:
    """What the sundhedsplejerske wants to say; kept by her own unit until the parents' yes to Q2 lets the house read it."""
    start, unit_id = _start(session, start_id)
    if unit_id is None:
        raise NotAllowed("no sundhedspleje knows the child")
    row = session.get(Preparation, start_id) or Preparation(start_id=start_id, child_id=start.child_id, unit_id=unit_id)
    row.text, row.staff_id, row.at = text, session.info["viewer"].staff, now()
    session.add(row)
    session.flush()
    due.done(session, f"forbered/{start_id}")


def recommend(session: Session, start_id: int, text: str, first_days: str) -> None:
    """What the conversation led to; the parents find it on their page."""
    start, _ = _start(session, start_id)
    row = session.get(Recommendation, start_id) or Recommendation(
        start_id=start_id, child_id=start.child_id, unit_id=start.unit_id
    )
    row.text, row.first_days, row.staff_id, row.at = text, first_days, session.info["viewer"].staff, now()
    session.add(row)
    session.flush()
    due.done(session, f"anbefalinger/{start_id}")


def name_contact(session: Session, start_id: int, group_id: int | None, contact_id: int | None) -> None:
    """The leader places the child in a group and names the pædagog who will know it."""
    start, _ = _start(session, start_id)
    start.group_id, start.contact_id = group_id, contact_id
    session.flush()


def _start(session: Session, start_id: int) -> tuple[Start, int | None]:
    row = session.execute(
        select(Start, Child.sundhedspleje_id).join(Child, Child.id == Start.child_id).where(Start.id == start_id)
    ).one_or_none()
    if row is None:
        raise NotAllowed(f"start {start_id}")
    return row[0], row[1]
