"""A course from its beginning to its evaluation; the referral goes along in the same transaction."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import cpr
from domain.access import Viewer
from domain.access.staff import Membership, Staff
from domain.base import DomainError, now
from domain.courses import told
from domain.courses.tables import BEGUN, Course, Step
from domain.tovholder import followed
from domain.tovholder.followed import ENDED, RUNNING, Look, Plan


class NoSuchCourse(DomainError):
    """There is none of that number, or it is not for this viewer to see: the parents' consent carries it."""


class NotOurStaff(DomainError):
    """Whoever was named does not work in this Familiehus."""


class CourseChanged(DomainError):
    """Somebody else has followed it up, handed it on or closed it since it was shown."""


def running(session: Session, course_id: int, version: int | None = None) -> Course:
    """One that the viewer may see and that runs, held until the transaction ends. NoSuchCourse, CourseChanged."""
    course = session.get(Course, course_id, with_for_update={"key_share": True})
    if course is None:
        raise NoSuchCourse
    if course.state != RUNNING or (version is not None and course.version != version):
        raise CourseChanged
    return course


def works_here(session: Session, unit_id: int, staff_ids: set[int]) -> dict[int, int]:
    """Resource of each by staff id. NotOurStaff when somebody of them is not a member of the unit's staff."""
    rows = select(Staff.id, Staff.resource_id).join(Membership, Membership.staff_id == Staff.id)
    found: Any = session.execute(rows.where(Membership.unit_id == unit_id, Staff.active, Staff.id.in_(staff_ids)))
    resources = {row.id: row.resource_id for row in found}
    if resources.keys() != staff_ids or not staff_ids:
        raise NotOurStaff
    return resources


def follow_up(session: Session, course_id: int, look: Look, version: int) -> Course:
    """It goes on, as it was or with another goal. CourseChanged, NotAhead."""
    cpr.refuse(look.text, look.goal)
    course = running(session, course_id, version)
    was_due = followed.carry_on(course, look)
    session.add(noted(session, course, look, was_due))
    session.flush()
    told.looked_at_again(session, course)
    return course


def close(session: Session, course: Course, look: Look) -> None:
    """It has been evaluated; what it has booked is given back by whoever calls."""
    was_due = followed.carry_on(course, look)
    session.add(noted(session, course, look, was_due))
    session.flush()
    told.no_longer(session, course.id)


def open_(session: Session, referral: Any, plan: Plan) -> Course:
    """`referral`: (id, unit_id, child_id, service). NotAhead, NotOurStaff."""
    cpr.refuse(plan.goal)
    plan.must_be_ahead()
    works_here(session, referral.unit_id, {plan.tovholder_id})
    whose = {"referral_id": referral.id, "unit_id": referral.unit_id, "child_id": referral.child_id}
    course = Course(**whose, **vars(plan), service=referral.service, state=RUNNING, began_at=now())
    session.add(course)
    session.flush()
    session.add(noted(session, course, Look(decided=BEGUN), plan.starts_on))
    session.flush()
    told.looked_at_again(session, course)
    return course


def noted(session: Session, course: Course, look: Look, due_on: date) -> Step:
    viewer: Viewer = session.info["viewer"]
    return Step(
        **whose(course),
        due_on=due_on,
        at=now(),
        decided=look.decided,
        text=look.learned if look.decided == ENDED else look.text,
        goal=course.goal,
        next_on=course.follow_up_on,
        staff_id=viewer.staff,
    )


def whose(course: Course) -> dict[str, int]:
    """What every row under it carries."""
    own = {"referral_id": course.referral_id, "unit_id": course.unit_id, "child_id": course.child_id}
    return own | {"course_id": course.id}
