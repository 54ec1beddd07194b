"""The end of a case: both of its keys and all that was locked with them. What is told of it is how many, and nothing else."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, Engine, delete, select
from sqlalchemy.orm import Session

from domain.base import now, quarter, today
from domain.counselling.tables.cases import VISIT_LASTS, Case, Colleague, Message, Nonce, Note, Visit
from domain.counselling.tables.times import Booking, Time
from domain.store import Busy, own_transaction

WHY = {"unscoped": "what has run out is deleted unread, for everybody"}
AT_ONCE = 500
AFTERWARDS = timedelta(hours=24)
"""How long a time that has been is kept: then nothing says that anybody came."""
WORDS = (Case.__tablename__, Message.__tablename__, Note.__tablename__, Colleague.__tablename__, Booking.__tablename__)
"""The tables whose deleted rows are made unreadable (store.wipe)."""
NONCE_LASTS = timedelta(days=2)
"""Longer than anybody leaves a form open and sends it twice."""


@dataclass(frozen=True)
class Gone:
    """How many of each were deleted: for the operations log, which holds no more than this."""

    cases: int = 0
    messages: int = 0
    notes: int = 0
    bookings: int = 0

    def __add__(self, other: "Gone") -> "Gone":
        return Gone(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def __bool__(self) -> bool:
        return self != Gone()


def expire(session: Session) -> Gone:
    """Every case whose last day is over, and every conversation that was held a day ago."""
    gone = Gone(bookings=_meetings(session))
    while ids := session.scalars(
        select(Case.id).where(Case.expires_on < today()).limit(AT_ONCE).execution_options(**WHY)
    ).all():
        gone += end(session, ids)
    return gone


def end(session: Session, ids: Sequence[int]) -> Gone:
    """The keys and the words of these cases, and with them every visit. Their times are free again."""
    counts = {
        name: _count(session, delete(table).where(table.case_id.in_(ids)))
        for name, table in (("messages", Message), ("notes", Note), ("bookings", Booking))
    }
    session.execute(delete(Colleague).where(Colleague.case_id.in_(ids)))
    return Gone(cases=_count(session, delete(Case).where(Case.id.in_(ids))), **counts)


def forget(session: Session) -> None:
    """Visits that nobody is at any more, and the numbers of forms that were sent."""
    session.execute(delete(Visit).where(Visit.seen_at < now() - VISIT_LASTS))
    session.execute(delete(Nonce).where(Nonce.made_on < today() - NONCE_LASTS))


def leave(engine: Engine, key: str) -> None:
    """One visit ends now. When the database is busy its row stays until it has run out, and without the cookie it opens nothing."""
    with suppress(Busy), own_transaction(engine) as connection:
        connection.execute(delete(Visit).where(Visit.key == key))


def _meetings(session: Session) -> int:
    """Times that have been, and who had taken them."""
    over = Time.first + Time.quarters <= quarter(now() - AFTERWARDS)
    taken = _count(session, delete(Booking).where(Booking.time_id.in_(select(Time.id).where(over))))
    session.execute(delete(Time).where(over))
    return taken


def _count(session: Session, statement: Any) -> int:
    done = session.execute(statement, execution_options=WHY | {"synchronize_session": False})
    return done.rowcount if isinstance(done, CursorResult) else 0
