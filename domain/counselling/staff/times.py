"""Anonymous times: published by a counsellor, whose calendar holds them from then on, and withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from domain.access.staff import Staff
from domain.base import DomainError, now, quarter, today
from domain.booking import verbs
from domain.booking.finding.search import Candidate, Need
from domain.booking.tables import Appointment, AppointmentType
from domain.counselling.crypto import boxes
from domain.counselling.staff.dialogue import BOOKED
from domain.counselling.staff.unlocking import Opened
from domain.counselling.tables.cases import Case
from domain.counselling.tables.team import Epoch, Seat
from domain.counselling.tables.times import Booking, Time

TYPE, ROLE = "anonym-raadgivning", "familieraadgiver"
LENGTHS = (30, 45, 60, 90)
MOST = 100


class NoSuchTime(DomainError):
    """It has been withdrawn, or is another house's."""


class TimeIsTaken(DomainError):
    """Somebody has booked it: it is not withdrawn without a word to them."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """A time that is to come. `case_id` where it is booked; the words only for whoever can open that case."""

    id: int
    first: int
    quarters: int
    how: str
    counsellor: str
    case_id: int | None
    words: str | None
    remark: str


def counsellors(session: Session, unit_id: int) -> Sequence[Row[int, str, int]]:
    """(id, name, resource_id) of those who hold the team's current key; by name."""
    held = select(Staff.id, Staff.name, Staff.resource_id).join(Seat, Seat.staff_id == Staff.id)
    current = held.join(Epoch, Epoch.id == Seat.epoch_id).where(Epoch.unit_id == unit_id, Epoch.ended_on.is_(None))
    return session.execute(current.where(Staff.active).order_by(Staff.name, Staff.id)).all()


def publish(session: Session, unit_id: int, who: Any, first: int, minutes: int, how: str, key: str) -> None:
    """SlotTaken, TooLate, TooFar: nothing is published. The same form twice is one time."""
    seat = Candidate(who.resource_id, who.id, unit_id, open=False)
    booking = verbs.Booking(
        type_=session.get_one(AppointmentType, TYPE),
        unit_id=unit_id,
        first=first,
        quarters=minutes // 15,
        needs=(Need(ROLE, (seat,)),),
        request_key=key,
    )
    appointment = verbs.book(session, booking)
    if session.scalar(select(Time.id).where(Time.appointment_id == appointment.id)) is None:
        same = {"unit_id": unit_id, "staff_id": who.id, "first": appointment.first, "quarters": appointment.quarters}
        session.add(Time(how=how, appointment_id=appointment.id, published_on=today(), **same))
        session.flush()


def coming(session: Session, unit_id: int, opened: Opened | None) -> list[Published]:
    """The next hundred. One statement. Without a key one sees that they are taken, and not by which words."""
    columns = (Time.id, Time.first, Time.quarters, Time.how, Staff.name.label("counsellor"))
    taken = (Booking.time_id.label("taken"), Booking.words, Case.id.label("case_id"), Case.epoch_id, Case.team_sealed)
    found = select(*columns, *taken).join(Staff, Staff.id == Time.staff_id)
    found = found.outerjoin(Booking, Booking.time_id == Time.id).outerjoin(Case, Case.id == Booking.case_id)
    ahead = (Time.unit_id == unit_id, Time.first + Time.quarters > quarter(now()))
    rows = session.execute(found.where(*ahead).order_by(Time.first, Time.id).limit(MOST))
    return [_published(row, opened) for row in rows]


def _published(row: Any, opened: Opened | None) -> Published:
    said: dict[str, Any] = {}
    if opened is not None and row.case_id is not None:
        try:
            case = opened.case(_Locked(row.epoch_id, row.team_sealed))
            said = boxes.decrypt(case, row.case_id, BOOKED, row.id, row.words)
        except boxes.Unreadable:
            said = {}
    same = {name: getattr(row, name) for name in ("id", "first", "quarters", "how", "counsellor")}
    case_id = (row.case_id or 0) if row.taken is not None else None
    return Published(**same, case_id=case_id, words=said.get("words"), remark=said.get("remark", ""))


@dataclass(frozen=True)
class _Locked:
    epoch_id: int
    team_sealed: bytes


def withdraw(session: Session, unit_id: int, time_id: int) -> None:
    """Free again for whoever had published it. TimeIsTaken: write to the parent first, who then moves or gives it back."""
    time = session.scalar(select(Time).where(Time.id == time_id, Time.unit_id == unit_id))
    if time is None:
        raise NoSuchTime
    if session.scalar(select(Booking.time_id).where(Booking.time_id == time_id)) is not None:
        raise TimeIsTaken
    _end(session, time)


def taken_by(session: Session, unit_id: int, time_id: int) -> int:
    """The case that has it. Raises NoSuchTime."""
    found = select(Booking.case_id).join(Time, Time.id == Booking.time_id)
    case_id = session.scalar(found.where(Time.id == time_id, Time.unit_id == unit_id))
    if case_id is None:
        raise NoSuchTime
    return case_id


def call_off(session: Session, unit_id: int, time_id: int, case_id: int) -> None:
    """A booked one, in the transaction of the message that tells the parent."""
    time = session.scalar(select(Time).where(Time.id == time_id, Time.unit_id == unit_id))
    gone = delete(Booking).where(Booking.time_id == time_id, Booking.case_id == case_id).returning(Booking.time_id)
    if time is None or session.scalar(gone) is None:
        raise NoSuchTime
    _end(session, time)


def _end(session: Session, time: Time) -> None:
    appointment = session.get(Appointment, time.appointment_id)
    session.delete(time)
    session.flush()
    if appointment is not None:
        verbs.cancel(session, appointment)
