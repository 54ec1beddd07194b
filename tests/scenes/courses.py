"""A Familiehus, a family, and a course of theirs that runs, with both parents' yes to the referral."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from domain import consent
from domain.access import Guardian as GuardianViewer
from domain.access import Membership as Place
from domain.access import Staff as StaffViewer
from domain.access import sees
from domain.access.citizens import Guardianship
from domain.access.jobs import work_as
from domain.access.links import open_family_links, way_in
from domain.access.staff import Membership as Works
from domain.access.units import Unit
from domain.base import COPENHAGEN, now, quarter, today
from domain.booking.kinds.types import FAMILY_HOME, FAMILY_TALK, ensure_types
from domain.courses import handing, life, support, voices
from domain.courses import sessions as sessions_
from domain.courses.tables import Course, Support
from domain.courses.times import Order
from domain.referrals.states import RUNNING
from domain.referrals.tables import PRACTICAL, Capacity, Referral, Standing
from domain.tovholder.followed import Plan
from tests.databases import Database
from tests.factories import SECRET, as_house, make_child, make_guardian, make_staff, make_unit
from tests.scenes.bookings import added
from tests.scenes.canaries import Family
from tests.scenes.demo_town import DemoTown
from tests.scenes.municipality import Town

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
"""A Monday."""
SCENE_DAY = date(2026, 11, 18)
GOAL, NAME, REASON, NOTE = "Rolige aftener kanarie-maal", "Kanarie Mormor", "kanarie-grund", "kanarie-notat"


@dataclass
class House:
    """Ids. `staff` by name: "tovholder", "kollega", "leder" of the Familiehus, "fsr" of the unit that referred."""

    database: Database
    unit: int = 0
    fsr: int = 0
    child: int = 0
    mother: int = 0
    father: int = 0
    referral: int = 0
    course: int = 0
    staff: dict[str, int] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    tokens: dict[int, str] = field(default_factory=dict)

    @contextmanager
    def by(self, name: str) -> Iterator[Session]:
        """As this member of staff; committed."""
        with self.database.sessions() as session:
            session.info["writing"] = True
            sees(session, StaffViewer(staff=self.staff[name], memberships=(self.places[name],)))
            yield session
            session.commit()

    @contextmanager
    def at_home(self, guardian: int) -> Iterator[Session]:
        """As a parent with custody; committed."""
        with self.database.sessions() as session:
            session.info["writing"] = True
            sees(session, GuardianViewer(guardian=guardian, child_ids=(self.child,), custody_ids=(self.child,)))
            yield session
            session.commit()

    @contextmanager
    def home(self) -> Iterator[Session]:
        with self.database.sessions() as session:
            yield as_house(session)
            session.commit()

    @contextmanager
    def worker(self) -> Iterator[Session]:
        with self.database.sessions() as session:
            session.info["writing"] = True
            work_as(session, "test")
            yield session
            session.commit()

    def answer(self, guardian: int, value: str) -> None:
        """A holder's answer to the referral's question."""
        with self.at_home(guardian) as session:
            asked = select(consent.ConsentRequest).where(consent.ConsentRequest.purpose == consent.REFERRAL)
            for request in session.scalars(asked).all():
                consent.answer(
                    session, request.child_id, (request.subject, request.purpose), guardian, value, "egen side"
                )

    def version(self) -> int:
        with self.by("tovholder") as session:
            return session.get_one(Course, self.course).version


def plan(staff_id: int, **values: object) -> Plan:
    usual = {"goal": GOAL, "starts_on": today(), "follow_up_on": today() + timedelta(weeks=4)}
    return Plan(tovholder_id=staff_id, **usual | values)  # type: ignore[arg-type]


def settle(database: Database, *, begun: bool = True) -> House:
    """Committed. `begun` False: the referral is under way and has no course yet."""
    house = House(database)
    with house.home() as session:
        ensure_types(session)
        house.unit = make_unit(
            session, "familiehus", "Familiehuset", "center", slug="familiehuset", address="Parkvej 1"
        )
        house.fsr = make_unit(session, "fsr", "FSR Skovlunde", "distrikt", slug="fsr-skovlunde")
        for name, unit, role in (
            ("tovholder", house.unit, "familieraadgiver"),
            ("kollega", house.unit, "familieraadgiver"),
            ("leder", house.unit, "leder"),
            ("fsr", house.fsr, "socialraadgiver"),
        ):
            house.staff[name] = make_staff(session, unit, role, name.capitalize())
            actor = "fsr" if unit == house.fsr else "familiehus"
            slug = "fsr-skovlunde" if unit == house.fsr else "familiehuset"
            house.places[name] = Place(unit_id=unit, actor=actor, slug=slug, unit_name="", role=role)
        house.child = make_child(session, "Elias Kanarie", date(2025, 3, 1))
        house.mother, house.father = (make_guardian(session, house.child, name=name) for name in ("Mor", "Far"))
        house.referral = refer(session, house)
        for link in open_family_links(session, SECRET, house.child, today() + timedelta(days=400)):
            house.tokens[link.guardian_id] = way_in(SECRET, link)
    for guardian in (house.mother, house.father):
        house.answer(guardian, consent.YES)
    if begun:
        with house.by("tovholder") as session:
            row = session.get_one(Referral, house.referral)
            house.course = life.open_(session, row, plan(house.staff["tovholder"])).id
    return house


def refer(session: Session, house: House, key: str = "test") -> int:
    """Under way, with the question put to the parents."""
    row = Referral(
        unit_id=house.unit,
        from_unit_id=house.fsr,
        writer_id=house.staff["fsr"],
        child_id=house.child,
        child_name="Elias Kanarie",
        birth_date=date(2025, 3, 1),
        service=PRACTICAL,
        goal="Rolige aftener",
        request_key=f"{key}-{house.child}",
        created_at=now(),
        written_at=now(),
        asked_at=now(),
    )
    referral = added(session, row).id
    whose = {"referral_id": referral, "unit_id": house.unit, "from_unit_id": house.fsr, "service": PRACTICAL}
    added(session, Standing(**whose, state=RUNNING, seated=1, received_at=now(), started_at=now(), starts_on=today()))
    session.merge(Capacity(unit_id=house.unit, service=PRACTICAL, places=5, taken=2))
    until = today() + timedelta(days=400)
    consent.ask(session, house.child, f"referral/{referral}", consent.REFERRAL, (house.fsr, house.unit), until)
    return referral


def at(day: date, clock: str) -> int:
    return quarter(datetime.combine(day, time.fromisoformat(clock), COPENHAGEN))


def weekly(
    house: House, first: int, weeks: int = 6, *, every: int = 1, kind: str = FAMILY_HOME, **values: object
) -> Order:
    day = datetime.fromtimestamp(first * 900, COPENHAGEN).date()
    usual = {"staff_ids": (house.staff["tovholder"],), "quarters": 6, "until": day + timedelta(weeks=weeks)}
    return Order(type_key=kind, first=first, every=every, **usual | values)  # type: ignore[arg-type]


def in_scene(sessions: sessionmaker[Session], town: Town, family: Family) -> dict[str, object]:
    """A course about the family's child, with a time to come, help that comes again, a name and an offered role; and a place without a course."""
    worker, leader = town.workers["familiehus/familieraadgiver"], town.workers["familiehus/leder"]
    house = House(_Like(sessions), unit=worker.unit, fsr=town.units["fsr"], child=family.child)  # type: ignore[arg-type]
    house.mother, house.father = family.mother, family.father
    house.staff = {"tovholder": worker.staff, "leder": leader.staff, "fsr": town.workers["fsr/socialraadgiver"].staff}
    house.places = {
        name: Place(unit_id=one.unit, actor=one.actor, slug=one.slug, unit_name="", role=one.role)
        for name, one in (("tovholder", worker), ("leder", leader))
    }
    with house.worker() as session:
        house.referral, seat = refer(session, house), refer(session, house, "plads")
    for guardian in (house.mother, house.father):
        house.answer(guardian, consent.YES)
    with house.by("tovholder") as session:
        course = life.open_(session, session.get_one(Referral, house.referral), plan(worker.staff))
        house.course = course.id
        support.arrange(session, course.id, weekly(house, at(SCENE_DAY, "13:00"), 3), "5" * 32)
        held = sessions_.ask(session, course.id, FAMILY_TALK, [worker.staff])
        person = voices.add_person(session, course.id, NAME)
        offer = handing.offer(session, course.id, leader.staff, course.version)
        made = session.scalars(select(Support.id)).one()
        return {
            "course_id": course.id,
            "support_id": made,
            "session_id": held.id,
            "person_id": person.id,
            "offer_id": offer,
            "referral_id": seat,
        }


