"""What still stands open about a child that has grown: a line on the day of whoever can close it, until that is done."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due
from domain.base import now
from domain.due import Due, Entry
from domain.grown import who

GROWN, UNANSWERED = "vokset", "ubesvaret"
"""The child has grown, and this is open; the parents have never answered, and nothing else needs the child."""


def look(session: Session, kept: timedelta = who.KEPT) -> None:
    """The lines that there should be, and no other. No child's name or number stands in them. Four statements at most."""
    open_ = {f"{GROWN}/{row.what}/{row.id}": row for row in who.open_matters(session, kept) if row.unit_id is not None}
    standing = set(session.scalars(select(Due.key).where(Due.kind.in_((GROWN, UNANSWERED)), Due.done_at.is_(None))))
    if done := standing - open_.keys():
        due.drop(session, *done)
    due.put(
        session,
        [
            Entry(
                key=key,
                unit_id=row.unit_id,
                staff_id=row.staff_id,
                kind=GROWN if row.grown else UNANSWERED,
                at=now(),
                target=f"{row.what}/{row.id}",
            )
            for key, row in open_.items()
            if key not in standing
        ],
    )
