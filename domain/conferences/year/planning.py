"""A house's year of conferences: made from a rule, moved by hand, called off. Each date has the time of whoever is free."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.access.staff import Staff
from domain.access.units import Room
from domain.base import DomainError, now, quarter, today
from domain.booking import verbs
from domain.booking.finding import together
from domain.booking.finding.openings import local_day
from domain.booking.finding.search import Candidate
from domain.booking.finding.together import Sitting
from domain.booking.tables import Appointment, AppointmentType
from domain.booking.working_days import working_day
from domain.conferences.meeting.live import NoSuchConference
from domain.conferences.tables.series import (
    APOLOGY,
    BUSY,
    CANCELLED,
    COMES,
    PLANNED,
    TYPE,
    Attendance,
    Conference,
    Regular,
    Series,
)
from domain.conferences.year import telling
from domain.conferences.year.choices import Choices, Person
from domain.conferences.year.rule import Rule
from domain.conferences.year.telling import Member


class NotPlanned(DomainError):
    """It has begun, is over, or has been called off: its time is no longer changed."""


class YearPlanned(DomainError):
    """The house has a plan for that school year already."""


@dataclass(frozen=True, kw_only=True)
class Roles:
    """Who leads, by staff id."""

    chair_id: int | None = None
    minute_taker_id: int | None = None
    timekeeper_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Year:
    """A school year to be planned: its rule, who is called in each time, and where. `year`: the one in which it begins."""

    year: int
    rule: Rule
    people: tuple[Person, ...]
    roles: Roles
    room: Candidate | None = None


def make_year(session: Session, unit_id: int, plan: Year, days: Iterable[date]) -> Series:
    """The plan with a conference on each of `days`. Who is not free then is called in as BUSY. YearPlanned, TooLate, TooFar, SlotTaken."""
    rule = {name: getattr(plan.rule, name) for name in ("times", "weekday", "begins", "minutes", "deadline_days")}
    series = Series(unit_id=unit_id, year=plan.year, avoid=sorted(plan.rule.avoid), **rule, **vars(plan.roles))
    series.room_id = plan.room.room_id if plan.room else None
    try:
        with session.begin_nested():
            session.add(series)
            session.flush()
    except IntegrityError as error:
        raise YearPlanned(f"unit {unit_id}, {plan.year}") from error
    seats = [
        {"series_id": series.id, "staff_id": one.id, "unit_id": one.unit_id, "role": one.role} for one in plan.people
    ]
    if seats:
        session.execute(insert(Regular), seats)
    hold(session, series, plan.people, plan.room, [plan.rule.first(day) for day in days])
    return series


def hold(
    session: Session, series: Series, people: Sequence[Person], room: Candidate | None, firsts: Iterable[int]
) -> list[Conference]:
    """More dates of a series, one at each of these quarters. Raises as `make_year`."""
    seats, quarters = tuple(one.candidate for one in people), series.minutes // 15
    sittings = [Sitting(first, quarters, seats, room) for first in sorted(set(firsts))]
    booked = together.book(session, session.get_one(AppointmentType, TYPE), series.unit_id, sittings)
    made = [_conference(series, appointment) for appointment, _ in booked]
    session.add_all(made)
    session.flush()
    held = []
    rows: list[dict[str, Any]] = []
    for conference, (_, found) in zip(made, booked, strict=True):
        free = {one.staff_id for one in found}
        rows += [_attendance(conference.id, one, free) for one in people]
        held.append((conference, [Member(one.id, one.unit_id) for one in people if one.id in free]))
    if rows:
        session.execute(insert(Attendance), rows)
    telling.called(session, telling.CONFIRMED, held)
    return made


def one_more(session: Session, series_id: int, first: int, found: Choices) -> Conference:
    """One more date, with those who are called in each time. Raises as `make_year`."""
    series = session.get_one(Series, series_id)
    staff = session.scalars(select(Regular.staff_id).where(Regular.series_id == series_id).order_by(Regular.staff_id))
    return hold(session, series, found.chosen(staff), found.room(series.room_id), [first])[0]


def move(session: Session, conference_id: int, first: int, quarters: int | None = None) -> Collection[int]:
    """To another time, with everybody who is free then; all are told. Returns who comes. NoSuchConference, NotPlanned, TooLate, TooFar."""
    conference, appointment = whole(session, conference_id)
    called = members(session, conference)
    length = quarters or conference.quarters
    if (first, length) == (conference.first, conference.quarters):
        return {one.staff_id for one in called if one.state == COMES}
    wanted = [one for one in called if one.state != APOLOGY]
    seats = tuple(Candidate(one.resource_id, one.staff_id, one.unit_id, open=False) for one in wanted)
    days, room = _setting(session, conference)
    to = Sitting(first, length, seats, room)
    found = together.move(session, session.get_one(AppointmentType, TYPE), appointment, to)
    free = {one.staff_id for one in found if one.staff_id is not None}
    conference.first, conference.quarters, conference.sequence = first, length, appointment.sequence
    conference.deadline = working_day(local_day(first), -days)
    conference.changes += 1
    session.flush()
    _set_states(session, conference.id, free, [one.staff_id for one in wanted])
    gone = [Member(one.staff_id, one.unit_id) for one in wanted if one.state == COMES and one.staff_id not in free]
    comes = [Member(one.staff_id, one.unit_id) for one in wanted if one.staff_id in free]
    telling.again(session, conference, comes, gone)
    return free


def cancel(session: Session, conference_id: int) -> Conference:
    """It is not held: everybody's time is free, and all are told. A second time changes nothing. Of its agenda: before.changing."""
    conference, appointment = whole(session, conference_id, CANCELLED)
    if conference.state == CANCELLED:
        return conference
    people = [Member(one.staff_id, one.unit_id) for one in members(session, conference) if one.state == COMES]
    verbs.cancel(session, appointment)
    conference.state, conference.sequence = CANCELLED, appointment.sequence
    conference.changes += 1
    session.flush()
    telling.called_off(session, conference, people)
    return conference


