"""Who must be at a start conversation, who of them could come, and between which days it can be (domain.md, "Den gode start")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from domain.access.houses import GROUP_ROLES
from domain.access.roles import LEADER
from domain.access.staff import Membership, Staff
from domain.access.units import Room, Unit
from domain.base import DomainError, now, quarter, today
from domain.booking.limits import bookable
from domain.booking.openings import midnight
from domain.booking.places import UNIT, Where
from domain.booking.search import Candidate, Need
from domain.booking.tables import BOOKED, Appointment, AppointmentType
from domain.booking.types import START_TALK
from domain.consent import TIME, Consent
from domain.people import Child, Start

SUNDHEDSPLEJERSKE, PAEDAGOG, ROOM = "sundhedsplejerske", "paedagog", "rum"
ACTORS = {SUNDHEDSPLEJERSKE: "sundhedspleje"}
"""Whose colour a person has; all others have the house's."""

SHORT = 2
"""Quarters of a conversation that is cut to half an hour."""

ANY_PAEDAGOG, SUBSTITUTE, PAEDAGOG_ONLY, HALF_HOUR = "anden-paedagog", "afloeser", "uden-sundhedsplejerske", "kort"
RELAXATIONS = (ANY_PAEDAGOG, SUBSTITUTE, HALF_HOUR, PAEDAGOG_ONLY)


class NoSuchStart(DomainError):
    """There is no such start, or not for this viewer."""


