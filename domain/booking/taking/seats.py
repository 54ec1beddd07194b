"""Who takes part in an appointment: the rows that a booking writes, a move keeps or fills anew, and a leave takes away."""

from collections.abc import Iterable, Sequence

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from domain import audit
from domain.booking.finding.search import Candidate, Need, Placement
from domain.booking.tables import Appointment, Participant


def participants(session: Session, appointment: Appointment) -> Sequence[Participant]:
    """In the order of the roles. One statement the first time, none after it."""
    if "participants" in inspect(appointment).unloaded:
        rows = select(Participant).where(Participant.appointment_id == appointment.id).order_by(Participant.place)
        set_committed_value(appointment, "participants", session.scalars(rows).all())
    return appointment.participants


def staff_of(session: Session, appointment: Appointment) -> set[int]:
    """Ids of the staff who take part. No statement more than `participants`."""
    return {seat.staff_id for seat in participants(session, appointment) if seat.staff_id is not None}


def kept(appointment: Appointment, seats: Iterable[Participant]) -> tuple[Need, ...]:
    """The same people and the same room again."""
    return tuple(Need(seat.role, (_sitting(appointment, seat),)) for seat in seats)


def _sitting(appointment: Appointment, seat: Participant) -> Candidate:
    room = seat.staff_id is None
    room_id = appointment.room_id if room else None
    return Candidate(seat.resource_id, seat.staff_id, seat.unit_id, room_id=room_id, open=not room)


def stands(appointment: Appointment, seats: Iterable[Participant], to: Placement) -> bool:
    """Whether it is there already: the same move sent twice."""
    now_there = sorted((seat.role, seat.resource_id) for seat in seats)
    to_be = sorted((role, pick.resource_id) for role, pick in to.seats)
    return (appointment.first, appointment.quarters, now_there) == (to.first, to.quarters, to_be)


def reseat(session: Session, appointment: Appointment, seats: Iterable[Participant], to: Placement) -> None:
    """Each role keeps its row, and with it its place in the list, also when somebody else fills it."""
    left = list(seats)
    after = max((seat.place for seat in left), default=0)
    for role, pick in to.seats:
        seat = next((one for one in left if one.role == role), None)
        if seat is None:
            after += 1
            session.add(seated(Participant(appointment_id=appointment.id, place=after, role=role), pick))
            session.expire(appointment, ["participants"])
        else:
            left.remove(seated(seat, pick))
    unseat(session, appointment, left)


def unseat(session: Session, appointment: Appointment, leaving: Iterable[Participant]) -> None:
    for seat in leaving:
        session.delete(seat)
        session.expire(appointment, ["participants"])


def noted(session: Session, appointments: Iterable[Appointment]) -> None:
    """Other people take part than before. Participants are not guarded, so nobody else writes it down. One statement for many."""
    audit.by_key(session, "change", Participant.__tablename__, appointments, "staff_id")


def seated(seat: Participant, pick: Candidate) -> Participant:
    seat.resource_id, seat.staff_id, seat.unit_id = pick.resource_id, pick.staff_id, pick.unit_id
    return seat
