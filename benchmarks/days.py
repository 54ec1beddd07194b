"""What is measured of Sammenhæng: Min dag of each actor, and a child to whom much has happened."""

import secrets
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from benchmarks.rows import Rows
from domain.access.sessions import area_key
from domain.access.staff import Membership, Staff, StaffSession
from domain.access.units import Unit
from domain.base import now, today
from domain.due import Due
from domain.people import Child, Start, name_key

LOGINS = ("sundhedsplejerske", "ppr", "fsr", "familieraadgiver", "administrator")
EVENTS, CARED_FOR = 200, 1_000


def of_each_actor(rows: Rows) -> dict[str, tuple[str, str]]:
    """By login: the way to Min dag of somebody of the demo, and the secret of the browser they have signed in with."""
    own = select(Staff.id, Unit.actor, Unit.slug).join(Membership, Membership.staff_id == Staff.id)
    own = own.join(Unit, Unit.id == Membership.unit_id).order_by(Membership.id).limit(1)
    found = {}
    for login in LOGINS:
        staff, actor, slug = rows.connection.execute(own.where(Staff.login == login)).one()
        secret = secrets.token_urlsafe(24)
        same = {"created_at": now(), "seen_at": now()}
        rows.add(StaffSession, id=uuid4().hex, key=area_key(secret, "staff"), staff_id=staff, **same)
        found[login] = f"/{actor}/{slug}/", secret
    return found


def cared_for(rows: Rows) -> None:
    """A thousand children more for the sundhedspleje that is looked at, shared out among its staff."""
    own = select(Membership.unit_id).join(Staff, Staff.id == Membership.staff_id).where(Staff.login == LOGINS[0])
    unit = rows.connection.scalar(own)
    nurses = rows.connection.scalars(select(Membership.staff_id).where(Membership.unit_id == unit)).all()
    for number in range(CARED_FOR):
        name, born = f"Barn {number}", today() - timedelta(days=2 * number)
        care = {"sundhedspleje_id": unit, "sundhedsplejerske_id": nurses[number % len(nurses)]}
        rows.add(Child, name=name, sort_name=name_key(name), birth_date=born, **care)


def eventful(rows: Rows, unit: int) -> int:
    """A child of the house, with all that happens in some years."""
    name, born = "Barn med et langt forløb", today() - timedelta(days=900)
    child = rows.add(Child, name=name, sort_name=name_key(name), birth_date=born)
    rows.add(Start, key="eventful", child_id=child, unit_id=unit, starts_on=today() - timedelta(days=500))
    for number in range(EVENTS):
        at = now() - timedelta(days=number)
        same = {"unit_id": unit, "child_id": child, "kind": "opgave", "target": f"child/{child}"}
        rows.add(Due, key=f"eventful/{number}", at=at, done_at=at, **same)
    return child
