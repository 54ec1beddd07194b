"""The worker's part of the waiting list: what has become free is held for whoever comes first, and freed when it is not answered."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, time, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from domain import outbox
from domain.access.citizens import Guardianship
from domain.access.jobs import only_one, work_as
from domain.base import COPENHAGEN, moment, now, quarter, today
from domain.booking import verbs
from domain.booking.finding.openings import MINUTES, local_day, wall_minutes
from domain.booking.finding.search import search
from domain.booking.kinds.types import START_TALK
from domain.booking.tables import BOOKED, CANCELLED, LAPSED, RESERVED, Absence, Appointment, Claim
from domain.booking.taking.claims import SlotTaken
from domain.booking.taking.waitlist import EXPIRED, OFFERED, Reservation, Waiting
from domain.booking.verbs import Changed, NotBooked
from domain.journey import talk
from domain.journey.choosing.plan import Plan, plan
from domain.journey.telling import subject
from domain.journey.waitlist.waiting import Offer, end
from domain.people import Start

AWAKE, ASLEEP, MORNING = time(8), time(21), time(9)
"""Nobody is sent an offer, and none ends, while families sleep."""
SHORTEST, AHEAD = timedelta(hours=2), timedelta(hours=12)
"""The least that a family gets to answer in, and that is left from a morning's answer to the conversation."""
MOST = 200


def work(sessions: Callable[[], Session], name: str = "waiting list") -> None:
    """Free what nobody has answered, then hold what has become free; each step a transaction, so that nothing is half done."""
    with _acting(sessions, name) as session:
        if only_one(session, name):
            _over(session)
        ids = _line(session) if _awake(now()) else []
        session.commit()
    for waiting_id in ids:
        with _acting(sessions, name) as session:
            if only_one(session, name) and reserve(session, waiting_id) is not None:
                session.commit()
            else:
                session.rollback()


def reserve(session: Session, waiting_id: int) -> Reservation | None:
    """Hold the first earlier time that this family wishes and has not been offered yet, and write to who holds custody."""
    waiting = session.get_one(Waiting, waiting_id)
    found = plan(session, waiting.start_id)
    standing = talk.standing(session, waiting.start_id)
    for first in _wished(session, waiting, found, standing):
        until = deadline(now(), first, found.type.offer_hours)
        if until is None:
            continue
        try:
            with session.begin_nested():
                return _hold(session, waiting, found, first, until)
        except (SlotTaken, IntegrityError):
            continue
    return None


def deadline(at: datetime, first: int, hours: int) -> datetime | None:
    """Until when a time can be held: shorter when it is near, and never to an hour of the night. None: it is too near."""
    begins = moment(first)
    ends = moment(quarter(min(at + timedelta(hours=hours), at + (begins - at) / 2))).astimezone(COPENHAGEN)
    if not AWAKE <= ends.time() <= ASLEEP:
        morning = datetime.combine(ends.date() + timedelta(days=ends.time() > ASLEEP), MORNING, COPENHAGEN)
        evening = datetime.combine(morning.date() - timedelta(days=1), ASLEEP, COPENHAGEN)
        ends = morning if begins - morning >= AHEAD else evening
    return ends if ends - at >= SHORTEST else None


def _awake(at: datetime) -> bool:
    return AWAKE <= at.astimezone(COPENHAGEN).time() < ASLEEP


@contextmanager
def _acting(sessions: Callable[[], Session], name: str) -> Iterator[Session]:
    with sessions() as session:
        work_as(session, name)
        yield session


def _over(session: Session) -> None:
    """Free what nobody has answered in time, and what can no longer be, because somebody is away or the family has another time."""
    other = aliased(Appointment)
    away = (
        select(Claim.appointment_id)
        .join(Absence, Absence.resource_id == Claim.resource_id)
        .where(Claim.quarter >= Absence.first, Claim.quarter < Absence.last)
    )
    sooner = exists().where(
        other.start_id == Appointment.start_id, other.state == BOOKED, other.first < Appointment.first
    )
    rows = (
        select(Reservation, Appointment)
        .join(Appointment, Appointment.id == Reservation.appointment_id)
        .join(Start, Start.id == Appointment.start_id)
        .where(Reservation.state == OFFERED)
        .where(or_(Reservation.until <= now(), Appointment.id.in_(away), Start.closed != "", sooner))
        .order_by(Reservation.until, Reservation.id)
    )
    for row in session.execute(rows).all():
        with suppress(Changed, NotBooked):  # the family answers at this very moment
            end(session, Offer(*row), EXPIRED)


def _line(session: Session) -> Sequence[int]:
    """Who is waiting, and is not to answer to an offer already; first come, first served."""
    offered = exists().where(Reservation.waiting_id == Waiting.id, Reservation.state == OFFERED)
    over = exists().where(
        Appointment.start_id == Waiting.start_id,
        Appointment.type_key == START_TALK,
        Appointment.state.not_in((BOOKED, CANCELLED, RESERVED, LAPSED)),
    )
    rows = (
        select(Waiting.id)
        .join(Start, Start.id == Waiting.start_id)
        .where(Waiting.ended_at.is_(None), Start.closed == "", Start.starts_on > today(), ~offered, ~over)
    )
    return session.scalars(rows.order_by(Waiting.since, Waiting.id).limit(MOST)).all()


def _wished(session: Session, waiting: Waiting, found: Plan, standing: Appointment | None) -> Iterator[int]:
    """Joint times on the days and between the hours that are wished, before the one that stands; what was refused is not offered again."""
    hi = found.hi if standing is None else min(found.hi, standing.first)
    if found.closed or found.lo >= hi:
        return
    refused = session.scalars(select(Reservation.first).where(Reservation.waiting_id == waiting.id)).all()
    for one in search(session, found.needs, found.type, found.lo, hi, quarters=found.quarters, where=found.where):
        begins = wall_minutes(one.first)
        inside = waiting.begins <= begins and begins + found.quarters * MINUTES <= waiting.ends
        again = any(abs(one.first - other) < found.quarters for other in refused)
        if inside and not again and local_day(one.first).weekday() in waiting.weekdays:
            yield one.first


def _hold(session: Session, waiting: Waiting, found: Plan, first: int, until: datetime) -> Reservation:
    booking = verbs.Booking(
        type_=found.type,
        unit_id=found.unit_id,
        first=first,
        needs=found.needs,
        request_key=f"venteliste/{waiting.id}/{first}/{now().timestamp():.0f}",
        child_id=found.child_id,
        start_id=found.start_id,
        quarters=found.quarters,
        state=RESERVED,
    )
    appointment = verbs.book(session, booking)
    made = Reservation(
        waiting_id=waiting.id, appointment_id=appointment.id, first=first, made_at=now(), until=until, state=OFFERED
    )
    session.add(made)
    session.flush()
    holders = select(Guardianship.guardian_id).where(Guardianship.child_id == waiting.child_id, Guardianship.custody)
    told = {"guardians": session.scalars(holders).all(), "expires_at": until}
    outbox.put(session, "offer", subject(appointment), **told)
    return made
