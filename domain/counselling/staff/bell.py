"""There is something new: so much is said, and no more, at most every half hour and never at the minute in which it came."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due, outbox
from domain.base import now
from domain.counselling.tables.cases import WAITING, Case
from domain.counselling.tables.team import Epoch, Seat

KIND, DUE = "counselling-news", "raadgivning"
WHY = {"unscoped": "the house asks whether anything waits, by unit, and nothing else"}
HALF_HOUR = 30 * 60
USELESS = timedelta(hours=12)


def next_half_hour() -> datetime:
    """Strictly ahead, and the same for all that comes within it."""
    at = now()
    return at - timedelta(seconds=at.timestamp() % HALF_HOUR) + timedelta(seconds=HALF_HOUR)


def something_new(session: Session, unit_id: int) -> None:
    """The team hears of it by mail, and the unit on Min dag."""
    seats = select(Seat.staff_id).join(Epoch, Epoch.id == Seat.epoch_id)
    tell(session, unit_id, session.scalars(seats.where(Epoch.unit_id == unit_id, Epoch.ended_on.is_(None))).all())
    row = due.Entry(key=key(unit_id), unit_id=unit_id, kind=DUE, at=next_half_hour(), target=f"news/{unit_id}")
    due.put(session, [row])


def tell(session: Session, unit_id: int, staff_ids: Iterable[int]) -> None:
    """These people, once in each half hour however often: the key is the half hour."""
    at = next_half_hour()
    part = f"{at:%Y%m%d%H%M}"
    outbox.put(session, KIND, f"news/{unit_id}", staff=staff_ids, due_at=at, expires_at=at + USELESS, key_part=part)


def settle(session: Session) -> None:
    """Where nothing waits any more the bell is silent."""
    waits = select(Case.unit_id).where(Case.state == WAITING, Case.aside.is_(False)).distinct()
    loud = set(session.scalars(waits.execution_options(**WHY)))
    units = session.scalars(select(Epoch.unit_id).where(Epoch.ended_on.is_(None))).all()
    if quiet := [key(one) for one in units if one not in loud]:
        due.done(session, *quiet)


def key(unit_id: int) -> str:
    return f"raadgivning/{unit_id}"
