"""From a browser's secret, or a parent's link, to who is asking: the viewer queries, on unguarded tables only."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import Engine, Select, and_, bindparam, column, or_, select, table, update
from sqlalchemy.orm import Session, aliased

from domain.access.citizens import Guardianship, Link, Visit
from domain.access.staff import FeedLink, StaffSession
from domain.access.staff import Membership as MembershipRow
from domain.access.staff import Staff as StaffRow
from domain.access.units import Unit
from domain.access.viewers import Guardian, Membership, Staff
from domain.base import now, today
from domain.store import Busy, own_transaction, write_lock

DISTRICT = "distrikt"
GUARDIAN = table("guardian", column("id"), column("language"))
"""Of a guardian only which language their pages are in; it is known before they are."""
SESSION_LASTS = timedelta(hours=12)
"""A working day: then one signs in again, however busy the session has been."""
VISIT_LASTS = timedelta(minutes=60)


def area_key(secret: str, area: str) -> str:
    """What the database keeps of a browser in one area ("staff", "book", "anonym"): no two areas can be joined (counselling.md)."""
    return blake2b(secret.encode(), person=area.encode(), digest_size=32).hexdigest()


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A staff session as the viewer query found it."""

    viewer: Staff
    email: str
    resource_id: int
    seen_at: datetime
    locked: bool
    unit_id: int | None


def signed_in(session: Session, key: str) -> SignedIn | None:
    """Who signed in with this browser, with every unit that is theirs: a district's membership gives its houses. One statement."""
    rows = session.execute(_signed_in(), {"key": key, "since": now() - SESSION_LASTS}).all()
    if not rows:
        return None
    found = rows[0]
    return SignedIn(
        viewer=_viewer(rows, session_id=found.id),
        email=found.email,
        resource_id=found.resource_id,
        seen_at=found.seen_at,
        locked=found.locked,
        unit_id=found.last_unit,
    )


@cache
def _signed_in() -> Select[*tuple[Any, ...]]:
    """One row for each role in each unit. Put together once: that costs ten times as much as sending it."""
    browser = (StaffSession.id, StaffSession.seen_at, StaffSession.locked, StaffSession.unit_id.label("last_unit"))
    alive = (StaffSession.key == bindparam("key"), StaffSession.created_at > bindparam("since"))
    return _known_by(StaffSession, *browser).where(*alive)


def subscribed(session: Session, token_hash: str) -> Staff | None:
    """Whose feed this link leads to, and what they may see. One statement; None for an unknown or ended link."""
    rows = session.execute(_subscribed(), {"token": token_hash}).all()
    return _viewer(rows, session_id="") if rows else None


@cache
def _subscribed() -> Select[*tuple[Any, ...]]:
    return _known_by(FeedLink).where(FeedLink.token_hash == bindparam("token"))


def _viewer(rows: Sequence[Any], session_id: str) -> Staff:
    return Staff(
        name=rows[0].name,
        staff=rows[0].staff_id,
        language=rows[0].language,
        session_id=session_id,
        memberships=tuple(_membership(row) for row in rows if row.unit is not None),
    )


def _known_by(mark: type[StaffSession | FeedLink], *columns: Any) -> Select[*tuple[Any, ...]]:
    """Active staff by what they are known by, with these columns of it, and every unit that is theirs."""
    own, unit = aliased(Unit), aliased(Unit)
    houses = and_(own.kind == DISTRICT, unit.actor == own.actor, unit.district_id == own.district_id)
    person = (StaffRow.id.label("staff_id"), StaffRow.name, StaffRow.email, StaffRow.language, StaffRow.resource_id)
    works = (MembershipRow.unit_id.label("member_of"), MembershipRow.role, MembershipRow.group_id)
    place = (unit.id.label("unit"), unit.actor, unit.slug, unit.name.label("unit_name"), unit.kind, unit.district_id)
    return (
        select(*columns, *person, *works, *place)
        .select_from(mark)
        .join(StaffRow, StaffRow.id == mark.staff_id)
        .outerjoin(MembershipRow, MembershipRow.staff_id == StaffRow.id)
        .outerjoin(own, own.id == MembershipRow.unit_id)
        .outerjoin(unit, or_(unit.id == own.id, houses))
        .where(StaffRow.active)
        .order_by(MembershipRow.id, unit.name)
    )


def _membership(row: Any) -> Membership:
    return Membership(
        unit_id=row.unit,
        actor=row.actor,
        slug=row.slug,
        unit_name=row.unit_name,
        role=row.role,
        kind=row.kind,
        group_id=row.group_id if row.member_of == row.unit else None,
        district_id=row.district_id,
    )


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A parent's link as the viewer query found it: `confirmed_at` is None until the second check is passed in this browser.

    `language`: the parent's own, by its code: the one that they are written to in.
    """

    viewer: Guardian
    link_id: int
    start_id: int | None
    child_id: int
    confirmed_at: datetime | None
    seen_at: datetime | None
    language: str


def arrived(session: Session, token_hash: str, key: str) -> Arrival | None:
    """Whose link this is, and whether this browser has confirmed it lately. One statement; None for an unknown or ended link."""
    rows = session.execute(_arrived(), {"token": token_hash, "key": key, "today": today()}).all()
    if not rows:
        return None
    row = rows[0]
    fresh = row.seen_at is not None and row.seen_at > now() - VISIT_LASTS
    return Arrival(
        viewer=Guardian(
            name=f"guardian {row.guardian_id}",
            guardian=row.guardian_id,
            child_ids=(row.child_id, *(one.other for one in rows if one.other)),
            custody_ids=(row.child_id,) if row.custody else (),
        ),
        link_id=row.id,
        start_id=row.start_id,
        child_id=row.child_id,
        confirmed_at=row.confirmed_at if fresh else None,
        seen_at=row.seen_at,
        language=row.language,
    )


@cache
def _arrived() -> Select[*tuple[Any, ...]]:
    """One row for each other child of the guardian that a link of theirs is open for, or one."""
    own = and_(Guardianship.child_id == Link.child_id, Guardianship.guardian_id == Link.guardian_id)
    columns = (Link.id, Link.start_id, Link.child_id, Link.guardian_id, Guardianship.custody, GUARDIAN.c.language)
    beside, held = aliased(Link), aliased(Guardianship)
    open_ = (beside.expires_on >= bindparam("today"), beside.child_id != Link.child_id)
    theirs = and_(held.child_id == beside.child_id, held.guardian_id == beside.guardian_id)
    return (
        select(*columns, Visit.confirmed_at, Visit.seen_at, held.child_id.label("other"))
        .join(Guardianship, own)
        .join(GUARDIAN, GUARDIAN.c.id == Link.guardian_id)
        .outerjoin(Visit, and_(Visit.link_id == Link.id, Visit.key == bindparam("key")))
        .outerjoin(beside, and_(beside.guardian_id == Link.guardian_id, *open_))
        .outerjoin(held, theirs)
        .where(Link.token_hash == bindparam("token"), Link.expires_on >= bindparam("today"))
        .order_by(beside.id)
        .execution_options(unscoped="the page that a link leads to is in its parent's own language")
    )


def touch(engine: Engine, session_id: str, unit_id: int | None) -> None:
    """Note that the session is in use, and for which unit: in a transaction of its own, and another time when the database is busy."""
    if write_lock.held:
        return
    values = {"seen_at": now()} | ({"unit_id": unit_id} if unit_id else {})
    with suppress(Busy), own_transaction(engine) as connection:
        connection.execute(update(StaffSession).where(StaffSession.id == session_id).values(**values))
