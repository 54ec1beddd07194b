"""What Familiehuset does with a referral, in the order they came: waiting list, offer, help, follow-up, evaluation, or no with a reason."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from domain import due
from domain.base import DomainError, now
from domain.referrals import capacity, told
from domain.referrals.states import DECLINED, ENDED, FOLLOWED, OFFERED, QUEUE, RUNNING, WAITING
from domain.referrals.steps import close, move, note, plan, plan_no_more, received
from domain.referrals.tables import BEYOND, EVALUATION, FOLLOW_UP, ORDER, PLAN, REASON, FollowUp, Referral, Standing


class OrderBroken(DomainError):
    """Another family has waited longer for the same service. Whoever goes first all the same says why."""


@dataclass(frozen=True, kw_only=True)
class Begin:
    """From when a family is helped. `order`: why another who has waited longer waits on; `beyond`: why there is one more than there are places."""

    on: date
    text: str = ""
    order: str = ""
    beyond: str = ""
    follow_ups: tuple[date, ...] = ()


def wait(session: Session, referral_id: int) -> None:
    """On the waiting list; from an offer back to it, and the place is another's to get. NoSuchReferral, WrongStep, as all of these."""
    referral, standing = received(session, referral_id)
    waits = told.entry(referral, "received", "modtaget", standing.received_at or now())
    move(session, standing, WAITING, starts_on=None, offered_at=None, accepted_at=None)
    due.drop(session, f"{told.subject(referral_id)}/start")
    told.writer(session, referral, WAITING, [waits])


def offer(session: Session, referral_id: int, begin: Begin) -> None:
    """A place from that day. OrderBroken, capacity.NoPlace without a reason."""
    referral, standing = received(session, referral_id)
    order, at = _order(session, standing, begin.order), now()
    move(session, standing, OFFERED, starts_on=begin.on, offered_at=at, accepted_at=None)
    _seat(session, referral, begin, order)
    answered = told.entry(referral, "received", "modtaget", standing.received_at or at, at)
    told.writer(
        session, referral, OFFERED, [answered, told.entry(referral, "start", "begynder", told.morning(begin.on))]
    )
    told.parents(session, referral, told.OFFER)


def start(session: Session, referral_id: int, begin: Begin) -> None:
    """Help has begun, after an offer or at once; with the days on which it is followed up. Raises as `offer`."""
    referral, standing = received(session, referral_id)
    order, at, had = _order(session, standing, begin.order), now(), standing.seated
    move(session, standing, RUNNING, starts_on=begin.on, offered_at=standing.offered_at or at, started_at=at)
    if not had:
        _seat(session, referral, begin, order)
    plan(session, referral_id, begin.follow_ups)
    done = [
        told.entry(referral, "received", "modtaget", standing.received_at or at, at),
        told.entry(referral, "start", "begynder", told.morning(begin.on), at),
    ]
    told.writer(session, referral, RUNNING, [*done, *told.follow_ups(referral, begin.follow_ups)])


def follow_up(session: Session, referral_id: int, text: str, next_on: date | None = None) -> None:
    """How it goes; what was to be followed up until today has been. NotSaid."""
    referral, standing = received(session, referral_id)
    note(session, referral, FOLLOW_UP, text)
    move(session, standing, FOLLOWED)
    open_ = select(FollowUp.on_day).where(FollowUp.referral_id == referral_id, FollowUp.done_at.is_(None))
    days = session.scalars(open_.order_by(FollowUp.on_day)).all()
    held = [day for number, day in enumerate(days) if number == 0 or told.morning(day) <= now()]
    due_ = update(FollowUp).where(FollowUp.referral_id == referral_id, FollowUp.on_day.in_(held))
    session.execute(due_.values(done_at=now()).execution_options(synchronize_session=False))
    coming = [next_on] if next_on and next_on not in days else []
    plan(session, referral_id, coming)
    due.done(session, *(told.follow_key(referral_id, day) for day in held))
    told.writer(session, referral, FOLLOWED, told.follow_ups(referral, coming))


def end(session: Session, referral_id: int, evaluation: str) -> None:
    """With an evaluation, for the referrer and the family. What is still planned is planned no more. NotSaid."""
    referral, standing = received(session, referral_id)
    note(session, referral, EVALUATION, evaluation)
    plan_no_more(session, referral_id)
    move(session, standing, ENDED)
    told.writer(session, referral, ENDED, [told.entry(referral, "end", "slut", now(), now())])


def decline(session: Session, referral_id: int, reason: str) -> None:
    """With the reason. Familiehuset reads no more of the family from now on. NotSaid."""
    referral, standing = received(session, referral_id)
    note(session, referral, REASON, reason)
    told.writer(session, referral, DECLINED)
    close(session, referral, standing, DECLINED)


def first_in_line(unit_id: Any, service: Any) -> Any:
    """The id of the one that has waited longest for the service, among those that the viewer reads; of two at once the lower number."""
    other, place = aliased(Referral), aliased(Standing)
    waits = select(other.id).join(place, place.referral_id == other.id)
    mine = waits.where(place.unit_id == unit_id, place.service == service, place.state.in_(QUEUE))
    return mine.order_by(place.received_at, place.referral_id).limit(1)


def _order(session: Session, standing: Standing, reason: str) -> str:
    """Why it goes before others who have waited longer; "" when it does not. OrderBroken."""
    first = session.scalar(first_in_line(standing.unit_id, standing.service)) if standing.state in QUEUE else None
    if first is None or first == standing.referral_id:
        return ""
    if not reason:
        raise OrderBroken
    return reason


def _seat(session: Session, referral: Referral, begin: Begin, order: str) -> None:
    """A place is taken after the state has changed: always in that order, or two who meet would wait for each other."""
    further = capacity.take(session, referral.unit_id, referral.service, more=bool(begin.beyond))
    said = {ORDER: order, BEYOND: begin.beyond if further else "", PLAN: begin.text}
    for kind, text in said.items():
        if text:
            note(session, referral, kind, text)