@dataclass(frozen=True)
class _Like:
    sessions: sessionmaker[Session]


def in_demo(sessions: sessionmaker[Session], town: DemoTown) -> None:
    """What each page and form of a course is tried with: one that the account holds, and one whose role it is offered."""
    place, home = town.places["familiehus"], town.homes["booked"]
    house = House(_Like(sessions), unit=place.unit, fsr=town.places["fsr"].unit, child=home.child)  # type: ignore[arg-type]
    with house.worker() as session:
        own = select(Works.staff_id).where(Works.unit_id == place.unit, Works.staff_id != place.staff)
        other = session.scalars(own.where(Works.role == "familieraadgiver")).first() or 0
        holders = select(Guardianship.guardian_id).where(Guardianship.child_id == home.child, Guardianship.custody)
        guardians = session.scalars(holders).all()
    house.staff = {"tovholder": place.staff, "kollega": other, "fsr": town.places["fsr"].staff}
    own_place = Place(unit_id=place.unit, actor="familiehus", slug=place.slug, unit_name="", role=place.role)
    house.places = {"tovholder": own_place, "kollega": own_place}
    with house.worker() as session:
        house.referral, second, seat = (refer(session, house, key) for key in ("mine", "theirs", "plads"))
    for guardian in guardians:
        house.answer(guardian, consent.YES)
    with house.by("kollega") as session:
        theirs = life.open_(session, session.get_one(Referral, second), plan(other))
        offer = handing.offer(session, theirs.id, place.staff, theirs.version)
    day = today() + timedelta(days=30)
    with house.by("tovholder") as session:
        course = life.open_(session, session.get_one(Referral, house.referral), plan(place.staff))
        house.course = course.id
        made, _found = support.arrange(session, course.id, weekly(house, at(day, "18:00"), 3), "6" * 32)
        talk = Order(type_key=FAMILY_TALK, staff_ids=(place.staff,), first=at(day, "07:00"), quarters=4)
        booked = sessions_.book(session, course.id, talk, "7" * 32).id
        asked = sessions_.ask(session, course.id, FAMILY_TALK, [place.staff]).id
        person = voices.add_person(session, course.id, NAME).id
        version = {"version": str(course.version)}
    town.values |= {"course_id": house.course, "support_id": made.id, "session_id": booked, "person_id": person}
    town.values |= {"offer_id": offer, "referral_id": town.values.get("referral_id", seat)}
    town.values["ways"] |= {
        "courses.begin": {"referral_id": seat},
        **{f"book.course_{one}": {"session_id": asked} for one in ("times", "book")},
    }
    later, last = str(today() + timedelta(weeks=6)), str(day + timedelta(weeks=2))
    when = {
        "kind": FAMILY_TALK,
        "who": str(place.staff),
        "day": str(day + timedelta(days=1)),
        "begins": "07:00",
        "minutes": "60",
    }
    town.values["forms"] |= {
        "courses.begin": {"goal": "Ro", "tovholder": str(other), "starts_on": str(today()), "follow_up_on": later}
        | {"track": "0", "target": ""},
        "courses.follow_up": version
        | {"text": "Det går", "goal": "Andet", "next_on": later, "to_referrer": "Det går."},
        "courses.evaluate": version | {"outcome": "naaet", "learned": "Ro om morgenen"},
        "courses.hand_over": version | {"to": str(other)},
        "courses.book": when | {"every": "1", "until": last, "trin": "gem", "key": "b"},
        "courses.change": when | {"every": "1", "until": last, "trin": "gem", "key": "c"},
        "courses.invite": {"kind": FAMILY_TALK, "who": str(other)},
        "courses.move": {"day": str(day + timedelta(days=2)), "begins": "07:00"},
        "courses.end": {"last": str(day)},
    }