class Person(NamedTuple):
    """Somebody who could come: for the page that says who is meant."""

    actor: str
    name: str
    staff_id: int | None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One start's conversation; where one stands, as long and in the place that it was booked for. `lo` and `hi` are quarters; `people` by resource id; `nurse`: "egen", "afløser", "en", or "" for nobody.

    `booked` is the appointment that stands, as far as the viewer may see it; `interpreter` the language that is asked for.
    """

    start_id: int
    child_id: int
    child: str
    unit_id: int
    sundhedspleje_id: int | None
    house: str
    starts_on: date
    newcomer: bool
    interpreter: str
    closed: str
    type: AppointmentType
    quarters: int
    where: Where
    needs: tuple[Need, ...]
    people: Mapping[int, Person]
    nurse: str
    relax: str
    lo: int
    hi: int
    booked: int | None


def plan(session: Session, start_id: int, relax: str = "") -> Plan:
    """What the start needs, with one of `RELAXATIONS` or none. Two statements."""
    return variants(session, start_id, ("", relax))[relax]


def variants(session: Session, start_id: int, wanted: Iterable[str] = ("", *RELAXATIONS)) -> dict[str, Plan]:
    """The plan itself under "", and each way to relax it under its name. Two statements."""
    start = _start(session, start_id)
    rows = _could_come(session, start)
    people = {row.resource_id: Person(ACTORS.get(row.role, "dagtilbud"), row.name, row.staff_id) for row in rows}
    staff = session.info["viewer"].staff is not None
    lo, hi = window(start.starts_on, now() if staff else now() + timedelta(hours=start.AppointmentType.lead_hours))
    span = lo, min(hi, bookable(session, start.AppointmentType)[1])  # what is too far ahead to be booked is no offer
    return {relax: _plan(start, rows, people, relax, span) for relax in wanted}


def _plan(start: Any, rows: list[Any], people: Mapping[int, Person], relax: str, span: tuple[int, int]) -> Plan:
    needs, nurse = _needs(start, rows, relax)
    return Plan(
        start_id=start.id,
        child_id=start.child_id,
        child=start.child,
        unit_id=start.unit_id,
        sundhedspleje_id=start.sundhedspleje_id,
        house=start.house,
        starts_on=start.starts_on,
        newcomer=start.newcomer,
        interpreter=start.interpreter,
        closed=start.closed,
        type=start.AppointmentType,
        quarters=SHORT if relax == HALF_HOUR else start.long or start.AppointmentType.minutes // 15,
        where=Where(start.place or start.AppointmentType.place, start.unit_id),
        needs=needs,
        people=people,
        nurse=nurse,
        relax=relax,
        lo=span[0],
        hi=span[1],
        booked=start.booked,
    )


def window(starts_on: date, earliest: datetime) -> tuple[int, int]:
    """Quarters between which the conversation can be: 5 to 2 weeks before the start; with less than 3 weeks left, any day before it."""
    late = starts_on - today() < timedelta(weeks=3)
    first, last = (today(), starts_on) if late else (starts_on - timedelta(weeks=5), starts_on - timedelta(weeks=2))
    return max(midnight(first), quarter(earliest) + 1), midnight(last)


def _start(session: Session, start_id: int) -> Any:
    row = session.execute(_the_start(), {"start": start_id, "today": today()}).one_or_none()
    if row is None:
        raise NoSuchStart
    return row


@cache
def _the_start() -> Select[*tuple[Any, ...]]:
    """The start with its house, its type, whether the sundhedsplejerske may be there, and the time that stands."""
    present = exists().where(
        Consent.start_id == Start.id,
        Consent.purpose == TIME,
        Consent.to_unit_id == Child.sundhedspleje_id,
        Consent.until >= bindparam("today"),
    )
    talk = (Appointment.start_id == Start.id, Appointment.type_key == START_TALK, Appointment.state == BOOKED)
    start = (Start.id, Start.child_id, Start.unit_id, Start.group_id, Start.contact_id, Start.starts_on)
    about = (Start.newcomer, Start.interpreter, Start.closed)
    child = (Child.name.label("child"), Child.sundhedspleje_id, Child.sundhedsplejerske_id)
    stands = (Unit.name.label("house"), Appointment.id.label("booked"), present.label("present"))
    as_booked = (Appointment.quarters.label("long"), Appointment.place)
    return (
        select(*start, *about, *child, AppointmentType, *stands, *as_booked)
        .select_from(Start)
        .join(Child, Child.id == Start.child_id)
        .join(Unit, Unit.id == Start.unit_id)
        .join(AppointmentType, AppointmentType.key == START_TALK)
        .outerjoin(Appointment, and_(*talk))
        .where(Start.id == bindparam("start"))
    )


def _could_come(session: Session, start: Any) -> list[Any]:
    asked = {"house": start.unit_id, "sundhedspleje": start.sundhedspleje_id if start.present else None}
    return sorted(session.execute(_people(), asked).unique(), key=lambda row: row.resource_id)


@cache
def _people() -> CompoundSelect[Any]:
    """The house's group staff, leaders and rooms, and the sundhedsplejersker of the child's unit, where they may be there."""
    house = and_(Membership.unit_id == bindparam("house"), Membership.role.in_((*GROUP_ROLES, LEADER)))
    nurses = and_(Membership.unit_id == bindparam("sundhedspleje"), Membership.role == SUNDHEDSPLEJERSKE)
    person = (Staff.resource_id, Staff.id.label("staff_id"), Staff.name, Staff.substitute_id)
    works = (Membership.unit_id, Membership.role, Membership.group_id)
    staff = (
        select(*person, *works, null().label("room_id"))
        .join(Membership, Membership.staff_id == Staff.id)
        .where(Staff.active, or_(house, nurses))
    )
    nothing = cast(null(), Integer)
    room = (Room.resource_id, nothing, Room.name, nothing, Room.unit_id, cast(literal(ROOM), String), nothing, Room.id)
    return union_all(staff, select(*room).where(Room.unit_id == bindparam("house")))


def _needs(start: Any, rows: list[Any], relax: str) -> tuple[tuple[Need, ...], str]:
    """In the order that the type names them. A room only where the conversation is held in the house."""
    nurses = [row for row in rows if row.role == SUNDHEDSPLEJERSKE]
    group = [row for row in rows if row.role in GROUP_ROLES]
    chosen, nurse = _nurses(start, nurses, relax) if nurses and relax != PAEDAGOG_ONLY else ([], "")
    known = {
        SUNDHEDSPLEJERSKE: Need(SUNDHEDSPLEJERSKE, _candidates(chosen), even=nurse == "en"),
        PAEDAGOG: Need(PAEDAGOG, _candidates(_paedagoger(start, group, relax)), even=True),
        LEADER: Need(LEADER, _candidates(row for row in rows if row.role == LEADER), even=True),
    }
    roles = start.AppointmentType.roles
    needs = [known[role] for role in roles if role != SUNDHEDSPLEJERSKE or chosen]
    rooms = [row for row in rows if row.role == ROOM]
    if rooms and (start.place or start.AppointmentType.place) == UNIT:
        needs.append(Need(ROOM, _candidates(rooms)))
    return tuple(needs), nurse if SUNDHEDSPLEJERSKE in roles else ""


def _nurses(start: Any, nurses: list[Any], relax: str) -> tuple[list[Any], str]:
    """Continuity: the family's own, then her named substitute, then any of the unit; never random."""
    own = [row for row in nurses if row.staff_id == start.sundhedsplejerske_id]
    named = [row for row in nurses if own and row.staff_id == own[0].substitute_id]
    others = [row for row in nurses if row not in own]
    if relax == SUBSTITUTE and others:
        return (named, "afløser") if named else (others, "en")
    return (own, "egen") if own else (others, "en")


def _paedagoger(start: Any, group: list[Any], relax: str) -> list[Any]:
    """The contact that the leader has named, else the group's own, else anybody of the house."""
    contact = [row for row in group if row.staff_id == start.contact_id]
    own_group = [row for row in group if start.group_id is not None and row.group_id == start.group_id]
    if relax == ANY_PAEDAGOG:
        return group
    return next((some for some in (contact, own_group) if some), group)


def _candidates(rows: Iterable[Any]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(row.resource_id, row.staff_id, row.unit_id, room_id=row.room_id, open=row.role != ROOM)
        for row in rows
    )
