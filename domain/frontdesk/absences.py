"""When staff and rooms are away, why, and which bookings that hits."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from domain import due
from domain.access import NotAllowed, Viewer
from domain.access.staff import Staff
from domain.base import DomainError, now, quarter
from domain.booking.finding.openings import Span, midnight
from domain.booking.tables import Absence, AbsenceReason, Appointment, Claim
from domain.booking.taking.waitlist import OFFERED, Reservation
from domain.due import Entry
from domain.frontdesk.team import own, planned

ONE_DAY = timedelta(days=1)
KIND = "fravaer"
"""Of what stands on Min dag, and the first part of its key."""


class BadAbsence(DomainError):
    """It ends before it begins, or there is none."""


class Hits(NamedTuple):
    """What is booked in a span: the appointments that the viewer may see, in order, and how many there are beside them."""

    appointments: tuple[Appointment, ...]
    hidden: int


class Absent(NamedTuple):
    """An absence and whose it is; a room has no name and nobody who stands in for it."""

    absence: Absence
    staff_id: int | None
    name: str
    substitute_id: int | None


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
    hits = _hits(session, resource_id, span)
    if hits.appointments:
        unsolved(session, unit_id, absence.id)
    return absence, hits


def unsolved(session: Session, unit_id: int, absence_id: int) -> None:
    """On the unit's Min dag until nothing that is booked falls into it."""
    about = f"absence/{absence_id}"
    due.put(session, [Entry(key=due_key(absence_id), unit_id=unit_id, kind=KIND, at=now(), target=about)])


def _reserved() -> ColumnElement[bool]:
    """Held for a family that has not said yes: the worker gives it back by itself."""
    return Claim.appointment_id.in_(select(Reservation.appointment_id).where(Reservation.state == OFFERED))


def due_key(absence_id: int) -> str:
    return f"{KIND}/{absence_id}"


def one(session: Session, absence_id: int) -> Absent:
    """The absence of somebody in the viewer's units; BadAbsence, NotAllowed. One statement."""
    viewer: Viewer = session.info["viewer"]
    row = session.execute(
        select(Absence, Staff.id, Staff.name, Staff.substitute_id, planned(viewer, Absence.resource_id).label("ours"))
        .outerjoin(Staff, Staff.resource_id == Absence.resource_id)
        .where(Absence.id == absence_id)
    ).one_or_none()
    if row is None:
        raise BadAbsence(f"absence {absence_id}")
    if not row.ours:
        raise NotAllowed(f"{viewer.name}: absence {absence_id}")
    return Absent(row.Absence, row.id, row.name or "", row.substitute_id)


def still_hit(session: Session, absence_ids: Iterable[int]) -> set[int]:
    """Which of them something to come is booked in. One statement."""
    falls_in = (
        exists()
        .where(Claim.resource_id == Absence.resource_id, ~_reserved())
        .where(Claim.quarter >= Absence.first, Claim.quarter >= quarter(now()), Claim.quarter < Absence.last)
    )
    return set(session.scalars(select(Absence.id).where(Absence.id.in_(list(absence_ids)), falls_in)))


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
    due.drop(session, due_key(absence_id))


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
    """One statement: whoever may not see an appointment learns that there is one."""
    at = quarter(now())
    during = Claim.quarter >= max(span[0], at), Claim.quarter < span[1]
    claimed = select(Claim.appointment_id).where(Claim.resource_id == resource_id, *during, ~_reserved())
    booked = claimed.distinct().subquery()
    rows = select(Appointment).select_from(booked).outerjoin(Appointment, Appointment.id == booked.c.appointment_id)
    found = session.scalars(rows.order_by(Appointment.first, Appointment.id)).all()
    seen = [one for one in found if one is not None]
    to_come = tuple(one for one in seen if one.first >= at)  # one that is going on is nobody's to move
    return Hits(to_come, len(found) - len(seen))
