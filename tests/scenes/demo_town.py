"""The demo municipality with something behind every address: the accounts' browsers, and starts in each state."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from domain.access import links
from domain.access.administration import LINK_LASTS
from domain.access.citizens import Guardianship
from domain.access.staff import Membership, Staff
from domain.access.tokens import code, code_hash, guest_token, token
from domain.access.units import Group, Unit
from domain.base import now, quarter, today
from domain.booking.finding.openings import local_day
from domain.booking.finding.search import Candidate
from domain.booking.kinds.types import FOLLOW_UP, START_TALK
from domain.booking.tables import BOOKED, HELD, Absence, Appointment, Opening
from domain.conferences.before import agenda
from domain.conferences.meeting import running
from domain.conferences.tables.meeting import TASK, Agreement, Item, Passage, Rival
from domain.conferences.tables.series import Conference
from domain.conferences.tables.task import SUBMITTED, Task
from domain.counselling.staff import offline
from domain.counselling.staff.passphrase import opened_by
from domain.counselling.tables.cases import Case, Colleague
from domain.counselling.tables.desk import StandardText
from domain.counselling.tables.team import Epoch, Member, Seat
from domain.counselling.tables.times import Booking, Time
from domain.demo.passphrase import PASSPHRASE
from domain.events import making, seats
from domain.events.making import Matter, Setting
from domain.events.seats import Guest
from domain.events.tables import THEME, Seating
from domain.people import Child, Start
from tests.factories import SECRET, feed_of
from tests.scenes.bookings import added
from tests.scenes.counsellors import opened_of, unlocked
from tests.scenes.municipality import Worker, arrive, sign_in

BY_HAND = {"unscoped": "a test looks for something in each state"}
ACCOUNTS = {
    "sundhedspleje": "sundhedsplejerske",
    "dagtilbud": "leder",
    "ppr": "ppr",
    "fsr": "fsr",
    "familiehus": "familieraadgiver",
    "forvaltning": "administrator",
}


SOON, NEXT_YEAR = timedelta(weeks=6), timedelta(days=365)
"""How long before the start the families are invited."""


@dataclass
class Home:
    """A start: its child, and a parent with custody with their link's browser and the code of their letter."""

    start: int
    child: int
    appointment: int
    born: date
    guardian: int
    token: str
    secret: str
    code: str


@dataclass
class DemoTown:
    places: dict[str, Worker] = field(default_factory=dict)
    openings: dict[str, int] = field(default_factory=dict)
    absences: dict[str, int] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)
    guests: dict[str, int] = field(default_factory=dict)
    homes: dict[str, Home] = field(default_factory=dict)
    tasks: dict[str, int] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def look_up(session: Session) -> DemoTown:
    """In a session of the house itself; committed. `homes`: "booked" (to come), "over" (it has been), "held", "free" (an only child without a time),
    "followed" (its follow-up is to come), "met" (it has been)."""
    town = DemoTown()
    for actor, login in ACCOUNTS.items():
        _place(session, town, actor, login)
    house = town.places["dagtilbud"].unit
    talk = select(Appointment.start_id).where(Appointment.unit_id == house, Appointment.type_key == START_TALK)
    after = select(Appointment).where(Appointment.unit_id == house, Appointment.type_key == FOLLOW_UP)
    met, *followed = session.scalars(after.order_by(Appointment.id)).all()
    met.first = quarter(now()) - 4
    session.flush()
    booked = talk.where(Appointment.state == BOOKED, Appointment.first > quarter(now()) + 200)
    several = select(Guardianship.guardian_id).group_by(Guardianship.guardian_id).having(func.count() > 1)
    siblings = select(Guardianship.child_id).where(Guardianship.guardian_id.in_(several))
    which = {
        "booked": Start.id.in_(booked),
        "over": Start.id.in_(talk.where(Appointment.state == BOOKED, Appointment.first < quarter(now()))),
        "held": Start.id.in_(talk.where(Appointment.state == HELD)),
        "followed": Start.id == followed[0].start_id,
        "met": Start.id == met.start_id,
        "free": ~Start.child_id.in_(siblings)
        & ~exists().where(Appointment.start_id == Start.id)
        & (Start.starts_on > today()),
    }
    for name, state in which.items():
        rows = select(Start).where(Start.unit_id == house, Start.closed == "", ~Start.newcomer, state)
        latest = session.scalars(rows.where(Start.starts_on < today() + SOON).order_by(Start.starts_on.desc())).first()
        town.homes[name] = _home(session, latest)
    somebody = town.places["ppr"].staff
    group = added(session, Group(unit_id=house, name="Tom"))
    town.values = {
        "staff_id": somebody,
        "membership_id": session.scalars(select(Membership.id).where(Membership.staff_id == somebody)).first(),
        "unit_id": house,
        "word": "grupper",
        "part_id": group.id,
        "secret": feed_of(session, somebody),
        "event_id": town.events["dagtilbud"],
        "conference_id": session.scalars(
            select(Conference.id)
            .where(Conference.unit_id == house, Conference.first > quarter(now()))
            .order_by(Conference.first)
        ).first(),
        **_said(session, house),
        "seat": guest_token(SECRET, town.guests["dagtilbud"]),
        "token": links.open_staff_link(session, SECRET, somebody, now() + LINK_LASTS),
    }
    session.commit()  # what looks a key up begins anew
    town.values |= _counselling(session, town)
    _meetings(session, town, house)
    session.commit()
    return town


