"""All times of one start, the first conversation and the follow-up, with what became of each and who takes part."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from domain.access.staff import Staff
from domain.access.units import Room, Unit
from domain.base import now, quarter, today
from domain.booking.interpreters import InterpreterOrder
from domain.booking.openings import local_day
from domain.booking.tables import BOOKED, HELD, Appointment, Participant
from domain.booking.types import START_TALK


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Somebody or a room that takes part. `staff_id` is None for a room."""

    role: str
    actor: str
    name: str
    staff_id: int | None


@dataclass(frozen=True, kw_only=True)
class Time:
    """One time of a start, as far as the viewer may see it. `first` and `last` are quarters; `start_ids`: more than one where it is shared.

    `language`, `way`, `ordered` (its state) and `cost_centre` are of the interpreter from outside, where one is wanted.
    """

    id: int
    kind: str
    first: int
    quarters: int
    state: str
    reason: str
    sequence: int
    booked_at: datetime
    arrived_at: datetime | None
    alone: bool
    start_ids: tuple[int, ...]
    language: str | None
    way: str | None
    ordered: str | None
    cost_centre: str | None
    seats: list[Seat] = field(default_factory=list)

    @property
    def last(self) -> int:
        return self.first + self.quarters

    @property
    def booked(self) -> bool:
        return self.state == BOOKED

    @property
    def began(self) -> bool:
        return self.first <= quarter(now())

    @property
    def over(self) -> bool:
        return self.last <= quarter(now())

    @property
    def today(self) -> bool:
        return local_day(self.first) == today()

    @property
    def room(self) -> str | None:
        return next((seat.name for seat in self.seats if seat.staff_id is None), None)

    @property
    def staff(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.staff_id is not None]

    def seat(self, role: str) -> Seat | None:
        """Whoever fills this role."""
        return next((seat for seat in self.seats if seat.role == role), None)


def of_start(session: Session, start_id: int) -> list[Time]:
    """The latest booked first. One statement."""
    found: dict[int, Time] = {}
    for row in session.execute(_of_start(), {"start": start_id}):
        values: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 - the row's public name for itself
        seat = {name: values.pop(name) for name in ("role", "actor", "staff", "staff_id", "room")}
        time = found.setdefault(row.id, Time(**values | {"start_ids": tuple(row.start_ids)}))
        if seat["role"] is not None:
            name = seat["staff"] or seat["room"] or ""
            time.seats.append(Seat(role=seat["role"], actor=seat["actor"], name=name, staff_id=seat["staff_id"]))
    return [*found.values()]


def latest(times: Iterable[Time], kind: str = START_TALK) -> Time | None:
    """The conversation that stands, else the one that was held."""
    of_kind = [one for one in times if one.kind == kind]
    return next((one for state in (BOOKED, HELD) for one in of_kind if one.state == state), None)


def missed(times: Iterable[Time]) -> list[Time]:
    """What was booked and came to nothing, the latest first."""
    return [one for one in times if one.state not in {BOOKED, HELD}]


@cache
def _of_start() -> Select[*tuple[Any, ...]]:
    time = (Appointment.id, Appointment.type_key.label("kind"), Appointment.first, Appointment.quarters)
    state = (Appointment.state, Appointment.reason, Appointment.sequence, Appointment.booked_at, Appointment.arrived_at)
    shared = (Appointment.alone, Appointment.start_ids)
    interpreter = (
        InterpreterOrder.language,
        InterpreterOrder.way,
        InterpreterOrder.state.label("ordered"),
        InterpreterOrder.cost_centre,
    )
    whole = func.coalesce(Appointment.with_id, Appointment.id)
    seat = (Participant.role, Unit.actor, Staff.name.label("staff"), Participant.staff_id, Room.name.label("room"))
    return (
        select(*time, *state, *shared, *interpreter, *seat)
        .outerjoin(InterpreterOrder, InterpreterOrder.appointment_id == whole)
        .outerjoin(Participant, Participant.appointment_id == whole)
        .outerjoin(Unit, Unit.id == Participant.unit_id)
        .outerjoin(Staff, Staff.id == Participant.staff_id)
        .outerjoin(Room, Room.resource_id == Participant.resource_id)
        .where(Appointment.start_id == bindparam("start"))
        .order_by(Appointment.id.desc(), Participant.place)
    )
