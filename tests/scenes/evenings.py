"""Events to sign up for: made by a house's leader, published, with guests of every number."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import STRANGER, Membership, Staff, sees
from domain.access.staff import Staff as StaffRow
from domain.access.units import Room
from domain.access.viewers import Job
from domain.base import today
from domain.booking.finding.search import Candidate
from domain.booking.kinds.types import ensure_types
from domain.events import making, seats
from domain.events.making import Matter, Setting
from domain.events.seats import Guest
from domain.events.tables import HOLDS, THEME, Hall, Seating
from tests.databases import Database
from tests.factories import SECRET, as_house, make_room, make_staff, make_unit
from tests.scenes.bookings import at_clock

TITLE = "Fælles om en god dagtilbudsstart"


@dataclass
class Evening:
    """A house's event two weeks from today at 17, held by its leader. Ids."""

    unit: int
    host: int
    resource: int
    room: int
    event: int = 0
    day: date = date.min


def matter(**values) -> Matter:
    usual = {"title": TITLE, "about": "Kom og hør om den første tid.", "kind": THEME, "district_id": None}
    return Matter(**usual | {"sign_up_until": today() + timedelta(days=13)} | values)


def setting(one: Evening, clock: str = "17:00", *, day: date | None = None, **values) -> Setting:
    host = Candidate(one.resource, one.host, one.unit, open=False)
    usual = {"quarters": 8, "hosts": (host,), "room": None, "house_id": one.unit, "place": ""}
    return Setting(first=at_clock(day or one.day, clock), **usual | values)


def make_evening(database: Database, number: int = 10, *, published: bool = True, **values) -> Evening:
    """Committed."""
    with database.sessions() as session:
        as_house(session)
        ensure_types(session)
        unit = make_unit(session, address="Torvet 3")
        host = make_staff(session, unit, "leder", hours="")
        resource = session.scalars(select(StaffRow.resource_id).where(StaffRow.id == host)).one()
        one = Evening(unit, host, resource, make_room(session, unit), day=today() + timedelta(days=14))
        session.commit()
    with leader(database, one) as session:
        event = making.make(session, one.unit, matter(**values), setting(one), number, uuid4().hex)
        one.event = event.id
        if published:
            making.publish(session, event.id)
    return one


def room_of(session: Session, one: Evening) -> Candidate:
    resource = session.scalars(select(Room.resource_id).where(Room.id == one.room)).one()
    return Candidate(resource, None, one.unit, room_id=one.room, open=False)


@contextmanager
def leader(database: Database, one: Evening, *, unit: int | None = None):
    """A session of the leader of the house (or of another unit); committed."""
    place = Membership(unit_id=unit or one.unit, actor="dagtilbud", slug="x", unit_name="X", role="leder")
    with database.sessions() as session:
        session.info["writing"] = True
        sees(session, Staff(staff=one.host, memberships=(place,)))
        yield session
        session.commit()


@contextmanager
def stranger(database: Database):
    with database.sessions() as session:
        session.info["writing"] = True
        sees(session, STRANGER)
        yield session
        session.commit()


def guest(wanted: int = 1, name: str = "Trine Dam", **values) -> Guest:
    address = f"{name.split(maxsplit=1)[0].lower()}.{uuid4().hex[:6]}@mail.example"
    usual = {"email": address, "mobile": "", "language": "da"}
    return Guest(name=name, seats=wanted, **usual | values)


def sign_up(database: Database, one: Evening, wanted: int = 1, key: str = "", **values) -> str:
    """The token of the guest's link."""
    with stranger(database) as session:
        return seats.sign_up(session, SECRET, one.event, guest(wanted, **values), key or uuid4().hex)


def standing(database: Database, one: Evening) -> list[tuple[int, str]]:
    """(seats, what they hold or wait for) of each, in the order of signing up; and the count on the event is their sum."""
    with database.sessions() as session:
        sees(session, Job(name="test"))
        rows = select(Seating.wanted, Seating.standing).where(Seating.event_id == one.event)
        found = [(wanted, state) for wanted, state in session.execute(rows.order_by(Seating.sign_up_id))]
        hall = session.execute(select(Hall.seats, Hall.taken).where(Hall.event_id == one.event)).one()
    assert hall.taken == sum(wanted for wanted, state in found if state == HOLDS) <= hall.seats
    return found
