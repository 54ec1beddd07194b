"""A child comes to the sundhedspleje: by its birth, or by moving here. The child, its parents and its programme, in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain import outbox
from domain.access.citizens import Guardianship
from domain.base import DomainError
from domain.people import Child, Guardian, Parent, name_key
from domain.visits import programme
from domain.visits import told as told_
from domain.visits.tables import Programme

LINK = "family-link"
"""The mail that brings each parent the link to the family's own page."""


@dataclass(frozen=True, kw_only=True)
class Newborn:
    """What a birth list says of one child. `entered_on`: of a newcomer the day it moved here; see `windows.Counted` for the others."""

    child: str
    born: date
    unit_id: int
    parents: tuple[Parent, ...]
    nurse_id: int | None = None
    address: str = ""
    address_protected: bool = False
    term_on: date | None = None
    home_on: date | None = None
    entered_on: date | None = None


class AlreadyKnown(DomainError):
    """The sundhedspleje has this child, and its programme."""

    def __init__(self, child_id: int) -> None:
        super().__init__("the child has its programme already")
        self.child_id = child_id


def add(session: Session, secret: str, told: Newborn) -> Child:
    """One child. One that the sundhedspleje knows already, from a coming start, gets its programme. AlreadyKnown."""
    known = session.scalar(
        select(Child).where(
            Child.sundhedspleje_id == told.unit_id,
            Child.sort_name == name_key(told.child),
            Child.birth_date == told.born,
        )
    )
    if known is not None and session.get(Programme, known.id) is not None:
        raise AlreadyKnown(known.id)
    return begin(session, secret, told, known, parents(session, [told]))


def begin(session: Session, secret: str, told: Newborn, known: Child | None, adults: Sequence[Guardian]) -> Child:
    """The same for a child that is not `known`, or known without a programme. `adults`: those who may be its parents."""
    child, family = (known, told_.guardians(session, known.id)) if known else _child(session, told, adults)
    days = {"entered_on": told.entered_on, "home_on": told.home_on, "term_on": told.term_on}
    programme.make(session, secret, child, days)
    outbox.put(session, LINK, f"family/{child.id}", guardians=family)
    return child


def parents(session: Session, some: Sequence[Newborn]) -> list[Guardian]:
    """Guardians that the viewer may see who have an address or a number of one of these. One statement."""
    every = [parent for one in some for parent in one.parents]
    mails, mobiles = {one.email for one in every} - {""}, {one.mobile for one in every} - {""}
    if not mails and not mobiles:
        return []
    return [*session.scalars(select(Guardian).where(or_(Guardian.email.in_(mails), Guardian.mobile.in_(mobiles))))]


def same(parent: Parent, adult: Guardian) -> bool:
    """One person: the name, and an address or a number."""
    reached = (parent.email and parent.email == adult.email) or (parent.mobile and parent.mobile == adult.mobile)
    return name_key(parent.name) == name_key(adult.name) and bool(reached)


def _child(session: Session, told: Newborn, adults: Sequence[Guardian]) -> tuple[Child, list[int]]:
    """The child, and the ids of its guardians."""
    child = Child(
        name=told.child,
        sort_name=name_key(told.child),
        birth_date=told.born,
        sundhedspleje_id=told.unit_id,
        sundhedsplejerske_id=told.nurse_id,
        address=told.address,
        address_protected=told.address_protected,
    )
    people = [
        (one, next((adult for adult in adults if same(one, adult)), None) or _guardian(one)) for one in told.parents
    ]
    session.add_all([child, *(adult for _, adult in people)])
    session.flush()
    session.add_all(
        [Guardianship(child_id=child.id, guardian_id=adult.id, custody=one.custody) for one, adult in people]
    )
    session.flush()
    return child, [adult.id for _, adult in people]


def _guardian(one: Parent) -> Guardian:
    return Guardian(name=one.name, email=one.email, mobile=one.mobile, language=one.language or "da")
