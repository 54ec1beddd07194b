"""A Familiehus with counsellors: people, browsers that have unlocked, and cases that parents have written, for tests of the staff's side."""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import STRANGER, CodeHolder, Membership, sees
from domain.access import Staff as StaffViewer
from domain.access.sessions import area_key
from domain.access.staff import StaffSession
from domain.access.units import Unit
from domain.base import now, quarter, today
from domain.booking.kinds.types import ensure_types
from domain.counselling.crypto import boxes, slow, tree
from domain.counselling.crypto.boxes import Key
from domain.counselling.crypto.slow import CodeKeys
from domain.counselling.parent import colleagues as said
from domain.counselling.parent import meetings, writing
from domain.counselling.staff import colleagues, desk, offline, team, texts, times, vouching, work
from domain.counselling.staff.unlocking import Held, Opened, about
from domain.counselling.tables.cases import Case, Colleague
from domain.counselling.tables.desk import StandardText
from domain.counselling.tables.team import Epoch, Reading, ReadingKey, Seat
from domain.counselling.tables.times import HERE
from tests.factories import as_house, browser_of, make_staff, make_unit, sign_in
from tests.scenes.municipality import READING as COOKIE

PASSPHRASE = "fire grønne stole vælter"


@dataclass
class House:
    """Ids, and private keys by staff id. `first` and `second` are in the team; `third` is on the list; `leader` is not."""

    unit: int
    slug: str
    first: int
    second: int
    third: int
    leader: int
    keys: dict[int, Key] = field(default_factory=dict, repr=False)

    def way(self, page: str = "") -> str:
        return f"/familiehus/{self.slug}/raadgivning/{page}"

    def viewer(self, staff_id: int) -> StaffViewer:
        place = Membership(unit_id=self.unit, actor="familiehus", slug=self.slug, unit_name="", role="familieraadgiver")
        return StaffViewer(staff=staff_id, memberships=(place,))


def make_house(database) -> House:
    """Committed. The team's key is held by the first two."""
    with database.sessions() as session:
        as_house(session)
        ensure_types(session)
        unit = make_unit(session, "familiehus", "Familiehuset", "center")
        people = [make_staff(session, unit, "familieraadgiver", name, "") for name in ("Anne", "Bo", "Cille")]
        leader = make_staff(session, unit, "leder", "Dorte", "")
        house = House(unit, session.scalars(select(Unit.slug).where(Unit.id == unit)).one(), *people, leader)
        for one in people:
            house.keys[one] = give_key(session, one)
            desk.add(session, unit, one)
        session.commit()
    with working(database, house.viewer(house.first)) as session:
        team.begin(session, Opened(house.first, house.keys[house.first], ()), unit)
        team.let_in(session, opened(session, house, house.first), unit, house.second)
        session.commit()
    return house


def working(database, viewer) -> Session:
    session = database.sessions()
    session.info["writing"] = True
    sees(session, viewer)
    return session


def give_key(session: Session, staff_id: int) -> Key:
    """A pair of keys, without a passphrase that opens it."""
    public, private = boxes.new_pair()
    key = ReadingKey(staff_id=staff_id, public=public, sealed=b"-", salt=slow.new_salt(), made_on=today())
    key.mark = vouching.of_person(session, staff_id, public)
    session.add(key)
    session.flush()
    return private


def opened(session: Session, house: House, staff_id: int) -> Opened:
    return opened_of(session, house.unit, staff_id, house.keys[staff_id])


def opened_of(session: Session, unit_id: int, staff_id: int, private: Key) -> Opened:
    rows = select(Seat.epoch_id, Seat.sealed, Epoch.ended_on).join(Epoch, Epoch.id == Seat.epoch_id)
    found = session.execute(rows.where(Seat.staff_id == staff_id, Epoch.unit_id == unit_id))
    seats = (Held(row.epoch_id, unit_id, row.ended_on is not None, row.sealed) for row in found)
    return Opened(staff_id, private, tuple(seats))


def unlock(database, client, staff_id: int, private: Key) -> None:
    """The client's browser is signed in, and has unlocked."""
    with database.sessions() as session:
        sign_in(session, client, staff_id)
        unlocked(session, browser_of(client), staff_id, private)
        session.commit()
    client.set_cookie(COOKIE, browser_of(client))


