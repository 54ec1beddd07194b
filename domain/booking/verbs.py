"""What can be done with an appointment: book, move, cancel, leave. What becomes of one stands in outcomes.py."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from domain.base import DomainError, now
from domain.booking.finding.places import Where
from domain.booking.finding.search import ClaimKey, Need, Offer, Placement, wish
from domain.booking.kinds.limits import in_time, still_changeable
from domain.booking.tables import BOOKED, CANCELLED, GIVEN_BACK, Appointment, AppointmentType, Participant
from domain.booking.taking.claims import claim, claimed_for, release, take
from domain.booking.taking.seats import kept, noted, reseat, seated, stands, unseat
from domain.booking.taking.seats import participants as participants
from domain.booking.taking.shared import follow, write
from domain.booking.taking.versions import Changed as Changed
from domain.booking.taking.versions import NotBooked as NotBooked
from domain.booking.taking.versions import next_version, only


@dataclass(frozen=True, kw_only=True)
class Booking:
    """What is to be booked. The same `request_key` is the same booking. `quarters`, `place`: when not the type's own.

    `seen`: who is free then, where that has just been looked up in the same transaction. `others`: (start, child) of brothers and sisters for whom
    it is held as well.
    """

    type_: AppointmentType
    unit_id: int
    first: int
    needs: tuple[Need, ...]
    request_key: str
    child_id: int | None = None
    start_id: int | None = None
    quarters: int | None = None
    state: str = BOOKED
    place: str = ""
    seen: Offer | None = None
    others: tuple[tuple[int, int], ...] = ()

    @property
    def where(self) -> Where:
        return Where(self.place or self.type_.place, self.unit_id)


def book(session: Session, booking: Booking) -> Appointment:
    """All who must be there, or nobody: TooLate, TooFar or SlotTaken, after which the session can go on."""
    wanted = wish(booking.needs, booking.type_, booking.quarters, booking.where)
    try:
        in_time(session, booking.type_, (booking.first, booking.first + wanted.quarters))
        return take(session, wanted, booking.first, lambda to: _write(session, booking, to), seen=booking.seen)
    except (DomainError, IntegrityError):
        twin = _twin(session, booking)
        if twin is None:
            raise
        return twin


def _write(session: Session, booking: Booking, to: Placement) -> Appointment:
    appointment = Appointment(
        type_key=booking.type_.key,
        unit_id=booking.unit_id,
        child_id=booking.child_id,
        start_id=booking.start_id,
        first=to.first,
        quarters=to.quarters,
        state=booking.state,
        sequence=0,
        request_key=booking.request_key,
        room_id=to.room_id,
        place=booking.where.kind,
        booked_at=now(),
        arrived_at=None,
        participants=[
            seated(Participant(place=place, role=role), pick) for place, (role, pick) in enumerate(to.seats, 1)
        ],
    )
    write(session, appointment, booking.others)
    claim(session, appointment.id, to.claims)
    return appointment


def _twin(session: Session, booking: Booking) -> Appointment | None:
    """What the same form has booked already, be it this very moment in another thread."""
    return session.scalar(
        select(Appointment)
        .where(Appointment.request_key == booking.request_key, Appointment.type_key == booking.type_.key)
        .where(Appointment.child_id.is_not_distinct_from(booking.child_id))
        .options(selectinload(Appointment.participants))
    )


def move(
    session: Session,
    appointment: Appointment,
    first: int,
    needs: Iterable[Need] | None = None,
    quarters: int | None = None,
    *,
    alone: bool = False,
    seen: Offer | None = None,
    claims: Collection[ClaimKey] | None = None,
) -> Appointment:
    """To another time with everybody who takes part, or with those whom `needs` names. Not possible: all stands as it was.

    `alone`: see Appointment; `seen`: see Booking; `claims`: its own, where the caller has read them, no earlier than the appointment.
    """
    only(appointment, BOOKED)
    still_changeable(session, appointment)
    seats = tuple(participants(session, appointment))
    type_ = session.get_one(AppointmentType, appointment.type_key)
    where = Where(appointment.place, appointment.unit_id)
    wanted = wish(kept(appointment, seats) if needs is None else needs, type_, quarters or appointment.quarters, where)
    in_time(session, type_, (first, first + wanted.quarters))
    shift = partial(_shift, session, appointment, seats, read=appointment.sequence, alone=alone, claims=claims)
    try:
        return take(session, wanted, first, shift, appointment.id, seen=seen)
    except Changed:
        current = _read_again(session, appointment)
        if current is None or (current.first, current.quarters) != (first, wanted.quarters):
            raise
        return current


def move_to(session: Session, appointment: Appointment, to: Placement) -> Appointment:
    """To that time with those people, whether or not they are open then: their claims alone decide. Raises SlotTaken, and all stands."""
    only(appointment, BOOKED)
    still_changeable(session, appointment)
    in_time(session, session.get_one(AppointmentType, appointment.type_key), (to.first, to.first + to.quarters))
    seats = tuple(participants(session, appointment))
    with session.begin_nested():
        return _shift(session, appointment, seats, to, read=appointment.sequence)


def _shift(
    session: Session,
    appointment: Appointment,
    seats: Sequence[Participant],
    to: Placement,
    *,
    read: int,
    alone: bool = False,
    claims: Collection[ClaimKey] | None = None,
) -> Appointment:
    """`read`: the version that `seats` and `claims` are of. An attempt that is undone lets others at the row before the next."""
    if appointment.sequence != read:
        raise Changed(f"appointment {appointment.id}")
    if stands(appointment, seats, to):
        return appointment
    appointment.first, appointment.quarters, appointment.room_id = to.first, to.quarters, to.room_id
    appointment.arrived_at, appointment.alone = None, appointment.alone or alone
    before = {seat.resource_id for seat in seats}
    reseat(session, appointment, seats, to)
    next_version(session, appointment)  # so nobody has changed its claims since it was read
    if before != {pick.resource_id for _role, pick in to.seats}:
        noted(session, [appointment])
    old = claimed_for(session, appointment.id) if claims is None else set(claims)
    claim(session, appointment.id, to.claims - old)  # before the old ones go: two that swap would wait for each other
    release(session, appointment.id, old - to.claims)
    follow(session, appointment)
    return appointment


def _read_again(session: Session, appointment: Appointment) -> Appointment | None:
    """As it stands after somebody else's change: the other half of a double click has moved it already."""
    rows = select(Appointment).where(Appointment.id == appointment.id)
    return session.scalar(rows, execution_options={"populate_existing": True})


def cancel(session: Session, appointment: Appointment, state: str = CANCELLED, reason: str = "") -> None:
    """Everybody's time is free again; who was to take part is kept. A second time changes nothing. `state`: one of GIVEN_BACK."""
    if appointment.state in GIVEN_BACK:
        return
    only(appointment, BOOKED)
    still_changeable(session, appointment)
    with session.begin_nested():
        appointment.state, appointment.reason, appointment.arrived_at = state, reason, None
        next_version(session, appointment)
        release(session, appointment.id)
        follow(session, appointment)


def leave(session: Session, appointment: Appointment, role: str) -> list[Participant]:
    """Whoever fills this role is no longer there and has the time free; the appointment stands. Returns who left."""
    only(appointment, BOOKED)
    leaving = [seat for seat in participants(session, appointment) if seat.role == role]
    if leaving:
        with session.begin_nested():
            next_version(session, appointment)
            ids = {seat.resource_id for seat in leaving}
            gone = {key for key in claimed_for(session, appointment.id) if key[0] in ids}
            release(session, appointment.id, gone)
            unseat(session, appointment, leaving)
            noted(session, [appointment])
            follow(session, appointment)
    return leaving
