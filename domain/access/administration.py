"""What the administrator does with people: staff, what they are where, and the one-time links that let them in."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NoReturn

from sqlalchemy import Row, delete, or_, select
from sqlalchemy.orm import Session, aliased

from domain import outbox
from domain.access import links
from domain.access.premises import NotThere, add_unit, change, keep, note
from domain.access.roles import ROLES
from domain.access.staff import Membership, Staff, StaffLink, StaffSession
from domain.access.units import Group, Resource, Unit
from domain.base import DomainError, now

LINK_LASTS = timedelta(days=14)
ADMINISTRATOR = "administrator"
MOST = 200


class LoginTaken(DomainError):
    """Somebody else signs in with that."""


class EmailTaken(DomainError):
    """Somebody else gets their mail there."""


class NoSuchRole(DomainError):
    """A role belongs to the actors that have it; a group to its house."""


class OwnAccount(DomainError):
    """Administrators do not shut themselves out."""


class Stopped(DomainError):
    """Whoever does not work here is not invited."""


def people(session: Session, text: str) -> tuple[Sequence[Row[int, str, str, str, bool, bool]], int]:
    """The first 200 (id, name, login, email, active, entered) whose name, login or e-mail holds `text`, and how many there are.

    Compared here, because SQLite knows no capital Å.
    """
    columns = (
        Staff.id,
        Staff.name,
        Staff.login,
        Staff.email,
        Staff.active,
        Staff.password_hash.is_not(None).label("entered"),
    )
    rows = session.execute(select(*columns).order_by(Staff.name, Staff.id)).all()
    wanted = text.strip().casefold()
    found = [row for row in rows if wanted in f"{row.name} {row.login} {row.email}".casefold()]
    return found[:MOST], len(found)


def person(session: Session, staff_id: int) -> Staff:
    return session.get(Staff, staff_id) or _missing()


def memberships(session: Session, staff_ids: Sequence[int]) -> Sequence[Row[int, int, str, int, str, str, str]]:
    """(id, staff_id, unit_id, actor, unit, role, group) of each, by unit."""
    columns = (
        Membership.id,
        Membership.staff_id,
        Membership.role,
        Unit.id.label("unit_id"),
        Unit.actor,
        Unit.name.label("unit"),
    )
    found = select(*columns, Group.name.label("group")).join(Unit, Unit.id == Membership.unit_id)
    found = found.outerjoin(Group, Group.id == Membership.group_id).where(Membership.staff_id.in_(staff_ids))
    return session.execute(found.order_by(Unit.name, Membership.id)).all()


def colleagues(session: Session, staff_id: int) -> Sequence[Row[int, str]]:
    """(id, name) of those who work in one of the same units, and can be somebody's substitute."""
    own = aliased(Membership)
    units = select(own.unit_id).where(own.staff_id == staff_id)
    found = select(Staff.id, Staff.name).join(Membership, Membership.staff_id == Staff.id).distinct()
    alike = found.where(Membership.unit_id.in_(units), Staff.active, Staff.id != staff_id)
    return session.execute(alike.order_by(Staff.name, Staff.id)).all()


def add_person(session: Session, name: str, login: str, email: str, mobile: str = "") -> Staff:
    """Their time can be claimed, so there is a resource as well. Without a password until the one-time link is used."""
    _free(session, login, email)
    resource = Resource(kind="staff")
    session.add(resource)
    session.flush()
    row = Staff(name=name, login=login.casefold(), email=email.casefold(), mobile=mobile, resource_id=resource.id)
    keep(session, row)
    note(session, "create", row)
    return row


def change_person(session: Session, staff_id: int, name: str, login: str, email: str, **values: object) -> None:
    row = person(session, staff_id)
    _free(session, login, email, staff_id)
    change(session, row, {"name": name, "login": login.casefold(), "email": email.casefold(), **values})


def deactivate(session: Session, staff_id: int) -> None:
    """They are signed out everywhere at once, and links that lie about let nobody in."""
    if session.info["viewer"].staff == staff_id:
        raise OwnAccount
    change(session, person(session, staff_id), {"active": False})
    session.execute(delete(StaffSession).where(StaffSession.staff_id == staff_id))
    session.execute(delete(StaffLink).where(StaffLink.staff_id == staff_id))


def activate(session: Session, staff_id: int) -> None:
    change(session, person(session, staff_id), {"active": True})


def add_membership(session: Session, staff_id: int, unit_id: int, role: str, group_id: int | None = None) -> None:
    """Raises NameTaken when they are that there already."""
    unit = session.get(Unit, unit_id) or _missing()
    group = session.get(Group, group_id) if group_id else None
    if role not in ROLES[unit.actor] or (group_id and (group is None or group.unit_id != unit_id)):
        raise NoSuchRole
    row = Membership(staff_id=staff_id, unit_id=unit_id, role=role, group_id=group_id)
    keep(session, row)
    note(session, "create", row)


def drop_membership(session: Session, staff_id: int, membership_id: int) -> None:
    row = session.get(Membership, membership_id)
    if row is None or row.staff_id != staff_id:
        raise NotThere
    if row.role == ADMINISTRATOR and session.info["viewer"].staff == staff_id:
        raise OwnAccount
    session.delete(row)
    session.flush()
    note(session, "delete", row)


def invite(session: Session, secret: str, staff_id: int) -> str:
    """A one-time link, by mail and as its token; it lasts two weeks and ends the one before."""
    row = person(session, staff_id)
    if not row.active:
        raise Stopped
    ends = (now() + LINK_LASTS).replace(microsecond=0)
    token = links.open_staff_link(session, secret, staff_id, ends)
    subject, kind = f"staff/{staff_id}", "staff-invitation"
    outbox.replace(session, subject, [kind])
    outbox.put(session, kind, subject, staff=[staff_id], expires_at=ends, key_part=str(int(ends.timestamp())))
    note(session, "change", row, ["invitation"])
    return token


def first_administrator(session: Session, secret: str, name: str, email: str) -> str:
    """The token that lets somebody in where there is nobody yet, or nobody who can; Forvaltning is made when it is missing."""
    unit = session.scalars(select(Unit).where(Unit.actor == "forvaltning").order_by(Unit.id).limit(1)).one_or_none()
    unit = unit or add_unit(session, "forvaltning", "center", "Forvaltning")
    row = session.scalars(select(Staff).where(Staff.email == email.casefold())).one_or_none()
    row = row or add_person(session, name, email, email)
    known = select(Membership.id).where(Membership.staff_id == row.id, Membership.unit_id == unit.id)
    if session.scalar(known.where(Membership.role == ADMINISTRATOR)) is None:
        add_membership(session, row.id, unit.id, ADMINISTRATOR)
    change(session, row, {"active": True})
    return invite(session, secret, row.id)


def _free(session: Session, login: str, email: str, own_id: int = 0) -> None:
    """Said before the insert, so that the right field can be pointed at. One signs in with either, so both are compared with both."""
    login, email = login.casefold(), email.casefold()
    same = or_(Staff.login.in_((login, email)), Staff.email.in_((login, email)))
    for row in session.execute(select(Staff.login, Staff.email).where(same, Staff.id != own_id)):
        raise LoginTaken if login in row else EmailTaken


def _missing() -> NoReturn:
    raise NotThere
