"""Home visits in each state behind the demo's addresses, for the nurse's account and for the family of the booked start."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from domain.base import now, quarter, today
from domain.booking.tables import Appointment
from domain.people import Child
from domain.visits import booking, extra, outcome, programme
from domain.visits.tables import BOOKED, PLANNED, HomeVisit, Programme
from tests.factories import SECRET
from tests.scenes import births
from tests.scenes.canaries import working


def in_demo(sessions: sessionmaker[Session], town: Any) -> None:
    """`visit_id`: one without a time; `ways`: what can only be asked of one that has a time, has been, or was declined."""
    unit = town.places["sundhedspleje"].unit
    with working(sessions) as session:
        own = select(HomeVisit.id).where(HomeVisit.unit_id == unit, HomeVisit.closes_on >= today())
        free = session.scalars(own.where(HomeVisit.state == PLANNED).order_by(HomeVisit.closes_on)).first()
        stands = own.where(HomeVisit.state == BOOKED).order_by(HomeVisit.id)
        met, booked = session.scalars(stands).all()[:2]
        time = select(Appointment).join(HomeVisit, HomeVisit.appointment_id == Appointment.id)
        session.scalars(time.where(HomeVisit.id == met)).one().first = quarter(now()) - 8
        child = session.scalars(select(Programme.child_id).where(Programme.unit_id == unit)).first()
        theirs, given, declined = (_special(session, town.homes["booked"].child) for _ in range(3))
        of = booking.plan(session, given)
        booking.book(session, of, booking.times(session, of)[-1].first, "a family's own")
        outcome.decline(session, declined)
    town.values["visit_id"] = free
    handed_in = births.handed_in(sessions, town.places["sundhedspleje"])
    town.values["ways"] |= {
        **{key: {"visit_id": met} for key in ("visits.missed", "visits.hold")},
        **{f"visits.{one}": {"batch_id": handed_in} for one in ("birth_list", "read_in")},
        "visits.cancel": {"visit_id": booked},
        "visits.reopen": {"visit_id": declined},
        **{key: {"child_id": child} for key in ("visits.contact", "visits.days")},
        **{key: {"visit_id": theirs} for key in ("visit", "visit_times", "book.book_visit", "book.decline_visit")},
        "book.cancel_visit": {"visit_id": given},
        "book.want_visit": {"visit_id": declined},
    }


def _special(session: Session, child_id: int) -> int:
    span = today() + timedelta(days=1), today() + timedelta(days=40)
    return extra.add(session, SECRET, child_id, *span, "soevn", "Søvn om aftenen.").id


def in_crawl(sessions: sessionmaker[Session], child_id: int) -> None:
    """A child's line with a visit that is to come, one that has a time, and one that was declined."""
    with working(sessions) as session:
        programme.begin(session, SECRET, session.get_one(Child, child_id))
        _free, given, declined = (_special(session, child_id) for _ in range(3))
        of = booking.plan(session, given)
        if offers := booking.times(session, of):
            booking.book(session, of, offers[-1].first, "a family's own")
        outcome.decline(session, declined)
