"""Rows that tests of booking need: units, people and rooms with their hours, appointment types, and moments in Danish time."""

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from domain.access.staff import Membership, Staff
from domain.access.units import Resource, Room, Unit
from domain.base import COPENHAGEN, now, quarter
from domain.booking.finding.search import Candidate, Need
from domain.booking.tables import Absence, Appointment, AppointmentType, Claim, Opening

FIRST_DAY, LAST_DAY = date(2026, 1, 1), date(2027, 12, 31)


def at_clock(day: date, clock: str) -> int:
    """The quarter at which a clock in Denmark shows this."""
    return quarter(datetime.combine(day, datetime.strptime(clock, "%H:%M").time(), COPENHAGEN))  # noqa: DTZ007


def clock(number: int) -> str:
    return f"{datetime.fromtimestamp(number * 900, COPENHAGEN):%a %H:%M}"


def added(session: Session, row):
    session.add(row)
    session.flush()
    return row


def unit(session: Session, actor: str = "dagtilbud") -> int:
    number = added(session, Resource(kind="counter")).id
    return added(session, Unit(actor=actor, slug=f"{actor}-{number}", name=f"{actor} {number}", kind="hus")).id


def person(session: Session, unit_id: int, hours: str = "8:00-15:00", role: str = "paedagog") -> Candidate:
    """A member of staff, open at these hours on each weekday ("": never)."""
    resource = added(session, Resource(kind="staff")).id
    name = f"s{resource}"
    staff = added(session, Staff(login=name, name=name, email=f"{name}@example.dk", resource_id=resource))
    session.add(Membership(staff_id=staff.id, unit_id=unit_id, role=role))
    if hours:
        weekly(session, resource, hours)
    return Candidate(resource, staff.id, unit_id)


def room(session: Session, unit_id: int) -> Candidate:
    resource = added(session, Resource(kind="room")).id
    found = added(session, Room(unit_id=unit_id, name=f"r{resource}", resource_id=resource))
    return Candidate(resource, None, unit_id, room_id=found.id, open=False)


def weekly(session: Session, resource_id: int, hours: str, weekdays=range(5), types=(), **where) -> list[Opening]:
    begins, ends = (int(h) * 60 + int(m) for h, m in (part.split(":") for part in hours.split("-")))
    rows = [
        Opening(
            resource_id=resource_id,
            weekday=weekday,
            valid_from=FIRST_DAY,
            valid_to=LAST_DAY,
            begins=begins,
            ends=ends,
            types=list(types),
            **where,
        )
        for weekday in weekdays
    ]
    session.add_all(rows)
    session.flush()
    return rows


def away(session: Session, who: Candidate, first: int, last: int) -> None:
    added(session, Absence(resource_id=who.resource_id, first=first, last=last))


def kind(session: Session, key: str = "talk", **values) -> AppointmentType:
    usual = {"name": key, "minutes": 60, "roles": [], "travels": [], "lead_hours": 24, "horizon_days": 150}
    return added(session, AppointmentType(key=key, **(usual | values)))


def busy(session: Session, who: Candidate, first: int, quarters: int, type_: AppointmentType) -> Appointment:
    """An appointment that claims this run, and the claims."""
    appointment = added(
        session,
        Appointment(
            type_key=type_.key,
            unit_id=who.unit_id,
            first=first,
            quarters=quarters,
            request_key=uuid4().hex,
            booked_at=now(),
        ),
    )
    rows = [
        Claim(resource_id=who.resource_id, quarter=first + n, appointment_id=appointment.id) for n in range(quarters)
    ]
    session.add_all(rows)
    session.flush()
    return appointment


def need(role: str, *candidates: Candidate, even: bool = False) -> Need:
    return Need(role, candidates, even)
