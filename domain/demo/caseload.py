"""What the demo's sundhedsplejersker are meant to have, and one who goes on holiday: her children and times go to two colleagues."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.staff import Staff
from domain.access.units import Unit
from domain.base import today
from domain.caseload import load
from domain.caseload.handing import Choice, hand_over
from domain.caseload.planning import Wanted, propose
from domain.caseload.tables import HOLIDAY

UNIT, TARGET, LESS = "skovlunde", 36, 45


def fill(session: Session, secret: str) -> None:
    """Two of the unit's have a number of their own: one over it, one with room. Whoever is signed in as keeps her children."""
    unit = session.scalars(select(Unit).where(Unit.actor == "sundhedspleje", Unit.slug == UNIT)).one()
    account = session.scalars(select(Staff.id).where(Staff.login == "sundhedsplejerske")).one()
    own, *others = sorted((one.staff_id for one in load.of_unit(session, unit.id)), key=lambda one: one != account)
    load.set_targets(session, unit.id, {None: TARGET, own: LESS})
    begins = today() + timedelta(weeks=3)
    away = Wanted(
        unit_id=unit.id,
        from_id=others[0],
        to_ids=(own, others[1]),
        begins_on=begins,
        returns_on=begins + timedelta(weeks=2),
        reason=HOLIDAY,
    )
    plan = propose(session, away)
    choices = {
        line.hit.appointment.id: Choice(line.hit.appointment.sequence, *line.ways[0][:2])
        if line.ways
        else Choice(line.hit.appointment.sequence)
        for line in plan.lines
    }
    hand_over(session, secret, away, plan.gives, choices)
