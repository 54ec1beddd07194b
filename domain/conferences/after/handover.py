"""The role of tovholder handed on: offered, then accepted or declined. Until then whoever has it keeps it; every offer is kept."""

from typing import Any, cast

from sqlalchemy import CursorResult, Select, and_, exists, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from domain import due, outbox
from domain.access import NotAllowed, Viewer
from domain.access.roles import LEADERS
from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.base import DomainError, now
from domain.conferences.after import told
from domain.conferences.after.efforts import NoTovholder, running, through
from domain.conferences.tables.effort import Effort, Handover
from domain.conferences.tables.task import Reach, Task
from domain.conferences.tasks import life

ASKED = "tovholder"
"""The mail to whoever is offered the role."""


class NotOffered(DomainError):
    """The role is not, or no longer, offered to whoever answers."""


def offer(session: Session, effort_id: int, to_id: int, version: int) -> int:
    """By the tovholder or the house's leaders; another offer takes an open one back. NoSuchEffort, EffortChanged, NoTovholder, NotAllowed."""
    effort, viewer = running(session, effort_id, version), cast("Viewer", session.info["viewer"])
    if not hands_on(viewer, effort):
        raise NotAllowed("the role is offered by whoever has it, or by the house's leaders")
    works_in = session.scalar(select(through(to_id)).where(Task.id == effort.task_id))
    if works_in is None or to_id == effort.tovholder_id:
        raise NoTovholder
    _take_back(session, effort_id)
    values = {"effort_id": effort_id, "from_id": effort.tovholder_id, "to_id": to_id, "asked_at": now()}
    made = session.scalars(insert(Handover).returning(Handover.id), [values]).one()
    told.offered(session, made, to_id, effort, works_in)
    outbox.put(session, ASKED, f"effort/{effort_id}", staff=[to_id], key_part=str(made))
    return made


def hands_on(viewer: Viewer, effort: Any) -> bool:
    """Who offers the role: whoever has it, and the house's leaders. `effort`: the row, or the columns it is asked by."""
    return viewer.staff == effort.tovholder_id or effort.unit_id in viewer.leads()


def answer(session: Session, handover_id: int, *, yes: bool) -> Effort:
    """By whoever it was offered to: with a yes the role is theirs at once. NotOffered, EffortChanged."""
    viewer = cast("Viewer", session.info["viewer"])
    mine = update(Handover).where(Handover.id == handover_id, Handover.to_id == viewer.staff)
    given = session.execute(mine.where(Handover.answered_at.is_(None)).values(answered_at=now(), accepted=yes))
    if viewer.staff is None or cast("CursorResult[Any]", given).rowcount != 1:
        raise NotOffered
    due.done(session, told.offer_key(handover_id))
    asked = select(Effort, through(viewer.staff).label("works_in")).join(Task, Task.id == Effort.task_id)
    found = asked.join(Handover, Handover.effort_id == Effort.id).where(Handover.id == handover_id)
    row = session.execute(found).one_or_none()
    if row is None or row.Effort.follow_up_on is None or row.works_in is None:
        raise NotOffered
    effort: Effort = row.Effort
    if yes:
        effort.tovholder_id, effort.for_unit_id = viewer.staff, row.works_in
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


def of_effort(effort_id: int) -> Select[*tuple[Any, ...]]:
    """Its history, oldest first: (id, from_name, to_id, to_name, asked_at, answered_at, accepted); accepted None: taken back, or open."""
    giver, taker = aliased(Staff), aliased(Staff)
    columns = (Handover.id, giver.name.label("from_name"), Handover.to_id, taker.name.label("to_name"))
    return (
        select(*columns, Handover.asked_at, Handover.answered_at, Handover.accepted)
        .join(giver, giver.id == Handover.from_id)
        .join(taker, taker.id == Handover.to_id)
        .where(Handover.effort_id == effort_id)
        .order_by(Handover.id)
    )


def _take_back(session: Session, effort_id: int) -> None:
    """What is offered now replaces what was offered before."""
    stale = update(Handover).where(Handover.effort_id == effort_id, Handover.answered_at.is_(None))
    gone = session.scalars(stale.values(answered_at=now()).returning(Handover.id)).all()
    if gone:
        due.drop(session, *(told.offer_key(one) for one in gone))
