"""Whoever interprets: one of the municipality's own takes part like others; one from outside is ordered for each time anew."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due
from domain.access.roles import INTERPRETER
from domain.base import DomainError, now
from domain.booking import verbs
from domain.booking.showing.interpreters import (
    CONFIRMED,
    IN_PERSON,
    NEEDED,
    ORDERED,
    REFUSED,
    STATES,
    TO_CALL_OFF,
    WAYS_TO_INTERPRET,
    InterpreterOrder,
)
from domain.booking.tables import Appointment
from domain.due import Due
from domain.journey.choosing.siblings import NoSuchStart
from domain.journey.telling import task
from domain.people import Start

KINDS = {NEEDED: "tolk", ORDERED: "tolk-bestilt", REFUSED: "tolk-afvist"}
"""What the house has on its list until the interpreter is confirmed."""


class NoOrder(DomainError):
    """No interpreter from outside is wanted for this time."""


def ask(session: Session, appointment: Appointment, language: str, way: str) -> None:
    """Order one for this time, where none of our own takes part; what was ordered for another time is asked anew."""
    own = any(seat.role == INTERPRETER for seat in verbs.participants(session, appointment))
    if own or not language:
        call_off(session, appointment)
        return
    row = session.get(InterpreterOrder, appointment.id) or InterpreterOrder(
        appointment_id=appointment.id,
        start_id=appointment.start_id,
        child_id=appointment.child_id,
        unit_id=appointment.unit_id,
        cost_centre="",
    )
    row.language, row.way, row.state, row.at = language, way or IN_PERSON, NEEDED, now()
    session.add(row)
    session.flush()
    _on_the_list(session, appointment, KINDS[NEEDED])


def call_off(session: Session, appointment: Appointment) -> None:
    """No interpreter is needed after all; one that has been ordered is to be called off."""
    row = session.get(InterpreterOrder, appointment.id)
    if row is None:
        return
    ordered = row.state in {ORDERED, CONFIRMED}
    session.delete(row)
    session.flush()
    if ordered:
        _on_the_list(session, appointment, TO_CALL_OFF)
    else:
        due.drop(session, _key(appointment))


def settle(session: Session, appointment: Appointment, state: str, way: str, cost_centre: str) -> None:
    """The house has ordered one, got a yes or a no. Until the yes it stands on the list."""
    if state not in STATES or way not in WAYS_TO_INTERPRET:
        raise ValueError((state, way))
    row = session.get(InterpreterOrder, appointment.id)
    if row is None:
        raise NoOrder(f"appointment {appointment.id}")
    row.state, row.way, row.cost_centre, row.at = state, way, cost_centre, now()
    session.flush()
    if state == CONFIRMED:
        due.done(session, _key(appointment))
    else:
        _on_the_list(session, appointment, KINDS[state])


def called_off(session: Session, start_id: int) -> None:
    """The house has told the interpreters of this start that there is no need. Raises NoSuchStart."""
    if session.get(Start, start_id) is None:
        raise NoSuchStart
    open_ = (Due.start_id == start_id, Due.kind == TO_CALL_OFF, Due.done_at.is_(None))
    due.done(session, *session.scalars(select(Due.key).where(*open_)))


def _on_the_list(session: Session, appointment: Appointment, kind: str) -> None:
    if appointment.start_id is not None and appointment.child_id is not None:
        entry = task(appointment, kind, "", now(), appointment.start_id, appointment.child_id)
        due.put(session, [replace(entry, key=_key(appointment))])


def _key(appointment: Appointment) -> str:
    return f"tolk/{appointment.id}"
