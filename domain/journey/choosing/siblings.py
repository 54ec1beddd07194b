"""A start and those of its brothers and sisters, as far as one conversation can be held for them: the rows that a plan is made of."""

from collections.abc import Collection
from datetime import timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, cast, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from domain.access.citizens import Guardianship
from domain.access.units import Unit
from domain.base import DomainError, today
from domain.booking.showing.of_start import followed
from domain.booking.tables import BOOKED, HELD, Appointment, AppointmentType, Participant
from domain.consent import attending
from domain.people import Child, Start

APART = timedelta(weeks=8)
"""Brothers and sisters who start further from each other than this have a conversation each."""
Together = Collection[int] | None
"""The other starts that a conversation is to be held for; None: those of the child's twins."""


class NoSuchStart(DomainError):
    """There is no such start, or not for this viewer."""


class Sibling(NamedTuple):
    """A brother or sister who starts in the same house, with the same guardians, and has no time of its own."""

    start_id: int
    child_id: int
    name: str
    twin: bool
    joins: bool


def family(
    session: Session, start_id: int, kind: str, together: Together
) -> tuple[Any, list[tuple[Any, Sibling]], bool]:
    """The start, those that could be held together with it, and whether it is shared with one that the viewer does not see."""
    rows = session.execute(_the_starts(), {"start": start_id, "kind": kind, "today": today()}).all()
    start = next((row for row in rows if row.id == start_id), None)
    if start is None:
        raise NoSuchStart
    shared = set(start.start_ids or ()) if start.booked is not None else set()
    siblings = []
    for row in rows:
        twin = row.birth_date == start.birth_date
        joins = row.id in shared if start.booked is not None else twin if together is None else row.id in together
        if row.id in shared or (_could_join(start, row) and _is_told(session, row)):
            siblings.append((row, Sibling(row.id, row.child_id, row.child, twin, joins)))
    siblings = [one for one in siblings if one[0] is not start]
    if together and not set(together) - {start_id} <= {row.id for row, _ in siblings}:
        raise NoSuchStart
    return start, siblings, not shared <= {row.id for row in rows}


def _could_join(start: Any, row: Any) -> bool:
    """Two of one family, in one house, who start about the same time; and no conversation has been held or booked for this one."""
    near = abs(row.starts_on - start.starts_on) <= APART
    free = row.booked is None and not row.held and not row.closed
    return near and free and row.unit_id == start.unit_id and _guardians_of(row) == _guardians_of(start)


def _is_told(session: Session, row: Any) -> bool:
    """Whoever would not be told of its time cannot know that it has none."""
    viewer = session.info["viewer"]
    return viewer.staff is None or row.unit_id in viewer.units("dagtilbud") or row.present


def _guardians_of(row: Any) -> frozenset[str]:
    """Who has what to say about a child: the same for both, or they are not met together."""
    return frozenset((row.family or "").split(","))


def family_of(row: Any) -> frozenset[int]:
    """Ids of all guardians of the child of a row, with custody or without."""
    return frozenset(int(one.partition(":")[0]) for one in (row.family or "").split(",") if one)


@cache
def _the_starts() -> Select[*tuple[Any, ...]]:
    """The start and those of its brothers and sisters, with the type, whether the sundhedsplejerske may be there, and the time that stands."""
    present = attending(Start.id, Child.sundhedspleje_id, bindparam("today"))
    talk = (Appointment.start_id == Start.id, Appointment.type_key == bindparam("kind"), Appointment.state == BOOKED)
    start = (Start.id, Start.child_id, Start.unit_id, Start.group_id, Start.contact_id, Start.starts_on)
    about = (Start.newcomer, Start.interpreter, Start.interpreter_way, Start.closed)
    child = (Child.name.label("child"), Child.birth_date, Child.sundhedspleje_id, Child.sundhedsplejerske_id)
    booked = func.coalesce(Appointment.with_id, Appointment.id).label("booked")
    stands = (Unit.name.label("house"), booked, Appointment.start_ids, present.label("present"))
    as_booked = (Appointment.quarters.label("long"), Appointment.place, Appointment.first.label("now"))
    around = (_held().label("held"), followed(Start.id).label("followed"), _guardians().label("family"))
    seats = _seated().label("seated")
    return (
        select(*start, *about, *child, AppointmentType, *stands, *as_booked, seats, *around)
        .select_from(Start)
        .join(Child, Child.id == Start.child_id)
        .join(Unit, Unit.id == Start.unit_id)
        .join(AppointmentType, AppointmentType.key == bindparam("kind"))
        .outerjoin(Appointment, and_(*talk))
        .where(or_(Start.id == bindparam("start"), and_(Start.child_id.in_(_kin()), Start.closed == "")))
        .order_by(Child.sort_name, Start.id)
    )


def _seated() -> Any:
    """Who takes part in what stands: "paedagog:7,rum:12"."""
    each = Participant.role.concat(":").concat(cast(Participant.resource_id, String))
    whole = func.coalesce(Appointment.with_id, Appointment.id)
    found = select(func.aggregate_strings(each, ",")).where(Participant.appointment_id == whole)
    return found.correlate(Appointment).scalar_subquery()


def _held() -> ColumnElement[bool]:
    over = aliased(Appointment)
    return exists().where(over.start_id == Start.id, over.type_key == bindparam("kind"), over.state == HELD)


def _guardians() -> Any:
    each = cast(Guardianship.guardian_id, String).concat(":").concat(cast(Guardianship.custody, String))
    found = select(func.aggregate_strings(each, ",")).where(Guardianship.child_id == Start.child_id)
    return found.correlate(Start).scalar_subquery()


def _kin() -> Select[int]:
    """Children who have a guardian in common with the child of the start."""
    own, other, start = aliased(Guardianship), aliased(Guardianship), aliased(Start)
    return (
        select(other.child_id)
        .join(own, own.guardian_id == other.guardian_id)
        .join(start, start.child_id == own.child_id)
        .where(start.id == bindparam("start"), other.child_id != own.child_id)
    )
