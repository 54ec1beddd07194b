"""The conversations of a start, the first one and the follow-up: booked, moved, cancelled, held; and who is told."""

from collections.abc import Collection
from contextlib import suppress
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased, joinedload

from domain import due, outbox
from domain.access.roles import SUNDHEDSPLEJERSKE
from domain.base import DomainError
from domain.booking import verbs
from domain.booking.finding.search import Offer, search
from domain.booking.kinds.limits import TooFar, TooLate, past_limit
from domain.booking.kinds.types import FOLLOW_UP, START_TALK, TALKS
from domain.booking.tables import BOOKED, CANCELLED, LATE, Appointment, AppointmentType
from domain.booking.taking import shared
from domain.booking.taking.claims import SlotTaken
from domain.booking.taking.seats import staff_of
from domain.consent import attends
from domain.journey import follow_up, interpreters
from domain.journey.choosing.plan import Plan
from domain.journey.telling import News, calls, guardians, keys_of, missed, subject, tell
from domain.people import Start


class AlreadyBooked(DomainError):
    """The start has its conversation; move it instead."""


class Closed(DomainError):
    """The child does not start here after all."""


def times(session: Session, found: Plan) -> list[Offer]:
    """Every joint time of the plan, in order. One statement."""
    if found.closed or found.lo >= found.hi:
        return []
    how: dict[str, Any] = {"quarters": found.quarters, "apart": found.booked, "where": found.where}
    return search(session, found.wanted, found.type, found.lo, found.hi, **how)


def book(session: Session, found: Plan, first: int, request_key: str, seen: Offer | None = None) -> Appointment:
    """Book the planned conversation; everybody is told. Raises SlotTaken, TooLate, TooFar, AlreadyBooked, Closed."""
    if found.closed:
        raise Closed(found.closed)
    _within(found, first, found.quarters)
    booking = verbs.Booking(
        type_=found.type,
        unit_id=found.unit_id,
        first=first,
        needs=found.needs,
        request_key=request_key,
        child_id=found.child_id,
        start_id=found.start_id,
        seen=seen,
        quarters=found.quarters,
        others=found.starts[1:],
    )
    try:
        with session.begin_nested():
            appointment = verbs.book(session, booking)
    except IntegrityError as error:
        raise AlreadyBooked from error
    booked(session, found, appointment)
    return appointment


def booked(session: Session, found: Plan, appointment: Appointment) -> None:
    """Everybody is told; nobody has to ask the family any longer; an interpreter is ordered."""
    starts = [start for start, _ in found.starts]
    if found.kind == START_TALK:
        outbox.replace(session, [f"start/{one}" for one in starts], ("invitation", "chase"))
    due.drop(session, *(key for one in starts for key in calls(one, found.kind)))
    tell(session, [News(appointment, "confirmed", {"confirmed": staff_of(session, appointment)})], found.families)
    if found.interpreter:
        interpreters.ask(session, appointment, found.interpreter, found.interpreter_way)


def move(
    session: Session,
    appointment: Appointment,
    found: Plan,
    first: int,
    *,
    alone: bool = True,
    seen: Offer | None = None,
) -> Appointment:
    """Move it with everybody who takes part, or, where one of a group has no time, with another of the group.

    With another plan (`relax`), with those it names. Raises as `book`, and nothing has changed. The follow-up comes along.
    """
    quarters = found.quarters if found.relax else appointment.quarters
    _within(found, first, quarters)
    before = staff_of(session, appointment)
    alone = alone and found.kind == FOLLOW_UP
    verbs.move(session, appointment, first, found.wanted, quarters, alone=alone, seen=seen)
    moved(session, found, appointment, before)
    return appointment


def moved(session: Session, found: Plan, appointment: Appointment, before: set[int]) -> None:
    """Everybody is told, who has taken part `before` too; the interpreter is asked anew, and the follow-up comes along."""
    now_there = staff_of(session, appointment)
    tell(session, [News(appointment, "moved", {"moved": now_there, "left": before - now_there})], found.families)
    if found.interpreter:
        interpreters.ask(session, appointment, found.interpreter, found.interpreter_way)
    if found.kind == START_TALK and found.followed:
        along(session, appointment)


