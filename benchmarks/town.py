"""A municipality to measure in: the demo, and ten large houses beside it with families who can book."""

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle, islice

from sqlalchemy import create_engine, select
from sqlalchemy.orm import sessionmaker

from benchmarks import conferences, days
from benchmarks.rows import Rows, opened
from domain import access, demo, store
from domain.access.citizens import Guardianship, Link, Visit
from domain.access.sessions import area_key
from domain.access.staff import Membership, Staff, StaffSession
from domain.access.tokens import token, token_hash
from domain.access.units import District, Group, Resource, Room, Unit
from domain.base import moment, now, today
from domain.booking.finding.openings import midnight
from domain.booking.kinds.types import FOLLOW_UP
from domain.booking.tables import BOOKED, Appointment, Claim, Opening, Participant
from domain.consent import BEFOREHAND, GRANTED, MEETING, YES, Answer, Consent, ConsentRequest
from domain.counselling.crypto.site import Site
from domain.due import Due
from domain.people import Child, Guardian, Start, name_key
from domain.schema import metadata

SECRET = "b" * 32
PASSWORD = "maalt og vejet hver dag"
"""The demo's own is nobody's where there is no demo."""
HOUSES, GROUPS, PAEDAGOGER, NURSES = 10, 10, 4, 6
ACCOUNTS = 24
BASE = 1000
"""Appointments that are there from the beginning, all of them in the first house."""
FAR = timedelta(days=150)
"""A start as far ahead as this is looked for over a hundred and twenty days (wide.py)."""
LANGUAGE = "arabisk"
"""Of the family whose times take four: sundhedsplejerske, pædagog, room and the municipality's own interpreter."""
LONG = timedelta(days=400)
EIGHT, FOUR, HOURS = 8 * 60, 16 * 60, 12
Person = tuple[int, int]
"""Staff, resource."""


@dataclass
class Town:
    """What a client must know: the browsers' secrets, and what there is to ask for."""

    staff: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    leader: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    office: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    parent: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    unit: str = ""
    search: str = ""
    family: str = ""
    logins: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    child: int = 0
    days: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By actor: the way to Min dag of somebody who works there, and their browser's secret."""
    held: conferences.Held = field(default_factory=lambda: conferences.Held(0, 0, 0, 0, []))


@dataclass
class House:
    """Ids of a house and of the sundhedspleje beside it."""

    unit: int
    groups: list[int]
    sundhedspleje: int
    paedagoger: list[Person]
    nurses: list[Person]


def build(url: str, families: int = 4000) -> Town:
    """An empty database becomes the municipality."""
    engine = create_engine(url)
    store.prepare(engine, synchronous="OFF")
    metadata.create_all(engine)
    sessions = sessionmaker(engine, expire_on_commit=False, info={"site": Site.of(SECRET)})
    access.install(sessions, engine)
    demo.staff.PASSWORD = PASSWORD
    demo.load(sessions, SECRET, today())
    engine.dispose()
    with opened(url) as connection:
        rows = Rows(connection)
        town = _settled(rows, families)
        rows.write()
        conferences.lock(rows, town.held)
        rows.settle()
    return town


