"""All times of one start, the first conversation and the follow-up, with what became of each and who takes part."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from domain.access.staff import Staff
from domain.access.units import Room, Unit
from domain.base import now, quarter, today
from domain.booking.finding.openings import local_day
from domain.booking.kinds.types import FOLLOW_UP, START_TALK
from domain.booking.showing.interpreters import InterpreterOrder
from domain.booking.tables import BOOKED, HELD, LAPSED, RESERVED, Appointment, AppointmentType, Participant
from domain.people import Child

BESIDE = ("role", "actor", "staff", "staff_id", "room", "other")
"""Columns of one row for each seat and each child besides."""


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

    `others`: the names of the children that it is shared with, as far as the viewer may see that they have this time.
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
    place: str
    cancel_days: int
    start_ids: tuple[int, ...]
    language: str | None
    way: str | None
    ordered: str | None
    cost_centre: str | None
    seats: list[Seat] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

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
    """The latest booked first; what is or was only held for the family is none. One statement."""
    found: dict[int, Time] = {}
    for row in session.execute(_of_start(), {"start": start_id}):
        values: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 - the row's public name for itself
        role, actor, staff, staff_id, room, other = (values.pop(name) for name in BESIDE)
        time = found.setdefault(row.id, Time(**values | {"start_ids": tuple(row.start_ids)}))
        seat = Seat(role=role or "", actor=actor or "", name=staff or room or "", staff_id=staff_id)
        if role is not None and seat not in time.seats:
            time.seats.append(seat)
        if other is not None and other not in time.others:
            time.others.append(other)
    return [*found.values()]


def followed(start_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Whether this start's follow-up is booked, and moves along with its first conversation."""
    after = aliased(Appointment)
    stands = (after.type_key == FOLLOW_UP, after.state == BOOKED, ~after.alone)
    return exists().where(after.start_id == start_id, *stands).correlate_except(after)


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
    shared = (Appointment.alone, Appointment.start_ids, Appointment.place, AppointmentType.cancel_days)
    interpreter = (
        InterpreterOrder.language,
        InterpreterOrder.way,
        InterpreterOrder.state.label("ordered"),
        InterpreterOrder.cost_centre,
    )
    whole = func.coalesce(Appointment.with_id, Appointment.id)
    seat = (Participant.role, Unit.actor, Staff.name.label("staff"), Participant.staff_id, Room.name.label("room"))
    beside = aliased(Appointment)
    shares = and_(beside.with_id == Appointment.with_id, beside.id != Appointment.id)
    return (
        select(*time, *state, *shared, *interpreter, *seat, Child.name.label("other"))
        .outerjoin(beside, shares)
        .outerjoin(Child, Child.id == beside.child_id)
        .join(AppointmentType, AppointmentType.key == Appointment.type_key)
        .outerjoin(InterpreterOrder, InterpreterOrder.appointment_id == whole)
        .outerjoin(Participant, Participant.appointment_id == whole)
        .outerjoin(Unit, Unit.id == Participant.unit_id)
        .outerjoin(Staff, Staff.id == Participant.staff_id)
        .outerjoin(Room, Room.resource_id == Participant.resource_id)
        .where(Appointment.start_id == bindparam("start"), Appointment.state.not_in((RESERVED, LAPSED)))
        .order_by(Appointment.id.desc(), Participant.place, Child.sort_name)
    )
