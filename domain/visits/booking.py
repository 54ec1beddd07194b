"""A visit gets its time: who could come, when, and what booking, moving and cancelling mean for the visit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from domain.access import Viewer
from domain.access.roles import SUNDHEDSPLEJERSKE
from domain.access.staff import Membership, Staff
from domain.base import DomainError, today
from domain.booking import verbs
from domain.booking.finding.openings import midnight
from domain.booking.finding.places import Where
from domain.booking.finding.search import Candidate, Need, Offer, search
from domain.booking.kinds.limits import TooFar, TooLate, bookable
from domain.booking.kinds.types import HOME_VISIT
from domain.booking.tables import GIVEN_BACK, Appointment, AppointmentType
from domain.booking.taking.seats import staff_of
from domain.people import Child
from domain.visits import told
from domain.visits.tables import BOOKED, PLANNED, HomeVisit

LATE_IS_FINE, SHORT = timedelta(weeks=4), timedelta(days=7)
"""Where less than a week of the window is left, or none of it, times are offered for four weeks: late is better than never."""
OWN, NAMED, ANY = "egen", "afløser", "en"


class NoSuchVisit(DomainError):
    """There is none of that number, or it is not for this viewer to see."""


class VisitOver(DomainError):
    """It has been held, declined or called off: it has no time any more."""


class Person(NamedTuple):
    """Somebody who could come. `known`: how well the family knows her."""

    name: str
    staff_id: int
    known: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A visit and who could have it, from quarter `lo` to before `hi`. `booked`: the time that stands. `people` by resource."""

    visit: HomeVisit
    child: str
    nurse_id: int | None
    type: AppointmentType
    booked: Appointment | None
    needs: tuple[Need, ...]
    people: dict[int, Person]
    lo: int
    hi: int
    substitute: bool = field(default=False)

    @property
    def where(self) -> Where:
        return Where(self.type.place, self.visit.unit_id)

    @property
    def quarters(self) -> int:
        return self.booked.quarters if self.booked else self.type.minutes // 15


def plan(session: Session, visit_id: int, *, substitute: bool = False) -> Plan:
    """Continuity: the family's own sundhedsplejerske; else, or when `substitute` is asked for, her named substitute; else any of the unit.

    Parents choose within the window; staff at any time. NoSuchVisit, VisitOver. Two statements.
    """
    visit, name, nurse_id, type_, booked = found(session, visit_id)
    if visit.state not in {PLANNED, BOOKED}:
        raise VisitOver(visit.state)
    rows = session.execute(_people(), {"unit": visit.unit_id}).all()
    chosen, known = _nurses(rows, nurse_id, substitute=substitute)
    lo, hi = _span(session, visit, type_)
    even = known == ANY
    candidates = tuple(Candidate(one.resource_id, one.id, visit.unit_id) for one in chosen)
    return Plan(
        visit=visit,
        child=name,
        nurse_id=nurse_id,
        type=type_,
        booked=booked if visit.state == BOOKED else None,
        needs=(Need(SUNDHEDSPLEJERSKE, candidates, even=even),),
        people={one.resource_id: Person(one.name, one.id, known) for one in chosen},
        lo=lo,
        hi=hi,
        substitute=substitute,
    )


def times(session: Session, of: Plan) -> list[Offer]:
    """Every time at which somebody of the plan could come, and who then would. One statement, two where one of several is booked."""
    if of.lo >= of.hi or not of.people:
        return []
    apart = of.booked.id if of.booked else None
    needs = _rather(of, staff_of(session, of.booked)) if of.booked and len(of.people) > 1 else of.needs
    return search(session, needs, of.type, of.lo, of.hi, quarters=of.quarters, apart=apart, where=of.where)


def book(session: Session, of: Plan, first: int, request_key: str) -> Appointment:
    """The visit has a time, and everybody is told. Booked already: the time there is. SlotTaken, TooLate, TooFar."""
    if of.booked is not None:
        return of.booked
    _within(of, first)
    wanted = verbs.Booking(
        type_=of.type,
        unit_id=of.visit.unit_id,
        first=first,
        needs=of.needs,
        request_key=request_key,
        child_id=of.visit.child_id,
    )
    appointment = verbs.book(session, wanted)
    of.visit.state, of.visit.appointment_id, of.visit.reason = BOOKED, appointment.id, ""
    session.flush()
    told.booked(session, of.visit, appointment, "confirmed")
    return appointment


def move(session: Session, of: Plan, first: int, needs: Sequence[Need] | None = None) -> Appointment:
    """To another time, with the same sundhedsplejerske where she can; with `needs`, with those. Everybody is told.

    VisitOver where nothing is booked; SlotTaken, TooLate, TooFar, NotBooked, and nothing has changed.
    """
    appointment = of.booked
    if appointment is None:
        raise VisitOver(of.visit.state)
    _within(of, first)
    before, stood = staff_of(session, appointment), appointment.sequence
    verbs.move(session, appointment, first, needs if needs is not None else _rather(of, before))
    if appointment.sequence != stood:
        told.booked(session, of.visit, appointment, "moved", before)
    return appointment


