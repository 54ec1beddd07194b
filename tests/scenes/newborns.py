"""A sundhedspleje with newborns, their parents, and a group for them."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from domain.access import Guardian as Parent
from domain.access import Job, Membership, Staff, sees
from domain.access.citizens import Guardianship
from domain.access.links import open_family_links
from domain.access.staff import Staff as StaffRow
from domain.access.tokens import family_token
from domain.base import today
from domain.booking.finding.search import Candidate
from domain.booking.kinds.types import ensure_types
from domain.events.making import Setting
from domain.groups import making, meetings, proposing, seats
from domain.groups.making import Plan
from domain.groups.tables import DAYCARE, HOLDS, ORDINARY, TOGETHER, GroupHall, GroupMeeting, GroupSeat
from tests.databases import Database
from tests.factories import SECRET, as_house, make_child, make_guardian, make_staff, make_unit
from tests.scenes.bookings import added, at_clock
from tests.scenes.canaries import working as _working
from tests.scenes.demo_town import DemoTown
from tests.scenes.municipality import Town

TITLE = "Mødregruppe uge 36 til 40"


@dataclass
class Ward:
    """`mothers`: (guardian, child), born a day after each other from seven weeks ago. Ids."""

    unit: int
    nurse: int
    house: int
    visitor: int
    mothers: list[tuple[int, int]] = field(default_factory=list)
    group: int = 0


def make_ward(database: Database, number: int = 4, seats_: int = 3, *, invited: bool = True) -> Ward:
    """Committed: a group with so many seats, to which all of them have been invited."""
    with database.sessions() as session:
        as_house(session)
        ensure_types(session)
        unit = make_unit(session, "sundhedspleje", "Sundhedsplejen Skovlunde", "distrikt")
        nurse = make_staff(session, unit, "sundhedsplejerske", "Karen Lindegaard", "8:00-16:00")
        house = make_unit(session, address="Torvet 3")
        visitor = make_staff(session, house, "paedagog", "Jonas Bech", "8:00-16:00")
        ward = Ward(unit, nurse, house, visitor)
        ward.mothers = [newborn(session, ward, n) for n in range(number)]
        session.commit()
    with nurse_of(database, ward) as session:
        ward.group = making.make(session, ward.unit, plan(ward), seats_, uuid4().hex).id
        if invited:
            making.propose(session, ward.group, ward.mothers)
            seats.invite(session, SECRET, ward.group)
    return ward


def newborn(session: Session, ward: Ward, n: int, born: date | None = None, **values) -> tuple[int, int]:
    day = born or today() - timedelta(days=49 - n)
    child = make_child(session, f"Barn {n}", day, sundhedspleje_id=ward.unit, sundhedsplejerske_id=ward.nurse)
    return make_guardian(session, child, **{"name": f"Mor {n} Hansen", "mobile": f"+4520000{n:03}"} | values), child


def plan(ward: Ward, **values) -> Plan:
    usual = {"kind": ORDINARY, "title": TITLE, "language": "da", "leader_id": ward.nurse}
    weeks = {"born_from": today() - timedelta(days=49), "born_to": today() - timedelta(days=20)}
    return Plan(**usual | weeks | values)


@contextmanager
def nurse_of(database: Database, ward: Ward, *, unit: int | None = None):
    """A session of the sundhedsplejerske (or of one of another unit); committed."""
    with _as(database, _staff(ward.nurse, unit or ward.unit, "sundhedspleje")) as session:
        yield session


@contextmanager
def visitor_of(database: Database, ward: Ward):
    """A session of the pædagog; committed."""
    with _as(database, _staff(ward.visitor, ward.house, "dagtilbud")) as session:
        yield session


@contextmanager
def mother(database: Database, ward: Ward, n: int):
    """A session of a parent, by the link about her child; committed."""
    guardian, child = ward.mothers[n]
    with _as(database, Parent(guardian=guardian, child_ids=(child,), custody_ids=(child,))) as session:
        yield session


def _staff(staff: int, unit: int, actor: str) -> Staff:
    return Staff(staff=staff, memberships=(Membership(unit_id=unit, actor=actor, slug="x", unit_name="X", role="y"),))


@contextmanager
def _as(database: Database, viewer):
    with database.sessions() as session:
        session.info["writing"] = True
        sees(session, viewer)
        yield session
        session.commit()


def answer(database: Database, ward: Ward, n: int, value: str = seats.YES) -> str:
    with mother(database, ward, n) as session:
        return seats.answer(session, ward.group, value)


def standing(database: Database, ward: Ward) -> list[str]:
    """How each stands, in the order of the mothers; and the count on the group is their sum."""
    with database.sessions() as session:
        sees(session, Job(name="test"))
        rows = select(GroupSeat.guardian_id, GroupSeat.standing).where(GroupSeat.group_id == ward.group)
        found = dict(session.execute(rows).all())
        hall = session.execute(select(GroupHall.seats, GroupHall.taken).where(GroupHall.group_id == ward.group)).one()
    assert hall.taken == list(found.values()).count(HOLDS) <= hall.seats
    return [found.get(guardian, "") for guardian, _child in ward.mothers]


def setting(session: Session, ward: Ward, clock: str = "10:00", *, days: int = 14, visited: bool = False, **values):
    ids = [ward.nurse, ward.visitor] if visited else [ward.nurse]
    rows = select(StaffRow.id, StaffRow.resource_id).where(StaffRow.id.in_(ids))
    units = {ward.nurse: ward.unit, ward.visitor: ward.house}
    hosts = tuple(Candidate(resource, one, units[one], open=False) for one, resource in session.execute(rows))
    usual = {"quarters": 8, "hosts": hosts, "room": None, "house_id": ward.house, "place": "Dør B"}
    return Setting(first=at_clock(today() + timedelta(days=days), clock), **usual | values)


def meet(database: Database, ward: Ward, theme: str = TOGETHER, **values) -> int:
    with nurse_of(database, ward) as session:
        held = setting(session, ward, **values)
        return meetings.book(session, ward.group, theme, held, uuid4().hex).id


def meeting_of(session: Session, ward: Ward) -> GroupMeeting:
    return session.scalars(select(GroupMeeting).where(GroupMeeting.group_id == ward.group)).one()


def way(database: Database, ward: Ward, n: int) -> str:
    """The token of her family's link."""
    guardian, child = ward.mothers[n]
    with database.sessions() as session:
        found = open_family_links(as_house(session), SECRET, child, today() + timedelta(days=60))
        session.commit()
        version = next(link.version for link in found if link.guardian_id == guardian)
    return family_token(SECRET, child, guardian, version)


