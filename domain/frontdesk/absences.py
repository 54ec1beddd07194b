"""When staff and rooms are away, why, and which bookings that hits."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from domain.base import DomainError
from domain.booking.openings import Span, midnight
from domain.booking.tables import Absence, AbsenceReason, Appointment, Claim
from domain.frontdesk.team import own

ONE_DAY = timedelta(days=1)


class BadAbsence(DomainError):
    """It ends before it begins, or there is none."""


class Hits(NamedTuple):
    """What is booked in a span: the appointments that the viewer may see, in order, and how many there are beside them."""

    appointments: tuple[Appointment, ...]
    hidden: int


class Listed(NamedTuple):
    """An absence, and why, as far as the viewer may know."""

    absence: Absence
    reason: str | None


def whole_days(first: date, last: date) -> Span:
    """From midnight to midnight in Copenhagen, both days included."""
    return midnight(first), midnight(last + ONE_DAY)


def add(session: Session, unit_id: int, resource_id: int, span: Span, reason: str = "") -> tuple[Absence, Hits]:
    """Away in `span` (quarters). The reason is for `unit_id` alone. Nothing that is booked is changed: the hits say what to do."""
    own(session, resource_id)
    if span[0] >= span[1]:
        raise BadAbsence(f"{span[0]} to {span[1]}")
    absence = Absence(resource_id=resource_id, first=span[0], last=span[1])
    session.add(absence)
    session.flush()
    if reason:
        session.add(AbsenceReason(absence_id=absence.id, unit_id=unit_id, text=reason))
        session.flush()
    return absence, _hits(session, resource_id, span)


def remove(session: Session, absence_id: int) -> None:
    """Back again: the time can be booked."""
    absence = session.get(Absence, absence_id)
    if absence is None:
        raise BadAbsence(f"absence {absence_id}")
    own(session, absence.resource_id)
    reason = session.get(AbsenceReason, absence_id)
    if reason is not None:
        session.delete(reason)
        session.flush()  # before the database takes it along unseen by the audit
    session.delete(absence)
    session.flush()


def listed(session: Session, resource_ids: Iterable[int], since: int) -> list[Listed]:
    """The absences that are not over at quarter `since`, in order. One statement."""
    rows = session.execute(
        select(Absence, AbsenceReason.text)
        .outerjoin(AbsenceReason, AbsenceReason.absence_id == Absence.id)
        .where(Absence.resource_id.in_(list(resource_ids)), Absence.last > since)
        .order_by(Absence.first, Absence.id)
    )
    return [Listed(absence, reason) for absence, reason in rows]


def _hits(session: Session, resource_id: int, span: Span) -> Hits:
    claimed = (Claim.resource_id == resource_id, Claim.quarter >= span[0], Claim.quarter < span[1])
    shown = select(Appointment).where(Appointment.id.in_(select(Claim.appointment_id).where(*claimed)))
    found = session.scalars(shown.order_by(Appointment.first, Appointment.id)).all()
    all_ = session.scalar(select(func.count(distinct(Claim.appointment_id))).where(*claimed)) or 0
    return Hits(tuple(found), all_ - len(found))
