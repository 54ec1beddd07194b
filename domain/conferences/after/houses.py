"""In which house each thing on somebody's Min dag is: who works in several cannot tell them apart otherwise."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import String, bindparam, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from domain.access.units import Unit
from domain.booking.showing.who import taking_part
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.meeting import Agreement

WHY = {"unscoped": "at which house: of what stands on the reader's own day"}
APPOINTMENT, EFFORT, AGREEMENT = "appointment", "effort", "agreement"
AGREED: dict[str, Any] = {EFFORT: Effort, AGREEMENT: Agreement}


class There(NamedTuple):
    """(actor, name) of all who take part, rooms with their house; and in which house it is."""

    people: list[tuple[str, str]]
    house: str


def there(session: Session, targets: Iterable[str]) -> dict[str, There]:
    """Of the due rows whose target is an appointment, an effort or an agreement. One statement, none for none."""
    ids: dict[str, set[int]] = {APPOINTMENT: set(), EFFORT: set(), AGREEMENT: set()}
    for target in targets:
        kind, _, number = target.partition("/")
        if kind in ids:
            ids[kind].add(int(number))
    if not any(ids.values()):
        return {}
    found = {f"{APPOINTMENT}/{one}": There([], "") for one in ids[APPOINTMENT]}
    asked = {"ids": [*ids[APPOINTMENT]]} | {kind: [*ids[kind]] for kind in AGREED if ids[kind]}
    for row in session.execute(_rows(*(kind for kind in AGREED if ids[kind])), asked, execution_options=WHY):
        target = f"{row.kind}/{row.number}"
        people = found[target].people if target in found else []
        if row.actor:
            people = [*people, (row.actor, row.staff or f"{row.room}, {row.unit}")]
        found[target] = There(people, row.house)
    return found


@cache
def _rows(*kinds: str) -> Any:
    """`kinds`: of AGREED, those that there is something of; a day without any is asked of its appointments alone."""
    seats = taking_part().order_by(None).subquery()
    columns = (seats.c.actor, seats.c.staff, seats.c.room, seats.c.unit, seats.c.house, seats.c.place)
    parts = [select(literal(APPOINTMENT).label("kind"), seats.c.appointment_id.label("number"), *columns)]
    nobody = [cast(null(), String).label(name) for name in ("actor", "staff", "room", "unit")]
    for kind in kinds:
        table = AGREED[kind]
        own = table.id.in_(bindparam(kind, expanding=True))
        rows = select(literal(kind), table.id, *nobody, Unit.name, literal(0)).join(Unit, Unit.id == table.unit_id)
        parts.append(rows.where(own))
    whole = union_all(*parts).subquery()
    return select(whole).order_by(whole.c.place)
