"""Somebody's own bookings as a calendar that other programs subscribe to: what kind, where and when, and nothing of any family."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from domain.access.units import Room, Unit
from domain.base import moment, now, quarter
from domain.booking.finding.places import UNIT
from domain.booking.showing.calendar import Entry, uid
from domain.booking.tables import BOOKED, HELD, NO_SHOW, Appointment, AppointmentType, Participant
from domain.conferences.tables.series import CANCELLED as CALLED_OFF
from domain.conferences.tables.series import TYPE as CONFERENCE
from domain.conferences.tables.series import Conference

BACK = timedelta(days=30)
MOST = 1000


def entries(session: Session, staff_id: int, public_url: str) -> list[Entry]:
    """From a month ago, as far as the person may see them. One statement.

    The same as long as nothing has changed: stamped with the time of booking, and versions are told by their sequence.
    """
    return [_entry(row, public_url) for row in session.execute(_rows(staff_id))]


def _rows(staff_id: int) -> Any:
    """Appointments of the own units, and conferences, whose time everybody at the table knows."""
    since = quarter(now() - BACK)
    own = _of(staff_id, Appointment, Appointment.id, Appointment.booked_at, Appointment.place)
    own = own.where(Appointment.state.in_((BOOKED, HELD, NO_SHOW)), Appointment.type_key != CONFERENCE)
    theirs = _of(staff_id, Conference, Conference.appointment_id, Conference.made_at, literal(UNIT))
    both = union_all(
        own.where(Appointment.first >= since),
        theirs.where(Conference.state != CALLED_OFF, Conference.first >= since),
    ).subquery()
    return select(both).order_by(both.c.first, both.c.id).limit(MOST)


def _of(staff_id: int, row: Any, number: Any, booked_at: Any, place: Any) -> Any:
    type_key = Appointment.type_key if row is Appointment else CONFERENCE
    what = (number.label("id"), row.first, row.quarters, row.sequence, booked_at.label("booked_at"))
    where = (Unit.name.label("house"), Unit.address, Room.name.label("room"))
    return (
        select(*what, *where, AppointmentType.name, place.label("place"))
        .join(Participant, Participant.appointment_id == number)
        .join(Unit, Unit.id == row.unit_id)
        .join(AppointmentType, AppointmentType.key == type_key)
        .outerjoin(Room, Room.id == row.room_id)
        .where(Participant.staff_id == staff_id)
    )


def _entry(row: Any, public_url: str) -> Entry:
    """A visit at home has no place: where a family lives is in no calendar."""
    return Entry(
        uid=uid(row.id, public_url),
        sequence=row.sequence,
        start=moment(row.first),
        end=moment(row.first + row.quarters),
        summary=f"{row.name}, {row.house}",
        location=", ".join(filter(None, (row.house, row.room, row.address))) if row.place == UNIT else "",
        url=f"{public_url}/til/appointment/{row.id}",
        stamp=row.booked_at,
    )


def own_uids(public_url: str) -> str:
    """How the UIDs of our own bookings end: invitations that come back with somebody's calendar are not busy times."""
    return f"@{urlsplit(public_url).hostname}"
