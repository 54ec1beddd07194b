"""The waiting list: an earlier time that has become free is held for one family at a time, for a set while, then for the next."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased, joinedload

from domain.base import DomainError, now
from domain.booking.tables import Appointment
from domain.booking.taking import held as held_time
from domain.booking.taking.seats import participants, staff_of
from domain.booking.taking.waitlist import DECLINED, EXPIRED, OFFERED, TAKEN, Reservation, Waiting
from domain.frontdesk.plans import MIDNIGHT, BadHours
from domain.journey import talk
from domain.journey.choosing.plan import plan
from domain.people import Start

WEEKDAYS = range(5)


class OfferGone(DomainError):
    """The time that was held is no longer: it has been too long, or somebody of the family has answered."""


@dataclass(frozen=True)
class Offer:
    """A time that is held for one family."""

    reservation: Reservation
    appointment: Appointment


def ask(session: Session, start_id: int, weekdays: Iterable[int], begins: int, ends: int) -> Waiting:
    """Put the family on the list, or change what it wishes: its place in the line stays."""
    days = sorted(set(weekdays))
    if not days or not 0 <= begins < ends <= MIDNIGHT or not set(days) <= set(WEEKDAYS):
        raise BadHours("wish")
    start = session.get_one(Start, start_id)
    waiting = of_start(session, start_id)
    if waiting is None:
        waiting = Waiting(start_id=start_id, child_id=start.child_id, unit_id=start.unit_id, since=now())
        session.add(waiting)
    elif waiting.ended_at is not None:
        waiting.since, waiting.ended_at = now(), None
    waiting.weekdays, waiting.begins, waiting.ends = days, begins, ends
    session.flush()
    return waiting


def leave(session: Session, start_id: int) -> None:
    """Off the list; what is held for the family is free again."""
    waiting = of_start(session, start_id)
    if waiting is None or waiting.ended_at is not None:
        return
    held = offer(session, waiting)
    if held is not None:
        end(session, held, DECLINED)
    waiting.ended_at = now()


def of_start(session: Session, start_id: int) -> Waiting | None:
    return session.scalars(select(Waiting).where(Waiting.start_id == start_id)).one_or_none()


def offer(session: Session, waiting: Waiting) -> Offer | None:
    """The time that is held for this family just now."""
    rows = select(Reservation, Appointment).join(Appointment, Appointment.id == Reservation.appointment_id)
    row = session.execute(rows.where(Reservation.waiting_id == waiting.id, Reservation.state == OFFERED)).one_or_none()
    return Offer(*row) if row else None


def take(session: Session, start_id: int) -> Appointment:
    """The family's conversation moves to the time that is held for it, or is made there. OfferGone, TooLate, Changed, AlreadyBooked."""
    waiting, held, standing = _held(session, start_id)
    found = plan(session, start_id)
    if found.closed or {need.role for need in found.needs} != {
        seat.role for seat in participants(session, held.appointment)
    }:
        end(session, held, EXPIRED)  # who must be there has changed since, by a consent that was given or withdrawn
        raise OfferGone
    before = set() if standing is None else staff_of(session, standing)
    with session.begin_nested():  # what is offered and the appointments go in one flush, or neither does
        held.reservation.state, waiting.ended_at = TAKEN, now()
        if standing is not None:
            held_time.exchange(session, standing, held.appointment)
        else:
            _accept(session, held.appointment)
    if standing is None:
        talk.booked(session, found, held.appointment)
    else:
        talk.moved(session, found, standing, before)
    return standing or held.appointment


def decline(session: Session, start_id: int) -> None:
    """Not that time; the family stays on the list, and the next one is offered it."""
    held = _held(session, start_id)[1]
    end(session, held, DECLINED)


def _held(session: Session, start_id: int) -> tuple[Waiting, Offer, Appointment | None]:
    """The family's place on the list, the time that is held for it, and the one that it has.

    The reservation is locked, and first of all: of two who answer at once the second waits here, before either has touched a time, and then finds
    it gone.
    """
    stands = aliased(Appointment)
    rows = session.execute(
        select(Waiting, Reservation, Appointment, stands)
        .join(Reservation, Reservation.waiting_id == Waiting.id)
        .join(Appointment, Appointment.id == Reservation.appointment_id)
        .outerjoin(stands, stands.id == talk.stands(start_id).scalar_subquery())
        .where(Waiting.start_id == start_id, Reservation.state == OFFERED, Reservation.until > now())
        .options(joinedload(Appointment.participants), joinedload(stands.participants))
        .with_for_update(of=Reservation)
    )
    row = rows.unique().one_or_none()
    if row is None:
        raise OfferGone
    waiting, reservation, appointment, standing = row
    return waiting, Offer(reservation, appointment), standing


def _accept(session: Session, reserved: Appointment) -> None:
    try:
        held_time.accept(session, reserved)
    except IntegrityError as error:
        raise talk.AlreadyBooked from error


def end(session: Session, held: Offer, state: str) -> None:
    """The time is free again, and may be offered to the next. A mail that has not been sent is overtaken by itself."""
    held.reservation.state = state
    session.flush()  # the reservation first, as in `_held`: or two would wait for each other
    held_time.lapse(session, held.appointment)
    session.flush()
