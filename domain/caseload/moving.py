"""Children change their sundhedsplejerske on the day of a handover, and come back on the day it ends; what is to be done for them goes along."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due
from domain.base import DomainError, moment, now, today
from domain.booking.finding.openings import midnight
from domain.booking.tables import Appointment
from domain.caseload.tables import ChildHandover, HandedChild
from domain.people import Child
from domain.visits import care


class NoSuchHandover(DomainError):
    """It is not there, has ended, or has begun and is for good."""


def begin(session: Session, made: ChildHandover, children: Mapping[int, Child], gives: Mapping[int, int]) -> None:
    """From now on they are the colleagues'. As many statements as colleagues, and two more."""
    for number, child in children.items():
        child.sundhedsplejerske_id = gives[number]
    made.begun_at = now()
    session.flush()
    until = moment(midnight(made.returns_on)) if made.returns_on else None
    for to in sorted(set(gives.values())):
        due.hand_over(session, made.from_id, to, [one for one, gets in gives.items() if gets == to], until)
    care.follow(session, children)


def bookings(session: Session, from_id: int, moved: Collection[Appointment]) -> None:
    """Where they stand on somebody's day, they stand on the colleague's, at the time that they have now."""
    due.follow(
        session,
        from_id,
        [
            (f"appointment/{one.id}", seat.staff_id, moment(one.first), moment(one.first + one.quarters))
            for one in moved
            for seat in one.participants
            if seat.role == "sundhedsplejerske" and seat.staff_id is not None
        ],
    )


def come_back(session: Session, handover_id: int) -> int:
    """Now, and not on the day that was said; what has not begun never does. How many children. Raises NoSuchHandover."""
    made = session.get(ChildHandover, handover_id)
    if made is None or made.returned_at is not None or (made.begun_at is not None and made.returns_on is None):
        raise NoSuchHandover(handover_id)
    return _back(session, made)


def follow_days(session: Session) -> None:
    """What the worker does: handovers whose day has come begin, and those that are over end."""
    due_ = select(ChildHandover).where(ChildHandover.begins_on <= today(), ChildHandover.returned_at.is_(None))
    for made in session.scalars(due_.where(ChildHandover.begun_at.is_(None)).order_by(ChildHandover.id)).all():
        rows = _handed(session, made)
        still = {child.id: child for child, _to in rows if child.sundhedsplejerske_id == made.from_id}
        begin(session, made, still, {child.id: to for child, to in rows if child.id in still})
    over = due_.where(ChildHandover.begun_at.is_not(None), ChildHandover.returns_on <= today())
    for made in session.scalars(over.order_by(ChildHandover.id.desc())).all():
        _back(session, made)


def _back(session: Session, made: ChildHandover) -> int:
    """How many come back. Whoever has been given to somebody else meanwhile stays there; and what colleagues have booked stays theirs."""
    theirs: dict[int, list[int]] = {}
    for child, to in _handed(session, made):
        if child.sundhedsplejerske_id == to and made.begun_at is not None:
            child.sundhedsplejerske_id = made.from_id
            theirs.setdefault(to, []).append(child.id)
    made.begun_at, made.returned_at = made.begun_at or now(), now()
    session.flush()
    for to, children in sorted(theirs.items()):
        due.hand_over(session, to, made.from_id, children, None)
    care.follow(session, [child for children in theirs.values() for child in children])
    return sum(map(len, theirs.values()))


def _handed(session: Session, made: ChildHandover) -> list[tuple[Child, int]]:
    rows = select(Child, HandedChild.to_id).join(HandedChild, HandedChild.child_id == Child.id)
    return [(row.Child, row.to_id) for row in session.execute(rows.where(HandedChild.handover_id == made.id))]
