"""An effort's tovholder hands the role on to somebody who can read the task."""

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from domain import outbox
from domain.access.roles import LEADERS
from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.conferences.after import told
from domain.conferences.after.efforts import NoTovholder, running, through
from domain.conferences.tables.effort import ROLE, Effort, Handover
from domain.conferences.tables.task import Reach, Task
from domain.conferences.tasks import life
from domain.tovholder import handing
from domain.tovholder.handing import NotOffered

ASKED = "tovholder"
"""The mail to whoever is offered the role."""


def offer(session: Session, effort_id: int, to_id: int, version: int) -> int:
    """By the tovholder or the house's leaders; another offer takes an open one back. NoSuchEffort, EffortChanged, NoTovholder, NotAllowed."""
    effort = running(session, effort_id, version)
    works_in = session.scalar(select(through(to_id)).where(Task.id == effort.task_id))
    if works_in is None or to_id == effort.tovholder_id:
        raise NoTovholder
    made = handing.offer(session, ROLE, effort, to_id)
    told.offered(session, made, to_id, effort, works_in)
    outbox.put(session, ASKED, f"effort/{effort_id}", staff=[to_id], key_part=str(made))
    return made


def answer(session: Session, offer_id: int, *, yes: bool) -> Effort:
    """By whoever it was offered to: with a yes the role is theirs at once. NotOffered, EffortChanged."""
    me = handing.answer(session, ROLE, offer_id, yes=yes)
    asked = select(Effort, through(me).label("works_in")).join(Task, Task.id == Effort.task_id)
    found = asked.join(Handover, Handover.effort_id == Effort.id).where(Handover.id == offer_id)
    row = session.execute(found).one_or_none()
    if row is None or row.Effort.follow_up_on is None or row.works_in is None:
        raise NotOffered
    effort: Effort = row.Effort
    if yes:
        effort.tovholder_id, effort.for_unit_id = me, row.works_in
        session.flush()
        life.reach(session, effort.task_id)
        told.looked_at_again(session, effort)
    return effort


def candidates(session: Session, task_id: int) -> list[tuple[int, str, str]]:
    """(id, name, unit) of whoever the task reaches and the leaders of its house: one of them has, or takes, the role. One statement."""
    theirs = or_(Reach.staff_id.is_(None), Reach.staff_id == Staff.id)
    reached = or_(
        exists().where(Reach.task_id == task_id, Reach.unit_id == Membership.unit_id, theirs),
        and_(Membership.role.in_(LEADERS), Membership.unit_id.in_(select(Task.unit_id).where(Task.id == task_id))),
    )
    rows = (
        select(Staff.id, Staff.name, Unit.name.label("unit"))
        .join(Membership, Membership.staff_id == Staff.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Staff.active, reached)
        .order_by(Staff.name, Staff.id, Unit.name)
    )
    found: dict[int, tuple[int, str, str]] = {}
    for row in session.execute(rows):
        found.setdefault(row.id, (row.id, row.name, row.unit))
    return [*found.values()]
