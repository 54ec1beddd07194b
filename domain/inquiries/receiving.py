"""Whom an inquiry reaches by itself: the unit that is asked, and in it whoever is there and has least; a substitute when nobody is."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from domain.access.roles import LEADER, SOCIAL_WORKER, SUNDHEDSPLEJERSKE
from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.base import DomainError, now, quarter, today
from domain.booking.tables import Absence
from domain.consent import ADVICE, PURPOSES, Consent
from domain.inquiries.tables import HEALTH, OPEN, SOCIAL, Inquiry
from domain.people import Child

ROLES = {HEALTH: SUNDHEDSPLEJERSKE, SOCIAL: SOCIAL_WORKER}
"""Who answers, where the writer does not choose a role."""


class Nobody(DomainError):
    """There is no unit to ask: say which district."""


class Person(NamedTuple):
    """Somebody who can have it, and the unit they would have it in."""

    staff_id: int
    unit_id: int


def unit_for(
    session: Session, kind: str, from_unit_id: int | None, child_id: int | None, district_id: int | None
) -> int:
    """The child's own sundhedspleje; else that of the district, of the writer's unit or chosen. One for the whole municipality serves all. Nobody."""
    if kind == HEALTH and child_id is not None:
        own = session.scalar(select(Child.sundhedspleje_id).where(Child.id == child_id))
        if own is not None:
            return own
    rows = select(Unit.id, Unit.district_id).where(Unit.actor == kind).order_by(Unit.id)
    here = select(Unit.district_id).where(Unit.id == from_unit_id).scalar_subquery()
    near = Unit.district_id == district_id if district_id else Unit.district_id == here
    found = session.execute(rows.where(or_(near, Unit.district_id.is_(None)))).all()
    every = sorted(found, key=lambda row: row.district_id is None)
    if not every:
        raise Nobody
    return int(every[0].id)


def whom(session: Session, inquiry: Inquiry) -> Person | None:
    """The child's own sundhedsplejerske, else whoever of the unit has least; if they are away their substitute, then anybody of the
    same work elsewhere; of a named child only where the parents' yes goes. None: everybody is away, and the unit has it.
    """
    people = _people(session, inquiry.kind, inquiry.role or ROLES.get(inquiry.kind, ""))
    if inquiry.child_id is not None:
        yes = Consent.matter_id == inquiry.id, Consent.purpose == PURPOSES[ADVICE].full, Consent.until >= today()
        agreed = {inquiry.unit_id, *session.scalars(select(Consent.to_unit_id).where(*yes))}
        people = [one for one in people if one.unit_id in agreed]
    ours = [one for one in people if one.unit_id == inquiry.unit_id]
    if inquiry.kind == HEALTH and inquiry.child_id is not None:
        own = session.scalar(select(Child.sundhedsplejerske_id).where(Child.id == inquiry.child_id))
        ours.sort(key=lambda one: one.staff_id != own)
    here = [one for one in ours if not one.away]
    stand_ins = [one for one in _stand_ins(people, [one for one in ours if one.away]) if not one.away]
    elsewhere = [one for one in people if not one.away and one.unit_id != inquiry.unit_id]
    if inquiry.kind == HEALTH and ours and ours[0].away and stand_ins:
        here = stand_ins  # her named substitute before a colleague who does not know the family
    found = next(iter([*here, *stand_ins, *elsewhere]), None)
    return Person(found.staff_id, found.unit_id) if found else None


def stands_in(session: Session, inquiry: Inquiry) -> int | None:
    """The unit whose people are named as substitutes for those who are asked, where it is another: the parents are asked about it too. One statement."""
    people = _people(session, inquiry.kind, inquiry.role or ROLES.get(inquiry.kind, ""))
    ours = [one for one in people if one.unit_id == inquiry.unit_id]
    return next((one.unit_id for one in _stand_ins(people, ours) if one.unit_id != inquiry.unit_id), None)


def _stand_ins(people: Sequence[Any], away: Sequence[Any]) -> list[Any]:
    named = {one.substitute_id for one in away}
    return [one for one in people if one.staff_id in named]


def _people(session: Session, actor: str, role: str) -> Sequence[Any]:
    """(staff_id, unit_id, substitute_id, away) of who has the role with this actor, those with fewest open inquiries first. One statement."""
    at = quarter(now())
    away = exists().where(Absence.resource_id == Staff.resource_id, Absence.first <= at, Absence.last > at)
    mine = and_(Inquiry.state.in_(OPEN), func.coalesce(Inquiry.taken_by, Inquiry.for_id) == Staff.id)
    has = select(func.count(Inquiry.id)).where(mine).correlate(Staff).scalar_subquery()
    works = and_(Membership.staff_id == Staff.id, Membership.role == role) if role else Membership.staff_id == Staff.id
    columns = select(Staff.id.label("staff_id"), Membership.unit_id, Staff.substitute_id, away.label("away"))
    return [
        *session.execute(
            columns.join(Membership, works)
            .join(Unit, Unit.id == Membership.unit_id)
            .where(Staff.active, Unit.actor == actor, Membership.role != LEADER)
            .order_by(has, Staff.id)
            .execution_options(unscoped="how many each has, whoever put them; nothing else is read")
        ).all()
    ]
