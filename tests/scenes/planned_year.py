"""A house with a leader, a room and people of PPR, FSR and sundhedspleje who can be called in: to plan a year for."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Membership, Staff, sees
from domain.access.staff import Staff as StaffRow
from domain.access.units import Unit
from domain.booking.kinds.types import ensure_types
from domain.booking.tables import Claim, Participant
from domain.conferences.tables.series import Conference
from domain.conferences.year import planning
from domain.conferences.year.choices import choices
from domain.conferences.year.planning import Roles, Year
from domain.conferences.year.rule import Rule
from tests.databases import Database
from tests.factories import as_house, make_room, make_staff, make_unit

PEOPLE = {
    "leder": ("dagtilbud", "leder"),
    "paedagog": ("dagtilbud", "paedagog"),
    "psykolog": ("ppr", "psykolog"),
    "logopaed": ("ppr", "logopaed"),
    "socialraadgiver": ("fsr", "socialraadgiver"),
    "sundhedsplejerske": ("sundhedspleje", "sundhedsplejerske"),
}
CALLED = ("leder", "paedagog", "psykolog", "socialraadgiver", "sundhedsplejerske")
DAYS = (date(2026, 12, 2), date(2027, 2, 3), date(2027, 4, 7))
"""Wednesdays, on both sides of a clock change; the tests' clock says November 2026."""


@dataclass
class House:
    """Ids: `staff` and `places` by the words of PEOPLE; `series` and `dates` once a year is planned."""

    database: Database
    units: dict[str, int] = field(default_factory=dict)
    staff: dict[str, int] = field(default_factory=dict)
    places: dict[str, Membership] = field(default_factory=dict)
    room: int = 0
    series: int = 0
    dates: list[int] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.units["dagtilbud"]

    @contextmanager
    def seat(self, who: str = "leder"):
        """A session of one of them; committed."""
        with self.database.sessions() as session:
            session.info["writing"] = True
            sees(session, Staff(staff=self.staff[who], memberships=(self.places[who],)))
            yield session
            session.commit()

    def plan(self, called=CALLED, days=DAYS, year: int = 2026, **rule) -> None:
        """By the leader, with the leader in the chair, in the house's room."""
        usual = {"times": len(days), "weekday": 2, "begins": 780, "minutes": 120, "avoid": (), "deadline_days": 5}
        with self.seat() as session:
            found = choices(session, self.id)
            roles = Roles(chair_id=self.staff["leder"], minute_taker_id=self.staff["paedagog"])
            people = found.chosen(self.staff[one] for one in called)
            wanted = Year(year=year, rule=Rule(**usual | rule), people=people, roles=roles, room=found.room(self.room))
            self.series = planning.make_year(session, self.id, wanted, days).id
            rows = select(Conference.id).where(Conference.series_id == self.series).order_by(Conference.first)
            self.dates = list(session.scalars(rows))

    def person(self, session: Session, who: str):
        return choices(session, self.id).people[self.staff[who]]


def make_house(database: Database) -> House:
    """Committed; nobody has anything to do yet."""
    house = House(database)
    with database.sessions() as session:
        as_house(session)
        ensure_types(session)
        for who, (actor, role) in PEOPLE.items():
            if actor not in house.units:
                house.units[actor] = make_unit(session, actor, actor.capitalize(), address="Torvet 3")
            house.staff[who] = make_staff(session, house.units[actor], role, who.capitalize(), hours="")
            own = session.execute(select(Unit.slug, Unit.name).where(Unit.id == house.units[actor])).one()
            same = {"unit_id": house.units[actor], "actor": actor, "slug": own.slug, "unit_name": own.name}
            house.places[who] = Membership(role=role, kind="boernehus", **same)
        house.room = make_room(session, house.id)
        session.commit()
    return house


def resources(session: Session, house: House) -> dict[int, str]:
    """Who is who among those whose time can be claimed."""
    rows = session.execute(select(StaffRow.resource_id, StaffRow.id).where(StaffRow.id.in_(house.staff.values())))
    words = {number: word for word, number in house.staff.items()}
    return {resource: words[staff] for resource, staff in rows}


def claimed(session: Session, house: House, conference_id: int) -> set[str]:
    """Who has the whole of it claimed; and whoever takes part has, and nobody else has any of it."""
    one = session.get_one(Conference, conference_id)
    names = resources(session, house)
    claims: dict[str, set[int]] = {}
    rows = select(Claim.resource_id, Claim.quarter).where(Claim.appointment_id == one.appointment_id)
    for resource, number in session.execute(rows):
        claims.setdefault(names.get(resource, "rum"), set()).add(number)
    seated = select(Participant.resource_id).where(Participant.appointment_id == one.appointment_id)
    there = {names.get(resource, "rum") for resource in session.scalars(seated)}
    assert claims.keys() == there
    assert all(numbers == set(range(one.first, one.first + one.quarters)) for numbers in claims.values())
    return there
