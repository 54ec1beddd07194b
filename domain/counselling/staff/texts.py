"""Standard texts: what a team of counsellors often writes, about nobody."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.base import DomainError
from domain.counselling.tables.desk import StandardText

LONGEST = 5_000


class NoSuchText(DomainError):
    """It has been deleted, or is another house's."""


def of_unit(session: Session, unit_id: int) -> Sequence[StandardText]:
    return session.scalars(
        select(StandardText).where(StandardText.unit_id == unit_id).order_by(StandardText.title, StandardText.id)
    ).all()


def one(session: Session, unit_id: int, text_id: int) -> StandardText:
    found = session.get(StandardText, text_id)
    if found is None or found.unit_id != unit_id:
        raise NoSuchText
    return found


def write(session: Session, unit_id: int, title: str, body: str, text_id: int | None = None) -> None:
    """A new one, or other words for one."""
    row = one(session, unit_id, text_id) if text_id else StandardText(unit_id=unit_id)
    row.title, row.body = title, body
    session.add(row)
    session.flush()


def drop(session: Session, unit_id: int, text_id: int) -> None:
    session.delete(one(session, unit_id, text_id))
    session.flush()
