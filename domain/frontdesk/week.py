"""A unit's week: its staff, what each of them has, when they are away, and when they can be booked."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Integer, String, bindparam, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.base import now, quarter
from domain.booking.finding.grid import spans_of
from domain.booking.finding.openings import Span, local_day, midnight
from domain.booking.tables import BOOKED, CANCELLED, LAPSED, Absence, Appointment, AppointmentType, Busy, Participant
from domain.conferences.tables.series import CANCELLED as CALLED_OFF
from domain.conferences.tables.series import TYPE as CONFERENCE
from domain.conferences.tables.series import Conference
from domain.events.tables import TYPE as EVENT
from domain.events.tables import Event as Held
from domain.people import Child

WEEK = timedelta(days=7)
EVERYBODY = 10_000
BUSY = "optaget"
"""Taken by somebody's own calendar: nobody here knows with what."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something in somebody's week, in quarters. An absence has no id and no name; `kind` BUSY: so says their own calendar.

    `double`: booked at a time that has been filled in that calendar since; `hit`: booked at a time when the person is away.
    """

    first: int
    last: int
    id: int | None = None
    kind: str = ""
    state: str = ""
    child: str = ""
    actor: str = ""
    place: str = ""
    double: bool = False
    hit: bool = False

    @property
    def away(self) -> bool:
        return self.id is None and self.kind != BUSY

    @property
    def movable(self) -> bool:
        """Still to come, and about a child: what is about none has a page of its own."""
        return self.state == BOOKED and self.first > quarter(now()) and bool(self.child)


@dataclass
class Person:
    """A member of staff with this week's events by day, and the spans in which they can be booked."""

    staff_id: int
    resource_id: int
    name: str
    events: dict[date, list[Event]] = field(default_factory=lambda: defaultdict(list))
    openings: dict[date, list[Span]] = field(default_factory=lambda: defaultdict(list))


def week(session: Session, unit_id: int, monday: date, most: int = EVERYBODY, after: int = 0) -> list[Person]:
    """The unit's staff by name, `most` of them after the first `after`, each with this week. Two statements."""
    window = midnight(monday), midnight(monday + WEEK)
    people: dict[int, Person] = {}
    asked = {"unit": unit_id, "lo": window[0], "hi": window[1], "most": most, "after": after}
    for row in session.execute(_rows(), asked):
        person = people.setdefault(row.staff_id, Person(row.staff_id, row.resource_id, row.name))
        if row.first is not None:
            _place(person, row, window)
    for person in people.values():
        _clashes(person)
    by_resource = {one.resource_id: one for one in people.values()}
    for resource_id, first, last in spans_of(session, by_resource, None, window):
        by_resource[resource_id].openings[local_day(first)].append((first, last))
    return [*people.values()]


def _place(person: Person, row: Any, window: Span) -> None:
    """Under each day of the week that it touches."""
    first, last = max(row.first, window[0]), min(row.last, window[1])
    day = local_day(first)
    while midnight(day) < last:
        ends = midnight(day + timedelta(days=1))
        event = Event(
            first=max(first, midnight(day)),
            last=min(last, ends),
            id=row.appointment_id,
            kind=row.kind or "",
            state=row.state or "",
            child=row.child or "",
            actor=row.actor or "",
            place=row.place or "",
        )
        person.events[day].append(event)
        day += timedelta(days=1)


def _clashes(person: Person) -> None:
    """Mark what is booked where the own calendar is full, and where the person is away."""
    for day, events in person.events.items():
        busy, away = [one for one in events if one.kind == BUSY], [one for one in events if one.away]
        person.events[day] = [
            one if one.id is None else replace(one, double=_meets(one, busy), hit=_meets(one, away)) for one in events
        ]


def _meets(one: Event, others: list[Event]) -> bool:
    return any(one.first < other.last and other.first < one.last for other in others)


@cache
def _rows() -> Any:
    """Each of them with each of their events; one row without an event for those who have none."""
    works = select(Membership.staff_id).where(Membership.unit_id == bindparam("unit"))
    staff = (
        select(Staff.id.label("staff_id"), Staff.resource_id, Staff.name)
        .where(Staff.id.in_(works), Staff.active)
        .order_by(Staff.name, Staff.id)
        .limit(bindparam("most", type_=Integer))
        .offset(bindparam("after", type_=Integer))
        .subquery()
    )
    # looked up once: PostgreSQL's plan for any unit looks them up anew for each member of staff (13 ms instead of 1)
    events = _events().cte().prefix_with("MATERIALIZED", dialect="postgresql")
    return (
        select(*staff.c, *(column for column in events.c if column.name != "resource_id"))
        .outerjoin(events, events.c.resource_id == staff.c.resource_id)
        .order_by(staff.c.name, staff.c.staff_id, events.c.first)
    )


def _events() -> Any:
    lo, hi = bindparam("lo", type_=Integer), bindparam("hi", type_=Integer)
    booked = (
        select(
            Participant.resource_id,
            Appointment.first,
            (Appointment.first + Appointment.quarters).label("last"),
            Appointment.id.label("appointment_id"),
            AppointmentType.name.label("kind"),
            Appointment.state,
            Child.name.label("child"),
            Unit.actor,
            Unit.name.label("place"),
        )
        .join(Appointment, Appointment.id == Participant.appointment_id)
        .join(AppointmentType, AppointmentType.key == Appointment.type_key)
        .join(Unit, Unit.id == Appointment.unit_id)
        .outerjoin(Child, Child.id == Appointment.child_id)
        .where(Appointment.first >= lo, Appointment.first < hi, Appointment.state.not_in((CANCELLED, LAPSED)))
        .where(Appointment.type_key.not_in((EVENT, CONFERENCE)))
    )
    nothing = cast(null(), String)
    nobody = (cast(null(), Integer),)
    away, busy = (
        select(row.resource_id, row.first, row.last, *nobody, literal(kind), nothing, nothing, nothing, nothing).where(
            row.last > lo, row.first < hi
        )
        for row, kind in ((Absence, ""), (Busy, BUSY))
    )
    return union_all(booked, _held(lo, hi), _meetings(lo, hi), away, busy)


def _held(lo: Any, hi: Any) -> Any:
    """Events by their title: theirs who hold them, whichever unit makes them."""
    return (
        select(
            Participant.resource_id,
            Held.first,
            (Held.first + Held.quarters).label("last"),
            Held.appointment_id,
            Held.title,
            literal(BOOKED),
            cast(null(), String),
            Unit.actor,
            Unit.name,
        )
        .join(Held, Held.appointment_id == Participant.appointment_id)
        .join(Unit, Unit.id == Held.unit_id)
        .where(Held.first >= lo, Held.first < hi, Held.cancelled_at.is_(None))
    )


def _meetings(lo: Any, hi: Any) -> Any:
    """Conferences: theirs who sit at the table, whichever house holds them."""
    return (
        select(
            Participant.resource_id,
            Conference.first,
            (Conference.first + Conference.quarters).label("last"),
            Conference.appointment_id,
            AppointmentType.name,
            literal(BOOKED),
            cast(null(), String),
            Unit.actor,
            Unit.name,
        )
        .join(Conference, Conference.appointment_id == Participant.appointment_id)
        .join(AppointmentType, AppointmentType.key == CONFERENCE)
        .join(Unit, Unit.id == Conference.unit_id)
        .where(Conference.first >= lo, Conference.first < hi, Conference.state != CALLED_OFF)
    )
