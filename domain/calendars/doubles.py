"""Bookings at a time that somebody's own calendar has filled since: each of them stands on that person's day until it is moved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from domain import due
from domain.access.roles import SUNDHEDSPLEJERSKE
from domain.access.staff import Staff
from domain.base import now, quarter
from domain.booking.tables import BOOKED, Appointment, Busy, Claim, Participant
from domain.calendars.tables import CalendarState
from domain.consent import TIME
from domain.due import DOUBLE, Entry


def find(session: Session, resource_ids: Iterable[int]) -> None:
    """Of these people, whose doubles are shown from now on; what is double no longer is not."""
    ids = list(resource_ids)
    found: dict[int, list[Entry]] = defaultdict(list)
    for row in _rows(session, ids):
        found[row.staff_id].append(_entry(row))
    for staff_id in session.scalars(select(Staff.id).where(Staff.resource_id.in_(ids))).all():
        due.only(session, DOUBLE, staff_id, found[staff_id])


def look_again(session: Session) -> None:
    """At those that are shown: what has been moved since is double no longer."""
    shown = select(Staff.resource_id).where(Staff.id.in_(due.people(session, DOUBLE, select(CalendarState.staff_id))))
    if ids := session.scalars(shown).all():
        find(session, ids)


def find_all(session: Session) -> None:
    """Of everybody whose calendar is fetched: bookings are moved, and time passes."""
    find(session, session.scalars(select(CalendarState.resource_id)).all())


def _rows(session: Session, ids: Sequence[int]) -> Iterator[Any]:
    """Each appointment to come, and each of these people in it, once. By their claims: those of the past are gone."""
    taken = and_(Claim.resource_id == Busy.resource_id, Claim.quarter >= Busy.first, Claim.quarter < Busy.last)
    seat = and_(Participant.appointment_id == Claim.appointment_id, Participant.resource_id == Claim.resource_id)
    person = (Participant.staff_id, Participant.unit_id, Participant.role)
    rows = (
        select(Appointment.id, Appointment.start_id, Appointment.child_id, *person)
        .select_from(Busy)
        .join(Claim, taken)
        .join(Participant, seat)
        .join(Appointment, Appointment.id == Claim.appointment_id)
        .where(Busy.resource_id.in_(ids), Busy.last > quarter(now()), Participant.staff_id.is_not(None))
        .where(Appointment.state == BOOKED, Appointment.first > quarter(now()))
        .distinct()
    )
    yield from session.execute(rows)


def _entry(row: Any) -> Entry:
    """The sundhedsplejerske's part in a conversation is hers to see by consent alone: so is what is told of it."""
    return Entry(
        key=due.double_key(row.id, row.staff_id),
        unit_id=row.unit_id,
        staff_id=row.staff_id,
        child_id=row.child_id,
        start_id=row.start_id,
        kind=DOUBLE,
        purpose=TIME if row.role == SUNDHEDSPLEJERSKE and row.start_id else None,
        at=now(),
        target=f"appointment/{row.id}",
    )
