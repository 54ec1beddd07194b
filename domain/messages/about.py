"""What a message is about, looked up by its subject ("appointment/412", "referral/9") at the moment it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from domain.access.units import Room, Unit
from domain.base import DomainError, moment, now
from domain.booking.finding.places import UNIT
from domain.booking.kinds.types import HOME_VISIT, START_TALK
from domain.booking.showing.windows import VisitWindow, holds
from domain.booking.tables import BOOKED, GIVEN_BACK, RESERVED, Appointment, AppointmentType
from domain.booking.taking.waitlist import Reservation
from domain.conferences.before import sending
from domain.conferences.tables.task import Task
from domain.consent import NOTED, holders
from domain.courses.tables import Course
from domain.events.posted import Posted, posted
from domain.groups import posted as groups
from domain.inquiries import posted as asked
from domain.letter import Meeting
from domain.messages.asked import OURS, noted
from domain.messages.asked import asked as asked_about
from domain.outbox import Taken
from domain.people import Child, Start
from domain.visits.tables import PLANNED, HomeVisit

REMINDERS = ("reminder", "reminder-soon")
WINDOWS = ("visit-window", "visit-window-moved")
WANTS = {
    **dict.fromkeys(("confirmed", "moved", "substituted", "ask-moved", *WINDOWS, *REMINDERS), (BOOKED,)),
    **dict.fromkeys(("cancelled", "cancelled-by-us"), GIVEN_BACK),
    "offer": (RESERVED,),
}
"""The states of which the appointment must still be in one. "left" tells of one person, whatever became of the rest."""
_HOUSE = Unit.name.label("house")
Found = TypeVar("Found")
WHY = {"unscoped": "who a message goes to, when and where: looked up by key on the house's behalf"}


class Overtaken(DomainError):
    """What the message would say is no longer so."""


@dataclass(frozen=True)
class Matter:
    """What the message is about. Ids lead to the recipient and the link, and go no further. Without a start it is the family's own link."""

    house: str = ""
    meeting: Meeting | None = None
    child_id: int | None = None
    start_id: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    guest: Posted | asked.Posted | None = None


def meeting(session: Session, appointment_id: int) -> Meeting | None:
    """When and where one appointment is, as far as the viewer may see it."""
    row = session.execute(_appointment(appointment_id)).one_or_none()
    return _meeting(row) if row else None


def _appointment(appointment_id: int) -> Select[*tuple[Any, ...]]:
    what = (
        func.coalesce(Appointment.with_id, Appointment.id).label("id"),
        Appointment.first,
        Appointment.quarters,
        Appointment.sequence,
        Appointment.state,
    )
    whose = (Appointment.start_id, Appointment.child_id, Appointment.place)
    where = (Unit.name.label("house"), Unit.address, Room.name.label("room"), Reservation.until)
    told = (VisitWindow.first.label("told_first"), VisitWindow.last.label("told_last"))
    return (
        select(
            *what,
            *whose,
            *where,
            *told,
            AppointmentType.key,
            AppointmentType.name,
            AppointmentType.cancel_days,
            AppointmentType.text_after,
        )
        .join(Unit, Unit.id == Appointment.unit_id)
        .join(AppointmentType, AppointmentType.key == Appointment.type_key)
        .outerjoin(Room, Room.id == Appointment.room_id)
        .outerjoin(Reservation, Reservation.appointment_id == Appointment.id)
        .outerjoin(VisitWindow, holds())
        .where(Appointment.id == appointment_id)
    )


def _meeting(row: Row[Any]) -> Meeting:
    return Meeting(
        appointment_id=row.id,
        name=row.name,
        house=row.house,
        place=", ".join(filter(None, (row.house, row.room, row.address))) if row.place == UNIT else "",
        start=moment(row.first),
        end=moment(row.first + row.quarters),
        sequence=row.sequence,
        way=row.place,
        cancel_days=row.cancel_days,
        texts=row.text_after,
        answer_by=row.until,
        window=(moment(row.told_first), moment(row.told_last)) if row.told_first is not None else None,
    )


def matter(session: Session, taken: Taken) -> Matter:
    """Overtaken when what it would say is no longer so."""
    about, _, number = taken.subject.partition("/")
    if about == "appointment":
        return _about_appointment(session, taken, int(number))
    if about == "sign-up":
        return _about_event(session, taken)
    if about in GROUPS:
        return _about_group(_there(GROUPS[about](session, int(number), taken.guardian_id or 0, taken.kind)))
    found = noted(session, about, int(number), taken.guardian_id or 0) if taken.kind == f"{about}-{NOTED}" else None
    if found is not None:
        return Matter(found.house, None, found.child_id, found.start_id)
    if about == "inquiry" and taken.sign_up_id is not None:
        return _about_request(session, taken.sign_up_id, taken.kind)
    by_key = BY_KEY.get(about)
    return by_key(session, int(number)) if by_key else Matter()


