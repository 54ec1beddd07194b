"""Starts as staff see them: a house's or a district's list with how far each has come, and one start whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from domain.access.citizens import Guardianship
from domain.access.staff import Staff
from domain.access.units import Group, Unit
from domain.base import today
from domain.booking.kinds.types import START_TALK
from domain.booking.showing.interpreters import TO_CALL_OFF
from domain.booking.tables import BOOKED, HELD, Appointment
from domain.booking.tables import MISSED as NOT_THERE
from domain.consent import attending
from domain.due import Due
from domain.outbox import Outbox, subject_of
from domain.people import Child, Guardian, Start
from domain.starts.tables import Preparation, Recommendation

LATE = timedelta(weeks=5)
PAST = timedelta(weeks=16)
NOT_INVITED, INVITED, ANSWERED, BOOKED_TIME, TOOK_PLACE, OVERDUE, MISSED, CLOSED = (
    "ikke-inviteret",
    "inviteret",
    "besvaret",
    "booket",
    "afholdt",
    "over-tid",
    "kom-ikke",
    "lukket",
)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One start of a list. `first` is the conversation's quarter, where the viewer may see it.

    `told`: the viewer's unit would be told of a time, so none to see means none booked.
    """

    id: int
    child_id: int
    name: str
    birth_date: date
    house: str
    starts_on: date
    first: int | None
    call: bool
    told: bool
    state: str
    invited_at: datetime | None


def of_unit(session: Session, unit_id: int) -> list[Listed]:
    """The starts of a house, of the houses of a district, or of a sundhedspleje unit's children: coming ones, and 16 weeks back."""
    district, house = aliased(Unit), aliased(Unit)
    houses = (
        select(house.id)
        .join(district, and_(district.district_id == house.district_id, district.actor == house.actor))
        .where(district.id == unit_id, district.kind == "distrikt")
    )
    own = or_(Start.unit_id == unit_id, Child.sundhedspleje_id == unit_id, Start.unit_id.in_(houses))
    statement = (
        select(
            *(Start.id, Start.child_id, Child.name, Child.birth_date, Unit.name.label("house"), Start.starts_on),
            *(Start.invited_at, Start.answered_at, Start.call_wanted_at, Start.closed),
            *(Appointment.first, Appointment.state),
            or_(Child.sundhedspleje_id.is_distinct_from(unit_id), nurse_is_told()).label("told"),
            was_missed().label("missed"),
        )
        .select_from(Start)
        .join(Child, Child.id == Start.child_id)
        .join(Unit, Unit.id == Start.unit_id)
        .outerjoin(Appointment, Appointment.id == latest_talk())
        .where(own, Start.starts_on > today() - PAST)
        .order_by(Start.starts_on, Child.sort_name, Start.id)
    )
    return [_listed(row) for row in session.execute(statement)]


def latest_talk() -> Any:
    """Id of the start's conversation that stands or was held."""
    talk = aliased(Appointment)
    return (
        select(func.max(talk.id))
        .where(talk.start_id == Start.id, talk.type_key == START_TALK, talk.state.in_((BOOKED, HELD)))
        .correlate(Start)
        .scalar_subquery()
    )


def was_missed() -> Any:
    """Whether a time of the conversation came to nothing by the family's absence."""
    talk = aliased(Appointment)
    return exists().where(talk.start_id == Start.id, talk.type_key == START_TALK, talk.state.in_(NOT_THERE))


def latest_message() -> Any:
    """Id of the last that was sent to the guardian, or could not be, about the conversation."""
    one = aliased(Outbox)
    ended = or_(one.sent_at.is_not(None), one.failed_at.is_not(None))
    ours = one.guardian_id == Guardian.id, one.subject == subject_of("appointment", Appointment.id)
    return select(func.max(one.id)).where(*ours, ended).correlate(Guardian, Appointment).scalar_subquery()


def to_call_off() -> Any:
    """Whether an interpreter has been ordered who is needed no longer, and has not been told."""
    return exists().where(Due.start_id == Start.id, Due.kind == TO_CALL_OFF, Due.done_at.is_(None))


