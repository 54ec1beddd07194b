"""A small municipality to test in: units, staff with hours, and a family with a start and its links. Ids, so that rows stay in their session."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import consent
from domain.access import Guardian as GuardianViewer
from domain.access import Job, sees
from domain.access.citizens import Guardianship, Link, Visit
from domain.access.links import open_link as hand_out
from domain.access.sessions import area_key
from domain.access.staff import FeedLink, Membership, Staff, StaffSession
from domain.access.tokens import feed_token, token
from domain.access.units import Group, Resource, Room, Unit
from domain.base import now, today
from domain.booking.kinds.types import ensure_types
from domain.calendars import own
from domain.people import Child, Guardian, Start, name_key
from tests.client import Client
from tests.scenes.bookings import added, weekly

SECRET = "t" * 32
"""What tests/conftest.py gives the application."""


@dataclass
class Family:
    """A start and everybody around it, as ids; `tokens` of the links by guardian id. `mother` and `father` hold custody."""

    house: int
    sundhedspleje: int
    group: int
    child: int
    start: int
    mother: int
    father: int
    uncle: int
    nurse: int
    paedagog: int
    tokens: dict[int, str] = field(default_factory=dict)

    def way(self, guardian: int, page: str = "") -> str:
        """The address of a page on a guardian's link."""
        return f"/book/{self.tokens[guardian]}" + (f"/{page}" if page else "")


def as_house(session: Session) -> Session:
    """The house itself writes: what tests begin with."""
    session.info["writing"] = True
    sees(session, Job(name="test"))
    return session


def make_unit(
    session: Session, actor: str = "dagtilbud", name: str = "Troldebo", kind: str = "boernehus", **values
) -> int:
    usual = {"slug": f"{actor}-{uuid4().hex[:8]}"}
    return added(session, Unit(actor=actor, name=name, kind=kind, **usual | values)).id


def make_staff(
    session: Session, unit_id: int, role: str, name: str = "", hours: str = "8:00-12:00", *, group_id: int | None = None
) -> int:
    """Somebody with a role in a unit, who can be booked at these hours on every weekday ("": never)."""
    resource = added(session, Resource(kind="staff")).id
    login = f"{role}-{resource}"
    staff = added(
        session, Staff(login=login, name=name or login, email=f"{login}@kommune.example", resource_id=resource)
    )
    session.add(Membership(staff_id=staff.id, unit_id=unit_id, role=role, group_id=group_id))
    if hours:
        weekly(session, resource, hours)
    return staff.id


def make_room(session: Session, unit_id: int, name: str = "Det lille mødelokale") -> int:
    resource = added(session, Resource(kind="room")).id
    return added(session, Room(unit_id=unit_id, name=name, resource_id=resource)).id


def make_child(session: Session, name: str = "Elias", born: date = date(2026, 1, 20), **values) -> int:
    return added(session, Child(name=name, sort_name=name_key(name), birth_date=born, **values)).id


def make_guardian(session: Session, child_id: int, *, custody: bool = True, **values) -> int:
    usual = {"name": "Forælder", "email": f"f{uuid4().hex[:8]}@mail.example", "mobile": "", "language": "da"}
    guardian = added(session, Guardian(**usual | values)).id
    added(session, Guardianship(child_id=child_id, guardian_id=guardian, custody=custody))
    return guardian


def make_start(session: Session, child_id: int, unit_id: int, starts_on: date | None = None, **values) -> int:
    day = starts_on or today() + timedelta(weeks=6)
    return added(session, Start(key=uuid4().hex, child_id=child_id, unit_id=unit_id, starts_on=day, **values)).id


def ask_consent(
    session: Session, child_id: int, start_id: int, house: int, sundhedspleje: int, *, until: date | None = None
) -> None:
    """The two questions of a start conversation."""
    last, subject = until or today() + timedelta(weeks=22), f"start/{start_id}"
    consent.ask(session, child_id, subject, consent.MEETING, (house, sundhedspleje), last)
    consent.ask(session, child_id, subject, consent.BEFOREHAND, (sundhedspleje, house), last)


def open_link(session: Session, start_id: int, child_id: int, guardian_id: int, expires_on: date | None = None) -> str:
    """A guardian's link, as its token."""
    link = hand_out(session, SECRET, start_id, child_id, guardian_id, expires_on or today() + timedelta(weeks=22))
    return token(SECRET, start_id, guardian_id, link.version)


def make_family(session: Session, *, newcomer: bool = False, starts_on: date | None = None) -> Family:
    """Two holders of custody and an uncle without, each with a link; a sundhedsplejerske and a pædagog who are free 8 to 12. Committed."""
    as_house(session)
    ensure_types(session)
    house = make_unit(session, address="Torvet 3")
    sundhedspleje = make_unit(session, "sundhedspleje", "Sundhedsplejen Skovlunde", "sundhedspleje")
    group = added(session, Group(unit_id=house, name="Mariehønen")).id
    nurse = make_staff(session, sundhedspleje, "sundhedsplejerske", "Karen Lindegaard")
    paedagog = make_staff(session, house, "paedagog", "Jonas Bech", group_id=group)
    child = make_child(session, sundhedspleje_id=sundhedspleje, sundhedsplejerske_id=nurse)
    start = make_start(session, child, house, starts_on, group_id=group, newcomer=newcomer, invited_at=now())
    mother, father = (make_guardian(session, child, name=name) for name in ("Mor", "Far"))
    uncle = make_guardian(session, child, name="Onkel", custody=False)
    if not newcomer:
        ask_consent(session, child, start, house, sundhedspleje)
    tokens = {one: open_link(session, start, child, one) for one in (mother, father, uncle)}
    session.commit()
    return Family(house, sundhedspleje, group, child, start, mother, father, uncle, nurse, paedagog, tokens)


def as_guardian(session: Session, family: Family, guardian_id: int) -> Session:
    """A new session becomes a guardian's."""
    own = (family.child,) if guardian_id != family.uncle else ()
    session.info["writing"] = True
    sees(session, GuardianViewer(guardian=guardian_id, child_ids=(family.child,), custody_ids=own))
    return session


def answer_consent(
    session: Session, family: Family, guardian_id: int, value: str, purpose: str = consent.MEETING
) -> None:
    """One holder's answer, in a session of their own."""
    which = select(consent.ConsentRequest.subject).where(consent.ConsentRequest.purpose == purpose)
    consent.answer(session, family.child, (session.scalars(which).one(), purpose), guardian_id, value, "egen side")
    session.commit()


def feed_of(session: Session, staff_id: int) -> str:
    """The secret of somebody's calendar feed, made anew."""
    own.renew(session, SECRET, staff_id)
    return feed_token(SECRET, staff_id, session.get_one(FeedLink, staff_id).version)


def browser_of(client: Client, secret: str = "") -> str:
    """The secret that the client's browser is known by."""
    with client.session_transaction() as cookie:
        return str(cookie.setdefault("s", secret or uuid4().hex))


def sign_in(session: Session, client: Client, staff_id: int) -> None:
    """The client's browser is signed in."""
    key = area_key(browser_of(client), "staff")
    as_house(session).add(StaffSession(id=uuid4().hex, key=key, staff_id=staff_id, created_at=now(), seen_at=now()))
    session.commit()


def arrive(session: Session, client: Client, family: Family, guardian_id: int) -> None:
    """The client's browser has passed the second check on a guardian's link."""
    key = area_key(browser_of(client), "book")
    link = as_house(session).scalars(select(Link.id).where(Link.guardian_id == guardian_id)).one()
    session.merge(Visit(key=key, link_id=link, confirmed_at=now(), seen_at=now()))
    session.commit()
