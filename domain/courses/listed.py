"""Courses as they are read: the list by tovholder and service, and one with all that is under it."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, String, and_, bindparam, cast, func, select
from sqlalchemy.orm import Session, aliased

from domain.access.staff import Staff
from domain.access.units import Unit
from domain.base import now, quarter
from domain.booking.tables import BOOKED, Appointment, AppointmentType, Participant
from domain.courses.life import NoSuchCourse
from domain.courses.shown import Time, Whole
from domain.courses.tables import STOPPED, Course, CourseSession, Handover, NetworkPerson, Said, Step
from domain.people import Child
from domain.tovholder.followed import CLOSED, RUNNING
from domain.written import DAY, NOBODY, NUMBER, WORD, Line, in_order, line, part

MOST = 200
STEP, VOICE, PERSON, OFFER = "skridt", "tal", "person", "tilbud"
COUNTED = {"unscoped": "how many courses of a unit the parents' consent has closed, and nothing of them"}


def courses(session: Session, unit_id: int, *, ended: bool = False, staff_id: int | None = None) -> Sequence[Any]:
    """The unit's, or one tovholder's of them, with the first time to come of each. One statement; what is looked at first stands first."""
    order = (Course.closed_at.desc(), Course.id) if ended else (Course.follow_up_on, Course.id)
    rows = _columns().where(Course.unit_id == unit_id, Course.state == (CLOSED if ended else RUNNING))
    if staff_id is not None:
        rows = rows.where(Course.tovholder_id == staff_id)
    return session.execute(rows.order_by(*order).limit(MOST), {"now": quarter(now())}).all()


def taken_back(session: Session, unit_id: int) -> int:
    """How many courses there were that the parents have closed. A number, and nothing else. One statement."""
    own = select(func.count(Course.id)).where(Course.unit_id == unit_id, Course.state == STOPPED)
    return session.scalar(own, execution_options=COUNTED) or 0


def head(session: Session, course_id: int) -> Any:
    """NoSuchCourse. One statement."""
    row = session.execute(_columns().where(Course.id == course_id), {"now": quarter(now())}).one_or_none()
    if row is None:
        raise NoSuchCourse
    return row


def whole(session: Session, course_id: int) -> Whole:
    """NoSuchCourse. Three statements, whatever there is."""
    row = head(session, course_id)
    parts: dict[str, list[Line]] = {STEP: [], VOICE: [], PERSON: [], OFFER: []}
    for one in session.execute(_written(), {"course": course_id}):
        parts[one.part].append(line(one))
    voices: dict[str, list[Line]] = {}
    for said in parts[VOICE]:
        voices.setdefault(said.a, []).append(said)
    return Whole(row, parts[STEP][::-1], [*voices.items()], parts[PERSON], parts[OFFER], times(session, course_id))


def times(session: Session, course_id: int) -> list[Time]:
    """All there is and was, by time; what has to be chosen last. One statement."""
    found: dict[int, Time] = {}
    for row in session.execute(_times(), {"course": course_id}):
        values = dict(row._mapping)  # noqa: SLF001 -- the row's public name for itself
        who = values.pop("who")
        time = found.setdefault(row.id, Time(**values))
        if who:
            time.people.append(who)
    return sorted(found.values(), key=lambda one: (one.first is None, one.first or 0))


@cache
def _columns() -> Select[*tuple[Any, ...]]:
    """`next`: the first quarter of the first time to come."""
    what = (Course.id, Course.referral_id, Course.child_id, Course.goal, Course.service, Course.track, Course.target)
    when = (Course.starts_on, Course.follow_up_on, Course.state, Course.outcome, Course.learned, Course.closed_at)
    who = (Course.tovholder_id, Staff.name.label("tovholder"), Staff.active.label("works"))
    coming = (
        select(func.min(Appointment.first))
        .join(CourseSession, CourseSession.appointment_id == Appointment.id)
        .where(CourseSession.course_id == Course.id, Appointment.state == BOOKED)
        .where(Appointment.first > bindparam("now", type_=Integer))
    )
    return (
        select(*what, *when, *who, Course.unit_id, Unit.name.label("house"), Course.version, Course.began_at)
        .add_columns(
            Child.name.label("child"), Child.birth_date, coming.correlate(Course).scalar_subquery().label("next")
        )
        .join(Staff, Staff.id == Course.tovholder_id)
        .join(Unit, Unit.id == Course.unit_id)
        .join(Child, Child.id == Course.child_id)
    )


@cache
def _times() -> Select[*tuple[Any, ...]]:
    who = aliased(Staff)
    own = (CourseSession.id, CourseSession.type_key.label("kind"), CourseSession.support_id, CourseSession.note)
    length = func.coalesce(Appointment.quarters, AppointmentType.minutes // 15).label("quarters")
    return (
        select(
            *own,
            CourseSession.planned,
            CourseSession.person_ids,
            Appointment.first,
            length,
            AppointmentType.cancel_days,
        )
        .add_columns(func.coalesce(Appointment.state, "").label("state"), who.name.label("who"))
        .join(AppointmentType, AppointmentType.key == CourseSession.type_key)
        .outerjoin(Appointment, Appointment.id == CourseSession.appointment_id)
        .outerjoin(Participant, and_(Participant.appointment_id == Appointment.id, Participant.staff_id.is_not(None)))
        .outerjoin(who, who.id == Participant.staff_id)
        .where(CourseSession.course_id == bindparam("course"))
        .order_by(Appointment.first, CourseSession.id, Participant.place)
    )


@cache
def _written() -> Select[*tuple[Any, ...]]:
    """All that stands under a course."""
    return in_order(one.where(of.course_id == bindparam("course")) for of, one in _parts())


def _parts() -> Iterator[tuple[Any, Select[*tuple[Any, ...]]]]:
    taker, was = aliased(Staff), (Handover.from_id, Handover.asked_at, DAY, Handover.to_id)
    answered = cast(func.coalesce(cast(Handover.answered_at, String), ""), String)
    yes = cast(func.coalesce(cast(cast(Handover.accepted, Integer), String), ""), String)
    offer = part(OFFER, Handover, *was, answered, yes, taker.name)
    yield Step, part(STEP, Step, Step.staff_id, Step.at, Step.next_on, NUMBER, Step.decided, Step.text, Step.goal)
    yield Said, part(VOICE, Said, Said.staff_id, Said.at, DAY, Said.value, Said.voice, Said.reason, WORD)
    known = NOBODY, NetworkPerson.added_at, DAY, NUMBER, NetworkPerson.name
    yield NetworkPerson, part(PERSON, NetworkPerson, *known, WORD, WORD)
    yield Handover, offer.join(taker, taker.id == Handover.to_id)
