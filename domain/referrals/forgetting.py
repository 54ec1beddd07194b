"""What is no longer needed: some weeks after help has ended Familiehuset reads no more of it, and years later the referral itself is deleted."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import and_, delete, exists, or_, select
from sqlalchemy.orm import Session

from domain import asking, audit, due
from domain.base import Base, now
from domain.consent import PURPOSES, REFERRAL, Consent
from domain.referrals import told
from domain.referrals.states import ASKED, DRAFT, ENDED, OVER
from domain.referrals.tables import FollowUp, Referral, ReferralNote, ReferralParent, Standing, Step

AFTERWARDS = timedelta(days=28)
"""How long Familiehuset reads what has ended: time to write the last letter."""
KEPT = timedelta(days=1825)
AT_ONCE = 50
KEYS = ("writer", "received", "start", "answer", "end", "gone", "answered")
"""Of its due rows: see told.py."""
WHY = {"unscoped": "what nobody may read any longer is deleted by its number", "synchronize_session": False}


def close_ended(session: Session) -> bool:
    """The parents' yes ends with what it was given to. True while there may be more."""
    still = Consent.matter_id == Standing.referral_id, Consent.purpose == PURPOSES[REFERRAL].full
    over = Standing.state == ENDED, Standing.ended_at < now() - AFTERWARDS, exists().where(*still)
    rows = select(Referral.id, Referral.child_id).join(Standing, Standing.referral_id == Referral.id).where(*over)
    found = session.execute(rows.order_by(Referral.id).limit(AT_ONCE)).all()
    for row in found:
        asking.over(session, told.subject(row.id), told.MAIL, row.child_id or 0)
    return len(found) == AT_ONCE


def forget(session: Session, kept: timedelta = KEPT) -> int:
    """One handful of what has been over for so long, or was never sent: how many. What a course hangs on stays until that is forgotten."""
    before = now() - kept
    never = and_(Standing.state.in_((DRAFT, ASKED)), Referral.written_at < before)
    over = or_(never, and_(Standing.state.in_(OVER), Standing.ended_at < before))
    rows = select(Referral.id, Referral.child_id).join(Standing, Standing.referral_id == Referral.id).where(over)
    course = Base.metadata.tables["course"]
    free = rows.where(~exists().where(course.c.referral_id == Referral.id))
    return _gone(session, session.execute(free.order_by(Referral.id).limit(AT_ONCE), execution_options=WHY).all())


def of_children(session: Session, child_ids: Collection[int]) -> int:
    """Those about these children, after their courses: how many. Whoever calls it has seen that none is open."""
    rows = select(Referral.id, Referral.child_id).where(Referral.child_id.in_(child_ids))
    return _gone(session, session.execute(rows, execution_options=WHY).all())


def _gone(session: Session, found: Sequence[Any]) -> int:
    if found:
        _delete(session, [row.id for row in found])
        audit.by_key(session, "delete", "referral", found)
    return len(found)


def _delete(session: Session, ids: Collection[int]) -> None:
    days = session.execute(select(FollowUp.referral_id, FollowUp.on_day).where(FollowUp.referral_id.in_(ids))).all()
    follow_ups = (told.follow_key(row.referral_id, row.on_day) for row in days)
    due.drop(session, *follow_ups, *(f"{told.subject(number)}/{key}" for number in ids for key in KEYS))
    asking.forget(session, "referral", REFERRAL, ids)
    for of in (FollowUp, Step, Standing, ReferralNote, ReferralParent):
        _do(session, delete(of).where(cast("Any", of).referral_id.in_(ids)))
    _do(session, delete(Referral).where(Referral.id.in_(ids)))


def _do(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options=WHY)
