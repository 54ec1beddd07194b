"""One time of a course: booked by staff, or chosen by the parents; moved, given back, held, and a line or two on what was agreed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from domain import cpr
from domain.access import Viewer
from domain.base import DomainError, now
from domain.booking import outcomes, verbs
from domain.booking.finding.search import Joint, Need
from domain.booking.tables import BOOKED, Appointment, AppointmentType
from domain.booking.taking.claims import SlotTaken
from domain.booking.taking.seats import kept, staff_of
from domain.courses import life, times, told
from domain.courses.life import CourseChanged
from domain.courses.tables import Course, CourseSession
from domain.courses.times import Order
from domain.tovholder.followed import RUNNING


class NoSuchSession(DomainError):
    """There is none of that number, or it is not for this viewer to see."""


@dataclass(frozen=True)
class Held:
    """A session with its course, and its appointment where it has one."""

    session: CourseSession
    course: Course
    appointment: Appointment | None
    type: AppointmentType

    @property
    def stands(self) -> bool:
        return self.appointment is not None and self.appointment.state == BOOKED


def one(session: Session, session_id: int) -> Held:
    """One statement; its type comes along, for whatever asks for it next. NoSuchSession."""
    rows = (
        select(CourseSession, Course, Appointment, AppointmentType)
        .join(AppointmentType, AppointmentType.key == CourseSession.type_key)
        .join(Course, Course.id == CourseSession.course_id)
        .outerjoin(Appointment, Appointment.id == CourseSession.appointment_id)
        .where(CourseSession.id == session_id)
        .options(joinedload(Appointment.participants))
    )
    row = session.execute(rows).unique().one_or_none()
    if row is None:
        raise NoSuchSession
    return Held(row.CourseSession, row.Course, row.Appointment, row.AppointmentType)


def ask(session: Session, course_id: int, type_key: str, staff_ids: Collection[int]) -> CourseSession:
    """The parents are asked to choose a time with these; asked again while they have not chosen, it is the same question about others."""
    course = life.running(session, course_id)
    life.works_here(session, course.unit_id, set(staff_ids))
    waiting = CourseSession.course_id == course_id, CourseSession.appointment_id.is_(None)
    found = session.scalar(select(CourseSession).where(*waiting))
    made = found or CourseSession(**life.whose(course), note="", person_ids=[])
    made.type_key, made.staff_ids = type_key, sorted(set(staff_ids))
    session.add(made)
    session.flush()
    told.choose(session, course_id, course.child_id, f"{made.id}")
    return made


def book(session: Session, course_id: int, order: Order, key: str) -> CourseSession:
    """Once, at a time that staff say. SlotTaken, TooLate, TooFar, NotOurStaff, CourseChanged. The same `key` is the same booking."""
    course = life.running(session, course_id)
    found = times.look(session, course.unit_id, order)
    if not found.offers:
        raise SlotTaken(f"quarter {order.first}")
    booking = verbs.Booking(
        type_=found.type,
        unit_id=course.unit_id,
        first=order.first,
        needs=found.wanted.needs,
        quarters=order.quarters,
        request_key=f"course/{course_id}/{key}",
        child_id=course.child_id,
        seen=found.offers[0],
    )
    appointment = verbs.book(session, booking)
    same = select(CourseSession).where(CourseSession.appointment_id == appointment.id)
    made = session.scalar(same)
    if made is None:
        made = CourseSession(**life.whose(course), type_key=order.type_key, staff_ids=sorted(set(order.staff_ids)))
        made.appointment_id, made.person_ids, made.note = appointment.id, [], ""
        session.add(made)
        session.flush()
        _booked(session, course, appointment)
    return made


def choose(session: Session, held: Held, first: int, key: str, person_ids: Collection[int]) -> Appointment:
    """By the parents, or moved by them: within the openings of those they meet. SlotTaken, TooLate, TooFar, CourseChanged."""
    if held.course.state != RUNNING:
        raise CourseChanged
    if held.stands:
        held.session.person_ids = sorted(person_ids)
        return _move(session, held, first)
    life.running(session, held.course.id)  # nobody takes their yes back in this moment
    type_, at, needs = times.choice(session, held.course.unit_id, held.session.type_key, held.session.staff_ids)
    offer = next(iter(at.offers(first, first + 1)), None)
    if offer is None:
        raise SlotTaken(f"quarter {first}")
    booking = verbs.Booking(
        type_=type_,
        unit_id=held.course.unit_id,
        first=first,
        needs=needs,
        request_key=f"course/{held.course.id}/{key}",
        child_id=held.course.child_id,
        seen=offer,
    )
    appointment = verbs.book(session, booking)
    if appointment.state != BOOKED:  # the form of a booking that has been given back since
        raise SlotTaken(f"quarter {first}")
    held.session.appointment_id, held.session.person_ids = appointment.id, sorted(person_ids)
    session.flush()
    _booked(session, held.course, appointment)
    return appointment


def to_choose(session: Session, held: Held) -> Joint:
    """All times that the parents can choose for it. What they have already is no hindrance."""
    own = held.session
    apart = own.appointment_id if held.stands else None
    return times.choice(session, held.course.unit_id, own.type_key, own.staff_ids, apart)[1]


def move(session: Session, session_id: int, first: int) -> Held:
    """By staff, to any time at which the same people are free. NoSuchSession, SlotTaken, TooLate, TooFar."""
    held = one(session, session_id)
    _move(session, held, first, open_=False)  # staff decide: no opening is needed
    return held


def cancel(session: Session, session_id: int) -> Held:
    """Given back by either side; everybody is told. NoSuchSession, TooLate."""
    held = one(session, session_id)
    if held.appointment is not None and held.stands:
        verbs.cancel(session, held.appointment)
        told.tell(session, "cancelled", held.appointment, {"cancelled": staff_of(session, held.appointment)})
        told.forget(session, [(held.appointment.id, held.appointment.unit_id)])
    return held


def write(session: Session, session_id: int, note: str, person_ids: Collection[int], state: str = "") -> Held:
    """What was agreed, who was there, and by `state` (HELD or NO_SHOW) what became of it. CprRefused, NoSuchSession, NotBooked."""
    cpr.refuse(note)
    held, viewer = one(session, session_id), cast("Viewer", session.info["viewer"])
    row = held.session
    if (row.note, row.person_ids) != (note, sorted(person_ids)):
        row.note, row.person_ids, row.noted_at, row.noted_by = note, sorted(person_ids), now(), viewer.staff
    session.flush()
    if state and held.appointment is not None and held.appointment.state != state:
        outcomes.finish(session, held.appointment, state)
        told.held(session, held.appointment)
    return held


def _move(session: Session, held: Held, first: int, *, open_: bool = True) -> Appointment:
    appointment = held.appointment
    if appointment is None:
        raise NoSuchSession
    needs: Any = None
    if not open_:
        needs = [
            Need(role, tuple(one._replace(open=False) for one in people))
            for role, people, _ in kept(appointment, appointment.participants)
        ]
    verbs.move(session, appointment, first, needs)
    told.tell(session, "moved", appointment, {"moved": staff_of(session, appointment)})
    told.booked(session, held.course, [appointment])
    return appointment


def _booked(session: Session, course: Course, appointment: Appointment) -> None:
    told.tell(session, "confirmed", appointment, {"confirmed": staff_of(session, appointment)})
    told.booked(session, course, [appointment])
