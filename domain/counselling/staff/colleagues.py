"""Bringing somebody of another service into one case: asked for by the counsellor, and nothing without the parent's yes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.base import DomainError, today
from domain.counselling.crypto import boxes
from domain.counselling.staff import inbox, work
from domain.counselling.staff.unlocking import Opened
from domain.counselling.tables.cases import UNANSWERED, YES, Case, Colleague
from domain.counselling.tables.team import ReadingKey

ACTORS = ("sundhedspleje", "fsr", "ppr")


class NoReader(DomainError):
    """They have no reading passphrase, work nowhere that could read along, or have been asked for before."""


@dataclass(frozen=True, kw_only=True)
class Brought:
    """A case that a colleague has been brought into, as their list shows it."""

    id: int
    house: str
    state: str
    language: str
    last_on: date
    topic: str
    label: str


def candidates(session: Session) -> Sequence[Any]:
    """(id, name, actor, unit, public) of everybody who has a reading passphrase and works in one of the services; by service and name."""
    columns = (Staff.id, Staff.name, Unit.actor, Unit.name.label("unit"), ReadingKey.public)
    found = select(*columns).join(ReadingKey, ReadingKey.staff_id == Staff.id)
    found = found.join(Membership, Membership.staff_id == Staff.id).join(Unit, Unit.id == Membership.unit_id)
    return session.execute(
        found.where(Unit.actor.in_(ACTORS), Staff.active).order_by(Unit.actor, Staff.name, Staff.id).distinct()
    ).all()


def ask(session: Session, unit_id: int, case_id: int, staff_id: int) -> None:
    """The parent is asked. Until they say yes the colleague sees nothing, and does not know."""
    case = work.one(session, unit_id, case_id)
    person = next((row for row in candidates(session) if row.id == staff_id), None)
    if person is None:
        raise NoReader
    row = Colleague(id=boxes.new_id(), case_id=case.id, staff_id=staff_id, actor=person.actor, asked_on=today())
    row.answer, row.sealed = UNANSWERED, None
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise NoReader from error


def take_back(session: Session, unit_id: int, case_id: int, colleague_id: int) -> None:
    """Not needed after all, or no longer: the sealed key goes, and what was read is read."""
    work.one(session, unit_id, case_id)
    session.execute(delete(Colleague).where(Colleague.id == colleague_id, Colleague.case_id == case_id))


def mine(session: Session, opened: Opened) -> list[Brought]:
    """What I read along in. One statement."""
    columns = (Case.id, Case.state, Case.language, Case.last_on, Case.about, Case.label)
    found = select(*columns, Colleague.sealed, Unit.name.label("house")).join(Colleague, Colleague.case_id == Case.id)
    found = found.join(Unit, Unit.id == Case.unit_id)
    own = (Colleague.staff_id == opened.staff_id, Colleague.answer == YES)
    return [_brought(opened, row) for row in session.execute(found.where(*own).order_by(Case.last_on.desc(), Case.id))]


def _brought(opened: Opened, row: Any) -> Brought:
    topic = label = ""
    try:
        key = boxes.unseal(opened.private, row.sealed) if row.sealed else None
    except boxes.Unreadable:
        key = None
    if key is not None:
        topic = inbox.said(key, row.id, inbox.ABOUT, row.about).get("topic", "")
        label = inbox.said(key, row.id, inbox.LABEL, row.label).get("text", "")
    same = {name: getattr(row, name) for name in ("id", "house", "state", "language", "last_on")}
    return Brought(**same, topic=topic, label=label)
