"""One case as its readers see it: what was written, the notes beside it, who reads along, and the time that is booked."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import LargeBinary, Select, String, bindparam, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from domain import audit
from domain.access.staff import Staff
from domain.base import DomainError
from domain.counselling.crypto import boxes
from domain.counselling.staff import inbox
from domain.counselling.staff.unlocking import Opened
from domain.counselling.tables.cases import NUMBER, TEAM, YES, Case, Colleague, Message, Note
from domain.counselling.tables.times import Booking, Time

LOOKED = "anonymous_case"
NOTE, BOOKED = "note", "booking"


class NoSuchCase(DomainError):
    """There is none of that number, it has been deleted, or it is not this viewer's to read."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One message or note. `text` is None where it cannot be read; `mine`: from the side that looks. Of a note `by` is its writer."""

    text: str | None
    on: date
    at: datetime | None = None
    mine: bool = False
    by: str = ""

    @property
    def broken(self) -> bool:
        return self.text is None


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A colleague who has been asked for. `answer`: the parent's."""

    id: int
    staff_id: int
    name: str
    actor: str
    asked_on: date
    answer: str


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """The booked time: its first quarter, how, and the words that are said; None where they cannot be read."""

    time_id: int
    first: int
    quarters: int
    how: str
    words: str | None
    remark: str


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    """Everything about one case. `about`: what the parent chose; `label`: the counsellors' own word."""

    case: Any
    holder: str | None
    about: dict[str, Any]
    label: str
    lines: list[Line]
    notes: list[Line]
    readers: list[Reader]
    meeting: Meeting | None
    key: boxes.Key = field(repr=False)


def dialogue(session: Session, opened: Opened, unit_id: int, case_id: int) -> Dialogue:
    """For the team of a Familiehus. Two statements. Raises NoSuchCase, Unreadable."""
    row = session.execute(_whole(), {"case": case_id}).one_or_none()
    if row is None or row.Case.unit_id != unit_id:
        raise NoSuchCase
    return _told(session, row, opened.case(row.Case), TEAM)


def brought(session: Session, opened: Opened, case_id: int) -> Dialogue:
    """For the colleague whom the parent has said yes to. Three statements. Raises NoSuchCase, Unreadable."""
    own = select(Colleague.sealed).where(Colleague.case_id == case_id, Colleague.staff_id == opened.staff_id)
    sealed = session.scalar(own.where(Colleague.answer == YES))
    row = session.execute(_whole(), {"case": case_id}).one_or_none()
    if row is None or sealed is None:
        raise NoSuchCase
    return _told(session, row, boxes.unseal(opened.private, sealed), TEAM)


@cache
def _whole() -> Select[*tuple[Any, ...]]:
    booked = (Time.id.label("time_id"), Time.first, Time.quarters, Time.how, Booking.words)
    found = select(Case, Staff.name.label("holder"), *booked).outerjoin(Staff, Staff.id == Case.staff_id)
    found = found.outerjoin(Booking, Booking.case_id == Case.id).outerjoin(Time, Time.id == Booking.time_id)
    return found.where(Case.id == bindparam("case"))


def _told(session: Session, row: Any, key: boxes.Key, side: str) -> Dialogue:
    case = row.Case
    parts = session.execute(_parts(), {"case": case.id}).all()
    audit.seen(session, LOOKED, anonymous=True)
    return Dialogue(
        case=case,
        holder=row.holder,
        about=inbox.said(key, case.id, inbox.ABOUT, case.about),
        label=inbox.said(key, case.id, inbox.LABEL, case.label).get("text", ""),
        lines=[_line(key, case.id, one, side) for one in parts if one.part == "message"],
        notes=[_note(key, case.id, one) for one in parts if one.part == NOTE],
        readers=[_reader(one) for one in parts if one.part == "reader"],
        meeting=_meeting(key, case.id, row) if row.time_id else None,
        key=key,
    )


@cache
def _parts() -> Select[*tuple[Any, ...]]:
    """Messages, notes and readers in one statement: what each lacks is null."""
    this: Any = bindparam("case")
    nothing, nobody = cast(null(), LargeBinary), cast(null(), NUMBER)
    message = select(
        literal("message").label("part"),
        Message.id,
        Message.sequence.label("number"),
        Message.on.label("day"),
        Message.body.label("body"),
        nobody.label("staff_id"),
        Message.direction.label("word"),
        literal("").label("actor"),
    ).where(Message.case_id == this)
    note = select(
        *(literal(NOTE), Note.id, literal(0), Note.on, Note.body, cast(Note.staff_id, NUMBER), literal(""), literal(""))
    ).where(Note.case_id == this)
    reader = select(
        *(literal("reader"), Colleague.id, literal(0), Colleague.asked_on, nothing),
        *(cast(Colleague.staff_id, NUMBER), Colleague.answer, cast(Colleague.actor, String)),
    ).where(Colleague.case_id == this)
    every = union_all(message, note, reader).subquery()
    named = select(every, Staff.name).outerjoin(Staff, Staff.id == every.c.staff_id)
    return named.order_by(every.c.number, every.c.day, every.c.id)


def _line(key: boxes.Key, case_id: int, row: Any, side: str) -> Line:
    mine = row.word == side
    try:
        said = boxes.decrypt(key, case_id, row.word, row.number, row.body)
    except boxes.Unreadable:
        return Line(text=None, on=row.day, mine=mine)
    return Line(text=said["text"], on=row.day, at=datetime.fromisoformat(said["at"]), mine=mine, by=said.get("by", ""))


def _note(key: boxes.Key, case_id: int, row: Any) -> Line:
    try:
        text = boxes.decrypt(key, case_id, NOTE, row.id, row.body)["text"]
    except boxes.Unreadable:
        text = None
    return Line(text=text, on=row.day, by=row.name or "")


def _reader(row: Any) -> Reader:
    return Reader(
        id=row.id,
        staff_id=row.staff_id,
        name=row.name or "",
        actor=row.actor,
        asked_on=row.day,
        answer=row.word,
    )


def _meeting(key: boxes.Key, case_id: int, row: Any) -> Meeting:
    try:
        said = boxes.decrypt(key, case_id, BOOKED, row.time_id, row.words)
    except boxes.Unreadable:
        said = {}
    same = {name: getattr(row, name) for name in ("time_id", "first", "quarters", "how")}
    return Meeting(**same, words=said.get("words"), remark=said.get("remark", ""))
