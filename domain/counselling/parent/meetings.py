"""A time for an anonymous conversation: chosen with nothing but the code, and known at the door by two words."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.base import DomainError, now, quarter
from domain.counselling.crypto.boxes import Key, Unreadable, decrypt, encrypt
from domain.counselling.parent.doorwords import WORDS
from domain.counselling.tables.cases import Case
from domain.counselling.tables.times import Booking, Time

BOOKING = "booking"
AHEAD, MOST = timedelta(hours=2), 60
"""How long beforehand at the latest, and how many are shown."""


class TimeTaken(DomainError):
    """Somebody else has it, it has been withdrawn, or it is too late for it."""


@dataclass(frozen=True)
class Free:
    """A time that can be taken. `how`: HERE or BY_PHONE."""

    id: int
    first: int
    quarters: int
    how: str


@dataclass(frozen=True, repr=False)
class Meeting:
    """The time that a case has. `words`: what both sides say at the door; empty where they could not be opened."""

    time_id: int
    first: int
    quarters: int
    how: str
    words: str

    @property
    def ahead(self) -> bool:
        return self.first > quarter(now())


def free(session: Session, case_id: int) -> list[Free]:
    """What can be taken now in the Familiehus that has the case, in order. One statement."""
    rows = select(Time.id, Time.first, Time.quarters, Time.how).where(*_open(case_id))
    rows = rows.where(Time.id.not_in(select(Booking.time_id))).order_by(Time.first, Time.id).limit(MOST)
    return [Free(*row) for row in session.execute(rows)]


def take(session: Session, case_id: int, key: Key, time_id: int) -> None:
    """The case's time, or another instead of the one it had. The primary key decides who gets it. Raises TimeTaken."""
    old = session.execute(_booked(case_id)).one_or_none()
    if old is not None and old.time_id == time_id:
        return
    if session.scalar(select(Time.id).where(Time.id == time_id, *_open(case_id))) is None:
        raise TimeTaken
    words = opened(case_id, key, old).words if old else ""
    content = {"words": words or _two_words()}
    blob = encrypt(key, case_id, BOOKING, time_id, content)
    try:
        with session.begin_nested():
            session.execute(delete(Booking).where(Booking.case_id == case_id))
            session.execute(insert(Booking).values(time_id=time_id, case_id=case_id, words=blob))
    except IntegrityError as error:
        raise TimeTaken from error


def cancel(session: Session, case_id: int) -> None:
    """It is free for somebody else. A second time changes nothing."""
    session.execute(delete(Booking).where(Booking.case_id == case_id))


def opened(case_id: int, key: Key, row: Any) -> Meeting:
    """From a row with `time_id`, `words`, `first`, `quarters` and `how`."""
    try:
        words = decrypt(key, case_id, BOOKING, row.time_id, row.words)["words"]
    except (Unreadable, KeyError):
        words = ""
    return Meeting(row.time_id, row.first, row.quarters, row.how, words)


def _open(case_id: int) -> tuple[ColumnElement[bool], ...]:
    """Of the case's own Familiehus, and early enough for somebody to be there."""
    own = select(Case.unit_id).where(Case.id == case_id)
    return Time.first >= quarter(now() + AHEAD), Time.unit_id.in_(own)


def _booked(case_id: int) -> Any:
    columns = (Booking.time_id, Booking.words, Time.first, Time.quarters, Time.how)
    return select(*columns).join(Time, Time.id == Booking.time_id).where(Booking.case_id == case_id)


def _two_words() -> str:
    one, other = secrets.SystemRandom().sample(WORDS, 2)
    return f"{one} {other}"
