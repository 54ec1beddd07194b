"""The reading passphrase: it opens somebody's own key, and so whatever has been sealed to them. No leader and no administrator knows it."""

from datetime import date
from hashlib import blake2b

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain import audit
from domain.access import passwords
from domain.access.accounts import reading_first
from domain.access.staff import Staff
from domain.access.writes import Written
from domain.base import DomainError, today
from domain.counselling.crypto import boxes, slow, tree
from domain.counselling.staff import vouching
from domain.counselling.tables.cases import Colleague
from domain.counselling.tables.team import Reading, ReadingKey, Seat

SHORTEST, LONGEST = 16, 200
GROUPS = 3


class NoPassphrase(DomainError):
    """They have not chosen one."""


class WrongPassphrase(DomainError):
    """It does not open their key."""


class WeakPassphrase(DomainError):
    """Whoever holds a stolen copy of the database could guess it."""


def chosen_on(session: Session, staff_id: int) -> date | None:
    """The day on which the key of this person was made; None while they have none."""
    return session.scalar(select(ReadingKey.made_on).where(ReadingKey.staff_id == staff_id))


def mark(public: bytes) -> str:
    """Twelve digits by which two people make sure, by voice, that they speak of the same key: nobody has put another in its place."""
    number = str(int.from_bytes(blake2b(public, digest_size=8, person=b"mark").digest()) % 10 ** (4 * GROUPS))
    digits = number.zfill(4 * GROUPS)
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def own_mark(session: Session, staff_id: int) -> str | None:
    public = session.scalar(select(ReadingKey.public).where(ReadingKey.staff_id == staff_id))
    return mark(public) if public else None


def choose(session: Session, staff_id: int, typed: str) -> None:
    """The first one; or another when the old one is forgotten, and then what was sealed to the old key is theirs no longer."""
    with reading_first(session):
        known = session.execute(select(Staff.name, Staff.login, Staff.email).where(Staff.id == staff_id)).one()
    _strong(typed, *known)
    public, private = boxes.new_pair()
    salt, sealed = _protected(typed, private)
    before = session.get(ReadingKey, staff_id)
    ours = vouching.of_person(session, staff_id, public)
    if before is None:
        made = ReadingKey(staff_id=staff_id, public=public, sealed=sealed, salt=salt, mark=ours, made_on=today())
        session.add(made)
    else:
        before.public, before.sealed, before.salt, before.made_on = public, sealed, salt, today()
        before.mark = ours
        _lose(session, staff_id)
    _note(session, "change" if before else "create", staff_id)


def change(session: Session, staff_id: int, old: str, new: str) -> None:
    """Another passphrase for the same key: nothing is lost."""
    with reading_first(session):
        known = session.execute(select(Staff.name, Staff.login, Staff.email).where(Staff.id == staff_id)).one()
    private = opened_by(session, staff_id, old)
    _strong(new, *known)
    salt, sealed = _protected(new, private)
    row = session.get_one(ReadingKey, staff_id)
    row.sealed, row.salt = sealed, salt
    _note(session, "change", staff_id)


def opened_by(session: Session, staff_id: int, typed: str) -> boxes.Key:
    """Their private key. Read first, then the slow work, and no transaction is open meanwhile."""
    with reading_first(session):
        kept = session.execute(
            select(ReadingKey.sealed, ReadingKey.salt).where(ReadingKey.staff_id == staff_id)
        ).one_or_none()
    if kept is None:
        raise NoPassphrase
    try:
        return tree.open_private(slow.passphrase_key(typed, kept.salt), kept.sealed)
    except boxes.Unreadable as error:
        raise WrongPassphrase from error


def _protected(typed: str, private: boxes.Key) -> tuple[bytes, bytes]:
    salt = slow.new_salt()
    return salt, tree.protect_private(slow.passphrase_key(typed, salt), private)


def _strong(typed: str, *known: str) -> None:
    if len(typed) < SHORTEST or passwords.is_weak(typed, *known):
        raise WeakPassphrase


def _lose(session: Session, staff_id: int) -> None:
    """What was sealed to the key that nobody can open again: seats at a team, single cases, and sessions that are open with it.

    Nothing of it comes back by itself: whoever has stolen a sign-in and says they have forgotten is let in nowhere.
    """
    session.execute(delete(Seat).where(Seat.staff_id == staff_id))
    session.execute(delete(Reading).where(Reading.staff_id == staff_id))
    session.execute(delete(Colleague).where(Colleague.staff_id == staff_id))


def _note(session: Session, verb: str, staff_id: int) -> None:
    written = Written("create" if verb == "create" else "change", ReadingKey.__tablename__, staff_id, None, ())
    audit.changed(session, session.info["viewer"], [written])
