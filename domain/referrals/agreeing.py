"""The parents' yes to a referral: asked for by mail or in a conversation, answered, and what follows from the answer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import asking, due
from domain.asking import Matter
from domain.base import DomainError, now
from domain.consent import GRANTED, REFERRAL
from domain.people.reachable import Reachable, reachable
from domain.referrals import family, told
from domain.referrals.states import ASKED, DRAFT, OFFERED, OVER, QUEUE, SEATED, SENT, WITHDRAWN, WRITABLE
from domain.referrals.steps import WrongStep, close, move, own
from domain.referrals.tables import Referral, ReferralParent, Standing


class NobodyToAsk(DomainError):
    """No parent with custody and an address is named: nobody could say yes."""


class Answering(NamedTuple):
    """Somebody whose answer can be noted. `number`: of what the writer typed of them; of a child that was chosen, the guardian's own."""

    number: int
    name: str
    guardian_id: int


def ask(session: Session, secret: str, referral_id: int, *, sms: bool = False) -> Reachable:
    """By link: each holder of custody gets a mail that names nobody. Again: the mail once more. NobodyToAsk.

    Whom it reaches by what the writer has typed: whether those who get it have other addresses is not told.
    """
    row, standing = own(session, referral_id)
    if standing.state not in (*WRITABLE, *SEATED):
        raise WrongStep
    parents = _settle(session, row, typed(session, row.id))
    row.asked_at, found = asking.ask(session, secret, matter(row), sms=sms)
    session.flush()
    if standing.state == DRAFT:
        move(session, standing, ASKED)
    return reachable([one for one in parents if one.custody], sms=sms) if parents else found


def put(session: Session, referral_id: int) -> None:
    """The question is put in a conversation: no mail goes out, and what they say can be noted. NobodyToAsk."""
    row, standing = own(session, referral_id)
    _settle(session, row, typed(session, row.id))
    row.asked_at = asking.put_question(session, matter(row))
    session.flush()
    if standing.state == DRAFT:
        move(session, standing, ASKED)


def said(session: Session, secret: str, referral_id: int, number: int, value: str, how: str) -> str:
    """What a holder of custody said or wrote, noted by the writer's unit. The question's state after it. NobodyToAsk: none of `to_answer`."""
    row, standing = own(session, referral_id)
    whom = to_answer(session, row, typed(session, row.id))
    guardian_id = next((one.guardian_id for one in whom if one.number == number), None)
    if guardian_id is None:
        raise NobodyToAsk
    if row.asked_at is None:
        put(session, referral_id)
    about = replace(matter(row), over=standing.state in OVER)
    state = asking.note(session, secret, row, about, (guardian_id, value, how))
    answered(session, row, standing, state)
    return state


def to_answer(session: Session, row: Referral, parents: Sequence[ReferralParent]) -> list[Answering]:
    """The holders of custody whom the writer has typed, all of them and nobody else; of a child that was chosen, those whom the writer may know of.

    `parents`: those that were typed. Of a family that is not settled yet it settles who is who.
    """
    if _settle(session, row, parents):
        return [Answering(one.id, one.name, one.guardian_id) for one in parents if one.custody and one.guardian_id]
    assert row.child_id is not None
    known = asking.holders(session, row.child_id)
    return [Answering(one.guardian_id, one.name, one.guardian_id) for one in known if one.name]


def whom(session: Session, row: Referral, parents: Sequence[ReferralParent], *, sms: bool) -> Reachable:
    """Whom asking by link would reach, as far as the writer has typed or may know; `parents`: who was typed. At most one statement."""
    family = [one for one in parents if one.custody]
    if not family and row.child_id is not None:
        return reachable(asking.holders(session, row.child_id), sms=sms)
    return reachable(family, sms=sms)


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
        whole=True,
    )


def back(session: Session, row: Referral, standing: Standing) -> None:
    """Without a yes to what stands there it waits for one; how long it has waited for help is not forgotten."""
    about = told.subject(row.id)
    move(session, standing, ASKED, starts_on=None, offered_at=None, accepted_at=None)
    due.drop(session, f"{about}/received", f"{about}/start")


def _settle(session: Session, row: Referral, parents: Sequence[ReferralParent]) -> Sequence[ReferralParent]:
    if row.child_id is None and not any(one.custody and (one.email or one.mobile) for one in parents):
        raise NobodyToAsk
    family.settle(session, row, parents)
    return parents


def typed(session: Session, referral_id: int) -> Sequence[ReferralParent]:
    """The parents as the writer named them."""
    mine = select(ReferralParent).where(ReferralParent.referral_id == referral_id)
    return session.scalars(mine.order_by(ReferralParent.id)).all()
