"""Who can be called in to a house's conferences, and in which room they can be: those who serve the house."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, case, cast, literal, null, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from domain.access.roles import LEADER
from domain.access.staff import Membership, Staff
from domain.access.units import Room, Unit
from domain.booking.finding.search import Candidate

SERVES = ("ppr", "fsr", "sundhedspleje")
DISTRICT = "distrikt"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who can be called in, in which role, for which unit."""

    id: int
    name: str
    role: str
    unit_id: int
    unit: str
    actor: str
    resource_id: int

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.resource_id, self.id, self.unit_id, open=False)


@dataclass
class Choices:
    """By staff id, colleagues of the house first; rooms by id with their names."""

    people: dict[int, Person] = field(default_factory=dict)
    rooms: dict[int, tuple[str, Candidate]] = field(default_factory=dict)

    def chosen(self, ids: Any) -> tuple[Person, ...]:
        """Those of them that there are, each once."""
        return tuple(self.people[one] for one in dict.fromkeys(ids) if one in self.people)

    def room(self, room_id: int | None) -> Candidate | None:
        return self.rooms[room_id][1] if room_id in self.rooms else None


def choices(session: Session, unit_id: int) -> Choices:
    """The house's own staff and its district's leaders; of PPR, FSR and sundhedspleje those of its district, or of all. One statement."""
    found = Choices()
    for row in session.execute(_near(unit_id)):
        if row.what == "room":
            place = Candidate(row.resource_id, None, row.unit_id, room_id=row.id, open=False)
            found.rooms[row.id] = (row.name, place)
        elif row.id not in found.people:
            names = ("id", "name", "role", "unit_id", "unit", "actor", "resource_id")
            found.people[row.id] = Person(**{name: getattr(row, name) for name in names})
    return found


def _near(unit_id: int) -> Any:
    own = aliased(Unit)
    mine = select(own.district_id).where(own.id == unit_id).scalar_subquery()
    near = or_(Unit.district_id.is_(None), mine.is_(None), Unit.district_id == mine)
    serves = or_(
        Unit.id == unit_id,
        Unit.actor.in_(SERVES) & near,
        (Unit.actor == "dagtilbud") & (Unit.kind == DISTRICT) & (Unit.district_id == mine),
    )
    order = case((Unit.id == unit_id, 0), (Unit.actor == "dagtilbud", 1), (Unit.actor == "ppr", 2), else_=3)
    staff = (
        select(
            literal("staff").label("what"),
            *(Staff.id, Staff.name, Membership.role, Staff.resource_id),
            *(Unit.id.label("unit_id"), Unit.name.label("unit"), Unit.actor, order.label("place")),
            case((Membership.role == LEADER, 0), else_=1).label("rank"),
        )
        .join(Membership, Membership.staff_id == Staff.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Staff.active, serves)
    )
    nothing = literal("")
    rooms: Any = select(
        literal("room"),
        *(Room.id, Room.name, nothing, Room.resource_id, Room.unit_id, nothing, nothing),
        *(cast(null(), Integer), cast(null(), Integer)),
    ).where(Room.unit_id == unit_id)
    both = union_all(staff, rooms).subquery()
    return select(both).order_by(both.c.place, both.c.unit, both.c.rank, both.c.name, both.c.id)
