"""Two who refer, Familiehuset that helps, and a family that God Start does not know: what tests of referrals begin with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Guardian as GuardianViewer
from domain.access import Job, Membership, Viewer, sees
from domain.access import Staff as StaffViewer
from domain.access.citizens import Guardianship
from domain.access.units import Unit
from domain.base import today
from domain.consent import YES
from domain.people import Parent
from domain.referrals import agreeing, capacity, parents, writing
from domain.referrals.life import Begin
from domain.referrals.tables import SERVICES, TALKS, Referral
from domain.referrals.writing import Family, Way, Words
from tests.databases import Database
from tests.factories import SECRET, as_house, make_staff, make_unit

MOTHER, FATHER = Parent(name="Sofie Holm", email="sofie@example.org"), Parent(name="Ali Holm", mobile="+4520304050")
BACKGROUND, GOAL = "Baggrund-kanariefugl", "Mål-kanariefugl"
WORDS = Words(service=TALKS, background=BACKGROUND, goal=GOAL)
LONG = "Den anden familie kan ikke begynde før til maj."


@dataclass
class Bench:
    """Ids, and who each of them is to the nets."""

    database: Database
    fsr: int
    team: int
    house: int
    staff: dict[str, int]
    viewers: dict[str, Viewer]

    @contextmanager
    def as_(self, who: str) -> Iterator[Session]:
        """One transaction of somebody's."""
        with self.as_viewer(self.viewers[who]) as session:
            yield session

    @contextmanager
    def as_viewer(self, viewer: Viewer) -> Iterator[Session]:
        with self.database.sessions() as session:
            session.info["writing"] = True
            sees(session, viewer)
            yield session
            session.commit()

    def parent(self, referral_id: int, number: int = 0) -> Viewer:
        """One of the holders of custody, as their link knows them."""
        with self.as_viewer(self.house_itself()) as session:
            child = session.get_one(Referral, referral_id).child_id
            rows = select(Guardianship.guardian_id).where(Guardianship.child_id == child, Guardianship.custody)
            guardian = session.scalars(rows.order_by(Guardianship.guardian_id)).all()[number]
        return GuardianViewer(guardian=guardian, child_ids=(child,), custody_ids=(child,))

    def add(self, name: str, actor: str, role: str) -> None:
        """Somebody else, in a unit of their own."""
        with self.database.sessions() as session:
            unit = make_unit(as_house(session), actor, name)
            self.staff[name] = make_staff(session, unit, role)
            self.viewers[name] = _viewer(session, self.staff[name], unit, role)
            session.commit()

    def house_itself(self) -> Viewer:
        units = ("fsr", self.fsr), ("forvaltning", self.team), ("familiehus", self.house)
        return Job(name="test", all_units=units)

    def written(self, who: str = "fsr", **changes: Any) -> int:
        """A draft; `changes` of `Family` and of `Words`."""
        family = {"child": f"Barn {uuid4().hex[:6]}", "born": date(2025, 3, 4), "parents": (MOTHER, FATHER)}
        family |= {name: changes.pop(name) for name in (*family, "child_id") if name in changes}
        way = Way(from_unit_id=getattr(self, who), unit_id=self.house, key=uuid4().hex)
        with self.as_(who) as session:
            row = writing.write(session, way, Family(**family), Words(**(vars(WORDS) | changes)))
            return row.id

    def asked(self, who: str = "fsr", **changes: Any) -> int:
        """The parents have been asked by link."""
        number = self.written(who, **changes)
        with self.as_(who) as session:
            agreeing.ask(session, SECRET, number)
        return number

    def answer(self, number: int, value: str, holder: int = 0) -> str:
        viewer = self.parent(number, holder)
        with self.as_viewer(viewer) as session:
            return parents.answer(session, number, viewer.guardian, value)

    def sent(self, who: str = "fsr", **changes: Any) -> int:
        """Both have said yes: Familiehuset has it."""
        number = self.asked(who, **changes)
        for holder in (0, 1):
            self.answer(number, YES, holder)
        return number


def begin(**values: Any) -> Begin:
    return Begin(on=today() + timedelta(days=7), **values)


def make_bench(database: Database, places: int = 2) -> Bench:
    with database.sessions() as session:
        as_house(session)
        fsr = make_unit(session, "fsr", "FSR Skovlunde", "distrikt")
        team = make_unit(session, "forvaltning", "Familieteamet", "team")
        house = make_unit(session, "familiehus", "Familiehuset", "center")
        where = {"fsr": (fsr, "socialraadgiver"), "fsr leads": (fsr, "leder"), "team": (team, "socialraadgiver")}
        where |= {"helper": (house, "familieraadgiver"), "leader": (house, "leder")}
        staff = {name: make_staff(session, *place) for name, place in where.items()}
        viewers = {name: _viewer(session, staff[name], *place) for name, place in where.items()}
        capacity.fix(session, house, dict.fromkeys(SERVICES, places))
        session.commit()
    return Bench(database, fsr, team, house, staff, viewers)


def _viewer(session: Session, staff_id: int, unit_id: int, role: str) -> Viewer:
    unit = session.get_one(Unit, unit_id)
    one = Membership(unit_id=unit_id, actor=unit.actor, slug=unit.slug, unit_name=unit.name, role=role, kind=unit.kind)
    return StaffViewer(name=role, staff=staff_id, memberships=(one,))
