"""What an absence hits: the bookings that need somebody else, another time, or an answer from the parents."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import set_committed_value

from domain.access.staff import Membership, Staff
from domain.access.units import Room
from domain.base import now, quarter
from domain.booking.finding.search import Candidate, ClaimKey
from domain.booking.kinds.types import START_TALK
from domain.booking.showing.interpreters import InterpreterOrder
from domain.booking.showing.of_start import followed
from domain.booking.tables import BOOKED, Appointment, AppointmentType, Claim, Participant
from domain.conferences.tables.series import TYPE as CONFERENCE
from domain.events.tables import TYPE as EVENT
from domain.frontdesk import absences
from domain.frontdesk.absences import Absent
from domain.journey.choosing.plan import ROOM
from domain.outbox import Outbox, subject_of
from domain.people import Child, Start

ASKED = "ask-moved"
"""The kind of message that asks the parents for another time while theirs stands."""
ELSEWHERE = (EVENT, CONFERENCE)
"""The types that have pages of their own; and so has whatever is about no child, such as a group that meets."""


@dataclass(frozen=True)
class Hit:
    """One booking in the absence, as far as the viewer may see it. `names` by resource; `asked`: the parents have been, about this very time; `followed`: a follow-up is booked that moves along."""

    appointment: Appointment
    type: AppointmentType
    child: str | None
    born: date | None
    starts_on: date | None
    group_id: int | None
    asked: bool
    followed: bool
    interpreter: InterpreterOrder | None
    names: dict[int, str] = field(default_factory=dict)
    claims: set[ClaimKey] = field(default_factory=set)

    @property
    def elsewhere(self) -> bool:
        """Whether it is moved and cancelled on its own page, which tells whoever comes."""
        about = self.appointment.child_id or self.appointment.child_ids
        return self.type.key in ELSEWHERE or not about

    @property
    def seats(self) -> list[Participant]:
        return self.appointment.participants


class Colleague(NamedTuple):
    """Somebody with the same role in the same unit as the one who is away, or a room of the house."""

    candidate: Candidate
    name: str
    group_id: int | None


@dataclass(frozen=True)
class SickDay:
    """An absence, what it hits, and who there is besides. `events`, and conferences: settled on their own pages, which tell who comes."""

    absent: Absent
    hits: list[Hit]
    colleagues: list[Colleague]
    events: list[Hit] = field(default_factory=list)

    @property
    def resource(self) -> int:
        return self.absent.absence.resource_id


def look(session: Session, absence_id: int) -> SickDay:
    """Four statements, whatever the number of bookings: two where nothing is hit."""
    absent = absences.one(session, absence_id)
    hits = hit_by(session, absent)
    if not hits:
        return SickDay(absent, [], [])
    units = {seat.unit_id for hit in hits.values() for seat in hit.seats}
    rows = session.execute(_beside(absent, units)).unique().all()
    colleagues = [_colleague(row) for row in sorted(rows, key=lambda row: row.resource_id)]
    own, events = ([one for one in hits.values() if one.elsewhere is event] for event in (False, True))
    return SickDay(absent, own, colleagues, events)


def hit_by(session: Session, absent: Absent) -> dict[int, Hit]:
    """The bookings to come that it falls on, by id, with who takes part and what they claim. One statement, or two."""
    hits = {row.Appointment.id: Hit(*row) for row in session.execute(_hit(absent))}
    if hits:
        _seat(session, hits)
    return hits


def _hit(absent: Absent) -> Select[*tuple[Any, ...]]:
    claimed = select(Claim.appointment_id).where(
        Claim.resource_id == absent.absence.resource_id,
        Claim.quarter >= absent.absence.first,
        Claim.quarter < absent.absence.last,
    )
    along = and_(Appointment.type_key == START_TALK, followed(Appointment.start_id))
    about = (Child.name, Child.birth_date, Start.starts_on, Start.group_id)
    return (
        select(Appointment, AppointmentType, *about, _asked(), along, InterpreterOrder)
        .join(AppointmentType, AppointmentType.key == Appointment.type_key)
        .outerjoin(Child, Child.id == Appointment.child_id)
        .outerjoin(Start, Start.id == Appointment.start_id)
        .outerjoin(InterpreterOrder, InterpreterOrder.appointment_id == Appointment.id)
        .where(Appointment.id.in_(claimed), Appointment.state == BOOKED, Appointment.first >= quarter(now()))
        .order_by(Appointment.first, Appointment.id)
    )


def _asked() -> ColumnElement[bool]:
    return exists().where(
        Outbox.subject == subject_of("appointment", Appointment.id),
        Outbox.kind == ASKED,
        Outbox.sequence == Appointment.sequence,
    )


def _seat(session: Session, hits: dict[int, Hit]) -> None:
    """Who takes part in each, and what they claim."""
    numbers = func.aggregate_strings(cast(Claim.quarter, String), ",")
    own = (Claim.appointment_id == Participant.appointment_id, Claim.resource_id == Participant.resource_id)
    claims = select(numbers).where(*own).correlate(Participant).scalar_subquery()
    rows = session.execute(
        select(Participant, func.coalesce(Staff.name, Room.name), claims)
        .outerjoin(Staff, Staff.id == Participant.staff_id)
        .outerjoin(Room, Room.resource_id == Participant.resource_id)
        .where(Participant.appointment_id.in_(hits))
        .order_by(Participant.appointment_id, Participant.place)
    )
    seats: dict[int, list[Participant]] = defaultdict(list)
    for seat, name, taken in rows:
        hit = hits[seat.appointment_id]
        seats[seat.appointment_id].append(seat)
        hit.names[seat.resource_id] = name or ""
        hit.claims.update((seat.resource_id, int(one)) for one in (taken or "").split(",") if one)
    for number, hit in hits.items():
        set_committed_value(hit.appointment, "participants", seats[number])


def _beside(absent: Absent, units: Iterable[int]) -> Any:
    """Consent to somebody's presence is given to their unit, so whoever stands in is of the same one."""
    own = aliased(Membership)
    person = (Staff.resource_id, Staff.id.label("staff_id"), Staff.name, Membership.unit_id)
    staff = (
        select(*person, Membership.role, Membership.group_id, cast(null(), Integer).label("room_id"))
        .join(Membership, Membership.staff_id == Staff.id)
        .join(own, (own.unit_id == Membership.unit_id) & (own.role == Membership.role))
        .where(own.staff_id == absent.staff_id, Staff.id != absent.staff_id, Staff.active)
    )
    nothing = cast(null(), Integer)
    room = (Room.resource_id, nothing, Room.name, Room.unit_id, literal(ROOM), nothing, Room.id)
    return union_all(staff, select(*room).where(Room.unit_id.in_(list(units))))


def _colleague(row: Any) -> Colleague:
    place = Candidate(row.resource_id, row.staff_id, row.unit_id, room_id=row.room_id, open=row.room_id is None)
    return Colleague(place, row.name, row.group_id)
