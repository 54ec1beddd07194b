"""What speaks against a time that is offered to staff: everybody is free, but it may leave a gap, or be the same once more that day."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from domain.booking.finding.grid import load
from domain.booking.finding.search import Joint, Offer, wish
from domain.booking.tables import BOOKED, Appointment
from domain.journey.choosing import doubts
from domain.journey.choosing.choice import Choice
from domain.journey.choosing.doubts import Doubt
from domain.journey.choosing.plan import Plan


class Offered:
    """The doubts about the times of a choice. One statement for all of them."""

    def __init__(self, session: Session, chosen: Choice) -> None:
        plan = chosen.plan
        self._joint = chosen.joint
        self._others = _others(session, plan, plan.lo, plan.hi) if chosen.joint else ()

    def about(self, offer: Offer) -> list[Doubt]:
        return _about(self._joint, offer, self._others) if self._joint else []


def at(session: Session, plan: Plan, first: int, shown: Iterable[str]) -> Offer | None:
    """Who would come at one time, as it is now; None where nobody can: then it cannot be booked. Two statements.

    Raises Doubted when something speaks against it that is not among the keys that were `shown`.
    """
    return _at(session, plan, first, shown, _others(session, plan, *doubts.whole_day(first)))


def moving(session: Session, plan: Plan, first: int, shown: Iterable[str]) -> tuple[Appointment | None, Offer | None]:
    """What stands, None where it does no longer, and who would come to it at another time, as `at`. Two statements."""
    same_day = doubts.between(plan.child_id, plan.type.key, *doubts.whole_day(first))
    rows = select(Appointment).where(or_(Appointment.id == plan.booked, same_day)).order_by(Appointment.first)
    found = session.scalars(rows.options(joinedload(Appointment.participants))).unique().all()
    standing = next((one for one in found if one.id == plan.booked and one.state == BOOKED), None)
    others = [one for one in found if one.id != plan.booked]
    return standing, _at(session, plan, first, shown, others)


def _at(session: Session, plan: Plan, first: int, shown: Iterable[str], others: Sequence[Any]) -> Offer | None:
    wanted = wish(plan.wanted, plan.type, plan.quarters, plan.where)
    window = doubts.around(wanted, first)
    grid = load(session, wanted.resources(), wanted.type_key, window, plan.booked, wanted.where)
    joint = Joint(grid, wanted, first, first + plan.quarters)
    offer = next(iter(joint.offers()), None)
    if offer is not None:
        doubts.accepted(_about(joint, offer, others), shown)
    return offer


def _others(session: Session, plan: Plan, lo: int, hi: int) -> Sequence[Any]:
    return doubts.same_day(session, plan.child_id, plan.type.key, lo, hi, plan.booked)


def _about(joint: Joint, offer: Offer, others: Sequence[Any]) -> list[Doubt]:
    seats = [(role.need.role, pick) for role, pick in zip(joint.roles, offer.picks, strict=True)]
    found = doubts.of_people(joint.grid, joint.wanted, offer.first, seats)
    return [*found, *doubts.of_day(others, offer.first)]
