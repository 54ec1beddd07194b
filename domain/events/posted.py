"""What a message to a guest may say, looked up by key at the moment it is sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.units import Room, Unit
from domain.base import moment, now
from domain.events.reading import House
from domain.events.tables import HOLDS, LEFT, WAITS, Event, Seating, SignUp
from domain.events.told import CANCELLED, FREED, GONE, MOVED, REMINDER, SEAT, WAITING

WHY = {"unscoped": "who a message goes to, when and where: looked up by key on the house's behalf"}
SAYS = {SEAT: HOLDS, FREED: HOLDS, MOVED: HOLDS, REMINDER: HOLDS, WAITING: WAITS, GONE: LEFT}
"""What must still be so when the message is sent."""


@dataclass(frozen=True, kw_only=True)
class Posted:
    """`wanted` seats of an event: its title, whose it is, where and when. Of who is written to nothing but how to reach them."""

    email: str
    mobile: str
    language: str
    title: str
    house: str
    place: str
    start: datetime
    end: datetime
    sequence: int
    appointment_id: int

    def meeting(self) -> dict[str, Any]:
        """When and where, as any appointment."""
        names = ("house", "place", "start", "end", "sequence", "appointment_id")
        return {"name": self.title} | {name: getattr(self, name) for name in names}


def posted(session: Session, sign_up_id: int, kind: str) -> Posted | None:
    """None when the message would say what is no longer so."""
    row: Any = session.execute(_row(sign_up_id).execution_options(**WHY)).one_or_none()
    if row is None or moment(row.first) <= now() or row.standing != SAYS.get(kind, row.standing):
        return None
    if (row.cancelled_at is not None) != (kind == CANCELLED):
        return None
    return Posted(
        email=row.email,
        mobile=row.mobile,
        language=row.language,
        title=row.title,
        house=row.maker,
        place=", ".join(filter(None, (row.house, row.room, row.address, row.place))),
        start=moment(row.first),
        end=moment(row.first + row.quarters),
        sequence=row.sequence,
        appointment_id=row.appointment_id,
    )


def _row(sign_up_id: int) -> Any:
    what = (Event.title, Event.first, Event.quarters, Event.sequence, Event.appointment_id, Event.cancelled_at)
    where = (Unit.name.label("maker"), House.name.label("house"), House.address, Room.name.label("room"), Event.place)
    return (
        select(SignUp.email, SignUp.mobile, SignUp.language, Seating.standing, *what, *where)
        .join(Seating, Seating.sign_up_id == SignUp.id)
        .join(Event, Event.id == SignUp.event_id)
        .join(Unit, Unit.id == Event.unit_id)
        .outerjoin(House, House.id == Event.house_id)
        .outerjoin(Room, Room.id == Event.room_id)
        .where(SignUp.id == sign_up_id)
    )
