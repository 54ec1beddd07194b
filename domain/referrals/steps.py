"""What becomes of a referral: the one way in which its state changes, for each of the three who may change it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, Select, delete, insert, select, update
from sqlalchemy.orm import Session

from domain import due
from domain.access import Viewer
from domain.asking import over as ask_no_more
from domain.base import DomainError, now
from domain.referrals import capacity, told
from domain.referrals.states import (
    ASKED,
    DECLINED,
    DRAFT,
    ENDED,
    FOLLOWED,
    OFFERED,
    OVER,
    QUEUE,
    RUNNING,
    SEATED,
    SENT,
    WAITING,
    WITHDRAWN,
)
from domain.referrals.tables import FollowUp, Referral, ReferralNote, Standing, Step

BEFORE: dict[str, tuple[str, ...]] = {
    ASKED: (DRAFT, *QUEUE, OFFERED),
    SENT: (ASKED,),
    WAITING: (SENT, OFFERED),
    OFFERED: QUEUE,
    RUNNING: (*QUEUE, OFFERED),
    FOLLOWED: (RUNNING, FOLLOWED),
    ENDED: (RUNNING, FOLLOWED),
    DECLINED: (*QUEUE, OFFERED),
    WITHDRAWN: (DRAFT, ASKED, *QUEUE, *SEATED),
}
"""By state: those that a referral can come from. `ASKED` again: the parents have taken back their yes before help began."""


class NoSuchReferral(DomainError):
    """There is none of that number, or it is not for this viewer to see."""


class WrongStep(DomainError):
    """From the state that it is in now it cannot become that: somebody else has been quicker."""


class NotSaid(DomainError):
    """The reason or the evaluation is missing: the referrer and the family have a right to it."""


def close(session: Session, referral: Referral, standing: Standing, state: str) -> None:
    """It does not come to help: nobody is asked any more, nothing passes on, nothing is to be done."""
    plan_no_more(session, referral.id)
    move(session, standing, state)
    about = told.subject(referral.id)
    due.drop(session, f"{about}/received", f"{about}/start")
    if referral.child_id is not None:
        ask_no_more(session, about, told.MAIL, referral.child_id)


def received(session: Session, referral_id: int) -> tuple[Referral, Standing]:
    """One that Familiehuset reads now. NoSuchReferral."""
    viewer: Viewer = session.info["viewer"]
    return _one(session, found().where(Referral.id == referral_id, Referral.unit_id.in_(viewer.units("familiehus"))))


def own(session: Session, referral_id: int) -> tuple[Referral, Standing]:
    """One that the viewer writes, or a colleague for whom they stand in. NoSuchReferral."""
    viewer: Viewer = session.info["viewer"]
    return _one(session, found().where(Referral.id == referral_id, Referral.from_unit_id.in_(viewer.social_work())))


def asked_of(session: Session, referral_id: int) -> tuple[Referral, Standing]:
    """One that the viewer holds custody for, and was asked about. NoSuchReferral."""
    viewer: Viewer = session.info["viewer"]
    return _one(session, found().where(Referral.id == referral_id, Referral.child_id.in_(viewer.custody())))


def found() -> Select[*tuple[Any, ...]]:
    return select(Referral, Standing).join(Standing, Standing.referral_id == Referral.id)


def move(session: Session, standing: Standing, state: str, **marks: Any) -> None:
    """It becomes this, gives back its place if it no longer has one, and its history says so. WrongStep."""
    if standing.state not in BEFORE[state]:
        raise WrongStep
    seated, at = standing.seated, now()
    values = marks | {"state": state, "seated": int(state in SEATED), "ended_at": at if state in OVER else None}
    same = Standing.referral_id == standing.referral_id, Standing.state == standing.state
    changed = cast("CursorResult[Any]", session.execute(update(Standing).where(*same).values(values)))
    if changed.rowcount != 1:
        raise WrongStep
    if seated and state not in SEATED:
        capacity.give_back(session, standing.unit_id, standing.service)
    viewer: Viewer = session.info["viewer"]
    kept = {"referral_id": standing.referral_id, "at": at, "state": state, "staff_id": viewer.staff}
    session.execute(insert(Step), [kept])


def note(session: Session, referral: Referral, kind: str, text: str) -> None:
    """Said at this moment, by whoever does it, and never changed. NotSaid, cpr.CprRefused."""
    if not text:
        raise NotSaid
    viewer: Viewer = session.info["viewer"]
    whose: dict[str, Any] = {"from_unit_id": referral.from_unit_id, "unit_id": referral.unit_id}
    whose |= {"referral_id": referral.id, "child_id": referral.child_id}
    session.add(ReferralNote(kind=kind, text=text, at=now(), staff_id=viewer.staff, **whose))
    session.flush()


def plan(session: Session, referral_id: int, days: Sequence[date]) -> None:
    """To be followed up on these days."""
    rows = [{"referral_id": referral_id, "on_day": day} for day in sorted(set(days))]
    if rows:
        session.execute(insert(FollowUp), rows)


def plan_no_more(session: Session, referral_id: int) -> None:
    """What was to be followed up is not."""
    open_ = FollowUp.referral_id == referral_id, FollowUp.done_at.is_(None)
    days = session.scalars(select(FollowUp.on_day).where(*open_)).all()
    if days:
        session.execute(delete(FollowUp).where(*open_).execution_options(synchronize_session=False))
        due.drop(session, *(told.follow_key(referral_id, day) for day in days))


def _one(session: Session, rows: Select[*tuple[Any, ...]]) -> tuple[Referral, Standing]:
    """As it stands now; until the change is made nobody else changes it: a no that comes at the same moment waits, and counts."""
    now_ = {"populate_existing": True}
    row = session.execute(rows.with_for_update(of=Standing), execution_options=now_).one_or_none()
    if row is None:
        raise NoSuchReferral
    return row[0], row[1]
