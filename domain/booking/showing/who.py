"""Who takes part in an appointment, by name and actor, for cards and pages."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

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
    for row in session.execute(_who(), {"ids": ids}):
        room = f"{row.room}, {row.unit}" if house else row.room
        found[row.appointment_id].append((row.actor, row.staff or room))
    return found


def names_of(session: Session, appointment_id: int) -> dict[int, str]:
    """Everybody who takes part, and the room, by resource, in the order of the roles. One statement."""
    return {row.resource_id: row.staff or row.room for row in session.execute(_who(), {"ids": [appointment_id]})}


@cache
def _who() -> Select[*tuple[Any, ...]]:
    home = aliased(Unit)
    names = (Staff.name.label("staff"), Room.name.label("room"), Unit.name.label("unit"), home.name.label("house"))
    return (
        select(Participant.appointment_id, Participant.resource_id, Unit.actor, *names)
        .join(Unit, Unit.id == Participant.unit_id)
        .outerjoin(Staff, Staff.id == Participant.staff_id)
        .outerjoin(Room, Room.resource_id == Participant.resource_id)
        .outerjoin(Appointment, Appointment.id == Participant.appointment_id)
        .outerjoin(home, home.id == Appointment.unit_id)
        .where(Participant.appointment_id.in_(bindparam("ids", expanding=True)))
        .order_by(Participant.place)
    )


WHERE = {"unscoped": "at which house: of times that stand on the reader's own day"}


class There(NamedTuple):
    """Who takes part, as `who` has it, and in which house."""

    people: list[tuple[str, str]]
    house: str


def there(session: Session, targets: Iterable[str]) -> dict[str, There]:
    """For due rows whose target is "appointment/<id>", rooms with their house. One statement, none for none."""
    ids = {
        int(number): target
        for target in targets
        for kind, _, number in [target.partition("/")]
        if kind == "appointment"
    }
    found = {target: There([], "") for target in ids.values()}
    for row in session.execute(_who(), {"ids": [*ids]}, execution_options=WHERE) if ids else ():
        before, room = found[ids[row.appointment_id]], f"{row.room}, {row.unit}"
        found[ids[row.appointment_id]] = There([*before.people, (row.actor, row.staff or room)], row.house)
    return found
