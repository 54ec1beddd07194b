"""At the door and afterwards: who has arrived; and some days later everything about the guests is deleted."""

from datetime import timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from domain import due
from domain.base import now, quarter
from domain.events.reading import Shown
from domain.events.tables import KINDS, Event, Seating, SignUp

KEPT = timedelta(days=14)
"""How long after an event its guests' names and addresses are kept: time to send what was promised there."""
AT_ONCE = 500


def arrived(session: Session, event: Shown, sign_up_id: int, *, there: bool) -> None:
    """Tick somebody off at the door, or take the tick away. `event`: one that was found to be the viewer's."""
    which = (Seating.event_id == event.id, Seating.sign_up_id == sign_up_id)
    session.execute(update(Seating).where(*which).values(arrived_at=now() if there else None))


def forget(session: Session) -> bool:
    """Delete who signed up for what was held, or was to be, long enough ago. True while there may be more of them.

    The newest of all stays without its words until there is another: SQLite would give its number to that one, and with it the old link.
    """
    before = quarter(now() - KEPT)
    over = select(Event.id).where(Event.first + Event.quarters <= before)
    newest = session.scalar(select(func.max(SignUp.id)))
    gone = SignUp.event_id.in_(over), or_(SignUp.id != newest, SignUp.name != "")
    rows = session.scalars(select(SignUp).where(*gone).order_by(SignUp.id).limit(AT_ONCE)).all()
    if rows:
        session.execute(delete(Seating).where(Seating.sign_up_id.in_([row.id for row in rows])))
        for row in rows:
            if row.id == newest:
                row.name = row.email = row.mobile = ""
            else:
                session.delete(row)
        session.flush()
    return len(rows) == AT_ONCE


def happen(session: Session) -> None:
    """What is over is no longer to be done by anybody."""
    for kind in KINDS:
        due.happen(session, kind)
