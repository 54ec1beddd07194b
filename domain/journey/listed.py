"""What a list that has been written means for families that have been invited or have booked: in the same transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from domain import bulk, due, outbox
from domain.access.links import open_link
from domain.booking.tables import BOOKED, Appointment
from domain.conferences.tasks import asking
from domain.journey import family, talk
from domain.people import Child, Start
from domain.starts.importing import Applied
from domain.starts.standing import CHILD, START
from domain.visits import care, programme


def follow(session: Session, applied: Applied, *, secret: str, sms: bool) -> None:
    """Families that nobody has written to yet need nothing: they are invited when their time comes."""
    again = _moved(session, {one.start: one.before for one in applied.moved})
    for start_id in again:
        family.invite(session, secret, start_id, sms=sms)
    _redated(session, secret, set(applied.redated) - {one.start for one in applied.moved})
    _joined(session, secret, applied.joined)
    ended = Start.child_id.in_(bulk.among(session, CHILD.c.id, applied.ended))
    for start in session.scalars(select(Start).where(ended, _booked())).all():
        talk.let_go(session, start, talk.all_standing(session, start.id))
    care.follow(session)
    programme.follow(session)
    session.flush()


def _moved(session: Session, before: dict[int, int]) -> list[int]:
    """The time was with the house before: it is cancelled, and so is the yes to being named there. The starts whose invitation comes again, from the new house."""
    if before:
        asking.over(session, bulk.among(session, START.c.id, sorted(before)))
    moved = _known(session, before, _booked() | Start.invited_at.is_not(None))
    for start in moved:
        talk.cancel_for(session, start)
        due.drop(session, f"start/{start.id}/{before[start.id]}", f"ring/{start.id}")
    return [start.id for start in moved if start.invited_at is not None]


def _redated(session: Session, secret: str, ids: Iterable[int]) -> None:
    """The links last as long as they should, and the day stands right on both sides' lists. A time that is booked stands."""
    for start in _known(session, ids, Start.invited_at.is_not(None)):
        for guardian in talk.guardians_of(session, start.child_id):
            open_link(session, secret, start.id, start.child_id, guardian, start.starts_on + family.LINK_LASTS)
        due.put(session, family.told(start, session.get_one(Child, start.child_id).sundhedspleje_id))


def _joined(session: Session, secret: str, pairs: Sequence[tuple[int, int]]) -> None:
    """A guardian who is new to a child that has been invited gets an own link and an own invitation."""
    guardians: dict[int, list[int]] = {}
    for child_id, guardian_id in pairs:
        guardians.setdefault(child_id, []).append(guardian_id)
    ours = Start.child_id.in_(bulk.among(session, CHILD.c.id, sorted(guardians)))
    for start in session.scalars(select(Start).where(ours, Start.invited_at.is_not(None), Start.closed == "")).all():
        for guardian in guardians[start.child_id]:
            open_link(session, secret, start.id, start.child_id, guardian, start.starts_on + family.LINK_LASTS)
        ends = family.start_of(start)
        outbox.put(session, "invitation", f"start/{start.id}", guardians=guardians[start.child_id], expires_at=ends)


def _known(session: Session, ids: Iterable[int], which: Any) -> Sequence[Start]:
    ours = Start.id.in_(bulk.among(session, START.c.id, sorted(ids)))
    return session.scalars(select(Start).where(ours, which, Start.closed == "")).all()


def _booked() -> Any:
    return exists().where(Appointment.start_id == Start.id, Appointment.state == BOOKED)
