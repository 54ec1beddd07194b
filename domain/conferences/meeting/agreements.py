"""Agreements made at an item: one person, one deadline in working days, and a line on that person's Min dag until it is done."""

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from domain import cpr
from domain.access import NotAllowed
from domain.access.staff import Staff
from domain.base import now, today
from domain.booking.working_days import working_day
from domain.conferences.after import told
from domain.conferences.after.agreements import NoSuchAgreement, ends
from domain.conferences.after.efforts import through
from domain.conferences.meeting import live
from domain.conferences.meeting.door import opened
from domain.conferences.meeting.live import NotAtTheTable
from domain.conferences.tables.meeting import Agreement, Item
from domain.conferences.tables.series import APOLOGY, APPROVED, Attendance, Conference
from domain.conferences.tables.task import Task
from domain.conferences.tasks import life

LONGEST = 250
"""Working days: about a year."""


def agree(session: Session, item_id: int, text: str, responsible_id: int, days: int) -> Agreement:
    """Somebody at the table does something before `days` working days are over. ItemShut, NotNow, NotAtTheTable, CprRefused."""
    cpr.refuse(text)
    item, task = opened(session, item_id)
    live.touch(session, item.conference_id)
    seat = session.execute(_seat(item, responsible_id)).one_or_none()
    if seat is None:
        raise NotAtTheTable
    whose = {"conference_id": item.conference_id, "unit_id": item.unit_id, "task_id": item.task_id}
    agreement = Agreement(item_id=item_id, text=text, responsible_id=responsible_id, made_at=now(), **whose)
    agreement.child_id, agreement.deadline = task.child_id, working_day(today(), days)
    session.add(agreement)
    session.flush()
    if item.task_id is not None:
        life.reach(session, item.task_id)
    told.promised(session, agreement, seat.unit_id, seat.chair_id)
    return agreement


def done(session: Session, agreement_id: int) -> Agreement:
    """By whoever is responsible, or those who lead the conference. A second time changes nothing."""
    agreement = session.get(Agreement, agreement_id)
    if agreement is None:
        raise NoSuchAgreement
    viewer = session.info["viewer"]
    conference = session.get(Conference, agreement.conference_id)
    if conference is None or not ends(viewer, agreement.responsible_id, conference):
        raise NotAllowed("an agreement is done by whoever is responsible, or those who lead")
    if agreement.done_at is None:
        live.touch(session, agreement.conference_id, (*live.UNLOCKED, APPROVED))
        agreement.done_at, agreement.done_by = now(), viewer.staff
        session.flush()
        told.kept(session, agreement_id)
    return agreement


def _seat(item: Item, staff_id: int) -> Any:
    rows = select(Attendance.unit_id, Conference.chair_id, Staff.name)
    if item.task_id is not None:
        rows = rows.where(exists().where(Task.id == item.task_id, through(staff_id).is_not(None)))
    return (
        rows.join(Conference, Conference.id == Attendance.conference_id)
        .join(Staff, Staff.id == Attendance.staff_id)
        .where(Attendance.conference_id == item.conference_id, Attendance.staff_id == staff_id)
        .where(Attendance.state != APOLOGY)
    )