def _counselling(session: Session, town: DemoTown) -> dict[str, Any]:
    """The accounts of the Familiehus and the sundhedspleje have unlocked. `ways`, `forms`: what some of the endpoints want of their own."""
    first, nurse = (town.places[actor] for actor in ("familiehus", "sundhedspleje"))
    keys = {one.staff: opened_by(session, one.staff, PASSPHRASE) for one in (first, nurse)}
    session.info["writing"] = True
    for one in (first, nurse):
        unlocked(session, one.secret, one.staff, keys[one.staff])
    paper = offline.make(session, opened_of(session, first.unit, first.staff, keys[first.staff]), first.unit)
    case, asked = Case.__table__.c, Colleague.__table__.c
    waits = select(case.id).where(case.state == "venter", ~case.suspected, case.staff_id.is_(None))
    free = select(Time.id).where(Time.id.not_in(select(Booking.time_id))).order_by(Time.first)
    held = select(Seat.staff_id).join(Epoch, Epoch.id == Seat.epoch_id).where(Epoch.ended_on.is_(None))
    outside = select(Member.staff_id).where(Member.unit_id == first.unit, Member.staff_id.not_in(held))
    read = session.scalars(select(asked.case_id).where(asked.answer == "ja")).one()
    booked = session.scalars(select(Booking.time_id)).one()
    return {
        "case_id": session.scalars(waits.order_by(case.opened_on), execution_options=BY_HAND).first(),
        "time_id": session.scalars(free).first(),
        "text_id": session.scalars(select(StandardText.__table__.c.id), execution_options=BY_HAND).first(),
        "house_id": first.unit,
        "counsellor_id": session.scalars(outside).one(),
        "ways": {
            **{f"readalong.{page}": {"case_id": read} for page in ("show", "note")},
            "counselling.call_off": {"time_id": booked},
        },
        "forms": {"counselling.recover": {"paper": paper}},
    }


def _said(session: Session, house: int) -> dict[str, int]:
    """An item at which two have written at once, and an agreement."""
    rival = session.execute(
        select(Rival.id, Passage.item_id).join(Passage, Passage.id == Rival.passage_id).where(Rival.unit_id == house)
    ).first()
    promise = select(Agreement.id).where(Agreement.unit_id == house).order_by(Agreement.id.desc())
    assert rival is not None
    return {"rival_id": rival.id, "item_id": rival.item_id, "agreement_id": session.scalars(promise).first() or 0}


