"""What becomes of a conversation: the family is at the door, it was held, nobody came; what is to be done then, and what was noted wrongly."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from domain import due
from domain.access import NotAllowed, Viewer
from domain.access.roles import LEADERS
from domain.base import now, quarter
from domain.booking import outcomes, verbs
from domain.booking.kinds.types import START_TALK
from domain.booking.outcomes import FINISHED
from domain.booking.showing.of_start import Time
from domain.booking.tables import BOOKED, EXCUSED, MISSED, Appointment, Participant
from domain.booking.verbs import NotBooked
from domain.journey import talk
from domain.journey.by_hand import NoSuchAppointment
from domain.journey.telling import about, children, keys_of, missed, task


def arrive(session: Session, appointment: Appointment) -> None:
    """The family is at the door: whoever meets them has it on Min dag."""
    outcomes.arrive(session, appointment)
    at = appointment.arrived_at
    if at is not None:
        due.put(
            session,
            [task(appointment, "ankommet", f"ankommet/{appointment.id}", at, *one) for one in children(appointment)],
        )


def finish(session: Session, appointment: Appointment, state: str, reason: str = "") -> None:
    """It was held, or the family did not come. After the first conversation the house writes the recommendations.

    Told of before it begins, the time is given back; else it stands as it was.
    """
    if state == EXCUSED and appointment.state == BOOKED and appointment.first > quarter(now()):
        talk.cancel(session, appointment, EXCUSED, reason)
        return
    outcomes.finish(session, appointment, state, reason)
    due.done(session, *keys_of(session, appointment))
    if state in MISSED:
        due.drop(session, *(f"anbefalinger/{start}" for start, _ in children(appointment)))
        due.put(session, missed(appointment))
        return
    due.drop(session, *(f"kom-ikke/{appointment.type_key}/{start}" for start, _ in children(appointment)))
    if appointment.type_key == START_TALK:
        ends = about(appointment, "anbefalinger", "").at
        due.put(
            session, [task(appointment, "anbefalinger", "anbefalinger", ends, *one) for one in children(appointment)]
        )


def noted(session: Session, start_id: int, appointment_id: int) -> Appointment:
    """One of the start's times that is over, for who may say anew what became of it: whoever took part, and their leader.

    Raises NoSuchAppointment, NotAllowed; NotBooked where nothing has been noted, or the family has another time since.
    """
    own, other = aliased(Appointment), aliased(Appointment)
    whole = select(func.coalesce(own.with_id, own.id)).where(own.id == appointment_id, own.start_id == start_id)
    stands = select(other.id).where(other.start_id == start_id, other.state == BOOKED)
    rows = select(Appointment, stands.where(other.type_key == Appointment.type_key).correlate(Appointment).exists())
    row = session.execute(
        rows.where(Appointment.id == whole.scalar_subquery()).options(joinedload(Appointment.participants))
    )
    found = row.unique().one_or_none()
    if found is None:
        raise NoSuchAppointment
    appointment, again = found
    if not _theirs(session.info["viewer"], appointment, verbs.participants(session, appointment)):
        raise NotAllowed(f"appointment {appointment_id} is somebody else's")
    if again or appointment.state not in FINISHED:
        raise NotBooked(f"appointment {appointment_id} is {appointment.state}")
    return appointment


def correctable(session: Session, times: Iterable[Time]) -> set[int]:
    """Ids of those of a start's times that this viewer may say anew what became of. No statement."""
    viewer, every = session.info["viewer"], list(times)
    again = {one.kind for one in every if one.booked}
    leads = any(LEADERS & viewer.roles(unit) for unit in viewer.every_unit())
    finished = [one for one in every if one.state in FINISHED and one.began and one.kind not in again]
    return {one.id for one in finished if leads or viewer.staff in {seat.staff_id for seat in one.staff}}


def _theirs(viewer: Viewer, appointment: Appointment, seats: Iterable[Participant]) -> bool:
    some = list(seats)
    units = {appointment.unit_id, *(seat.unit_id for seat in some)}
    leads = any(viewer.roles(unit) & LEADERS for unit in units)
    return leads or viewer.staff in {seat.staff_id for seat in some if seat.staff_id is not None}
