"""The school years of three houses, with dates every eighth week around today; those that have been are given as held."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from domain.access.roles import LEADER, PAEDAGOG, SOCIAL_WORKER, SUNDHEDSPLEJERSKE
from domain.access.staff import Membership, Staff
from domain.access.units import Resource, Unit
from domain.base import moment, now, quarter, today
from domain.booking.finding.openings import monday
from domain.booking.tables import HELD, Appointment
from domain.booking.working_days import working_day
from domain.conferences.tables.series import APPROVED, COMES, PLANNED, TYPE, Attendance, Conference, Series
from domain.conferences.year import planning
from domain.conferences.year.choices import Choices, Person, choices
from domain.conferences.year.planning import Roles, Year
from domain.conferences.year.rule import HOLIDAY_WEEKS, Rule, school_year
from domain.demo.staff import ACCOUNTS


class House(NamedTuple):
    """`weekday`, in how many weeks the next one is held, at how many minutes after midnight, and how many there have been."""

    slug: str
    weekday: int
    weeks: int
    begins: int
    back: int = 7


HOUSES = (
    House("troldebo", 1, 2, 13 * 60),
    House("himmel-og-hav", 2, 4, 9 * 60),
    House("globen", 3, 6, 13 * 60),
    House("skovlunde-skole", 0, 5, 14 * 60, back=0),
)
AHEAD, APART = 4, 8
"""How many there are to be, and how many weeks lie between two."""
LEADERS = {"skole": "Agnete Lindhardt", "klub": "Viggo Thorsager", "bfo": "Solveig Brandstrup"}
"""By kind of unit: the other units of the demo have no staff of their own."""
SEATS = (
    *(("dagtilbud", LEADER), ("dagtilbud", PAEDAGOG), ("ppr", "psykolog"), ("ppr", "logopaed")),
    *(("fsr", SOCIAL_WORKER), ("sundhedspleje", SUNDHEDSPLEJERSKE)),
)


def plan(session: Session) -> None:
    """All of them, with everybody who is free called in."""
    _lead(session)
    for house in HOUSES:
        unit = session.scalars(select(Unit).where(Unit.actor == "dagtilbud", Unit.slug == house.slug)).one()
        found = choices(session, unit.id)
        for year, days in groupby(_days(house), key=school_year):
            _year(session, unit.id, house, found, year, list(days))


def _lead(session: Session) -> None:
    """A leader for the school, the club and the BFO of one district, who can hold conferences as a house does."""
    known = session.scalars(select(Staff).where(Staff.login == "leder")).one()
    units = select(Unit).where(Unit.kind.in_(LEADERS), Unit.slug.like("skovlunde-%"))
    for unit in session.scalars(units):
        resource = Resource(kind="medarbejder")
        session.add(resource)
        session.flush()
        leader = Staff(
            login=f"{unit.kind}leder",
            name=LEADERS[unit.kind],
            email=f"{unit.kind}leder@demo.example",
            password_hash=known.password_hash,
            resource_id=resource.id,
        )
        session.add(leader)
        session.flush()
        session.add(Membership(staff_id=leader.id, unit_id=unit.id, role=LEADER))
    session.flush()


def settle(session: Session) -> None:
    """What has been and is still only planned has a referat that is approved: nobody has more to do about it."""
    rows = select(Conference).where(Conference.state == PLANNED, Conference.first < quarter(now()))
    for one in session.scalars(rows):
        ends = moment(one.first + one.quarters)
        one.state, one.begun_at, one.closed_at = APPROVED, moment(one.first), ends
        one.approved_at, one.approved_by = ends + timedelta(days=2), one.chair_id
    session.flush()


def _days(house: House) -> list[date]:
    nearest = monday(today()) + timedelta(weeks=house.weeks, days=house.weekday)
    return [_outside_holidays(nearest + timedelta(weeks=APART * n)) for n in range(-house.back, AHEAD)]


def _outside_holidays(day: date) -> date:
    """That weekday of the next week in which there is school, or a day later where it is a public holiday."""
    while day.isocalendar().week in HOLIDAY_WEEKS:
        day += timedelta(weeks=1)
    return working_day(day, 0)


def _year(session: Session, unit_id: int, house: House, found: Choices, year: int, days: list[date]) -> None:
    people = tuple(_people(session, found, unit_id))
    own = [one.id for one in people if one.unit_id == unit_id]
    rule = Rule(
        times=len(days),
        weekday=house.weekday,
        begins=house.begins,
        minutes=120,
        avoid=HOLIDAY_WEEKS,
        deadline_days=5,
    )
    wanted = Year(
        year=year,
        rule=rule,
        people=people,
        roles=Roles(chair_id=own[0], minute_taker_id=own[-1], timekeeper_id=people[-1].id),
        room=next((place for _name, place in found.rooms.values()), None),
    )
    series = planning.make_year(session, unit_id, wanted, [day for day in days if day > today()])
    for day in days:
        if day <= today():
            _has_been(session, series, people, rule.first(day), working_day(day, -5))


def _people(session: Session, found: Choices, unit_id: int) -> Iterable[Person]:
    """The house's leader and a pædagog, a psykolog and a logopæd, the district's socialrådgiver, a sundhedsplejerske.

    Those whom one can sign in as come first.
    """
    known = set(session.scalars(select(Staff.id).where(Staff.login.in_(ACCOUNTS))))
    everybody = sorted(found.people.values(), key=lambda one: (one.role != LEADER, one.id not in known))
    for seat in SEATS:
        fitting = [one for one in everybody if (one.actor, one.role) == seat]
        yield from [one for one in fitting if one.actor != "dagtilbud" or one.unit_id == unit_id][:1]


def _has_been(session: Session, series: Series, people: tuple[Person, ...], first: int, deadline: date) -> None:
    booked_at = moment(first) - timedelta(days=90)
    when = {"unit_id": series.unit_id, "first": first, "quarters": series.minutes // 15, "room_id": series.room_id}
    key = f"demo conference {series.id} {first}"
    appointment = Appointment(type_key=TYPE, state=HELD, request_key=key, booked_at=booked_at, arrived_at=None, **when)
    session.add(appointment)
    session.flush()
    leads = {name: getattr(series, name) for name in ("chair_id", "minute_taker_id", "timekeeper_id")}
    conference = Conference(series_id=series.id, deadline=deadline, made_at=booked_at, **when, **leads)
    conference.appointment_id = appointment.id
    session.add(conference)
    session.flush()
    same = {"conference_id": conference.id, "state": COMES}
    rows = [same | {"staff_id": one.id, "unit_id": one.unit_id, "role": one.role} for one in people]
    session.execute(insert(Attendance), rows)
