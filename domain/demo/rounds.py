"""A round of the demo: home visits of one day, two of them in the same street with another between them, and a family that has been told when."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.staff import Membership, Staff
from domain.base import today
from domain.booking import verbs
from domain.booking.finding import search
from domain.booking.finding.openings import local_day, midnight, public_holiday
from domain.booking.finding.search import Candidate, Need
from domain.booking.kinds.types import HOME_VISIT
from domain.booking.tables import AppointmentType
from domain.booking.verbs import Booking
from domain.people import Child
from domain.rounds import going
from domain.visits.tables import HomeVisit

ADDRESSES = ("Egehegnet 4", "Lundekrogen 2", "Egehegnet 12")
DAYS = 14


def go_round(session: Session) -> None:
    """On the first day on which the signed-in sundhedsplejerske has room for three."""
    rows = select(Staff.resource_id, Staff.id, Membership.unit_id).join(Membership, Membership.staff_id == Staff.id)
    resource, staff, unit = session.execute(rows.where(Staff.login == "sundhedsplejerske")).one()
    visited = select(HomeVisit.child_id).where(HomeVisit.appointment_id.is_not(None))
    young = select(Child).where(Child.sundhedsplejerske_id == staff, Child.id.not_in(visited))
    children = session.scalars(young.order_by(Child.birth_date.desc(), Child.id).limit(len(ADDRESSES))).all()
    need = Need("sundhedsplejerske", (Candidate(resource, staff, unit),))
    type_ = session.get_one(AppointmentType, HOME_VISIT)
    lo, hi = (midnight(today() + timedelta(days=days)) for days in (1, DAYS))
    for child, address, first in zip(children, ADDRESSES, _three(session, need, type_, (lo, hi)), strict=False):
        child.address, child.address_protected = address, address == ADDRESSES[1]
        wanted = Booking(
            type_=type_, unit_id=unit, first=first, needs=(need,), request_key=f"demo/{address}", child_id=child.id
        )
        day = local_day(verbs.book(session, wanted).first)
        if address == ADDRESSES[0]:
            going.send(session, unit, staff, day)


def _three(session: Session, need: Need, type_: AppointmentType, span: tuple[int, int]) -> list[int]:
    """Times of one day, with the way between them."""
    by_day: dict[date, list[int]] = {}
    apart = type_.minutes // 15 + type_.buffer_before // 15 + type_.buffer_after // 15
    for offer in search.search(session, (need,), type_, *span):
        day = local_day(offer.first)
        times = by_day.setdefault(day, [])
        if not public_holiday(day) and (not times or offer.first >= times[-1] + apart):
            times.append(offer.first)
    return next((times[: len(ADDRESSES)] for times in by_day.values() if len(times) >= len(ADDRESSES)), [])
