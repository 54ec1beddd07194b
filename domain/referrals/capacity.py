"""The places of each service: how many there are, how many are taken. Who takes or gives back one changes the row itself, so that nobody waits for a lock."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Insert, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.base import DomainError
from domain.referrals.states import QUEUE
from domain.referrals.tables import SERVICES, Capacity, Standing

INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class NoPlace(DomainError):
    """All places of the service are taken. One more needs a reason."""


def take(session: Session, unit_id: int, service: str, *, more: bool) -> bool:
    """One of the service's places. With `more` also when none is left: whether it is one more than there are. NoPlace."""
    own = Capacity.unit_id == unit_id, Capacity.service == service
    one = {"taken": Capacity.taken + 1}
    if _changes(session, update(Capacity).where(*own, Capacity.taken < Capacity.places).values(one)):
        return False
    if not more:
        raise NoPlace
    further = update(Capacity).where(*own).values(one | {"beyond": _beyond(Capacity.taken + 1)})
    if not _changes(session, further):
        session.execute(_row(session, unit_id, service, 0).on_conflict_do_nothing())
        session.execute(further)
    return True


def give_back(session: Session, unit_id: int, service: str) -> None:
    """For the next family."""
    left = {"taken": Capacity.taken - 1, "beyond": _beyond(Capacity.taken - 1)}
    session.execute(update(Capacity).where(Capacity.unit_id == unit_id, Capacity.service == service).values(left))


def fix(session: Session, unit_id: int, places: Mapping[str, int]) -> None:
    """How many places each service has from now on. Families that are there stay, also when they are more than that."""
    for service, number in places.items():
        known = {"places": number, "beyond": _beyond(Capacity.taken, number)}
        row = _row(session, unit_id, service, number)
        session.execute(row.on_conflict_do_update(index_elements=["unit_id", "service"], set_=known))


def of_unit(session: Session, unit_id: int) -> Sequence[Any]:
    """By service, in the order of SERVICES: (service, places, taken, beyond, waiting, since). Zeros where nobody has said. One statement.

    `waiting`: how many wait for a place; `since`: when the first of them was received.
    """
    waits = select(Standing.service, func.count().label("waiting"), func.min(Standing.received_at).label("since"))
    queue = waits.where(Standing.unit_id == unit_id, Standing.state.in_(QUEUE)).group_by(Standing.service).subquery()
    columns = (Capacity.service, Capacity.places, Capacity.taken, Capacity.beyond)
    rows = (
        select(*columns, func.coalesce(queue.c.waiting, 0).label("waiting"), queue.c.since)
        .outerjoin(queue, queue.c.service == Capacity.service)
        .where(Capacity.unit_id == unit_id)
    )
    found = {row.service: row for row in session.execute(rows)}
    return [found[service] for service in SERVICES if service in found]


def _row(session: Session, unit_id: int, service: str, places: int) -> Any:
    insert: Any = INSERT[session.get_bind().dialect.name]
    return cast("Insert", insert(Capacity)).values(unit_id=unit_id, service=service, places=places, taken=0, beyond=0)


def _beyond(taken: Any, places: Any = Capacity.places) -> ColumnElement[int]:
    return case((taken > places, taken - places), else_=0)


def _changes(session: Session, statement: Any) -> bool:
    found = cast("CursorResult[Any]", session.execute(statement, execution_options={"synchronize_session": False}))
    return bool(found.rowcount)
