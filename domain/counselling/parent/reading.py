"""A case as whoever has its key reads it: every message that can still be opened, in order, and a gap where one cannot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.base import today
from domain.counselling.crypto.boxes import Key, Unreadable, decrypt
from domain.counselling.parent.casework import NoSuchCase, written_at
from domain.counselling.parent.meetings import Meeting, opened
from domain.counselling.tables.cases import CLOSED, NO, PARENT, UNANSWERED, YES, Case, Colleague, Message
from domain.counselling.tables.times import Booking, Time


@dataclass(frozen=True, repr=False)
class Line:
    """One message. `text` is None where it could not be opened: then `at` is unknown too. `mine`: the parent wrote it."""

    number: int
    text: str | None = None
    at: datetime | None = None
    mine: bool = False
    by: str = ""


@dataclass(frozen=True)
class Ask:
    """Somebody from `actor` would read along. `answer`: "", YES or NO."""

    id: int
    actor: str
    answer: str

    @property
    def waits(self) -> bool:
        return self.answer == UNANSWERED

    @property
    def reads(self) -> bool:
        return self.answer == YES

    @property
    def refused(self) -> bool:
        return self.answer == NO


@dataclass(frozen=True, repr=False)
class Thread:
    """The parent's page. `days_left`: until all of it is deleted by itself."""

    lines: list[Line]
    asks: list[Ask]
    meeting: Meeting | None
    expires_on: date
    closed: bool

    @property
    def days_left(self) -> int:
        return (self.expires_on - today()).days

    @property
    def answered(self) -> bool:
        return bool(self.lines) and not self.lines[-1].mine

    @property
    def broken(self) -> int:
        return sum(line.text is None for line in self.lines)


def thread(session: Session, case_id: int, key: Key) -> Thread:
    """All of a case, for the parent. Three statements. Raises NoSuchCase."""
    columns = (Case.sequence, Case.expires_on, Case.state, Booking.time_id, Booking.words)
    rows = (
        select(*columns, Time.first, Time.quarters, Time.how)
        .outerjoin(Booking, Booking.case_id == Case.id)
        .outerjoin(Time, Time.id == Booking.time_id)
        .where(Case.id == case_id)
    )
    case = session.execute(rows).one_or_none()
    if case is None:
        raise NoSuchCase
    return Thread(
        lines=lines(session, case_id, key, case.sequence),
        asks=asks(session, case_id),
        meeting=opened(case_id, key, case) if case.time_id else None,
        expires_on=case.expires_on,
        closed=case.state == CLOSED,
    )


def lines(session: Session, case_id: int, key: Key, last: int) -> list[Line]:
    """Its messages up to number `last`, for both sides. One statement."""
    columns = (Message.sequence, Message.direction, Message.body)
    rows = session.execute(select(*columns).where(Message.case_id == case_id)).all()
    found = {row.sequence: _line(case_id, key, row) for row in rows}
    return [found.get(number, Line(number)) for number in _numbers(found, last)]


def _numbers(found: Iterable[int], last: int) -> list[int]:
    """One that has been taken out of the database leaves its gap."""
    return sorted({*found, *range(1, last + 1)})


def _line(case_id: int, key: Key, row: Any) -> Line:
    try:
        content = decrypt(key, case_id, row.direction, row.sequence, row.body)
        return Line(row.sequence, content["text"], written_at(content), row.direction == PARENT, content["by"])
    except (Unreadable, KeyError, ValueError):
        return Line(row.sequence, mine=row.direction == PARENT)


def asks(session: Session, case_id: int) -> list[Ask]:
    """Who has been asked to read along. One statement."""
    columns = (Colleague.id, Colleague.actor, Colleague.answer)
    rows = select(*columns).where(Colleague.case_id == case_id).order_by(Colleague.asked_on, Colleague.id)
    return [Ask(*row) for row in session.execute(rows)]
