"""Giving an inquiry to a colleague by name: who there is, that it is theirs from now on, and whose it has been."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from domain import due
from domain.access import Viewer
from domain.access.roles import LEADER
from domain.access.staff import Membership, Staff
from domain.base import DomainError, now
from domain.inquiries.answering import AlreadyTaken, NotYours, asked, may_answer
from domain.inquiries.receiving import ROLES
from domain.inquiries.tables import ANSWERED, BOOKED, SENT, TAKEN, Inquiry, InquiryHand
from domain.inquiries.writing import locked, waiting

GIVEN = "henvendelse-given"


class NoColleague(DomainError):
    """Nobody of that number answers such inquiries in the unit, or it is theirs already."""


class HasTime(DomainError):
    """A time is agreed with whoever has it: it is held, or cancelled, before somebody else takes over."""


def colleagues(session: Session, inquiry: Inquiry) -> Sequence[tuple[int, str]]:
    """(id, name) of those of the unit that is asked who could have it instead, by name. One statement."""
    role = inquiry.role or ROLES.get(inquiry.kind, "")
    works = Membership.role == role if role else Membership.role != LEADER
    others = Staff.id != (inquiry.taken_by or inquiry.for_id or 0)
    rows = select(Staff.id, Staff.name).join(Membership, Membership.staff_id == Staff.id).distinct()
    rows = rows.where(Membership.unit_id == inquiry.unit_id, works, Staff.active, others)
    return [(row.id, row.name) for row in session.execute(rows.order_by(Staff.name, Staff.id))]


def may_give(inquiry: Inquiry, viewer: Viewer) -> bool:
    """Whoever is asked gives on what waits; of what has been taken whoever has it, or their leader."""
    if inquiry.state == SENT:
        return asked(inquiry, viewer)
    return inquiry.state in (TAKEN, ANSWERED) and may_answer(inquiry, viewer)


def give(session: Session, inquiry_id: int, staff_id: int) -> str:
    """It waits for them, or is theirs, as it was with whoever had it; their name. NoSuchInquiry, NotYours, NoColleague, HasTime, AlreadyTaken."""
    inquiry, viewer = locked(session, inquiry_id), cast("Viewer", session.info["viewer"])
    if inquiry.state == BOOKED:
        raise HasTime
    if inquiry.state not in (SENT, TAKEN, ANSWERED):
        raise AlreadyTaken
    if not may_give(inquiry, viewer):
        raise NotYours
    name = dict(colleagues(session, inquiry)).get(staff_id)
    if name is None:
        raise NoColleague
    whose = inquiry.taken_by or inquiry.for_id
    session.add(InquiryHand(inquiry_id=inquiry.id, from_id=whose, to_id=staff_id, by_id=viewer.staff, at=now()))
    inquiry.for_id, inquiry.for_unit_id = staff_id, inquiry.unit_id
    if inquiry.state != SENT:
        inquiry.taken_by, inquiry.taken_at = staff_id, now()
    session.flush()
    due.put(session, [waiting(inquiry, staff_id, inquiry.unit_id, GIVEN)])
    return name


def hands(session: Session, inquiry_id: int) -> Sequence[Any]:
    """Whose it has been: (from_name, to_name, by_name, at), oldest first. One statement."""
    before, after, by = aliased(Staff), aliased(Staff), aliased(Staff)
    names = (before.name.label("from_name"), after.name.label("to_name"), by.name.label("by_name"))
    rows = select(*names, InquiryHand.at).select_from(InquiryHand).outerjoin(before, before.id == InquiryHand.from_id)
    rows = rows.join(after, after.id == InquiryHand.to_id).join(by, by.id == InquiryHand.by_id)
    return session.execute(rows.where(InquiryHand.inquiry_id == inquiry_id).order_by(InquiryHand.id)).all()