def _meetings(session: Session, town: DemoTown, house: int) -> None:
    """A meeting that has begun, and an agenda that nobody has been sent: `ways` and `forms` of what can only be done there."""
    dates = select(Conference.id).where(Conference.unit_id == house, Conference.first > quarter(now()))
    sent, begun, fresh = session.scalars(dates.order_by(Conference.first)).all()[:3]
    own = {}
    for one in (begun, fresh):
        agenda.add(session, one, agenda.Matter(10, "Punkt"))
        own[one] = agenda.ordered(session, one)[0].id
    running.begin(session, begun)
    waits = select(Task.id).where(Task.unit_id == house, Task.state == SUBMITTED)
    about = select(Item.id).join(Task, Task.id == Item.task_id).where(Item.conference_id == sent)
    named = {
        "conference_id": sent,
        "item_id": session.scalars(about.where(Task.child_id.is_not(None), Item.kind == TASK)).first(),
    }
    town.values["ways"] |= {
        "conferences.take_item": {"item_id": own[begun]},
        "conferences.conclude_item": {"conference_id": begun, "item_id": own[begun]},
        "conferences.drop_item": {"item_id": own[fresh]},
        "conferences.put_task": {"conference_id": fresh, "task_id": session.scalars(waits).first()},
        **{f"conferences.{one}": named for one in ("invite_parents", "enter_number", "new_effort")},
    }
    soon = {"starts_on": today() + timedelta(days=7), "follow_up_on": today() + timedelta(days=40)}
    effort = {"goal": "Flere ord", "tovholder": town.places["dagtilbud"].staff, "track": "0", "target": ""}
    town.values["forms"] |= {
        "conferences.new_effort": effort | {name: day.isoformat() for name, day in soon.items()},
        "conferences.add_item": {"presenter": town.places["dagtilbud"].staff},
    }


def _place(session: Session, town: DemoTown, actor: str, login: str) -> None:
    staff = session.scalars(select(Staff).where(Staff.login == login)).one()
    works = select(Unit.id, Unit.slug, Membership.role).join(Membership, Membership.unit_id == Unit.id)
    unit = session.execute(works.where(Membership.staff_id == staff.id, Unit.actor == actor)).first()
    secret = sign_in(session, staff.id)
    town.places[actor] = Worker(login, actor, unit.role, unit.id, unit.slug, staff.id, staff.resource_id, secret)
    same, rule = {"resource_id": staff.resource_id}, {"weekday": 0, "begins": 540, "ends": 600, "types": []}
    opening = Opening(valid_from=today(), valid_to=today() + NEXT_YEAR, **same, **rule)
    absence = Absence(first=quarter(now()) + 9000, last=quarter(now()) + 9010, **same)
    town.events[actor], town.guests[actor] = _event(session, town.places[actor])
    town.openings[actor], town.absences[actor] = added(session, opening).id, added(session, absence).id


def _event(session: Session, place: Worker) -> tuple[int, int]:
    """One that is full, and somebody waits; and the sign-up of somebody who has seats."""
    host = Candidate(place.resource, place.staff, place.unit, open=False)
    first = quarter(now()) + 900
    setting = Setting(first=first, quarters=8, hosts=(host,), room=None, house_id=place.unit, place="")
    last_day = local_day(first)
    matter = Matter(title="Om søvn", about="Kom.", kind=THEME, district_id=None, sign_up_until=last_day)
    event = making.make(session, place.unit, matter, setting, 2, f"event {place.actor}")
    making.publish(session, event.id)
    for key in ("seats", "waits"):
        guest = Guest(name="Trine Dam", email=f"{key}@example.org", mobile="", language="da", seats=2)
        seats.sign_up(session, SECRET, event.id, guest, key)
    return event.id, session.scalars(select(Seating.sign_up_id).where(Seating.event_id == event.id)).first()


def _home(session: Session, start: Start) -> Home:
    holder = select(Guardianship.guardian_id).where(Guardianship.child_id == start.child_id, Guardianship.custody)
    guardian = session.scalars(holder).first()
    link = links.open_link(session, SECRET, start.id, start.child_id, guardian, today() + NEXT_YEAR)
    born = session.scalars(select(Child.birth_date).where(Child.id == start.child_id)).one()
    way_in = token(SECRET, start.id, guardian, link.version)
    typed = code(SECRET, start.id, guardian, link.version)
    link.code_hash, link.printed_at = code_hash(SECRET, typed), now()
    talk = session.scalars(select(Appointment.id).where(Appointment.start_id == start.id)).first()
    return Home(start.id, start.child_id, talk or 0, born, guardian, way_in, arrive(session, link.id), typed)