def _settled(rows: Rows, families: int) -> Town:
    first, *others = [_house(rows, number) for number in range(HOUSES)]
    logins = select(Staff.login).where(Staff.login.like("medarbejder%")).order_by(Staff.id).limit(ACCOUNTS)
    town = Town(unit="baenken-0", logins=[*rows.connection.scalars(logins)])
    _busy(rows, first)
    _day(rows, first)
    office = rows.connection.scalar(select(Unit.id).where(Unit.slug == "forvaltningen")) or 0
    _signed_in(rows, town.staff, first.paedagoger[0][0])
    leader = _employ(rows, first.unit, "leder", "0")[0]
    _signed_in(rows, town.leader, leader)
    colleagues = [staff for staff, _resource in first.paedagoger]
    town.held = conferences.settle(rows, first.unit, [leader, *colleagues])
    _signed_in(rows, town.office, _employ(rows, office, "konsulent", "0")[0])
    _employ(rows, office, "tolk", "0", languages=LANGUAGE)
    days.cared_for(rows)
    days.elsewhere(rows)
    days.referred(rows)
    days.asked(rows)
    town.days, town.child = days.of_each_actor(rows), days.eventful(rows, first.unit)
    rows.add(Room, unit_id=first.unit, name="Mødelokalet", resource_id=rows.add(Resource, kind="rum"))
    town.search = _family(rows, first, first.nurses[0], town.parent, weekday(today() + FAR), LANGUAGE)
    town.family = _family(rows, first, first.nurses[1], town.parent, _soon(3))
    own = cycle([(house, nurse) for house in others for nurse in house.nurses])
    for number, (house, nurse) in enumerate(islice(own, families)):
        town.tokens.append(_family(rows, house, nurse, town.parent, _soon(number // (HOUSES * NURSES))))
    return town


def _signed_in(rows: Rows, secret: str, staff: int) -> None:
    key = area_key(secret, "staff")
    rows.add(StaffSession, id=secrets.token_hex(16), key=key, staff_id=staff, created_at=now(), seen_at=now())


def _soon(number: int) -> date:
    return weekday(today() + timedelta(days=42 + number % 35))


def weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _house(rows: Rows, number: int) -> House:
    slug, name = f"baenken-{number}", f"Bænken {number}"
    same = {"slug": slug, "district_id": rows.add(District, slug=slug, name=name)}
    unit = rows.add(Unit, actor="dagtilbud", name=name, kind="boernehus", address="Torvet 3", **same)
    beside = rows.add(Unit, actor="sundhedspleje", name=f"Sundhedsplejen {name}", kind="distrikt", **same)
    groups = [rows.add(Group, unit_id=unit, name=f"Stue {n}") for n in range(GROUPS)]
    paedagoger = [
        _employ(rows, unit, "paedagog", f"{number}-{n}", groups[n % GROUPS]) for n in range(GROUPS * PAEDAGOGER)
    ]
    nurses = [_employ(rows, beside, "sundhedsplejerske", f"{number}-{n}") for n in range(NURSES)]
    return House(unit, groups, beside, paedagoger, nurses)


def _employ(rows: Rows, unit: int, role: str, name: str, group: int | None = None, languages: str = "") -> Person:
    resource, login = rows.add(Resource, kind="medarbejder"), f"{role}-{name}"
    same = {"login": login, "name": f"Kollega {login}", "email": f"{login}@demo.invalid", "languages": languages}
    staff = rows.add(Staff, resource_id=resource, **same)
    rows.add(Membership, staff_id=staff, unit_id=unit, role=role, group_id=group)
    span = {"valid_from": today() - LONG, "valid_to": today() + LONG, "begins": EIGHT, "ends": FOUR}
    for day in range(5):
        rows.add(Opening, resource_id=resource, weekday=day, **span)
    return staff, resource


def _busy(rows: Rows, house: House) -> None:
    """Three hours a day for each of the thirty, from this week on."""
    monday = today() - timedelta(days=today().weekday())
    days = [day for n in range(120) if (day := monday + timedelta(days=n)).weekday() < 5]
    places = [(day, person) for day in days for person in house.paedagoger][:BASE]
    for number, (day, person) in enumerate(places):
        child = born_child(rows, f"Barn {number}", today() - timedelta(days=300), sundhedspleje_id=house.sundhedspleje)
        rows.add(Start, key=f"base-{number}", child_id=child, unit_id=house.unit, starts_on=today())
        first = midnight(day) + 36 + number % 8
        booked = appointment(rows, house.unit, child, f"base-{number}", first, HOURS, [(*person, house.unit)])
        for one in range(first, first + HOURS):
            rows.add(Claim, resource_id=person[1], quarter=one, appointment_id=booked)


def appointment(
    rows: Rows,
    unit: int,
    child: int,
    key: str,
    first: int,
    quarters: int,
    who: list[tuple[int, int, int]],
    state=BOOKED,
) -> int:
    """`who`: staff, resource, unit."""
    times = {"first": first, "quarters": quarters, "state": state, "sequence": 0, "booked_at": now()}
    made = rows.add(Appointment, type_key=FOLLOW_UP, unit_id=unit, child_id=child, request_key=key, **times)
    for place, (staff, resource, of) in enumerate(who, 1):
        seat = {"resource_id": resource, "staff_id": staff, "unit_id": of, "role": "paedagog"}
        rows.add(Participant, appointment_id=made, place=place, **seat)
    return made


def born_child(rows: Rows, name: str, born: date, **values: int) -> int:
    return rows.add(Child, name=name, sort_name=name_key(name), birth_date=born, **values)


def _day(rows: Rows, house: House) -> None:
    """Somebody's day: four conversations, six things that wait, and what comes in two weeks."""
    (staff, resource), morning = house.paedagoger[0], midnight(today()) + 32
    for number in range(16):
        child = born_child(rows, f"Barnet {number}", today() - timedelta(days=280 + number))
        rows.add(Start, key=f"day-{number}", child_id=child, unit_id=house.unit, starts_on=today())
        days = 0 if number < 10 else number
        first = morning + 6 * (number % 4) + 96 * days
        booked = appointment(rows, house.unit, child, f"day-{number}", first, 4, [(staff, resource, house.unit)])
        at = moment(first)
        talk = number < 4 or days
        kind, until = ("start-samtale", at + timedelta(hours=1)) if talk else ("ring", None)
        at = at if talk else at - timedelta(days=number - 3)
        same = {"unit_id": house.unit, "staff_id": staff, "child_id": child, "target": f"appointment/{booked}"}
        rows.add(Due, key=f"day-{number}", kind=kind, at=at, until=until, **same)


def _family(rows: Rows, house: House, nurse: Person, secret: str, starts_on: date, interpreter: str = "") -> str:
    """A child whose two holders of custody have said yes; the token of one's link, confirmed in the browser."""
    own = {"sundhedspleje_id": house.sundhedspleje, "sundhedsplejerske_id": nurse[0]}
    child = born_child(rows, "Elias Brandt", starts_on - timedelta(days=320), **own)
    done = {"invited_at": now(), "answered_at": now(), "interpreter": interpreter}
    place = {"unit_id": house.unit, "group_id": house.groups[child % GROUPS]}
    start = rows.add(Start, key=f"f-{child}", child_id=child, starts_on=starts_on, **place, **done)
    until = starts_on + timedelta(weeks=16)
    parents = [_guardian(rows, child, start, secret, until) for _ in range(2)]
    for purpose, giver, taker in (
        (MEETING, house.unit, house.sundhedspleje),
        (BEFOREHAND, house.sundhedspleje, house.unit),
    ):
        same = {"child_id": child, "purpose": purpose, "from_unit_id": giver, "to_unit_id": taker, "until": until}
        asked = rows.add(ConsentRequest, subject=f"start/{start}", opened_at=now(), state=GRANTED, **same)
        for guardian, _ in parents:
            said = {"guardian_id": guardian, "value": YES, "at": now(), "how": "egen side"}
            rows.add(Answer, request_id=asked, child_id=child, **said)
    for covers, to in (
        ("start", house.sundhedspleje),
        ("start-time", house.sundhedspleje),
        ("start-before", house.unit),
    ):
        rows.add(Consent, child_id=child, start_id=start, purpose=covers, to_unit_id=to, until=until)
    return parents[0][1]


def _guardian(rows: Rows, child: int, start: int, secret: str, until: date) -> tuple[int, str]:
    guardian = rows.add(Guardian, name="Mor eller far")
    rows.add(Guardianship, child_id=child, guardian_id=guardian, custody=True)
    found = token(SECRET, start, guardian, 1)
    whose = {"start_id": start, "child_id": child, "guardian_id": guardian}
    link = rows.add(Link, token_hash=token_hash(found), expires_on=until, **whose)
    rows.add(Visit, key=area_key(secret, "book"), link_id=link, confirmed_at=now(), seen_at=now())
    return guardian, found