def cancel(session: Session, of: Plan) -> None:
    """The time is given back and the visit is to be had again. TooLate for parents after their limit; a second time changes nothing."""
    if of.booked is None:
        return
    verbs.cancel(session, of.booked)
    release(session, of.visit, of.booked, of.nurse_id)


def release(
    session: Session, visit: HomeVisit, appointment: Appointment, nurse_id: int | None, state: str = PLANNED
) -> None:
    """What a time that has been given back means for the visit."""
    visit.state, visit.appointment_id = state, None
    session.flush()
    told.cancelled(session, visit, appointment, nurse_id)


def follow(session: Session, appointments: Collection[Appointment]) -> None:
    """Somebody else (Frontdesk, a sick day) has moved these visits, or given their time back: then they are to be had again.

    One statement to look, for many as for one; none where no visit is among them.
    """
    ours = {one.id: one for one in appointments if one.type_key == HOME_VISIT}
    if not ours:
        return
    rows = select(HomeVisit, Child.sundhedsplejerske_id).join(Child, Child.id == HomeVisit.child_id)
    found_ = session.execute(rows.where(HomeVisit.appointment_id.in_(ours), HomeVisit.state == BOOKED)).all()
    pairs = [(visit, ours[visit.appointment_id or 0]) for visit, _nurse in found_]
    gone = [(visit, nurse) for visit, nurse in found_ if ours[visit.appointment_id or 0].state in GIVEN_BACK]
    told.followed(session, pairs)
    for visit, _nurse in gone:
        visit.state, visit.appointment_id = PLANNED, None
    session.flush()
    told.plans(session, gone)


def found(session: Session, visit_id: int) -> tuple[HomeVisit, str, int | None, AppointmentType, Appointment | None]:
    """(visit, child's name, its sundhedsplejerske, type, time). NoSuchVisit. One statement."""
    row = session.execute(_whole(), {"visit": visit_id}).one_or_none()
    if row is None:
        raise NoSuchVisit
    return row.HomeVisit, row.name, row.sundhedsplejerske_id, row.AppointmentType, row.Appointment


def nurses(session: Session, unit_id: int) -> list[tuple[int, str]]:
    """(id, name) of the unit's sundhedsplejersker, by name. One statement."""
    rows = session.execute(_people(), {"unit": unit_id})
    return sorted(((row.id, row.name) for row in rows), key=lambda one: one[1])


@cache
def _whole() -> Select[*tuple[Any, ...]]:
    return (
        select(HomeVisit, Child.name, Child.sundhedsplejerske_id, AppointmentType, Appointment)
        .join(Child, Child.id == HomeVisit.child_id)
        .join(AppointmentType, AppointmentType.key == HOME_VISIT)
        .outerjoin(Appointment, Appointment.id == HomeVisit.appointment_id)
        .where(HomeVisit.id == bindparam("visit"))
    )


@cache
def _people() -> Select[*tuple[Any, ...]]:
    works = Membership.unit_id == bindparam("unit"), Membership.role == SUNDHEDSPLEJERSKE
    return (
        select(Staff.id, Staff.name, Staff.resource_id, Staff.substitute_id)
        .join(Membership, Membership.staff_id == Staff.id)
        .where(Staff.active, *works)
        .order_by(Staff.resource_id)
    )


def _nurses(rows: Sequence[Any], nurse_id: int | None, *, substitute: bool) -> tuple[list[Any], str]:
    own = [row for row in rows if row.id == nurse_id]
    named = [row for row in rows if own and row.id == own[0].substitute_id]
    others = [row for row in rows if row not in own]
    if substitute and others:
        return (named, NAMED) if named else (others, ANY)
    return (own, OWN) if own else (others, ANY)


def _span(session: Session, visit: HomeVisit, type_: AppointmentType) -> tuple[int, int]:
    soonest, latest = bookable(session, type_)
    viewer: Viewer = session.info["viewer"]
    if viewer.guardian is None:
        return soonest, latest
    closes = visit.closes_on
    if closes - today() < SHORT:
        closes = max(closes, today() + LATE_IS_FINE)
    return max(soonest, midnight(visit.opens_on)), min(latest, midnight(closes + timedelta(days=1)))


def _rather(of: Plan, before: set[int]) -> tuple[Need, ...]:
    """Whoever was to come before the others, if she is one of those who could."""
    (need,) = of.needs
    order = tuple(sorted(need.candidates, key=lambda one: one.staff_id not in before))
    known = any(one.staff_id in before for one in order)
    return (need._replace(candidates=order, even=False),) if known else of.needs


def _within(of: Plan, first: int) -> None:
    if first < of.lo:
        raise TooLate(f"quarter {first} is before {of.lo}")
    if first + of.quarters > of.hi:
        raise TooFar(f"quarter {first + of.quarters} is after {of.hi}")