def nurse_is_told() -> Any:
    """Whether the child's sundhedspleje may know of the start's time."""
    return attending(Start.id, Child.sundhedspleje_id, today())


def _listed(row: Any) -> Listed:
    return Listed(
        id=row.id,
        child_id=row.child_id,
        name=row.name,
        birth_date=row.birth_date,
        house=row.house,
        starts_on=row.starts_on,
        first=row.first,
        call=row.call_wanted_at is not None,
        invited_at=row.invited_at,
        told=row.told,
        state=state(row, row, row.told),
    )


def state(start: Any, talk: Any, told: bool = True) -> str:
    """How far a start has come, from its own columns and its conversation's. Overdue: within five weeks of it no time is booked.

    Missed: the family was not there, or gave its time back late, and has no other.

    Who would not be told of a time cannot know that it is missing.
    """
    if start.closed:
        return CLOSED
    if talk.first is not None:
        return TOOK_PLACE if talk.state == HELD else BOOKED_TIME
    if talk.missed:
        return MISSED
    if told and start.starts_on <= today() + LATE:
        return OVERDUE
    return ANSWERED if start.answered_at else INVITED if start.invited_at else NOT_INVITED


def whole(session: Session, start_id: int) -> Sequence[Any]:
    """One start with what was written around it, one row for each guardian; empty when one may not see it. One statement."""
    return session.execute(_whole().where(Start.id == start_id)).all()


def is_theirs(row: Any, unit_id: int) -> bool:
    """Whether a row of `whole` is about a start in this house, or of a child of this sundhedspleje."""
    return unit_id in {row.Start.unit_id, row.sundhedspleje_id}


def is_told(row: Any, unit_id: int) -> bool:
    """Whether this unit would be told of a time: so that none to see means none booked."""
    return bool(row.nurse_told) or unit_id != row.sundhedspleje_id


def _whole() -> Select[*tuple[Any, ...]]:
    nurse, writer = aliased(Staff), aliased(Staff)
    people = (Staff.name.label("contact"), nurse.name.label("nurse"), writer.name.label("prepared_by"))
    return (
        select(Start, *people, *_of_start(), *_of_family())
        .select_from(Start)
        .join(Child, Child.id == Start.child_id)
        .join(Unit, Unit.id == Start.unit_id)
        .outerjoin(Group, Group.id == Start.group_id)
        .outerjoin(Staff, Staff.id == Start.contact_id)
        .outerjoin(nurse, nurse.id == Child.sundhedsplejerske_id)
        .outerjoin(Appointment, Appointment.id == latest_talk())
        .outerjoin(Preparation, Preparation.start_id == Start.id)
        .outerjoin(writer, writer.id == Preparation.staff_id)
        .outerjoin(Recommendation, Recommendation.start_id == Start.id)
        .outerjoin(Guardianship, Guardianship.child_id == Start.child_id)
        .outerjoin(Guardian, Guardian.id == Guardianship.guardian_id)
        .outerjoin(Outbox, Outbox.id == latest_message())
        .order_by(Guardian.id)
    )


def _of_start() -> tuple[Any, ...]:
    """Whose it is, where, its conversation, and what was written about it."""
    return (
        *(Child.name, Child.birth_date, Child.sundhedspleje_id, Unit.name.label("house"), Unit.actor, Unit.slug),
        *(Group.name.label("group"), Appointment.id.label("appointment_id"), Appointment.first, Appointment.quarters),
        *(Appointment.state, Appointment.sequence, was_missed().label("missed"), nurse_is_told().label("nurse_told")),
        *(to_call_off().label("to_call_off"), Preparation.text.label("prepared"), Preparation.at.label("prepared_at")),
        *(Recommendation.text.label("told"), Recommendation.first_days, Recommendation.at.label("told_at")),
    )


def _of_family() -> tuple[Any, ...]:
    """A guardian, how to reach them, and the last that was sent to them."""
    return (
        *(Guardian.id.label("guardian_id"), Guardian.name.label("guardian"), Guardian.email, Guardian.mobile),
        *(Guardian.refused_email, Guardian.refused_at, Guardian.language, Guardianship.custody, Outbox),
    )