def unlocked(session: Session, secret: str, staff_id: int, private: Key) -> None:
    """The browser of this secret holds the second cookie with the same one."""
    of = select(StaffSession.id).where(StaffSession.key == area_key(secret, "staff"))
    sealed = tree.keep(tree.cookie_key(secret, "reading"), private, about(staff_id))
    row = Reading(key=area_key(secret, "reading"), session_id=session.scalars(of).one(), staff_id=staff_id)
    row.sealed, row.opened_at, row.seen_at = sealed, now(), now()
    session.add(row)
    session.flush()


def write(database, text: str, *, suspected: bool = False, **more) -> int:
    """A parent writes; the id of the case."""
    lookup = uuid4().bytes * 2
    with working(database, STRANGER) as session:
        letter = writing.Letter(text=text, **more)
        writing.open_case(session, CodeKeys(lookup, boxes.new_key()), uuid4().hex, letter, suspected=suspected)
        session.commit()
    with database.sessions() as session:
        which = select(Case.id).where(Case.lookup == lookup)
        return session.scalar(which, execution_options={"unscoped": "test"})


def case_key(database, house: House, case_id: int) -> Key:
    with working(database, house.viewer(house.first)) as session:
        return opened(session, house, house.first).case(session.get_one(Case, case_id))


def again(database, house: House, case_id: int, text: str) -> None:
    """The parent comes back and writes more."""
    key = case_key(database, house, case_id)
    with working(database, CodeHolder(case=case_id)) as session:
        writing.write(session, case_id, key, uuid4().hex, text)
        session.commit()


def settle(sessions, town) -> dict[str, Any]:
    """Something behind every address of the counsellors', for the roles of a town: the values that addresses are made of.

    The familieraadgiver is in the team, the leader waits to be let in, the sundhedsplejerske reads along in one case. All have unlocked.
    """
    kept = SimpleNamespace(sessions=sessions)
    inside, waits = (town.workers[f"familiehus/{role}"] for role in ("familieraadgiver", "leder"))
    outside = town.workers["sundhedspleje/sundhedsplejerske"]
    house = House(inside.unit, inside.slug, inside.staff, inside.staff, waits.staff, waits.staff)
    with sessions() as session:
        as_house(session)
        for one in (inside, waits, outside):
            house.keys[one.staff] = give_key(session, one.staff)
            unlocked(session, one.secret, one.staff, house.keys[one.staff])
        for one in (inside, waits):
            desk.add(session, house.unit, one.staff)
        session.commit()
    with working(kept, house.viewer(inside.staff)) as session:
        team.begin(session, Opened(inside.staff, house.keys[inside.staff], ()), house.unit)
        offline.make(session, opened(session, house, inside.staff), house.unit)
        texts.write(session, house.unit, "Åbningstider", "Vi har åbent fra 9.")
        session.commit()
    return {"house_id": house.unit, "counsellor_id": waits.staff, **_cases(kept, house, inside, outside.staff)}


def _cases(kept, house: House, by: Any, reader: int) -> dict[str, Any]:
    """One that waits, has a time, and in which a colleague reads along; others that are suspected, aside and closed."""
    case_id, flood, aside, closed = (write(kept, text, suspected=text == "xx") for text in ("Hjælp", "xx", "x", "Tak"))
    with working(kept, house.viewer(by.staff)) as session:
        work.put_aside(session, house.unit, aside, aside=True)
        work.take(session, house.unit, closed, by.staff)
        work.close(session, house.unit, closed)
        colleagues.ask(session, house.unit, case_id, reader)
        [who] = times.counsellors(session, house.unit)
        for number in (1, 2):
            first = quarter(now()) + 96 * number + 3000
            times.publish(session, house.unit, who, first, 45, HERE, f"{house.unit} {number}")
        session.commit()
        asked = session.scalars(select(Colleague.id).where(Colleague.case_id == case_id)).one()
        text = session.scalars(select(StandardText.id)).first()
    key = case_key(kept, house, case_id)
    with working(kept, CodeHolder(case=case_id)) as session:
        said.answer(session, case_id, key, asked, yes=True)
        free, *_others = meetings.free(session, case_id)
        meetings.take(session, case_id, key, free.id)
        session.commit()
    return {"case_id": case_id, "colleague_id": asked, "time_id": free.id, "text_id": text, "flood": flood}


def days_later(at, days: int = 0, minutes: int = 0) -> None:
    """The clock goes on."""
    moment = now() + timedelta(days=days, minutes=minutes)
    at(moment)
