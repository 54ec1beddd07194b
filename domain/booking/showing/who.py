"""Who takes part in an appointment, by name and actor, for cards and pages."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from domain.access.staff import Staff
from domain.access.units import Room, Unit
from domain.booking.tables import Appointment, Participant


def who(session: Session, appointment_ids: Iterable[int], *, house: bool = False) -> dict[int, list[tuple[str, str]]]:
    """(actor, name) of all who take part in each appointment, the room too, in the order of the roles. One statement, none for none.

    With `house` a room is told with its house, for whoever comes from another.
    """
    ids = list(appointment_ids)
    found: dict[int, list[tuple[str, str]]] = {one: [] for one in ids}
    if not ids:
        return found
    for row in session.execute(taking_part(), {"ids": ids}):
        room = f"{row.room}, {row.unit}" if house else row.room
        found[row.appointment_id].append((row.actor, row.staff or room))
    return found


def names_of(session: Session, appointment_id: int) -> dict[int, str]:
    """Everybody who takes part, and the room, by resource, in the order of the roles. One statement."""
    return {row.resource_id: row.staff or row.room for row in session.execute(taking_part(), {"ids": [appointment_id]})}


@cache
def taking_part() -> Select[*tuple[Any, ...]]:
    """A row for each participant of the appointments `ids`, in the order of the roles, with the appointment's house."""
    home = aliased(Unit)
    names = (Staff.name.label("staff"), Room.name.label("room"), Unit.name.label("unit"), home.name.label("house"))
    return (
        select(Participant.appointment_id, Participant.resource_id, Participant.place, Unit.actor, *names)
        .join(Unit, Unit.id == Participant.unit_id)
        .outerjoin(Staff, Staff.id == Participant.staff_id)
        .outerjoin(Room, Room.resource_id == Participant.resource_id)
        .outerjoin(Appointment, Appointment.id == Participant.appointment_id)
        .outerjoin(home, home.id == Appointment.unit_id)
        .where(Participant.appointment_id.in_(bindparam("ids", expanding=True)))
        .order_by(Participant.place)
    )
