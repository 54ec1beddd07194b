"""Something behind every address: what the routes of the application can be filled with, so that each can be asked for."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.routing import Rule

from domain.access import Membership as Place
from domain.access import Staff, links, sees
from domain.access.administration import LINK_LASTS
from domain.access.roles import ROLES
from domain.access.staff import Membership
from domain.access.units import Unit
from domain.base import now, quarter
from domain.booking.finding.search import Candidate
from domain.booking.tables import Absence
from domain.conferences.before import agenda
from domain.conferences.meeting import agreements, writing
from domain.conferences.tables.meeting import NOTES
from domain.conferences.tables.series import Conference
from domain.conferences.year import planning, rule
from domain.conferences.year.choices import choices
from domain.conferences.year.planning import Roles, Year
from domain.consent import MEETING, YES
from domain.events import making, seats
from domain.events.making import Matter, Setting
from domain.events.seats import Guest
from domain.events.tables import THEME
from domain.people import Child
from domain.starts import importing, letters
from domain.visits import programme
from domain.visits.tables import HomeVisit
from tests.factories import SECRET, feed_of, make_room
from tests.scenes import (
    afterwards,
    births,
    canaries,
    counsellors,
    courses,
    inquiries,
    lists,
    newborns,
    referred,
    tasks,
    wards,
)
from tests.scenes.answers import FIRST_DAY, early_and_late
from tests.scenes.bookings import weekly
from tests.scenes.canaries import Family, working
from tests.scenes.municipality import ELSEWHERE, Town, Worker

LAST_DAY = date(2026, 11, 18)
CONFERENCE_DAY = date(2026, 11, 25)
MAIL = "20261102-090000-000000-abcdef01"


@dataclass
class Scene:
    """A booked family and another one; `openings`, `absences` and `events` by actor; the list was handed in by the administrator."""

    town: Town
    family: Family
    other: Family
    openings: dict[str, int]
    absences: dict[str, int]
    events: dict[str, int]
    values: dict[str, object]
    counselling: dict[str, Any] = field(default_factory=dict)
    referrals: dict[str, int] = field(default_factory=dict)

    def of(self, rule: Rule, *, at_home: bool) -> dict[str, object]:
        actor = rule.endpoint.partition(".")[0]
        own = {"unit": self.town.slugs.get(actor + (ELSEWHERE if at_home else ""))}
        own |= {"opening_id": self.openings.get(actor), "absence_id": self.absences.get(actor)}
        own |= {"event_id": self.events.get(actor, self.events["dagtilbud"])}
        own |= {"referral_id": self.referrals.get(actor, self.referrals["fsr"])}
        if actor == "familiehus":
            own |= self.counselling
        if actor == "sundhedspleje":
            own["batch_id"] = self.values["birth_list_id"]
        if actor in {"account", "sign_up", "inquire"}:
            own["token"] = self.values[{"account": "welcome", "sign_up": "seat", "inquire": "asker"}[actor]]
        known = self.values | own | (rule.defaults or {})
        missing = set(rule.arguments) - set(known)
        assert not missing, f"{rule.rule}: say in Scene what {missing} is in this test"
        return {name: known[name] for name in rule.arguments}


def set_up(sessions: sessionmaker[Session], town: Town) -> Scene:
    with working(sessions) as session:
        family, other = (canaries.settle(session, town, number) for number in (1, 2))
    canaries.answer(sessions, family, MEETING, (YES, YES))
    with early_and_late(sessions, town) as session:
        canaries.book(session, family, 0, FIRST_DAY)
        letters.write(session, SECRET, family.start, family.mother)
        canaries.follow(session, family)
    with working(sessions) as session:
        held = events(session, town)
        scene = Scene(town, family, other, *times(session, town), held, things(session, town, family))
        signed_up = Guest(name="Gæst", email="gaest@example.org", mobile="", language="da", seats=2)
        scene.values["seat"] = seats.sign_up(session, SECRET, held["dagtilbud"], signed_up, "scene")
    with working(sessions) as session:
        scene.values |= round_table(session, town)
        nurse = town.workers["sundhedspleje/sundhedsplejerske"]
        scene.values |= wards.in_scene(session, nurse.unit, nurse.staff)
    scene.counselling = counsellors.settle(sessions, town)
    scene.values |= {name: scene.counselling[name] for name in ("case_id", "house_id", "counsellor_id")}
    scene.values["task_id"] = tasks.put(sessions, town.workers["dagtilbud/paedagog"], family, roles=("psykolog",))
    scene.values |= inquired(sessions, town, family)
    scene.values |= said(sessions, town, scene.values["conference_id"])
    scene.values |= afterwards.in_scene(sessions, town)
    scene.values = courses.in_scene(sessions, town, family) | scene.values
    scene.values |= newborns.in_scene(sessions, town, (family.mother, family.child))
    scene.referrals = referred.in_scene(sessions, town, family)
    scene.values["birth_list_id"] = births.handed_in(sessions, town.workers["sundhedspleje/sundhedsplejerske"])
    scene.values["batch_id"] = handed_in(sessions, town.workers["forvaltning/administrator"])
    return scene


def inquired(sessions: sessionmaker[Session], town: Town, family: Family) -> dict[str, object]:
    """One that names the child, with the district's FSR, who has asked the parents to choose a time; and one of parents' own."""
    one = inquiries.put(sessions, town.workers["dagtilbud/paedagog"], family)
    inquiries.taken(sessions, town.workers["fsr/socialraadgiver"], one)
    with working(sessions) as session:
        district = session.scalars(select(Unit.district_id).where(Unit.id == town.units["fsr"])).one()
    return {"inquiry_id": one, "whom": "fsr", "asker": inquiries.request(sessions, district or 0)}


def handed_in(sessions: sessionmaker[Session], by: Worker, **cells: str) -> int:
    place = Place(unit_id=by.unit, actor=by.actor, slug=by.slug, unit_name="", role=by.role)
    with sessions() as session:
        session.info["writing"] = True
        sees(session, Staff(staff=by.staff, memberships=(place,)))
        batch = importing.upload(session, by.unit, "starter.csv", lists.file(lists.row(**cells)))
        session.commit()
        return batch.id


def times(session: Session, town: Town) -> tuple[dict[str, int], dict[str, int]]:
    openings, absences = {}, {}
    for actor, roles in ROLES.items():
        resource = town.workers[f"{actor}/{next(iter(roles))}"].resource
        opening = weekly(session, resource, "12:00-13:00", weekdays=[0])[0]
        absence = Absence(resource_id=resource, first=2_000_000, last=2_000_004)
        session.add(absence)
        session.flush()
        openings[actor], absences[actor] = opening.id, absence.id
    return openings, absences


def events(session: Session, town: Town) -> dict[str, int]:
    """One in every unit that makes them, published."""
    found = {}
    for actor, roles in ROLES.items():
        worker = town.workers[f"{actor}/{next(iter(roles))}"]
        host = Candidate(worker.resource, worker.staff, worker.unit, open=False)
        first = quarter(datetime(2026, 11, 19, 17, tzinfo=UTC))
        setting = Setting(first=first, quarters=8, hosts=(host,), room=None, house_id=worker.unit, place="")
        matter = Matter(title="Temaaften", about="Om søvn.", kind=THEME, district_id=None, sign_up_until=LAST_DAY)
        found[actor] = making.make(session, worker.unit, matter, setting, 10, f"event {actor}").id
        making.publish(session, found[actor])
    return found


def said(sessions: sessionmaker[Session], town: Town, conference_id: object) -> dict[str, object]:
    """At an item of its own: a text that lost, an agreement."""
    by = town.workers["dagtilbud/leder"]
    place = Place(unit_id=by.unit, actor=by.actor, slug=by.slug, unit_name="", role=by.role)
    with sessions() as session:
        session.info["writing"] = True
        sees(session, Staff(staff=by.staff, memberships=(place,)))
        agenda.add(session, int(str(conference_id)), agenda.Matter(10, "Eventuelt"))
        item = agenda.ordered(session, int(str(conference_id)))[0].id
        writing.save(session, item, NOTES, "Den ene tekst", 0)
        lost = writing.save(session, item, NOTES, "Den anden tekst", 0)
        assert isinstance(lost, writing.Conflict)
        promise = agreements.agree(session, item, "Ringe", by.staff, 5).id
        session.commit()
    return {"item_id": item, "rival_id": lost.rival_id, "agreement_id": promise}


def round_table(session: Session, town: Town) -> dict[str, object]:
    """A conference of the house, to which somebody of each actor is called in."""
    house = town.units["dagtilbud"]
    found = choices(session, house)
    names = ("dagtilbud/leder", "dagtilbud/paedagog", "ppr/logopaed", "fsr/socialraadgiver")
    people = found.chosen(town.workers[one].staff for one in (*names, "sundhedspleje/sundhedsplejerske"))
    wednesdays = rule.Rule(times=1, weekday=2, begins=780, minutes=120, avoid=(), deadline_days=5)
    chair = town.workers["dagtilbud/leder"].staff
    year = Year(year=2026, rule=wednesdays, people=people, roles=Roles(chair_id=chair, minute_taker_id=chair))
    series = planning.make_year(session, house, year, [CONFERENCE_DAY])
    number = session.scalars(select(Conference.id).where(Conference.series_id == series.id)).one()
    return {"conference_id": number}


def things(session: Session, town: Town, family: Family) -> dict[str, object]:
    somebody = town.workers["ppr/logopaed"].staff
    member = session.scalars(select(Membership.id).where(Membership.staff_id == somebody)).one()
    make_room(session, family.house)
    welcome = links.open_staff_link(session, SECRET, somebody, now() + LINK_LASTS)
    return {
        "token": family.tokens[family.mother],
        "welcome": welcome,
        "secret": feed_of(session, somebody),
        "section": "vaner",
        "colleague_id": 1,
        "start_id": family.start,
        "child_id": family.child,
        "visit_id": home_visit(session, family),
        "guardian_id": family.mother,
        "appointment_id": family.appointment,
        "kind": "start",
        "number": family.start,
        "verb": "skip",
        "day": "2026-11-09",
        "name": MAIL,
        "staff_id": somebody,
        "membership_id": member,
        "unit_id": family.house,
        "word": "grupper",
        "about": "enkeltbarn",
        "role": "psykolog",
        "key": "start-samtale",
        "entry_key": "sundhedsplejen",
        "text_key": "bal",
        "version_number": 1,
        "part_id": town.groups["dagtilbud"],
    }


def home_visit(session: Session, family: Family) -> int:
    """The last of the family's six, which nobody has had yet."""
    programme.begin(session, SECRET, session.get_one(Child, family.child))
    last = select(HomeVisit.id).where(HomeVisit.child_id == family.child).order_by(HomeVisit.closes_on.desc())
    return session.scalars(last).first() or 0
