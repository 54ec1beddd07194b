"""What is done about a round: the families are told between when and when, the order is changed, the way takes longer."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from domain import due
from domain.base import DomainError, moment, now, quarter
from domain.booking.finding.openings import Span, wall_minutes
from domain.booking.finding.search import Candidate, Placement
from domain.booking.showing.windows import VisitWindow
from domain.booking.tables import BOOKED, Appointment, AppointmentType
from domain.booking.taking.claims import claim, release
from domain.booking.taking.replan import replan
from domain.journey.telling import News, tell
from domain.rounds.day import Stop, stops
from domain.rounds.order import differs, timed

TOLD, TOLD_ANOTHER = "visit-window", "visit-window-moved"
"""The kinds of message: between when and when she comes; and that it is another time than that."""
HALF, LONG = 2, 8
"""Quarters. A window is two hours, and begins on the hour."""
LONGEST_WAY = 8


class RoundChanged(DomainError):
    """The visits are not those that the order was made for."""


class NoSuchStop(DomainError):
    """It is no visit of this day's round, or has been."""


def window(first: int) -> Span:
    """Between which quarters a visit at `first` is said to begin: at 10.00 between 9 and 11, at 9.30 too."""
    early = first - HALF
    begins = early - wall_minutes(early) % 60 // 15
    return begins, begins + LONG


def send(session: Session, unit_id: int, staff_id: int, day: date) -> int:
    """Each family that has not been told yet is told between when and when. How many; a second time nobody."""
    new = [one for one in _coming(session, unit_id, staff_id, day) if one.window is None]
    _promise(session, unit_id, new, {one.id: one.first for one in new}, TOLD)
    return len(new)


def reorder(session: Session, unit_id: int, staff_id: int, day: date, wanted: Mapping[int, int]) -> int:
    """Visits in this order (id -> version, as they were when it was chosen), all or nothing. How many families are told.

    Whoever is still visited within what they were told hears nothing. RoundChanged, SlotTaken, Changed.
    """
    found = {one.id: one for one in _coming(session, unit_id, staff_id, day)}
    if wanted != {one.id: one.sequence for one in found.values()}:
        raise RoundChanged
    times = timed([found[one] for one in wanted])
    moved = differs(found.values(), times)
    if not moved:
        return 0
    rows = _rows(session, [one.id for one in moved])
    replan(session, [(rows[one.id], _placed(rows[one.id], one, times[one.id])) for one in moved])
    due.follow(
        session,
        staff_id,
        [
            (f"appointment/{one.id}", staff_id, moment(one.first), moment(one.first + one.quarters))
            for one in rows.values()
        ],
    )
    out = [one for one in moved if one.window is None or not one.window[0] <= times[one.id] <= one.window[1]]
    quiet = [rows[one.id] for one in moved if one not in out]
    tell(session, [News(one, TOLD_ANOTHER, only=()) for one in quiet])
    _promise(session, unit_id, out, times, TOLD_ANOTHER)
    return len(out)


def travel(session: Session, unit_id: int, staff_id: int, day: date, appointment_id: int, quarters: int) -> None:
    """So long is kept free for the way to this visit. NoSuchStop, SlotTaken."""
    stop = next((one for one in _coming(session, unit_id, staff_id, day) if one.id == appointment_id), None)
    if stop is None or not 0 <= quarters <= LONGEST_WAY:
        raise NoSuchStop
    held = {(stop.resource_id, stop.first - number) for number in range(1, stop.before + 1)}
    wanted = {(stop.resource_id, stop.first - number) for number in range(1, quarters + 1)}
    with session.begin_nested():
        release(session, stop.id, held - wanted)
        claim(session, stop.id, wanted - held)


def _coming(session: Session, unit_id: int, staff_id: int, day: date) -> list[Stop]:
    at = quarter(now())
    return [one for one in stops(session, unit_id, staff_id, day) if one.state == BOOKED and one.first > at]


def _rows(session: Session, ids: Collection[int]) -> dict[int, Appointment]:
    """With who takes part. Their types are read too: a change asks how far ahead it may be."""
    rows = session.execute(
        select(Appointment, AppointmentType)
        .join(AppointmentType, AppointmentType.key == Appointment.type_key)
        .where(Appointment.id.in_(ids))
        .options(selectinload(Appointment.participants))
    )
    return {row.Appointment.id: row.Appointment for row in rows}


def _placed(appointment: Appointment, stop: Stop, first: int) -> Placement:
    """Everybody who takes part, and the way as long as it was."""
    seats = tuple(
        (seat.role, Candidate(seat.resource_id, seat.staff_id, seat.unit_id)) for seat in appointment.participants
    )
    claims = frozenset(
        (who.resource_id, number)
        for _role, who in seats
        for number in (
            range(first - stop.before, first + stop.quarters + stop.after)
            if who.resource_id == stop.resource_id
            else range(first, first + stop.quarters)
        )
    )
    return Placement(first, stop.quarters, seats, claims)


def _promise(session: Session, unit_id: int, of: Collection[Stop], times: Mapping[int, int], kind: str) -> None:
    if not of:
        return
    own = select(VisitWindow).where(VisitWindow.appointment_id.in_([one.id for one in of]))
    known = {row.appointment_id: row for row in session.scalars(own)}
    for one in of:
        row = known.get(one.id) or VisitWindow(appointment_id=one.id, unit_id=unit_id, child_id=one.child_id)
        row.first, row.last = window(times[one.id])
        session.add(row)
    session.flush()
    rows = _rows(session, [one.id for one in of])
    tell(session, [News(rows[one.id], kind) for one in of])
