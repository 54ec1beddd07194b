"""Own calendars in the demo: full mornings, one that has not been fetched since yesterday, and one booking that has become double."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.staff import FeedLink, Staff
from domain.access.tokens import feed_token, token_hash
from domain.base import now, quarter, today
from domain.booking.finding.openings import midnight, monday
from domain.booking.tables import BOOKED, Appointment, Busy, Claim, Participant
from domain.calendars import doubles
from domain.calendars.tables import CalendarAddress, CalendarState

FETCHED, WEEKS = ("sundhedsplejerske", "paedagog"), 12
ADDRESS = "https://outlook.office365.example/owa/calendar/{login}/calendar.ics"
RESTS = timedelta(days=365)
"""Nothing is there to be fetched: the demo asks nobody."""
MEETINGS = ((0, 36, 40), (1, 50, 52), (3, 56, 60))
"""Weekday, and the quarters of the day: team meeting, supervision, an afternoon away."""


def fill(session: Session, secret: str) -> None:
    """For two of the accounts that can be signed in as, and for a colleague whose calendar is stale."""
    known = session.scalars(select(Staff).where(Staff.login.in_(FETCHED)).order_by(Staff.id)).all()
    for one in known:
        _follow(session, one, now() - timedelta(minutes=12))
        session.add(FeedLink(staff_id=one.id, version=1, token_hash=token_hash(feed_token(secret, one.id, 1))))
        session.flush()
        _double(session, one)
    stale = session.scalars(select(Staff).where(Staff.id.in_([one.substitute_id for one in known]))).all()
    for one in stale:
        _follow(session, one, now() - timedelta(hours=27))
    doubles.find(session, [one.resource_id for one in known])


def _follow(session: Session, one: Staff, fetched: object) -> None:
    session.add(CalendarAddress(staff_id=one.id, address=ADDRESS.format(login=one.login)))
    state = {"due_at": now() + RESTS, "since": now() - RESTS, "fetched_at": fetched, "expanded_at": fetched}
    session.add(CalendarState(staff_id=one.id, resource_id=one.resource_id, **state))
    first, booked = monday(today()), _booked(session, one)
    for week in range(WEEKS):
        for weekday, begins, ends in MEETINGS:
            day = midnight(first + timedelta(weeks=week, days=weekday))
            if booked.isdisjoint(range(day + begins, day + ends)):
                session.add(Busy(resource_id=one.resource_id, first=day + begins, last=day + ends))
    session.flush()


def _booked(session: Session, one: Staff) -> set[int]:
    return set(session.scalars(select(Claim.quarter).where(Claim.resource_id == one.resource_id)))


def _double(session: Session, one: Staff) -> None:
    """The next booking of theirs: somebody has invited them to something else at its end."""
    coming = (Participant.staff_id == one.id, Appointment.state == BOOKED, Appointment.first > quarter(now()) + 96)
    own = select(Appointment.first).join(Participant, Participant.appointment_id == Appointment.id).where(*coming)
    first = session.scalar(own.order_by(Appointment.first).limit(1))
    taken = select(Busy.first).where(Busy.resource_id == one.resource_id, Busy.first == (first or 0) + 3)
    if first is not None and session.scalar(taken) is None:
        session.add(Busy(resource_id=one.resource_id, first=first + 3, last=first + 7))
        session.flush()