def along(session: Session, appointment: Appointment) -> None:
    """The follow-up moves with the first conversation, where `of_start.followed` says so; where there is no time it stands."""
    after = standing(session, appointment.start_id or 0, FOLLOW_UP)
    if after is None:
        return
    found = follow_up.suggest(session, appointment.start_id or 0, appointment.first)
    if found.offer is not None and found.offer.first != after.first:
        with suppress(SlotTaken):  # taken this very moment: it stands, and can be moved by hand
            move(session, after, found.plan, found.offer.first, alone=False)


def _within(found: Plan, first: int, quarters: int) -> None:
    """The days between which this conversation can be are the same for parents and for staff."""
    if first < found.lo:
        raise TooLate(f"quarter {first} is before {found.lo}")
    if first + quarters > found.hi:
        raise TooFar(f"quarter {first + quarters} is after {found.hi}")


def cancel(session: Session, appointment: Appointment, state: str = CANCELLED, reason: str = "") -> None:
    """The time is given back, everybody is told, and the house has the family on its list again.

    After the parents' limit it is a late one, which staff alone can do, on the telephone.
    """
    late = state == CANCELLED and _late(session, appointment)
    staff = staff_of(session, appointment)
    verbs.cancel(session, appointment, LATE if late else state, reason)
    tell(session, [News(appointment, "cancelled", {"cancelled": staff})])
    interpreters.call_off(session, appointment)
    if appointment.state != CANCELLED:
        due.put(session, missed(appointment))


def _late(session: Session, appointment: Appointment) -> bool:
    """Parents meet the limit itself."""
    if session.info["viewer"].guardian is not None:
        return False
    return past_limit(appointment.first, session.get_one(AppointmentType, appointment.type_key).cancel_days)


def cancel_for(session: Session, start: Start) -> None:
    """Cancel the start's conversations if any stands; one that is shared goes on for the other children."""
    for kind in TALKS:
        appointment = standing(session, start.id, kind)
        if appointment is None:
            continue
        if appointment.with_id is None:
            cancel(session, appointment)
        else:
            due.drop(session, *keys_of(session, appointment))
            shared.part(session, appointment, start.id)
            tell(session, [News(appointment, "confirmed")])


def let_go(session: Session, start: Start, appointments: Collection[Appointment]) -> None:
    """Where consent no longer covers her presence the sundhedsplejerske leaves; the time stands with the pædagog.

    The caller has looked for the appointments before the answer: a sundhedsplejerske who notes a no cannot see them any longer.
    """
    for appointment in appointments:
        seats = [seat for seat in verbs.participants(session, appointment) if seat.role == SUNDHEDSPLEJERSKE]
        starts = appointment.start_ids or [start.id]
        if not seats or attends(session, starts, seats[0].unit_id):
            continue
        keys = keys_of(session, appointment, SUNDHEDSPLEJERSKE)
        verbs.leave(session, appointment, SUNDHEDSPLEJERSKE)
        staff = [seat.staff_id for seat in seats if seat.staff_id is not None]
        outbox.put(session, "left", subject(appointment), staff=staff, sequence=appointment.sequence)
        due.drop(session, *keys)


def standing(session: Session, start_id: int, kind: str = START_TALK) -> Appointment | None:
    """The start's booked conversation, as far as the viewer may see it: the one that has the people, where it is shared."""
    return next(iter(all_standing(session, start_id, (kind,))), None)


def all_standing(session: Session, start_id: int, kinds: Collection[str] = TALKS) -> list[Appointment]:
    """The same for the first and the follow-up. One statement."""
    stand = Appointment.id.in_(stands(start_id, kinds))
    rows = select(Appointment).where(stand).options(joinedload(Appointment.participants))
    return [*session.scalars(rows.order_by(Appointment.id)).unique()]


def stands(start_id: int, kinds: Collection[str] = (START_TALK,)) -> Select[int]:
    """Ids of the appointments that stand for a start; of one that is shared with brothers and sisters the first one's."""
    own = aliased(Appointment)
    booked = own.start_id == start_id, own.type_key.in_(kinds), own.state == BOOKED
    return select(func.coalesce(own.with_id, own.id)).where(*booked)


def guardians_of(session: Session, child_id: int | None) -> list[int]:
    """Ids of all guardians of a child, with custody or without."""
    return guardians(session, {child_id})[child_id] if child_id else []
