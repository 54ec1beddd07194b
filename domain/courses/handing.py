"""A course's tovholder hands the role on to a colleague."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.courses import life, told
from domain.courses.life import NotOurStaff
from domain.courses.tables import ROLE, Course, Handover
from domain.tovholder import handing
from domain.tovholder.followed import RUNNING
from domain.tovholder.handing import NotOffered


def offer(session: Session, course_id: int, to_id: int, version: int) -> int:
    """By the tovholder or the leader; another offer takes an open one back. CourseChanged, NotOurStaff, NotAllowed."""
    course = life.running(session, course_id, version)
    if to_id == course.tovholder_id:
        raise NotOurStaff
    life.works_here(session, course.unit_id, {to_id})
    made = handing.offer(session, ROLE, course, to_id)
    told.offered(session, made, to_id, course)
    return made


def answer(session: Session, offer_id: int, *, yes: bool) -> Course:
    """By whoever it was offered to: with a yes the role is theirs at once. NotOffered."""
    me = handing.answer(session, ROLE, offer_id, yes=yes)
    rows = select(Course).join(Handover, Handover.course_id == Course.id).where(Handover.id == offer_id)
    course = session.scalar(rows)
    if course is None or course.state != RUNNING:
        raise NotOffered
    if yes:
        course.tovholder_id = me
        session.flush()
        told.looked_at_again(session, course)
    return course
