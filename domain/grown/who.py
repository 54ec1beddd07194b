"""Which children have grown, which nobody has any use of, and what holds them back."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, union
from sqlalchemy.orm import Session

from domain.audit import Change
from domain.base import now, quarter, today
from domain.booking.tables import BOOKED, Appointment
from domain.groups.tables import GroupSeat, ParentGroup, SeatChild
from domain.grown import matters
from domain.people import Child, Start
from domain.visits.tables import OPEN, HomeVisit

KEPT = timedelta(days=365)
UNUSED = timedelta(days=90)
"""So long after anything was last written about a child that nobody uses."""
GROWN = 7
"""Years: a child begins in school in August of the year in which it turns six, and that school year ends on 31 July of the year after."""
MOVED = "flyttet"
WHY = {"unscoped": "which children the house is done with, by number"}


def born_before(day: date) -> date:
    """Whoever is born before it had ended the first year of school on `day`."""
    year = day.year if day > date(day.year, 7, 31) else day.year - 1
    return date(year - GROWN + 1, 1, 1)


def grown(kept: timedelta, day: date | None = None) -> Any:
    """Whose first year of school ended so long ago."""
    return _child().birth_date < born_before((day or today()) - kept)


def unused() -> Any:
    """No sundhedspleje has it, or the family has moved away; no start and no visit is to come; and nothing has been written of it for long.

    A house says so of a child that the sundhedspleje has no visits for; of the others the sundhedspleje itself.
    """
    child, start, visit, change = _child(), Start.__table__.c, HomeVisit.__table__.c, Change.__table__.c
    of_start, of_visit = exists().where(start.child_id == child.id), exists().where(visit.child_id == child.id)
    moved = or_(and_(of_start.where(start.closed == MOVED), ~of_visit), of_visit.where(visit.reason == MOVED))
    written = exists().where(change.child_id == child.id, change.at > now() - UNUSED)
    return and_(
        or_(child.sundhedspleje_id.is_(None), moved),
        ~of_start.where(start.closed == ""),
        ~of_visit.where(visit.state.in_(OPEN)),
        ~written,
    )


def gone(
    session: Session, kept: timedelta, most: int, among: Collection[int] | None = None, *, after: int = 0
) -> list[int]:
    """Ids of the first `most` children who can go, of those `among` if given, and above the id `after`. Locked: nothing is written about them meanwhile.

    The newest child of all stays until there is another: SQLite would give its number to that one, with what the logs say of it.
    """
    child = _child()
    free = and_(~_in_use(kept), child.id < select(func.max(child.id)).scalar_subquery())
    old = and_(grown(kept), ~_open())
    idle = and_(unused(), ~_open(), child.id.not_in(matters.kept()))
    rows = select(child.id).where(child.id > after, free, or_(old, idle)).order_by(child.id).limit(most)
    if among is not None:
        rows = rows.where(child.id.in_(among))
    return [*session.scalars(rows.with_for_update(skip_locked=True), execution_options=WHY)]


def count(session: Session, kept: timedelta, day: date) -> tuple[int, int]:
    """How many will have grown on that day, and of how many of them something is open. One statement."""
    counts = select(func.count(), func.count().filter(_open())).select_from(Child.__table__)
    every, waits = session.execute(counts.where(grown(kept, day)), execution_options=WHY).one()
    return every, waits


def open_matters(session: Session, kept: timedelta) -> Any:
    """(what, id, unit_id, staff_id, grown) of what stands in the way of a child that has grown; and of one that nobody uses, what the parents never said yes to. One statement."""
    child, matter = _child(), matters.open_().subquery().c
    old = grown(kept)
    rows = select(matter.what, matter.id, matter.unit_id, matter.staff_id, old.label("grown"))
    told = or_(old, and_(matter.agreed == 0, unused()))
    found = rows.join(Child.__table__, child.id == matter.child_id).where(told)
    return session.execute(found.order_by(matter.what, matter.id), execution_options=WHY).all()


def _open() -> Any:
    found = matters.open_().subquery().c
    return _child().id.in_(select(found.child_id))


def _in_use(kept: timedelta) -> Any:
    """Something is to come that ends by itself: a time, a start, a group. Nobody needs to be told."""
    start, time = Start.__table__.c, Appointment.__table__.c
    seat, group, twin = GroupSeat.__table__.c, ParentGroup.__table__.c, SeatChild.__table__.c
    going_on = select(group.id).where(group.ended_at.is_(None))
    seats = select(seat.id).where(seat.group_id.in_(going_on))
    used = union(
        select(start.child_id).where(start.closed == "", start.starts_on > today() - kept),
        select(time.child_id).where(time.child_id.is_not(None), time.state == BOOKED, time.first >= quarter(now())),
        select(seat.child_id).where(seat.group_id.in_(going_on)),
        select(twin.child_id).where(twin.seat_id.in_(seats)),
    )
    return _child().id.in_(used)


def _child() -> Any:
    return Child.__table__.c
