"""Signing in and out, and choosing a password: what a member of staff does with their own account."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Engine, Row, Select, delete, or_, select, update
from sqlalchemy.orm import Session

from domain import audit
from domain.access import links, passwords, throttle
from domain.access.sessions import SESSION_LASTS, area_key
from domain.access.staff import Membership, Staff, StaffSession
from domain.access.units import Unit
from domain.access.writes import Written
from domain.base import DomainError, now


class WrongPassword(DomainError):
    """No such login, or not its password: nobody is told which."""


class WeakPassword(DomainError):
    """Too easy to guess."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a try to sign in brings with it beside the password. `before`: this browser's session so far, which ends."""

    key: str
    address: str | None
    before: str | None = None


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A session just made: the secret that the browser is to keep, and the actor whose start page comes first."""

    secret: str
    actor: str | None


@contextmanager
def reading_first(session: Session) -> Iterator[Session]:
    """Look something up before slow work, without the lock that a write takes with its first statement."""
    writing, reading = session.info.get("writing", False), session.info.get("reading", False)
    session.info["writing"], session.info["reading"] = False, True
    try:
        yield session
    finally:
        session.rollback()
        session.info["writing"], session.info["reading"] = writing, reading


def sign_in(session: Session, asked: Asked, login: str, password: str) -> Opened:
    """Raises WrongPassword or TooManyTries. `login` may be the e-mail address as well."""
    login = login.strip().casefold()
    with reading_first(session):
        found = session.execute(_person(or_(Staff.login == login, Staff.email == login))).first()
    account = str(found.id) if found else login
    tried = _check(session, found, throttle.buckets(asked.key, account, asked.address), password)
    throttle.take_back(session, tried)
    assert found is not None
    return Opened(secret=_open(session, found.id, StaffSession.id == asked.before), actor=found.actor)


def unlock(session: Session, asked: Asked, session_id: str, password: str) -> None:
    """The idle lock: the same person goes on where they were."""
    with reading_first(session):
        staff = _mine(session, session_id)
    throttle.take_back(session, _check(session, staff, throttle.of_session(asked.key, session_id), password))
    session.execute(update(StaffSession).where(StaffSession.id == session_id).values(seen_at=now(), locked=False))


def change_password(session: Session, asked: Asked, session_id: str, password: str, new: str) -> None:
    """Every other browser is signed out."""
    with reading_first(session):
        staff = _mine(session, session_id)
    tried = _check(session, staff, throttle.of_session(asked.key, session_id), password)
    assert staff is not None
    password_hash = _strong(staff, new)
    throttle.take_back(session, tried)
    _change(session, staff.id, password_hash=password_hash)
    others = (StaffSession.staff_id == staff.id) & (StaffSession.id != session_id)
    session.execute(delete(StaffSession).where(others))


def change_mobile(session: Session, staff_id: int, mobile: str) -> None:
    _change(session, staff_id, mobile=mobile)


def change_language(session: Session, staff_id: int, language: str) -> None:
    """Of their pages, and of what they are written."""
    _change(session, staff_id, language=language)


def sign_out(session: Session, session_id: str) -> None:
    session.execute(delete(StaffSession).where(StaffSession.id == session_id))


def sign_out_everywhere(session: Session, staff_id: int) -> None:
    session.execute(delete(StaffSession).where(StaffSession.staff_id == staff_id))


def own_account(session: Session, staff_id: int) -> Row[str, str, str, str]:
    return session.execute(select(Staff.login, Staff.name, Staff.email, Staff.mobile).where(Staff.id == staff_id)).one()


def own_sessions(session: Session, staff_id: int) -> Sequence[Row[str, datetime, datetime]]:
    """Where one is signed in, the one used last first."""
    alive = (StaffSession.staff_id == staff_id) & (StaffSession.created_at > now() - SESSION_LASTS)
    columns = select(StaffSession.id, StaffSession.created_at, StaffSession.seen_at)
    return session.execute(columns.where(alive).order_by(StaffSession.seen_at.desc())).all()


def by_link(session: Session, token: str) -> Row[Any]:
    """Whose one-time link this is (id, login, name, email, actor); LinkSpent when it is nobody's any longer."""
    found = session.execute(_person(Staff.id == links.staff_of_link(session, token))).first()
    if found is None:
        raise links.LinkSpent
    return found


def choose_password(session: Session, asked: Asked, token: str, new: str) -> Opened:
    """Uses the link up, ends the sessions there are, and signs in."""
    with reading_first(session):
        staff = by_link(session, token)
    password_hash = _strong(staff, new)
    links.spend_staff_link(session, token)
    _change(session, staff.id, password_hash=password_hash)
    ended = or_(StaffSession.id == asked.before, StaffSession.staff_id == staff.id)
    return Opened(secret=_open(session, staff.id, ended), actor=staff.actor)


def _person(which: ColumnElement[bool]) -> Select[Any]:
    """Columns, because an entity would have to be read again after the rollback that ends a reading."""
    member = select(Unit.actor).join(Membership, Membership.unit_id == Unit.id).where(Membership.staff_id == Staff.id)
    actor = member.order_by(Membership.id).limit(1).scalar_subquery().label("actor")
    columns = (Staff.id, Staff.login, Staff.name, Staff.email, Staff.password_hash, actor)
    return select(*columns).where(which, Staff.active).limit(1)


def _mine(session: Session, session_id: str) -> Row[Any] | None:
    mine = select(StaffSession.staff_id).where(StaffSession.id == session_id)
    return session.execute(_person(Staff.id.in_(mine))).first()


def _check(session: Session, found: Row[Any] | None, tried: throttle.Buckets, password: str) -> throttle.Buckets:
    """Counts the try and looks at the password, both before the caller's transaction begins to write.

    Returns only when somebody was found and the password is theirs.
    """
    throttle.count(cast("Engine", session.get_bind()), tried)
    if not passwords.fits(found.password_hash if found else None, password):
        raise WrongPassword
    return tried


def _strong(staff: Row[Any], new: str) -> str:
    if len(new) < passwords.SHORTEST or passwords.is_weak(new, staff.name, staff.login, staff.email):
        raise WeakPassword
    return passwords.hashed(new)


def _change(session: Session, staff_id: int, **values: str) -> None:
    """Staff are not guarded, so the write net does not write it down by itself."""
    session.execute(update(Staff).where(Staff.id == staff_id).values(**values))
    written = Written(verb="change", kind="staff", row_id=staff_id, child_id=None, columns=tuple(values))
    audit.changed(session, session.info["viewer"], [written])


def _open(session: Session, staff_id: int, ended: ColumnElement[bool]) -> str:
    """A new secret each time: what the browser had before is worth nothing to whoever may have seen it."""
    secret, at = secrets.token_urlsafe(24), now()
    session.execute(delete(StaffSession).where(or_(StaffSession.created_at < at - SESSION_LASTS, ended)))
    key = area_key(secret, "staff")
    session.add(StaffSession(id=secrets.token_hex(16), key=key, staff_id=staff_id, created_at=at, seen_at=at))
    return secret
