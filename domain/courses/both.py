"""What happens to a course and to its referral together, in the caller's one transaction: begun, told of, ended."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain import cpr
from domain.consent import GRANTED
from domain.courses import life, stopping, told
from domain.courses.giving_back import give_back
from domain.courses.life import CourseChanged, NoSuchCourse
from domain.courses.tables import ROLE, Course, CourseSession, Support
from domain.referrals import agreeing, parents, writing
from domain.referrals import life as referrals
from domain.referrals.life import Begin
from domain.referrals.states import FOLLOWED, OFFERED, QUEUE
from domain.referrals.states import RUNNING as UNDER_WAY
from domain.referrals.steps import received
from domain.referrals.tables import Referral, Standing
from domain.tovholder import handing
from domain.tovholder.followed import Look, Plan

CAN_BEGIN = (*QUEUE, OFFERED, UNDER_WAY, FOLLOWED)


def waiting(session: Session, unit_id: int) -> Sequence[Any]:
    """(id, service, state, child, received_at) of the referrals here that have a place and no course yet, the longest wait first. One statement.

    Whoever has not answered an offer yet has none.
    """
    place = or_(
        Standing.state.in_((UNDER_WAY, FOLLOWED)), and_(Standing.state == OFFERED, Standing.accepted_at.is_not(None))
    )
    own = (Standing.unit_id == unit_id, place)
    has = select(Course.referral_id).where(Course.unit_id == unit_id)
    rows = (
        select(Referral.id, Referral.service, Referral.child_name.label("child"), Standing.state, Standing.received_at)
        .join(Standing, Standing.referral_id == Referral.id)
        .where(*own, Referral.id.not_in(has), Referral.child_id.is_not(None))
    )
    return session.execute(rows.order_by(Standing.received_at, Referral.id).limit(50)).all()


def suggested(session: Session, referral_id: int) -> Any:
    """(id, service, state, child, goal) of one that a course can begin from. NoSuchCourse, CourseChanged where it has one."""
    columns = (
        Referral.id,
        Referral.service,
        Referral.goal,
        Referral.child_id,
        Referral.child_name.label("child"),
        Standing.state,
    )
    rows = select(*columns, Course.id.label("course_id")).join(Standing, Standing.referral_id == Referral.id)
    rows = rows.outerjoin(Course, Course.referral_id == Referral.id)
    row = session.execute(rows.where(Referral.id == referral_id)).one_or_none()
    if row is None:
        raise NoSuchCourse
    if row.course_id is not None or row.state not in CAN_BEGIN:
        raise CourseChanged
    return row


def begin(session: Session, referral_id: int, plan: Plan) -> Course:
    """The referral is under way with it, if it was not. NoSuchReferral, CourseChanged, NotAhead, NotOurStaff, and as referrals.start."""
    referral, standing = received(session, referral_id)
    if standing.state not in CAN_BEGIN:
        raise CourseChanged
    if standing.state not in (UNDER_WAY, FOLLOWED):
        referrals.start(session, referral_id, Begin(on=plan.starts_on))
    try:
        with session.begin_nested():
            return life.open_(session, referral, plan)
    except IntegrityError as error:
        raise CourseChanged from error


def follow_up(session: Session, course_id: int, look: Look, version: int, to_referrer: str = "") -> Course:
    """As life.follow_up; and what the referrer is to know, where something is: no more of it goes on."""
    cpr.refuse(to_referrer)
    course = life.follow_up(session, course_id, look, version)
    if to_referrer:
        referrals.follow_up(session, course.referral_id, to_referrer)
    return course


def evaluate(session: Session, course_id: int, look: Look, version: int) -> Course:
    """It ends, and the referral with it; times to come are given back, an open offer of the role is taken back, the referrer is told."""
    cpr.refuse(look.learned)
    course = life.running(session, course_id, version)
    own = select(CourseSession.appointment_id).where(CourseSession.course_id == course_id)
    gone = give_back(session, [one for one in session.scalars(own) if one is not None])
    life.close(session, course, look)
    _end_support(session, course)
    handing.take_back(session, ROLE, course_id)
    referrals.end(session, course.referral_id, look.learned)
    if gone.ids:
        told.tell_of_many(session, course_id, course.child_id, ())
    return course


def answer(session: Session, referral_id: int, guardian_id: int, value: str) -> None:
    """A parent's own answer about the referral: where it takes the yes back the course ends in the same moment. steps.NoSuchReferral."""
    if parents.answer(session, referral_id, guardian_id, value) != GRANTED:
        stopping.stop(session, referral_id)


def said(session: Session, secret: str, referral_id: int, number: int, value: str, how: str) -> None:
    """The same of what they have said to the referrer, who notes it. As agreeing.said."""
    if agreeing.said(session, secret, referral_id, number, value, how) != GRANTED:
        stopping.stop(session, referral_id)


def withdraw(session: Session, referral_id: int, reason: str = "") -> None:
    """The referrer takes the referral back, and with it ends a course that runs. As writing.withdraw."""
    writing.withdraw(session, referral_id, reason)
    stopping.stop(session, referral_id)


def _end_support(session: Session, course: Course) -> None:
    open_ = select(Support).where(Support.course_id == course.id, Support.ended_at.is_(None))
    for one in session.scalars(open_):
        one.ended_at = course.closed_at
    session.flush()
