"""A time for an inquiry: the one who answers it and who asked, both free; or parents choosing among the free times of the one who answers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due
from domain.access.staff import Staff
from domain.base import DomainError, now, quarter
from domain.booking import verbs
from domain.booking.finding.places import HOME, Where
from domain.booking.finding.search import Candidate, Need, Offer, search
from domain.booking.kinds.limits import TooLate
from domain.booking.kinds.types import CONSULTATION
from domain.booking.tables import BOOKED as STANDS
from domain.booking.tables import Appointment, AppointmentType
from domain.inquiries import handing, stopping, told
from domain.inquiries.tables import (
    ANSWERED,
    BOOKED,
    CLOSED,
    HEALTH,
    SOCIAL,
    SPARRING,
    TAKEN,
    WITH_PARENTS,
    WITH_WRITER,
    Inquiry,
)

TYPES = {HEALTH: CONSULTATION, SOCIAL: "fsr-raadgivning", SPARRING: "ppr-sparring"}
ASKER = "spoerger"
"""The role of whoever asked: free, but with no need of an opening."""
AHEAD = timedelta(days=42)
UNDER_WAY = (TAKEN, BOOKED, ANSWERED)


class NoTime(DomainError):
    """Nobody has taken it, or no time is to be found for it."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be booked for one inquiry, between the quarters `lo` and `hi`; `standing` is what is booked."""

    inquiry: Inquiry
    type: AppointmentType
    unit_id: int
    place: str
    needs: tuple[Need, ...]
    lo: int
    hi: int
    standing: Appointment | None
    names: tuple[str, ...]

    @property
    def quarters(self) -> int:
        return self.type.minutes // 15


def plan(session: Session, inquiry: Inquiry, place: str = "") -> Plan:
    """Who must be there, where, from when, until when; a time that stands keeps its place. Two statements, three when a time stands. NoTime."""
    if inquiry.taken_by is None or not inquiry.meets or not (inquiry.state in UNDER_WAY or handing.visits(inquiry)):
        raise NoTime
    type_ = session.get_one(AppointmentType, TYPES[inquiry.kind])
    asker = inquiry.writer_id if inquiry.meets == WITH_WRITER else None
    rows = session.execute(
        select(Staff.id, Staff.resource_id, Staff.name).where(Staff.id.in_([inquiry.taken_by, asker or 0]))
    ).all()
    found: dict[int, Any] = {row.id: row for row in rows}
    stand_in = inquiry.for_id == inquiry.taken_by and inquiry.for_unit_id is not None
    unit = inquiry.for_unit_id if stand_in and inquiry.for_unit_id else inquiry.unit_id
    needs = [Need(type_.roles[0] if type_.roles else inquiry.kind, (_candidate(found[inquiry.taken_by], unit),))]
    if asker is not None and inquiry.from_unit_id is not None:
        needs.append(Need(ASKER, (_candidate(found[asker], inquiry.from_unit_id)._replace(open=False),)))
    lo = quarter(now() + timedelta(hours=type_.lead_hours)) + 1
    hi = quarter(now() + min(AHEAD, timedelta(days=type_.horizon_days)))
    names = tuple(found[one].name for one in (inquiry.taken_by, asker) if one in found)
    stands = standing(session, inquiry)
    how: dict[str, Any] = {"needs": tuple(needs), "lo": lo, "hi": hi, "standing": stands}
    there = stands.place if stands else place or (HOME if handing.visits(inquiry) else type_.place)
    return Plan(inquiry=inquiry, type=type_, unit_id=unit, place=there, names=names, **how)


def times(session: Session, found: Plan) -> list[Offer]:
    """Every time at which all who must be there are free, in order. One statement."""
    apart = found.standing.id if found.standing else None
    where = Where(found.place, found.unit_id)
    return search(session, found.needs, found.type, found.lo, found.hi, apart=apart, where=where)


def offer(session: Session, inquiry: Inquiry, meets: str) -> None:
    """With whom a time is to be found. Parents of a named child get a mail, and choose on their own page. NoTime."""
    if inquiry.taken_by is None or inquiry.state not in UNDER_WAY:
        raise NoTime
    stopping.give_back(session, inquiry)
    inquiry.meets = meets
    session.flush()
    if meets == WITH_PARENTS and inquiry.child_id is not None:
        told.choose(session, inquiry)


def book(session: Session, found: Plan, first: int, request_key: str) -> Appointment:
    """Book it, or move what stands; everybody is told. SlotTaken, TooLate, TooFar."""
    if first < found.lo:
        raise TooLate(f"quarter {first} is before {found.lo}")
    inquiry, before = found.inquiry, found.standing
    if before is not None:
        verbs.move(session, before, first, found.needs)
        return told.booked(session, inquiry, before, "moved")
    booking = verbs.Booking(
        type_=found.type,
        unit_id=found.unit_id,
        first=first,
        needs=found.needs,
        request_key=f"inquiry/{inquiry.id}/{request_key}",
        child_id=inquiry.child_id if inquiry.meets == WITH_PARENTS else None,
        place=found.place,
    )
    appointment = verbs.book(session, booking)
    inquiry.appointment_id = appointment.id
    if inquiry.state == CLOSED:
        handing.led(session, inquiry, f"appointment/{appointment.id}")
    else:
        inquiry.state = BOOKED
    session.flush()
    return told.booked(session, inquiry, appointment, "confirmed")


def cancel(session: Session, inquiry: Inquiry) -> None:
    """The time is free again; everybody is told. NoTime, TooLate."""
    appointment = standing(session, inquiry)
    if appointment is None:
        raise NoTime
    seats = [seat.staff_id for seat in verbs.participants(session, appointment) if seat.staff_id is not None]
    verbs.cancel(session, appointment)
    stopping.freed(session, inquiry, appointment.id, appointment.sequence, seats)
    session.flush()


def visit(session: Session, inquiry: Inquiry) -> None:
    """It ends with a visit to the family, or to whoever asked without a name. A visit that is agreed and still to come is that one; any other time
    to come is given back.
    """
    known = inquiry.child_id is not None or inquiry.from_unit_id is None
    meets = WITH_PARENTS if known else WITH_WRITER
    booked = standing(session, inquiry)
    ahead = booked is not None and booked.first > quarter(now())
    if booked is not None and ahead and (booked.place, inquiry.meets) == (HOME, meets):
        inquiry.led_to = f"appointment/{booked.id}"
    else:
        stopping.give_back(session, inquiry)
    inquiry.meets = meets


def standing(session: Session, inquiry: Inquiry) -> Appointment | None:
    """What is booked for it and still ahead, or held. The writer, whose unit's it is not, books and cancels it all the same."""
    if inquiry.appointment_id is None or not inquiry.has_time:
        return None
    rows = select(Appointment).where(Appointment.id == inquiry.appointment_id, Appointment.state == STANDS)
    return session.scalars(rows).one_or_none()


def _candidate(row: Any, unit_id: int) -> Candidate:
    return Candidate(row.resource_id, row.id, unit_id)


def happen(session: Session) -> None:
    """A time that has come is on nobody's list any longer."""
    due.happen(session, "henvendelse-tid")
