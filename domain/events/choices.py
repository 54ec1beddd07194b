"""Whom and what an event can be made of: those who can hold it, the houses and rooms it can be in, the districts it can be for."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, and_, cast, literal, null, or_, select, union_all
from sqlalchemy.orm import Session, aliased
from sqlalchemy.types import Integer, String

from domain.access.staff import Membership, Staff
from domain.access.units import District, Room, Unit
from domain.booking.finding.search import Candidate

Named = dict[int, tuple[str, str]]
"""{id: (name, where)}"""
HOUSES = ("boernehus", "dagpleje", "skole", "klub", "bfo")


@dataclass
class Choices:
    """`hosts` by staff id and `rooms` by room id, with whose they are; colleagues of the own unit come first."""

    hosts: dict[int, Candidate] = field(default_factory=dict)
    people: Named = field(default_factory=dict)
    rooms: dict[int, Candidate] = field(default_factory=dict)
    places: Named = field(default_factory=dict)
    houses: dict[int, str] = field(default_factory=dict)
    districts: dict[int, str] = field(default_factory=dict)


def choices(session: Session, unit_id: int) -> Choices:
    """What stands in the unit's district, or in all districts where the unit serves all of them. One statement."""
    found = Choices()
    for what, number, resource, unit, name, where in session.execute(_near(unit_id)):
        if what == "staff" and number not in found.hosts:
            found.hosts[number] = Candidate(resource, number, unit, open=False)
            found.people[number] = (name, where)
        elif what == "room":
            found.rooms[number] = Candidate(resource, None, unit, room_id=number, open=False)
            found.places[number] = (name, where)
        elif what == "house":
            found.houses[number] = name
        elif what == "district":
            found.districts[number] = name
    return found


def _near(unit_id: int) -> Any:
    own = aliased(Unit)
    mine = select(own.district_id).where(own.id == unit_id).scalar_subquery()
    near = or_(Unit.id == unit_id, mine.is_(None), Unit.district_id == mine)
    nothing, word = cast(null(), Integer), cast(null(), String)

    def part(what: str, *columns: Any) -> Select[*tuple[Any, ...]]:
        return select(literal(what).label("what"), *columns)

    person = (Staff.id, Staff.resource_id, Unit.id.label("unit"), Staff.name.label("name"), Unit.name.label("place"))
    works = (
        part("staff", *person)
        .join(Membership, Membership.staff_id == Staff.id)
        .join(Unit, Unit.id == Membership.unit_id)
    )
    rooms = part("room", Room.id, Room.resource_id, Room.unit_id, Room.name, Unit.name)
    houses = part("house", Unit.id, nothing, nothing, Unit.name, word)
    all_ = union_all(
        works.where(Staff.active, near),
        rooms.join(Unit, Unit.id == Room.unit_id).where(near),
        houses.where(and_(Unit.kind.in_(HOUSES), near)),
        part("district", District.id, nothing, nothing, District.name, word),
    ).subquery()
    other = all_.c.unit.is_distinct_from(unit_id)
    return select(all_).order_by(all_.c.what, other, all_.c.place, all_.c.name, all_.c.id)