def _about_appointment(session: Session, taken: Taken, appointment_id: int) -> Matter:
    row = session.execute(_appointment(appointment_id).execution_options(**WHY)).one_or_none()
    if row is None or row.state not in WANTS.get(taken.kind, (row.state,)) or moment(row.first) <= now():
        raise Overtaken
    if taken.kind == "ask-moved" and row.sequence != taken.sequence:
        raise Overtaken
    if taken.guardian_id is not None and not _theirs(session, taken.guardian_id, row):
        raise Overtaken
    found = replace(_meeting(row), sequence=max(row.sequence, taken.sequence))
    return Matter(row.house, found, row.child_id, row.start_id, found.texts)


def _theirs(session: Session, guardian_id: int, row: Row[Any]) -> bool:
    """Of a start's conversations and of home visits every guardian is told; of other help for the family who holds custody."""
    return row.start_id is not None or row.key == HOME_VISIT or guardian_id in holders(session, row.child_id)


def _start(start_id: int) -> Select[*tuple[Any, ...]]:
    rows = select(_HOUSE, Start.child_id, Start.id.label("start_id"), AppointmentType.text_before.label("texts"))
    rows = rows.join(Unit, Unit.id == Start.unit_id).join(AppointmentType, AppointmentType.key == START_TALK)
    return rows.where(Start.id == start_id, Start.closed == "")


def _task(task_id: int) -> Select[*tuple[Any, ...]]:
    rows = select(_HOUSE, Task.child_id, Task.start_id).join(Unit, Unit.id == Task.unit_id)
    return rows.where(Task.id == task_id, Task.child_id.is_not(None), Task.ended_at.is_(None))


def _family(child_id: int) -> Select[*tuple[Any, ...]]:
    """By the child's sundhedspleje, where it has one."""
    rows = select(func.coalesce(Unit.name, OURS).label("house"), Child.id.label("child_id"))
    return rows.outerjoin(Unit, Unit.id == Child.sundhedspleje_id).where(Child.id == child_id)


def _course(course_id: int) -> Select[*tuple[Any, ...]]:
    return select(_HOUSE, Course.child_id).join(Unit, Unit.id == Course.unit_id).where(Course.id == course_id)


def _visit(visit_id: int) -> Select[*tuple[Any, ...]]:
    """That has no time yet."""
    rows = select(_HOUSE, HomeVisit.child_id).join(Unit, Unit.id == HomeVisit.unit_id)
    return rows.where(HomeVisit.id == visit_id, HomeVisit.state == PLANNED)


def _read(rows: Callable[[int], Select[*tuple[Any, ...]]]) -> Callable[[Session, int], Matter]:
    """Whose house it is, and the parents' own page, where what it is about stands; there is no row once it is over."""

    def found(session: Session, number: int) -> Matter:
        told = session.execute(rows(number).execution_options(**WHY)).mappings()
        return Matter(**_there(told.one_or_none()))

    return found


def _asked(kind: str) -> Callable[[Session, int], Matter]:
    """Who asks about it, and the family's own page. Over when the question is."""

    def found(session: Session, number: int) -> Matter:
        one = _there(asked_about(session, kind, number))
        return Matter(one.house, None, one.child_id)

    return found


def _about_item(session: Session, item_id: int) -> Matter:
    found = _there(sending.invited(session, item_id))  # not there: they have taken their yes back
    return Matter(found.house, Meeting(**found.meeting()), found.child_id, found.start_id)


BY_KEY: dict[str, Callable[[Session, int], Matter]] = {
    "conference-item": _about_item,
    "start": _read(_start),
    "task": _read(_task),
    "family": _read(_family),
    "course": _read(_course),
    "visit": _read(_visit),
    "inquiry": _asked("inquiry"),
    "referral": _asked("referral"),
}


GROUPS = {"group": groups.about_group, "group-meeting": groups.about_meeting}


def _about_group(found: groups.Posted) -> Matter:
    met = found.met
    return Matter(found.house, Meeting(**met.spoken()) if met else None, found.child_id)


def _about_request(session: Session, inquiry_id: int, kind: str) -> Matter:
    """Of parents who asked without an account: their own link, and the time where there is one to tell."""
    found = _there(asked.posted(session, inquiry_id, kind))
    return Matter(found.house, Meeting(**found.meeting) if found.meeting else None, guest=found)


def _about_event(session: Session, taken: Taken) -> Matter:
    found = _there(posted(session, taken.sign_up_id or 0, taken.kind))
    return Matter(found.house, Meeting(**found.meeting()), guest=found)


def _there(found: Found | None) -> Found:
    if found is None:
        raise Overtaken
    return found
