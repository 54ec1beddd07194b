"""Help that comes again: found in one go, booked in one go, changed and ended in one go; what cannot be had is listed, and nothing is sold twice."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from domain.base import DomainError, now
from domain.booking.finding.openings import local_day, midnight, monday
from domain.booking.finding.search import Placement
from domain.booking.tables import BOOKED, Appointment, Participant
from domain.booking.taking.claims import SlotTaken, claim_all
from domain.booking.taking.seats import seated
from domain.courses import life, times, told
from domain.courses.giving_back import give_back
from domain.courses.tables import Course, CourseSession, Support
from domain.courses.times import Found, Order

ONE_DAY = timedelta(days=1)
TRIES = 3
"""Between a look and the claims somebody else may book: then it is looked again."""


class NoSuchSupport(DomainError):
    """There is none of that number, or it is not for this viewer to see, or it has ended."""


def arrange(session: Session, course_id: int, order: Order, key: str) -> tuple[Support, Found]:
    """Every time of the order that can be had. SlotTaken when none can. The same `key` is the same support."""
    course = life.running(session, course_id)
    mark = f"course/{course_id}/{key}"
    twin = _twin(session, f"{mark}/0")
    if twin is not None:
        return twin, times.look(session, course.unit_id, order)
    made = Support(**life.whose(course), ended_at=None, **_of(order))
    session.add(made)
    session.flush()
    found = _book(session, course, made, order, mark)
    return made, found


def change(session: Session, support_id: int, order: Order, key: str) -> Found:
    """From its first week on the order's times instead of those that stood. All or nothing. NoSuchSupport, SlotTaken."""
    made = one(session, support_id)
    course = life.running(session, made.course_id)
    mark = f"course/{course.id}/{key}"
    if _twin(session, f"{mark}/0") is not None:
        return times.look(session, course.unit_id, order)
    give_back(session, planned(session, support_id, from_week(order.first)))
    for name, value in _of(order).items():
        setattr(made, name, value)
    session.flush()
    return _book(session, course, made, order, mark)


def end(session: Session, support_id: int, last: date) -> int:
    """Nothing after that day; returns how many times were given back. NoSuchSupport."""
    made = one(session, support_id)
    made.ended_at, made.until = now(), min(made.until, last)
    session.flush()
    gone = give_back(session, ahead(session, support_id, midnight(last + ONE_DAY))).ids
    if gone:
        told.tell_of_many(session, made.course_id, made.child_id, ())
    return len(gone)


def ahead(session: Session, support_id: int, after: int = 0) -> list[int]:
    """Ids of its appointments that stand, from that quarter on. One statement."""
    return _standing(session, support_id, Appointment.first >= after)


def planned(session: Session, support_id: int, after: int) -> list[int]:
    """The same of those that the series had given a time from then on: one that was moved for itself counts where it came from. One statement."""
    return _standing(session, support_id, func.coalesce(CourseSession.planned, Appointment.first) >= after)


def one(session: Session, support_id: int) -> Support:
    """One that runs. NoSuchSupport."""
    found = session.get(Support, support_id)
    if found is None or found.ended_at is not None:
        raise NoSuchSupport
    return found


def from_week(first: int) -> int:
    """The quarter with which the week of `first` begins: a week has the old times or the new."""
    return midnight(monday(local_day(first)))


def _of(order: Order) -> dict[str, Any]:
    return {
        "type_key": order.type_key,
        "first": order.first,
        "quarters": order.quarters,
        "every": order.every,
        "until": order.until,
        "staff_ids": sorted(set(order.staff_ids)),
    }


def _standing(session: Session, support_id: int, which: ColumnElement[bool]) -> list[int]:
    rows = select(CourseSession.appointment_id).join(Appointment, Appointment.id == CourseSession.appointment_id)
    own = CourseSession.support_id == support_id, Appointment.state == BOOKED, which
    return [one for one in session.scalars(rows.where(*own)) if one is not None]


def _twin(session: Session, mark: str) -> Support | None:
    rows = select(Support).join(CourseSession, CourseSession.support_id == Support.id)
    rows = rows.join(Appointment, Appointment.id == CourseSession.appointment_id)
    return session.scalars(rows.where(Appointment.request_key == mark)).first()


def _book(session: Session, course: Course, made: Support, order: Order, mark: str) -> Found:
    for _ in range(TRIES):
        found = times.look(session, course.unit_id, order)
        placements = [found.wanted.placed(offer) for offer in found.offers]
        if not placements:
            break
        try:
            with session.begin_nested():
                booked = [_appointment(course, order, found, to, f"{mark}/{n}") for n, to in enumerate(placements)]
                session.add_all(booked)
                session.flush()
                claim_all(
                    session,
                    [(*claim, of.id) for of, to in zip(booked, placements, strict=True) for claim in to.claims],
                )
        except SlotTaken:
            continue
        _keep(session, course, made, booked)
        return found
    raise SlotTaken(f"{len(order.firsts())} times")


def _appointment(course: Course, order: Order, found: Found, to: Placement, key: str) -> Appointment:
    return Appointment(
        type_key=order.type_key,
        unit_id=course.unit_id,
        child_id=course.child_id,
        first=to.first,
        quarters=to.quarters,
        state=BOOKED,
        sequence=0,
        request_key=key,
        room_id=to.room_id,
        place=found.type.place,
        booked_at=now(),
        arrived_at=None,
        participants=[
            seated(Participant(place=place, role=role), pick) for place, (role, pick) in enumerate(to.seats, 1)
        ],
    )


def _keep(session: Session, course: Course, made: Support, booked: list[Appointment]) -> None:
    own = {"type_key": made.type_key, "staff_ids": made.staff_ids, "support_id": made.id, "person_ids": [], "note": ""}
    session.add_all(
        CourseSession(**life.whose(course), **own, appointment_id=one.id, planned=one.first) for one in booked
    )
    session.flush()
    told.booked(session, course, booked)
    told.tell_of_many(session, course.id, course.child_id, booked)
