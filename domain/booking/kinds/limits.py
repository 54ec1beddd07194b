"""How early and how late an appointment can be booked, moved and cancelled: parents have limits, staff only the clock."""

from datetime import timedelta

from sqlalchemy.orm import Session

from domain.access import Viewer
from domain.base import QUARTER, DomainError, now, quarter, today
from domain.booking.finding.openings import Span, local_day, midnight
from domain.booking.tables import Appointment, AppointmentType

ONE_DAY = timedelta(days=1)


class TooLate(DomainError):
    """The time has passed, or begins sooner than parents may book, or is today: parents may not move or cancel it any more."""


class TooFar(DomainError):
    """The time lies beyond the horizon of its type."""


def bookable(session: Session, type_: AppointmentType) -> Span:
    """The quarters in which this viewer may book this type now: from the first start to before the last end."""
    ahead = timedelta(hours=type_.lead_hours if _is_parent(session) else 0)
    soonest = quarter(now() + ahead + timedelta(seconds=QUARTER - 1))
    return soonest, midnight(today() + timedelta(days=type_.horizon_days) + ONE_DAY)


def past_limit(first: int, cancel_days: int) -> bool:
    """Whether parents may no longer move or cancel what begins then: they can until midnight before the day that lies so far back.

    With 0 days until it begins.
    """
    return today() > local_day(first) - cancel_days * ONE_DAY or quarter(now()) >= first


def changeable(session: Session, first: int, cancel_days: int) -> bool:
    """Whether this viewer may still move or cancel what begins then."""
    return not _is_parent(session) or not past_limit(first, cancel_days)


def in_time(session: Session, type_: AppointmentType, run: Span) -> None:
    """Raise when this viewer may not book this run of quarters."""
    soonest, latest = bookable(session, type_)
    if run[0] < soonest:
        raise TooLate(f"quarter {run[0]} is before {soonest}")
    if run[1] > latest:
        raise TooFar(f"quarter {run[1]} is after {latest}")


def still_changeable(session: Session, appointment: Appointment) -> None:
    """Raise when this viewer may not move or cancel it. One statement for parents, unless its type has been read."""
    if not _is_parent(session):
        return
    type_ = session.get_one(AppointmentType, appointment.type_key)
    if not changeable(session, appointment.first, type_.cancel_days):
        raise TooLate(f"appointment {appointment.id} begins in less than {type_.cancel_days} days")


def _is_parent(session: Session) -> bool:
    viewer: Viewer = session.info["viewer"]
    return viewer.guardian is not None
