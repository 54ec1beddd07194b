"""The parents' yes to a referral: asked for by mail or in a conversation, answered, and what follows from the answer."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import asking, due
from domain.access import Viewer
from domain.asking import Matter
from domain.base import DomainError, now
from domain.consent import GRANTED, REFERRAL
from domain.referrals import family, told
from domain.referrals.steps import WrongStep, close, move, own
from domain.referrals.tables import (
    ASKED,
    DRAFT,
    OFFERED,
    QUEUE,
    SEATED,
    SENT,
    WITHDRAWN,
    Referral,
    ReferralParent,
    Standing,
)

WRITABLE = (DRAFT, ASKED, *QUEUE)
"""What has been offered stays as it was put."""


class NobodyToAsk(DomainError):
    """No parent with custody and an address is named: nobody could say yes."""


class Answering(NamedTuple):
    """Somebody whose answer can be noted."""

    guardian_id: int
    name: str


def ask(session: Session, secret: str, referral_id: int) -> int:
    """By link: each holder of custody gets a mail that names nobody. Again: the mail once more. NobodyToAsk.

    How many the writer has given an address for mail: whether those who get it have others is not told.
    """
    row, standing = own(session, referral_id)
    if standing.state not in (*WRITABLE, *SEATED):
        raise WrongStep
    parents = _settle(session, row)
    row.asked_at, _ = asking.ask(session, secret, matter(row))
    session.flush()
    if standing.state == DRAFT:
        move(session, standing, ASKED)
    return sum(bool(one.email) for one in parents if one.custody)


def put(session: Session, referral_id: int) -> None:
    """The question is put in a conversation: no mail goes out, and what they say can be noted. NobodyToAsk."""
    row, standing = own(session, referral_id)
    _settle(session, row)
    row.asked_at = asking.put_question(session, matter(row))
    session.flush()
    if standing.state == DRAFT:
        move(session, standing, ASKED)


def said(session: Session, referral_id: int, guardian_id: int, value: str, how: str) -> str:
    """What a holder of custody said or wrote, noted by the writer's unit. The question's state after it. NobodyToAsk: not one that the writer named."""
    row, standing = own(session, referral_id)
    if guardian_id not in {one.guardian_id for one in to_answer(session, row)}:
        raise NobodyToAsk
    if row.asked_at is None:
        put(session, referral_id)
    viewer: Viewer = session.info["viewer"]
    state = asking.answer(session, matter(row), guardian_id, value, how, viewer.staff)
    answered(session, row, standing, state)
    return state


def to_answer(session: Session, row: Referral) -> list[Answering]:
    """The holders of custody whom the writer has named, or may know of. Of a family that is not settled yet it settles who is who."""
    typed = {one.guardian_id: one.name for one in _settle(session, row) if one.custody}
    assert row.child_id is not None
    named = [(one.guardian_id, typed.get(one.guardian_id) or one.name) for one in asking.holders(session, row.child_id)]
    return [Answering(guardian_id, name) for guardian_id, name in named if name]


def answered(session: Session, row: Referral, standing: Standing, state: str) -> None:
    """A yes of all sends it; a yes taken back closes it to Familiehuset: before help has begun it waits for the parents, after that it is over."""
    if state == GRANTED and standing.state == ASKED:
        at = standing.received_at or now()
        move(session, standing, SENT, received_at=at)
        told.writer(session, row, SENT, [told.entry(row, "received", "modtaget", at)])
    elif state != GRANTED and standing.state in (*QUEUE, OFFERED):
        back(session, row, standing)
        told.writer(session, row, ASKED, [told.gone(row)])
    elif state != GRANTED and standing.state in SEATED:
        told.writer(session, row, WITHDRAWN, [told.gone(row)])
        close(session, row, standing, WITHDRAWN)


def matter(row: Referral) -> Matter:
    """What the parents are asked about."""
    assert row.child_id is not None
    return Matter(
        kind="referral",
        number=row.id,
        question=REFERRAL,
        child_id=row.child_id,
        from_unit_id=row.from_unit_id,
        to_unit_id=row.unit_id,
        writer_id=row.writer_id,
        asked_at=row.asked_at,
    )


def back(session: Session, row: Referral, standing: Standing) -> None:
    """Without a yes to what stands there it waits for one; how long it has waited for help is not forgotten."""
    about = told.subject(row.id)
    move(session, standing, ASKED, starts_on=None, offered_at=None, accepted_at=None)
    due.drop(session, f"{about}/received", f"{about}/start")


def _settle(session: Session, row: Referral) -> Sequence[ReferralParent]:
    parents = typed(session, row.id)
    if row.child_id is None and not any(one.custody and (one.email or one.mobile) for one in parents):
        raise NobodyToAsk
    family.settle(session, row, parents)
    return parents


def typed(session: Session, referral_id: int) -> Sequence[ReferralParent]:
    """The parents as the writer named them."""
    mine = select(ReferralParent).where(ReferralParent.referral_id == referral_id)
    return session.scalars(mine.order_by(ReferralParent.id)).all()
