"""The parent's own "delete it all now"."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.counselling import keeping
from domain.counselling.staff import counting
from domain.counselling.tables.cases import Case


def delete_all(session: Session, case_id: int) -> None:
    """Keys, messages, notes and a booked time are gone. A second time changes nothing."""
    unit_id = session.scalar(select(Case.unit_id).where(Case.id == case_id))
    if unit_id is None:
        return
    keeping.end(session, [case_id])
    counting.add(session, unit_id, "", deleted=1)
