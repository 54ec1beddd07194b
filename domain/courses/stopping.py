"""The parents have taken their consent back: the course is over, what was booked is given back, and only that it was there is left."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain import due, outbox
from domain.base import now, today
from domain.consent import PURPOSES, REFERRAL, Consent
from domain.courses import told
from domain.courses.giving_back import give_back
from domain.courses.tables import ROLE, STOPPED, Course, CourseSession
from domain.tovholder import handing
from domain.tovholder.followed import RUNNING

WHY = {"unscoped": "what nobody may read any longer is ended by its number", "synchronize_session": False}
STAFF_ENDED = "course-stopped"


def stop(session: Session, referral_id: int) -> bool:
    """For the view that takes a consent back: at once, in the same transaction. Whether there was a course that ran."""
    return bool(_stop(session, _running(session, Course.referral_id == referral_id)))


def sweep(session: Session) -> int:
    """For the worker: whatever else may have ended a consent (a change of custody, its last day). How many."""
    agreed = select(Consent.matter_id).where(
        Consent.purpose == PURPOSES[REFERRAL].full, Consent.until >= today(), Consent.matter_id.is_not(None)
    )
    return _stop(session, _running(session, Course.referral_id.not_in(agreed)))


def _running(session: Session, which: Any) -> Iterable[Any]:
    """Held from now on: whoever books a time of one at this moment has done so before its times are looked for."""
    columns = select(Course.id, Course.unit_id, Course.child_id, Course.tovholder_id)
    runs = columns.where(Course.state == RUNNING, which).with_for_update(key_share=True)
    return session.execute(runs, execution_options=WHY).all()


def _stop(session: Session, found: Iterable[Any]) -> int:
    count = 0
    for row in found:
        count += 1
        own = select(CourseSession.appointment_id).where(CourseSession.course_id == row.id)
        ids = [one for one in session.scalars(own, execution_options=WHY) if one is not None]
        gone = give_back(session, ids)
        ends = update(Course).where(Course.id == row.id)
        values = {"state": STOPPED, "closed_at": now(), "follow_up_on": None, "version": Course.version + 1}
        session.execute(ends.values(**values), execution_options=WHY)
        handing.take_back(session, ROLE, row.id)
        due.drop(session, told.key(row.id))
        family = told.parents(session, row.child_id) if gone.ids else []
        outbox.put(session, told.ENDED, f"course/{row.id}", guardians=family)
        outbox.put(session, STAFF_ENDED, f"course/{row.id}", staff={row.tovholder_id, *gone.staff})
    return count
