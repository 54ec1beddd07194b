"""Who could come to a conversation of a start: the house's group, its rooms, the sundhedsplejersker, and own staff who interpret."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Integer,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from domain.access.houses import GROUP_ROLES
from domain.access.roles import INTERPRETER, LEADER, PAEDAGOG, SUNDHEDSPLEJERSKE
from domain.access.staff import Membership, Staff, interprets, spoken
from domain.access.units import Room
from domain.base import UtcDateTime, now
from domain.booking.finding.places import UNIT
from domain.booking.finding.search import Candidate, Need
from domain.calendars.own import STALE
from domain.calendars.tables import CalendarState

ROOM = "rum"
ACTORS = {SUNDHEDSPLEJERSKE: "sundhedspleje", INTERPRETER: "forvaltning"}
"""Whose colour a person has; all others have the house's."""
OWN, NAMED, ANY = "egen", "afløser", "en"
"""The family's own sundhedsplejerske, her named substitute, or any of the unit."""

ANY_PAEDAGOG, SUBSTITUTE, PAEDAGOG_ONLY, HALF_HOUR = "anden-paedagog", "afloeser", "uden-sundhedsplejerske", "kort"
EXTERNAL = "ekstern-tolk"
RELAXATIONS = (ANY_PAEDAGOG, SUBSTITUTE, EXTERNAL, HALF_HOUR, PAEDAGOG_ONLY)


class Person(NamedTuple):
    """Somebody who could come: for the page that says who is meant. `behind`: when their own calendar was last fetched, if that is long ago."""

    actor: str
    name: str
    staff_id: int | None
    behind: datetime | None = None


def person(row: Any) -> Person:
    behind = row.fetched if row.fetched and row.fetched < now() - STALE else None
    return Person(ACTORS.get(row.role, "dagtilbud"), row.name, row.staff_id, behind)


def could_come(session: Session, house: int, sundhedspleje: int | None, language: str) -> list[Any]:
    """Rows by resource. `sundhedspleje`: None where it may not be there; `language`: of the interpreter, if one is wanted."""
    asked = {"house": house, "sundhedspleje": sundhedspleje, "spoken": spoken(language)}
    return sorted(session.execute(_people(), asked).unique(), key=lambda row: row.resource_id)


@cache
def _people() -> CompoundSelect[Any]:
    house = and_(Membership.unit_id == bindparam("house"), Membership.role.in_((*GROUP_ROLES, LEADER)))
    nurses = and_(Membership.unit_id == bindparam("sundhedspleje"), Membership.role == SUNDHEDSPLEJERSKE)
    own = and_(Membership.role == INTERPRETER, interprets(bindparam("spoken", type_=String)))
    who = (Staff.resource_id, Staff.id.label("staff_id"), Staff.name, Staff.substitute_id)
    works = (Membership.unit_id, Membership.role, Membership.group_id)
    fetched = func.coalesce(CalendarState.fetched_at, CalendarState.since).label("fetched")
    staff = (
        select(*who, *works, null().label("room_id"), fetched)
        .join(Membership, Membership.staff_id == Staff.id)
        .outerjoin(CalendarState, CalendarState.staff_id == Staff.id)
        .where(Staff.active, or_(house, nurses, own))
    )
    nothing = cast(null(), Integer)
    kind, never = cast(literal(ROOM), String), cast(null(), UtcDateTime)
    room = (Room.resource_id, nothing, Room.name, nothing, Room.unit_id, kind, nothing, Room.id, never)
    return union_all(staff, select(*room).where(Room.unit_id == bindparam("house")))


def needs_of(start: Any, rows: Iterable[Any], place: str, relax: str) -> tuple[tuple[Need, ...], str]:
    """What must be there, in the order that the type names it, and how well the family knows the sundhedsplejerske: OWN, NAMED, ANY, or "".

    A room only where the conversation is held in the house.
    """
    of: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        of[PAEDAGOG if row.role in GROUP_ROLES else row.role].append(row)
    nurses = of[SUNDHEDSPLEJERSKE] if relax != PAEDAGOG_ONLY else []
    chosen, known = _nurses(start, nurses, relax) if nurses else ([], "")
    named = {
        SUNDHEDSPLEJERSKE: _need(SUNDHEDSPLEJERSKE, chosen, even=known == ANY),
        PAEDAGOG: _need(PAEDAGOG, _paedagoger(start, of[PAEDAGOG], relax), even=True),
        LEADER: _need(LEADER, of[LEADER], even=True),
    }
    roles = _roles(start)
    needs = [named[role] for role in roles if role != SUNDHEDSPLEJERSKE or chosen]
    if of[INTERPRETER] and relax != EXTERNAL:
        needs.append(_need(INTERPRETER, of[INTERPRETER], even=True))
    if of[ROOM] and place == UNIT:
        needs.append(_need(ROOM, of[ROOM]))
    return tuple(needs), known if SUNDHEDSPLEJERSKE in roles else ""


def seated(start: Any) -> dict[int, str]:
    """The roles of those who take part in what stands, by resource."""
    seats = [one.rpartition(":") for one in (start.seated or "").split(",") if one]
    return {int(resource): role for role, _, resource in seats}


def _roles(start: Any) -> list[str]:
    """As the type asks for them. What is booked keeps those that it was booked with: of them only she comes and goes, by consent."""
    asked = start.AppointmentType.roles
    if start.booked is None:
        return list(asked)
    kept = {*seated(start).values(), *({SUNDHEDSPLEJERSKE} & {*asked})}
    return [role for role in dict.fromkeys((*asked, SUNDHEDSPLEJERSKE, PAEDAGOG, LEADER)) if role in kept]


def _nurses(start: Any, nurses: list[Any], relax: str) -> tuple[list[Any], str]:
    """Continuity: the family's own, then her named substitute, then any of the unit; never random."""
    own = [row for row in nurses if row.staff_id == start.sundhedsplejerske_id]
    named = [row for row in nurses if own and row.staff_id == own[0].substitute_id]
    others = [row for row in nurses if row not in own]
    if relax == SUBSTITUTE and others:
        return (named, NAMED) if named else (others, ANY)
    return (own, OWN) if own else (others, ANY)


def _paedagoger(start: Any, group: list[Any], relax: str) -> list[Any]:
    """The contact that the leader has named, else the group's own, else anybody of the house."""
    contact = [row for row in group if row.staff_id == start.contact_id]
    own_group = [row for row in group if start.group_id is not None and row.group_id == start.group_id]
    if relax == ANY_PAEDAGOG:
        return group
    return next((some for some in (contact, own_group) if some), group)


def _need(role: str, rows: Iterable[Any], *, even: bool = False) -> Need:
    return Need(role, tuple(map(_candidate, rows)), even=even)


def _candidate(row: Any) -> Candidate:
    return Candidate(row.resource_id, row.staff_id, row.unit_id, room_id=row.room_id, open=row.role != ROOM)
