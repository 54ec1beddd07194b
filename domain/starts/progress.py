"""One start as its guardians see it: what has been answered, which time stands, and what came of the conversation."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from domain.access.staff import Staff
from domain.access.units import Group, Room, Unit
from domain.base import today
from domain.booking.kinds.types import START_TALK
from domain.booking.tables import BOOKED, HELD, Appointment, AppointmentType
from domain.consent import NO, YES, Answer, ConsentRequest
from domain.people import Child, Start
from domain.starts.questions import KEYS
from domain.starts.tables import Preparation, Recommendation, Section


@dataclass(frozen=True, kw_only=True)
class Progress:
    """`sections` are saved; `asked` and `answered` count the questions of consent to this guardian; `prepared` is what the sundhedsplejerske wrote before the conversation, `told` what came of it.

    `nurse_id` is the child's own sundhedsplejerske, `substitute_id` her named substitute.
    """

    start_id: int
    child_id: int
    name: str
    house: str
    address: str
    group: str | None
    contact: str | None
    starts_on: date
    newcomer: bool
    closed: str
    interpreter: str
    interpreter_way: str
    nurse_id: int | None
    substitute_id: int | None
    call_wanted_at: datetime | None
    answered_at: datetime | None
    sections: frozenset[str]
    asked: int
    answered: int
    appointment_id: int | None
    first: int | None
    quarters: int | None
    state: str | None
    sequence: int | None
    booked_at: datetime | None
    cancel_days: int
    text_after: dict[str, str]
    place: str
    room: str | None
    prepared: str | None
    told: str | None
    first_days: str | None

    @property
    def booked(self) -> bool:
        """There is a time that has not been yet."""
        return self.state == BOOKED

    @property
    def consented(self) -> bool:
        """Each question has been answered with a yes or a no."""
        return self.answered >= self.asked

    @property
    def next_section(self) -> str | None:
        """The first section that has not been saved."""
        return next((key for key in KEYS if key not in self.sections), None)


def progress(session: Session, start_id: int, guardian_id: int) -> Progress | None:
    """What stands in the start, as far as this guardian may see it. One statement."""
    asked = {"start": start_id, "guardian": guardian_id, "subject": f"start/{start_id}", "today": today()}
    row = session.execute(_as_it_stands(), asked).one_or_none()
    if row is None:
        return None
    values: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 - the row's public name for itself
    return Progress(**values | {"sections": frozenset((row.sections or "").split(",")) - {""}})


@cache
def _as_it_stands() -> Select[*tuple[Any, ...]]:
    nurse = aliased(Staff)
    talk = and_(
        Appointment.start_id == Start.id,
        Appointment.type_key == START_TALK,
        Appointment.state.in_((BOOKED, HELD)),
    )
    return (
        select(*_of_start(), nurse.substitute_id, *_of_talk())
        .join(Child, Child.id == Start.child_id)
        .join(Unit, Unit.id == Start.unit_id)
        .outerjoin(Group, Group.id == Start.group_id)
        .outerjoin(Staff, Staff.id == Start.contact_id)
        .outerjoin(nurse, nurse.id == Child.sundhedsplejerske_id)
        .join(AppointmentType, AppointmentType.key == START_TALK)
        .outerjoin(Appointment, talk)
        .outerjoin(Room, Room.id == Appointment.room_id)
        .outerjoin(Preparation, Preparation.start_id == Start.id)
        .outerjoin(Recommendation, Recommendation.start_id == Start.id)
        .where(Start.id == bindparam("start"))
        .order_by(Appointment.first.desc())
        .limit(1)
    )


def _of_start() -> tuple[Any, ...]:
    """Whose it is, where, and how far the parents have come."""
    return (
        *(Start.id.label("start_id"), Start.child_id, Start.starts_on, Start.newcomer, Start.closed, Start.interpreter),
        *(Start.call_wanted_at, Start.interpreter_way, Start.answered_at, Child.name),
        *(Child.sundhedsplejerske_id.label("nurse_id"), Unit.name.label("house"), Unit.address),
        *(Group.name.label("group"), Staff.name.label("contact"), _saved().label("sections")),
        *(_questions().label("asked"), _questions(_answered()).label("answered")),
    )


def _of_talk() -> tuple[Any, ...]:
    """When and where it is, and what was written about it."""
    return (
        *(Appointment.id.label("appointment_id"), Appointment.first, Appointment.quarters, Appointment.state),
        *(Appointment.sequence, Appointment.booked_at, AppointmentType.cancel_days, AppointmentType.text_after),
        func.coalesce(Appointment.place, AppointmentType.place).label("place"),
        *(Room.name.label("room"), Preparation.text.label("prepared")),
        *(Recommendation.text.label("told"), Recommendation.first_days),
    )


def _saved() -> ScalarSelect[str]:
    keys = func.aggregate_strings(Section.section, ",")
    return select(keys).where(Section.start_id == Start.id).correlate(Start).scalar_subquery()


def _questions(*which: ColumnElement[bool]) -> ScalarSelect[int]:
    ours = (ConsentRequest.subject == bindparam("subject"), ConsentRequest.until >= bindparam("today"))
    return select(func.count(ConsentRequest.id)).where(*ours, *which).scalar_subquery()


def _answered() -> ColumnElement[bool]:
    return exists().where(
        Answer.request_id == ConsentRequest.id,
        Answer.guardian_id == bindparam("guardian"),
        Answer.at >= ConsentRequest.opened_at,
        Answer.value.in_((YES, NO)),
    )
