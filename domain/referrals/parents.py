"""The parents' side of a referral: what they are asked, how it goes, and their answer to an offer. On the pages of their own link."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import asking
from domain.access.units import Unit
from domain.base import now
from domain.referrals import told
from domain.referrals.agreeing import answered, matter
from domain.referrals.states import OFFERED, WAITING
from domain.referrals.steps import WrongStep, asked_of, move
from domain.referrals.tables import Referral, Standing


def answer(session: Session, referral_id: int, guardian_id: int, value: str) -> str:
    """The holder's own: it counts from this moment. The question's state after it. steps.NoSuchReferral."""
    row, standing = asked_of(session, referral_id)
    state = asking.answer(session, matter(row), guardian_id, value)
    answered(session, row, standing, state)
    return state


def accept(session: Session, referral_id: int, *, yes: bool) -> None:
    """Yes to the place that is offered, or no: then it is another's, and they wait on. WrongStep."""
    row, standing = asked_of(session, referral_id)
    if standing.state != OFFERED:
        raise WrongStep
    at = now()
    if yes:
        standing.accepted_at = at
        session.flush()
        told.writer(session, row, "ja-tak", [told.entry(row, "answer", "ja-tak", at, at)])
        return
    waits = told.entry(row, "received", "nej-tak", standing.received_at or at)
    move(session, standing, WAITING, starts_on=None, offered_at=None, accepted_at=None)
    told.writer(session, row, "nej-tak", [waits])


def of_family(session: Session, child_id: int) -> Sequence[Any]:
    """What the parents have been asked about, newest first: (id, service, state, house, starts_on, accepted_at). One statement."""
    where = (Standing.state, Unit.name.label("house"), Standing.starts_on, Standing.accepted_at)
    columns = select(Referral.id, Referral.service, *where)
    rows = columns.join(Standing, Standing.referral_id == Referral.id).join(Unit, Unit.id == Referral.unit_id)
    asked = rows.where(Referral.child_id == child_id, Referral.asked_at.is_not(None))
    return session.execute(asked.order_by(Referral.id.desc())).all()
