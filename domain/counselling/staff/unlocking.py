"""Unlocked for a shift: the private key lies wrapped in a row, and what unwraps it only in the browser's second cookie."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import Engine, Select, bindparam, delete, select, update
from sqlalchemy.orm import Session

from domain.access import throttle
from domain.access.sessions import area_key
from domain.base import now
from domain.counselling.crypto import boxes, tree
from domain.counselling.staff import passphrase
from domain.counselling.tables.team import Epoch, Reading, Seat
from domain.store import own_transaction, write_lock

AREA = "reading"
IDLE, LONGEST, TOUCHED = timedelta(minutes=20), timedelta(hours=8), timedelta(minutes=1)


@dataclass(frozen=True)
class Held:
    """A seat: the key of one epoch of one team, sealed to its holder."""

    epoch_id: int
    unit_id: int
    ended: bool
    sealed: bytes = field(repr=False)


@dataclass(frozen=True)
class Opened:
    """Somebody who has unlocked: their own key, and the seats that it opens. Nothing of it is ever shown."""

    staff_id: int
    private: boxes.Key
    seats: tuple[Held, ...]

    def team(self, epoch_id: int) -> boxes.Key:
        """The private key of a team's epoch; Unreadable without a seat in it."""
        for one in self.seats:
            if one.epoch_id == epoch_id:
                return tree.open_team(self.private, one.sealed)
        raise boxes.Unreadable

    def case(self, case: Any) -> boxes.Key:
        """The key of a case, or of a row with its `epoch_id` and `team_sealed`."""
        return tree.open_case(self.team(case.epoch_id), case.team_sealed)

    def of_unit(self, unit_id: int) -> list[Held]:
        return [one for one in self.seats if one.unit_id == unit_id]


def unlock(session: Session, key: str, session_id: str, staff_id: int, typed: str) -> str:
    """The secret for the second cookie. `key` is the server's, for the count of tries. Raises NoPassphrase, WrongPassphrase, TooManyTries."""
    tried = throttle.of_reading(key, session_id)
    throttle.count(cast("Engine", session.get_bind()), tried)
    private = passphrase.opened_by(session, staff_id, typed)
    throttle.take_back(session, tried)
    return keep(session, session_id, staff_id, private)


def keep(session: Session, session_id: str, staff_id: int, private: boxes.Key) -> str:
    """What was unlocked in this browser before ends."""
    secret, at = secrets.token_urlsafe(24), now()
    session.execute(delete(Reading).where((Reading.session_id == session_id) | (Reading.opened_at < at - LONGEST)))
    sealed = tree.keep(tree.cookie_key(secret, AREA), private, about(staff_id))
    row = Reading(session_id=session_id, staff_id=staff_id, sealed=sealed, opened_at=at, seen_at=at)
    row.key = area_key(secret, AREA)
    session.add(row)
    session.flush()
    return secret


def lock(session: Session, session_id: str) -> None:
    session.execute(delete(Reading).where(Reading.session_id == session_id))


def opened(session: Session, session_id: str, staff_id: int, secret: str) -> Opened | None:
    """Whoever holds this cookie, with their seats; None when it has run out, or is another session's. One statement."""
    at = now()
    asked: dict[str, Any] = {
        "key": area_key(secret, AREA),
        "session": session_id,
        "idle": at - IDLE,
        "since": at - LONGEST,
    }
    rows = session.execute(_opened(), asked).all()
    if not rows or rows[0].staff_id != staff_id:
        return None
    try:
        private = tree.kept(tree.cookie_key(secret, AREA), rows[0].wrapped, about(staff_id))
    except boxes.Unreadable:
        return None
    _touch(session, asked["key"], rows[0].seen_at, at)
    seats = (Held(row.epoch_id, row.unit_id, row.ended_on is not None, row.sealed) for row in rows if row.epoch_id)
    return Opened(staff_id, private, tuple(seats))


@cache
def _opened() -> Select[*tuple[Any, ...]]:
    own = (Reading.staff_id, Reading.seen_at, Reading.sealed.label("wrapped"))
    seat = (Seat.epoch_id, Seat.sealed, Epoch.unit_id, Epoch.ended_on)
    alive = (Reading.seen_at > bindparam("idle"), Reading.opened_at > bindparam("since"))
    return (
        select(*own, *seat)
        .outerjoin(Seat, Seat.staff_id == Reading.staff_id)
        .outerjoin(Epoch, Epoch.id == Seat.epoch_id)
        .where(Reading.key == bindparam("key"), Reading.session_id == bindparam("session"), *alive)
        .order_by(Epoch.number.desc())
    )


def waits_for_cookie(session: Session, session_id: str) -> bool:
    """Whether this browser is unlocked, but did not bring its cookie: it comes from a mail, and a link of ours will bring it."""
    own = select(Reading.key).where(Reading.session_id == session_id, Reading.seen_at > now() - IDLE)
    return session.scalar(own.limit(1)) is not None


def forget(session: Session) -> None:
    """Rows that open nothing any more."""
    at = now()
    session.execute(delete(Reading).where((Reading.seen_at <= at - IDLE) | (Reading.opened_at <= at - LONGEST)))


def _touch(session: Session, key: str, seen_at: datetime, at: datetime) -> None:
    """In use: noted at most once a minute, and another time when the database is busy."""
    if seen_at > at - TOUCHED:
        return
    used = update(Reading).where(Reading.key == key).values(seen_at=at)
    if session.info.get("writing"):
        session.execute(used)
    elif not write_lock.held:
        with own_transaction(cast("Engine", session.get_bind())) as connection:
            connection.execute(used)


def about(staff_id: int) -> str:
    return f"staff {staff_id}"
