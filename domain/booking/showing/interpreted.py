"""What one of the municipality's own who interprets is told of a conversation: when, where and in which language, and nothing of the child."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session

from domain.access.roles import INTERPRETER
from domain.access.units import Room, Unit
from domain.booking.tables import GIVEN_BACK, Appointment, Participant
from domain.booking.target import Target
from domain.people import Start

WHY = {"unscoped": "whoever interprets is told when, where and in which language, and nothing of the child"}


@dataclass(frozen=True, kw_only=True)
class Interpreted:
    """`first` is a quarter; `place` one of `places.PLACES`; `house`, `address` and `room` where it is held in the house; `way` how to take part."""

    first: int
    quarters: int
    given_back: bool
    place: str
    house: str
    address: str
    room: str | None
    language: str
    way: str


def interpreted(session: Session, appointment_id: int) -> Interpreted | None:
    """None where the viewer does not interpret it. One statement."""
    row = _row(session, appointment_id)
    if row is None:
        return None
    values = dict(row._mapping)  # noqa: SLF001 - the row's public name for itself
    state, _unit = values.pop("state"), values.pop("unit_id")
    return Interpreted(**values | {"given_back": state in GIVEN_BACK})


def target(session: Session, appointment_id: int) -> Target | None:
    """Where `/til/appointment/<id>` leads whoever interprets it. One statement."""
    row = _row(session, appointment_id)
    return Target("interpreted", appointment_id, (row.unit_id,)) if row else None


def _row(session: Session, appointment_id: int) -> Any:
    asked = {"id": appointment_id, "staff": session.info["viewer"].staff}
    return session.execute(_mine(), asked, execution_options=WHY).one_or_none()


@cache
def _mine() -> Select[*tuple[Any, ...]]:
    talk = (Appointment.first, Appointment.quarters, Appointment.state, Appointment.place)
    where = (Unit.name.label("house"), Unit.address, Room.name.label("room"))
    wanted = (Start.interpreter.label("language"), Start.interpreter_way.label("way"))
    mine = and_(
        Participant.appointment_id == Appointment.id,
        Participant.role == INTERPRETER,
        Participant.staff_id == bindparam("staff"),
    )
    return (
        select(*talk, *where, *wanted, Participant.unit_id)
        .join(Participant, mine)
        .join(Unit, Unit.id == Appointment.unit_id)
        .join(Start, Start.id == Appointment.start_id)
        .outerjoin(Room, Room.id == Appointment.room_id)
        .where(Appointment.id == bindparam("id"))
    )
