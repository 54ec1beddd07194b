"""The demo's staff: some 120 people with roles, groups and open hours; eight of them can be signed in as."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.passwords import hashed
from domain.access.roles import INTERPRETER
from domain.access.staff import Membership, Staff
from domain.access.units import Group, Resource, Unit
from domain.booking.finding.places import VIDEO
from domain.booking.kinds.types import CONSULTATION
from domain.booking.tables import Opening

if TYPE_CHECKING:
    from faker import Faker

PASSWORD = "god-start"  # noqa: S105 -- printed on the demo's sign-in page
OPEN = timedelta(days=400)
Units = Mapping[tuple[str, str], Unit]
MORNING, NOON, AFTERNOON = 8 * 60 + 30, 12 * 60, 15 * 60
ACCOUNTS = {
    "sundhedsplejerske": ("sundhedspleje", "skovlunde", "sundhedsplejerske"),
    "paedagog": ("dagtilbud", "troldebo", "paedagog"),
    "leder": ("dagtilbud", "troldebo", "leder"),
    "ppr": ("ppr", "ppr", "psykolog"),
    "fsr": ("fsr", "skovlunde", "socialraadgiver"),
    "familieraadgiver": ("familiehus", "familiehuset", "familieraadgiver"),
    "konsulent": ("forvaltning", "forvaltningen", "konsulent"),
    "administrator": ("forvaltning", "forvaltningen", "administrator"),
    "tolk": ("forvaltning", "forvaltningen", INTERPRETER),
}
POSTS = {
    ("sundhedspleje", "distrikt"): ("sundhedsplejerske",) * 4,
    ("fsr", "distrikt"): ("socialraadgiver",),
    ("dagtilbud", "distrikt"): ("distriktsleder",),
    ("dagtilbud", "boernehus"): ("leder",),
    ("dagtilbud", "dagpleje"): ("leder",),
    ("ppr", "center"): (
        *("psykolog", "psykolog", "logopaed", "logopaed"),
        *("motorikvejleder", "ressourcepaedagog", "paedagogisk-vejleder", "leder"),
    ),
    ("familiehus", "center"): ("familieraadgiver", "familieraadgiver", "familieraadgiver", "leder"),
    ("forvaltning", "center"): ("administrator", "konsulent", "pladsanvisning", "centerchef", INTERPRETER),
}
INTERPRETS, SPOKEN = "Oksana Melnyk", "ukrainsk, russisk"
GROUP_ROLE = {"boernehus": "paedagog", "dagpleje": "dagplejer"}


@dataclass
class Post:
    """Somebody to employ: where, as what, and perhaps with a group."""

    unit: Unit
    role: str
    group_id: int | None = None


def employ(session: Session, fake: "Faker", random: Random, units: Units, today: date) -> dict[str, Staff]:
    """Everybody, with weekly openings; returns the demo accounts by login."""
    groups: dict[int, list[int]] = {}
    for group_id, unit_id in session.execute(select(Group.id, Group.unit_id).order_by(Group.id)):
        groups.setdefault(unit_id, []).append(group_id)
    posts, password = list(_posts(units, groups)), hashed(PASSWORD)
    people = _people(session, fake, posts, password)
    wanted = {place: login for login, place in ACCOUNTS.items()}
    accounts: dict[str, Staff] = {}
    for post, staff in zip(posts, people, strict=True):
        login = wanted.pop((post.unit.actor, post.unit.slug, post.role), None)
        if login is not None:
            staff.login, accounts[login] = login, staff
        session.add(Membership(staff_id=staff.id, unit_id=post.unit.id, role=post.role, group_id=post.group_id))
        session.add_all(_openings(random, post.role, staff.resource_id, today))
    _substitutes(posts, people)
    session.flush()
    return accounts


def _posts(units: Units, groups: Mapping[int, list[int]]) -> Iterator[Post]:
    """A district's unit and a house are staffed by what they are, the others by whose they are; a group has its own."""
    for unit in units.values():
        roles = POSTS.get((unit.actor, unit.kind), ())
        yield from (Post(unit, role) for role in roles)
        if unit.kind in GROUP_ROLE:
            yield from (Post(unit, GROUP_ROLE[unit.kind], group_id) for group_id in groups[unit.id])


def _people(session: Session, fake: "Faker", posts: Iterable[Post], password: str) -> list[Staff]:
    people = []
    numbers = count(1)
    for post in posts:
        resource = Resource(kind="medarbejder")
        session.add(resource)
        session.flush()
        number = next(numbers)
        people.append(
            Staff(
                login=f"medarbejder{number}",
                name=INTERPRETS if post.role == INTERPRETER else f"{fake.first_name()} {fake.last_name()}",
                email=f"medarbejder{number}@demo.example",
                languages=SPOKEN if post.role == INTERPRETER else "",
                password_hash=password,
                resource_id=resource.id,
            )
        )
    session.add_all(people)
    session.flush()
    return people


def _substitutes(posts: list[Post], people: list[Staff]) -> None:
    """Each sundhedsplejerske has the next of her unit as her named substitute; a district's socialrådgiver the next district's."""
    rings: dict[int, list[Staff]] = {}
    for post, staff in zip(posts, people, strict=True):
        if post.role == "sundhedsplejerske":
            rings.setdefault(post.unit.id, []).append(staff)
        elif post.unit.actor == "fsr" and post.role == "socialraadgiver":
            rings.setdefault(0, []).append(staff)
    for colleagues in rings.values():
        for one, other in zip(colleagues, [*colleagues[1:], colleagues[0]], strict=True):
            one.substitute_id = other.id


def _openings(random: Random, role: str, resource_id: int, today: date) -> Iterator[Opening]:
    """Sundhedsplejersker on four mornings and two afternoons, the houses on three days, the others on two."""
    often = {"sundhedsplejerske": 4, "paedagog": 3, "dagplejer": 3}.get(role, 2)
    days = range(5) if role == INTERPRETER else random.sample(range(5), often)
    same = {"resource_id": resource_id, "every": 1, "valid_from": today - OPEN, "valid_to": today + OPEN, "types": []}
    for number, weekday in enumerate(sorted(days)):
        yield Opening(weekday=weekday, begins=MORNING, ends=NOON, **same)
        if number < 2:  # noqa: PLR2004 -- two afternoons
            yield Opening(weekday=weekday, begins=12 * 60 + 30, ends=AFTERNOON, **same)
    if role == "sundhedsplejerske":  # an hour on a screen, every other week, for one thing alone
        video = same | {"every": 2, "types": [CONSULTATION], "place": VIDEO}
        yield Opening(weekday=max(days), begins=AFTERNOON, ends=AFTERNOON + 60, **video)