def lead(session: Session, conference_id: int, roles: Roles, room: Candidate | None = None) -> bool:
    """Who leads this one, and in which room. Returns whether the room is free then: else it is shown as taken."""
    conference, appointment = whole(session, conference_id)
    for name, value in vars(roles).items():
        setattr(conference, name, value)
    conference.changes += 1
    room_id = room.room_id if room else None
    if room_id != conference.room_id or room_id != appointment.room_id:
        conference.room_id, appointment.room_id = room_id, together.change_room(session, appointment, room)
    session.flush()
    return appointment.room_id == room_id


def next_of(session: Session, unit_id: int, after: int | None = None) -> Conference | None:
    """The house's next date that tasks can still be put to: its deadline has not passed. `after`: later than that quarter. One statement."""
    own = (Conference.unit_id == unit_id, Conference.state == PLANNED, Conference.deadline >= today())
    rows = select(Conference).where(*own, Conference.first > max(after or 0, quarter(now())))
    return session.scalars(rows.order_by(Conference.first).limit(1)).first()


def whole(session: Session, conference_id: int, *states: str) -> tuple[Conference, Appointment]:
    """One that is planned (or in one of `states`), for a change: until then nobody else changes it. NoSuchConference, NotPlanned."""
    rows = (
        select(Conference, Appointment)
        .join(Appointment, Appointment.id == Conference.appointment_id)
        .where(Conference.id == conference_id)
        .with_for_update(of=Conference)
    )
    found = session.execute(rows, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise NoSuchConference
    if found[0].state not in (PLANNED, *states):
        raise NotPlanned
    return found[0], found[1]


def members(session: Session, conference: Conference) -> Sequence[Any]:
    """Everybody who is called in: (staff_id, unit_id, role, state, resource_id). One statement."""
    columns = (Attendance.staff_id, Attendance.unit_id, Attendance.role, Attendance.state, Staff.resource_id)
    rows = select(*columns).join(Staff, Staff.id == Attendance.staff_id)
    found: Sequence[Any] = session.execute(
        rows.where(Attendance.conference_id == conference.id).order_by(Attendance.staff_id)
    ).all()
    return found


def _conference(series: Series, appointment: Appointment) -> Conference:
    return Conference(
        series_id=series.id,
        unit_id=series.unit_id,
        appointment_id=appointment.id,
        first=appointment.first,
        quarters=appointment.quarters,
        sequence=0,
        changes=0,
        made_at=appointment.booked_at,
        deadline=working_day(local_day(appointment.first), -series.deadline_days),
        room_id=series.room_id,
        chair_id=series.chair_id,
        minute_taker_id=series.minute_taker_id,
        timekeeper_id=series.timekeeper_id,
    )


def _attendance(conference_id: int, one: Person, free: Collection[int | None]) -> dict[str, Any]:
    state = COMES if one.id in free else BUSY
    return {
        "conference_id": conference_id,
        "staff_id": one.id,
        "unit_id": one.unit_id,
        "role": one.role,
        "state": state,
    }


def _setting(session: Session, conference: Conference) -> tuple[int, Candidate | None]:
    """How many working days before it tasks are to be in, and the room that is wanted."""
    rows = select(Series.deadline_days, Room.resource_id, Room.unit_id).outerjoin(Room, Room.id == conference.room_id)
    row = session.execute(rows.where(Series.id == conference.series_id)).one()
    if row.resource_id is None:
        return row.deadline_days, None
    return row.deadline_days, Candidate(row.resource_id, None, row.unit_id, room_id=conference.room_id, open=False)


def _set_states(session: Session, conference_id: int, coming: Collection[int], called: Collection[int]) -> None:
    state = case((Attendance.staff_id.in_(coming), COMES), else_=BUSY)
    own = Attendance.conference_id == conference_id, Attendance.staff_id.in_(called)
    session.execute(update(Attendance).where(*own).values(state=state))