def make_twin(session: Session, ward: Ward, n: int) -> int:
    """Another child of the same parent, born the same day."""
    twin = make_child(session, "Tvilling", today() - timedelta(days=49 - n), sundhedspleje_id=ward.unit)
    added(session, Guardianship(child_id=twin, guardian_id=ward.mothers[n][0], custody=True))
    return twin


def in_scene(
    sessions: sessionmaker[Session], town: Town, seated: tuple[int, int], *proposed: tuple[int, int]
) -> dict[str, object]:
    """A group of the sundhedspleje that this (parent, child) has a seat in, and a meeting of it that the pædagog comes to."""
    nurse, visitor = town.workers["sundhedspleje/sundhedsplejerske"], town.workers["dagtilbud/paedagog"]
    found = _seated(sessions, Ward(nurse.unit, nurse.staff, visitor.unit, visitor.staff, [seated]))
    if proposed:
        with _working(sessions) as session:
            making.propose(session, int(str(found["group_id"])), proposed)
    return found


def in_demo(sessions: sessionmaker[Session], town: DemoTown) -> None:
    """The same for the home that is booked; and somebody who has only been proposed the group."""
    nurse, house = town.places["sundhedspleje"], town.places["dagtilbud"]
    one = town.homes["booked"]
    found = _seated(sessions, Ward(nurse.unit, nurse.staff, house.unit, house.staff, [(one.guardian, one.child)]))
    with _working(sessions) as session:
        (first, second, *_rest) = [new for new in proposing.newborns(session, nurse.unit) if new.guardian_id]
        group = int(str(found["group_id"]))
        making.propose(session, group, [(first.guardian_id or 0, first.child_id)])
        seat = session.scalars(select(GroupSeat.id).where(GroupSeat.guardian_id == one.guardian)).one()
        met = session.get_one(GroupMeeting, found["meeting_id"]).first
    town.values |= found
    town.values["forms"] |= {
        "book.excuse": {"first": met},
        "groups.child": {"group": group},
        "groups.new_meeting": {"day": "2026-12-16"},
        "groups.move_meeting": {"day": "2026-12-16", "other": house.staff},
        "groups.note": {"seat": seat},
        "groups.propose": {"who": f"{second.child_id}.{second.guardian_id}.{group}"},
    }


def _seated(sessions: sessionmaker[Session], ward: Ward) -> dict[str, object]:
    with _working(sessions) as session:
        ward.group = making.make(session, ward.unit, plan(ward), 4, uuid4().hex).id
        making.propose(session, ward.group, ward.mothers)
        seats.invite(session, SECRET, ward.group)
        seat = session.scalars(select(GroupSeat.id).where(GroupSeat.group_id == ward.group)).one()
        seats.note(session, ward.group, seat, seats.YES)
        held = setting(session, ward, "20:00", days=3, visited=True)
        met = meetings.book(session, ward.group, DAYCARE, held, uuid4().hex)
        return {"group_id": ward.group, "meeting_id": met.id}
