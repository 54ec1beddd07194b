"""A municipality with somebody in every role of every actor, and a browser for each: for tests that ask what each of them gets."""

from dataclasses import dataclass, field
from functools import cached_property
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from domain.access.citizens import Visit
from domain.access.roles import ROLES
from domain.access.sessions import area_key
from domain.access.staff import Membership, Staff, StaffSession
from domain.access.units import District, Group, Resource, Unit
from domain.base import now
from domain.booking.kinds.types import ensure_types
from tests.factories import as_house
from tests.scenes.bookings import added

READING = "godstart-laes"
"""The second cookie: it opens something for those who have unlocked (tests/scenes/counsellors.py)."""
HERE, ELSEWHERE = "", " andetsteds"
KIND = {"dagtilbud": "boernehus"}


@dataclass(frozen=True)
class Worker:
    """A member of staff in one unit. `name` is "dagtilbud/leder", or "dagtilbud/leder andetsteds" in the other unit of the actor."""

    name: str
    actor: str
    role: str
    unit: int
    slug: str
    staff: int
    resource: int
    secret: str


@dataclass
class Town:
    """Two units of each actor, in two districts. `units` and `slugs` by actor, "andetsteds" after it for the other one."""

    units: dict[str, int] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    workers: dict[str, Worker] = field(default_factory=dict)

    def at(self, where: str) -> list[Worker]:
        return [one for one in self.workers.values() if one.name.endswith(ELSEWHERE) == (where == ELSEWHERE)]


class Browser:
    """Keeps one secret and nothing else, so that no request leaves traces for the next one."""

    def __init__(self, app: Flask, secret: str) -> None:
        self.app, self.secret = app, secret

    @cached_property
    def cookie(self) -> str:
        made: Any = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        signed = made.dumps({"s": self.secret, "csrf_token": "x" * 40})
        return f"{self.app.config['SESSION_COOKIE_NAME']}={signed}; {READING}={self.secret}"

    @cached_property
    def token(self) -> str:
        return str(URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps("x" * 40))

    @cached_property
    def client(self) -> FlaskClient:
        return FlaskClient(self.app, use_cookies=False)

    def get(self, way: str, **headers: str) -> TestResponse:
        return self.client.get(way, headers={"Cookie": self.cookie, **headers})

    def post(self, way: str, data: Any = None, **headers: str) -> TestResponse:
        own = {"Cookie": self.cookie, "X-CSRFToken": self.token, "Sec-Fetch-Site": "same-origin"}
        return self.client.post(way, data=data, headers=own | headers)


def set_cookie(answer: TestResponse) -> SimpleCookie:
    return SimpleCookie(answer.headers.get("Set-Cookie", ""))


def build(session: Session) -> Town:
    """Committed. Every role of domain/access/roles.py in one unit of its actor; the same again in another, two districts apart."""
    as_house(session)
    ensure_types(session)
    town = Town()
    for where, name in ((HERE, "Skovlunde"), (ELSEWHERE, "Baltorp")):
        district = added(session, District(slug=name.lower(), name=name)).id
        for actor, roles in ROLES.items():
            unit = _unit(session, town, actor, where, name, district)
            for role in roles:
                _employ(session, town, f"{actor}/{role}{where}", actor, role, unit)
    session.commit()
    return town


def _unit(session: Session, town: Town, actor: str, where: str, district: str, district_id: int) -> int:
    key = actor + where
    slug, name = f"{actor}-{district.lower()}", f"{actor.capitalize()} {district}"
    kind = KIND.get(actor, "afdeling")
    unit = added(
        session, Unit(actor=actor, slug=slug, name=name, kind=kind, address="Torvet 3", district_id=district_id)
    )
    town.units[key], town.slugs[key] = unit.id, slug
    if actor == "dagtilbud":
        town.groups[key] = added(session, Group(unit_id=unit.id, name="Mariehønen")).id
        over = Unit(actor=actor, slug=f"distrikt-{district.lower()}", name=f"Distrikt {district}", kind="distrikt")
        over.district_id = district_id
        town.units[f"distrikt{where}"], town.slugs[f"distrikt{where}"] = added(session, over).id, over.slug
    return unit.id


def _employ(session: Session, town: Town, name: str, actor: str, role: str, unit: int) -> None:
    """A distriktsleder belongs to the district, and by that to its house."""
    where = ELSEWHERE if name.endswith(ELSEWHERE) else HERE
    resource = added(session, Resource(kind="staff")).id
    login = f"{actor}-{role}-{resource}"
    staff = added(session, Staff(login=login, name=login, email=f"{login}@kommune.example", resource_id=resource))
    group = town.groups.get(actor + where) if role in {"paedagog", "dagplejer"} else None
    member_of = town.units[f"distrikt{where}"] if role == "distriktsleder" else unit
    added(session, Membership(staff_id=staff.id, unit_id=member_of, role=role, group_id=group))
    secret = sign_in(session, staff.id)
    town.workers[name] = Worker(name, actor, role, unit, town.slugs[actor + where], staff.id, resource, secret)


def sign_in(session: Session, staff_id: int) -> str:
    """The secret of a browser in which they are signed in."""
    secret = uuid4().hex
    key, at = area_key(secret, "staff"), now()
    added(session, StaffSession(id=uuid4().hex, key=key, staff_id=staff_id, created_at=at, seen_at=at))
    return secret


def arrive(session: Session, link_id: int) -> str:
    """The secret of a browser in which the second check on this link has been passed."""
    secret, at = uuid4().hex, now()
    added(session, Visit(key=area_key(secret, "book"), link_id=link_id, confirmed_at=at, seen_at=at))
    return secret