def add_uncle(house: House) -> int:
    """A guardian without custody, with a link of the family's."""
    with house.home() as session:
        uncle = make_guardian(session, house.child, custody=False, name="Onkel")
        for link in open_family_links(session, SECRET, house.child, today() + timedelta(days=400)):
            house.tokens[link.guardian_id] = way_in(SECRET, link)
    return uncle


def begun_for(sessions: sessionmaker[Session], child: int) -> None:
    """In the demo: a course about this child, with a name, a number, times to come and one to choose."""
    with sessions() as session:
        as_house(session)
        rows = select(Works.unit_id, Works.staff_id, Unit.slug).join(Unit, Unit.id == Works.unit_id)
        helper = session.execute(rows.where(Works.role == "familieraadgiver").order_by(Works.staff_id.desc())).first()
        fsr = session.execute(rows.where(Unit.actor == "fsr", Works.role == "socialraadgiver")).first()
        holders = select(Guardianship.guardian_id).where(Guardianship.child_id == child, Guardianship.custody)
        guardians = session.scalars(holders).all()
    assert helper is not None
    assert fsr is not None
    house = House(_Like(sessions), unit=helper.unit_id, fsr=fsr.unit_id, child=child)  # type: ignore[arg-type]
    house.staff = {"tovholder": helper.staff_id, "fsr": fsr.staff_id}
    role = {"actor": "familiehus", "slug": helper.slug, "unit_name": "", "role": "familieraadgiver"}
    house.places = {"tovholder": Place(unit_id=helper.unit_id, **role)}
    with house.worker() as session:
        house.referral = refer(session, house, "browser")
    for guardian in guardians:
        house.answer(guardian, consent.YES)
    with house.by("tovholder") as session:
        course = life.open_(session, session.get_one(Referral, house.referral), plan(helper.staff_id))
        voices.add_person(session, course.id, NAME)
        voices.say(session, course.id, "Mor", 4)
        day = today() + timedelta(days=30)
        support.arrange(session, course.id, weekly(house, at(day, "18:00"), 3), "8" * 32)
        sessions_.ask(session, course.id, FAMILY_TALK, [helper.staff_id])
