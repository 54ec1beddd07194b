"""The role of tovholder handed on: offered, then accepted or declined. Until then whoever has it keeps it; every offer is kept."""

from typing import Any, cast

from sqlalchemy import CursorResult, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain import due
from domain.access import NotAllowed, Viewer
from domain.base import DomainError, now
from domain.courses import life, told
from domain.courses.life import CourseChanged, NotOurStaff
from domain.courses.tables import RUNNING, Course, Handover


class NotOffered(DomainError):
    """The role is not, or no longer, offered to whoever answers."""


def offer(session: Session, course_id: int, to_id: int, version: int) -> int:
    """By the tovholder or the leader; another offer takes an open one back. CourseChanged, NotOurStaff, NotAllowed."""
    course, viewer = life.running(session, course_id, version), cast("Viewer", session.info["viewer"])
    if viewer.staff != course.tovholder_id and course.unit_id not in viewer.leads():
        raise NotAllowed("the role is offered by whoever has it, or by the leader")
    if to_id == course.tovholder_id:
        raise NotOurStaff
    life.works_here(session, course.unit_id, {to_id})
    take_back(session, course_id)
    values = {"course_id": course_id, "from_id": course.tovholder_id, "to_id": to_id, "asked_at": now()}
    try:
        with session.begin_nested():
            made = session.scalars(insert(Handover).returning(Handover.id), [values]).one()
    except IntegrityError as error:
        raise CourseChanged from error
    told.offered(session, made, to_id, course)
    return made


def answer(session: Session, handover_id: int, *, yes: bool) -> Course:
    """By whoever it was offered to: with a yes the role is theirs at once. NotOffered."""
    viewer = cast("Viewer", session.info["viewer"])
    mine = update(Handover).where(Handover.id == handover_id, Handover.to_id == viewer.staff)
    given = session.execute(mine.where(Handover.answered_at.is_(None)).values(answered_at=now(), accepted=yes))
    if viewer.staff is None or cast("CursorResult[Any]", given).rowcount != 1:
        raise NotOffered
    due.done(session, told.offer_key(handover_id))
    rows = select(Course).join(Handover, Handover.course_id == Course.id).where(Handover.id == handover_id)
    course = session.scalar(rows)
    if course is None or course.state != RUNNING:
        raise NotOffered
    if yes:
        course.tovholder_id = viewer.staff
        session.flush()
        told.looked_at_again(session, course)
    return course


def take_back(session: Session, course_id: int) -> None:
    """What is offered now replaces what was offered before, and nothing is offered of what is over."""
    stale = update(Handover).where(Handover.course_id == course_id, Handover.answered_at.is_(None))
    gone = session.scalars(stale.values(answered_at=now()).returning(Handover.id)).all()
    if gone:
        due.drop(session, *(told.offer_key(one) for one in gone))
