"""What the pages of the caseload show: the children of one sundhedsplejerske, the handovers that run, and to parents who it is."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from domain.access.staff import Staff
from domain.base import now, quarter
from domain.booking.showing.windows import VisitWindow
from domain.booking.tables import BOOKED, Appointment
from domain.caseload.tables import ChildHandover, HandedChild
from domain.people import Child

PAGE = 50
TOLD = {"unscoped": "parents are told who and how long, and not why: the handover itself is the unit's own"}


class Line(NamedTuple):
    """A child, and the first quarter of its next time, with whomever."""

    id: int
    name: str
    born: date
    next: int | None


def children(session: Session, unit_id: int, staff_id: int, page: int) -> list[Line]:
    """A page of them by name, and one more to tell that there is a next. One statement."""
    ahead = Appointment.state == BOOKED, Appointment.first >= quarter(now())
    coming = select(func.min(Appointment.first)).where(Appointment.child_id == Child.id, *ahead).scalar_subquery()
    rows = (
        select(Child.id, Child.name, Child.birth_date, coming)
        .where(Child.sundhedspleje_id == unit_id, Child.sundhedsplejerske_id == staff_id)
        .order_by(Child.sort_name, Child.id)
        .limit(PAGE + 1)
        .offset(PAGE * page)
    )
    return [Line(*row) for row in session.execute(rows)]


def running(session: Session, unit_id: int) -> Sequence[Any]:
    """Handovers for a while that are not over, and all that are to come: (id, name, reason, begins_on, returns_on, begun_at, children)."""
    count = select(func.count()).where(HandedChild.handover_id == ChildHandover.id).scalar_subquery()
    alive = (
        ChildHandover.returned_at.is_(None),
        or_(ChildHandover.returns_on.is_not(None), ChildHandover.begun_at.is_(None)),
    )
    columns = (ChildHandover.id, Staff.name, ChildHandover.reason, ChildHandover.begins_on, ChildHandover.returns_on)
    rows = (
        select(*columns, ChildHandover.begun_at, count.label("children"))
        .join(Staff, Staff.id == ChildHandover.from_id)
        .where(ChildHandover.unit_id == unit_id, *alive)
        .order_by(ChildHandover.begins_on, ChildHandover.id)
    )
    return session.execute(rows).all()


def at_home(session: Session, child_id: int) -> Any:
    """For the parents, who have been let in to the child: (now_, from_, to, begins_on, returns_on, begun_at, first, last), names and days.

    Who it is now, and the handover that runs or is to come, if there is one; why is not told. Between which quarters the next visit begins,
    where they have been told. None without a sundhedsplejerske. One statement.
    """
    child, own = Child.__table__.c, ChildHandover.__table__.c
    present, giver, taker = aliased(Staff), aliased(Staff), aliased(Staff)
    ends = or_(own.begun_at.is_(None), own.returns_on.is_not(None))
    rows = (
        select(present.name.label("now_"), giver.name.label("from_"), taker.name.label("to"))
        .add_columns(own.begins_on, own.returns_on, own.begun_at)
        .add_columns(_next(VisitWindow.__table__.c.first), _next(VisitWindow.__table__.c.last))
        .select_from(Child.__table__)
        .join(present, present.id == child.sundhedsplejerske_id)
        .outerjoin(HandedChild, HandedChild.child_id == child.id)
        .outerjoin(ChildHandover.__table__, and_(own.id == HandedChild.handover_id, own.returned_at.is_(None), ends))
        .outerjoin(giver, giver.id == own.from_id)
        .outerjoin(taker, and_(taker.id == HandedChild.to_id, own.id.is_not(None)))
        .where(child.id == child_id)
        .order_by(own.id.desc().nulls_last())
        .limit(1)
    )
    return session.execute(rows, execution_options=TOLD).one_or_none()


def _next(edge: Any) -> Any:
    """Of the first window to come that still holds."""
    window, booked = VisitWindow.__table__.c, Appointment.__table__.c
    holds = booked.id == window.appointment_id, booked.first.between(window.first, window.last)
    coming = booked.state == BOOKED, booked.first >= quarter(now()), window.child_id == Child.__table__.c.id
    rows = select(edge).where(*holds, *coming).order_by(window.first).limit(1)
    return rows.correlate(Child.__table__).scalar_subquery().label(edge.name)
