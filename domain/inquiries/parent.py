"""Parents who ask by themselves: without an account, with a name and how to reach them, and with a link by which they follow it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from domain import due, outbox
from domain.access.jobs import act_for
from domain.access.staff import Staff
from domain.access.tokens import request_token, token_hash
from domain.access.units import Unit
from domain.base import now
from domain.inquiries import receiving, stopping
from domain.inquiries.tables import SENT, Inquiry
from domain.inquiries.writing import NoSuchInquiry, subject, waiting

RECEIVED = "request-received"
WHY = {"unscoped": "parents without an account follow their own by its link"}


@dataclass(frozen=True, kw_only=True)
class Request:
    """What they write. `key`: the form's own, so that two clicks are one; `district_id` None: the whole municipality's (PPR)."""

    kind: str
    district_id: int | None
    title: str
    seen: str
    wanted: str
    name: str
    email: str
    mobile: str
    language: str
    key: str
    role: str = ""


def put(session: Session, secret: str, request: Request) -> str:
    """To whom it reaches by itself; a receipt by mail that says nothing of what. Returns the token of their link. Nobody, CprRefused."""
    token = request_token(secret, request.key)
    inquiry = Inquiry(kind=request.kind, state=SENT, sent_at=now(), role=request.role, title=request.title)
    inquiry.seen, inquiry.wanted, inquiry.parent_name = request.seen, request.wanted, request.name
    inquiry.parent_email, inquiry.parent_mobile = request.email, request.mobile
    inquiry.parent_language, inquiry.request_key, inquiry.token_hash = request.language, request.key, token_hash(token)
    inquiry.unit_id = receiving.unit_for(session, request.kind, None, None, request.district_id)
    found = receiving.whom(session, inquiry)
    inquiry.for_id, inquiry.for_unit_id = (found.staff_id, found.unit_id) if found else (None, inquiry.unit_id)
    try:
        with session.begin_nested():
            session.add(inquiry)
            session.flush()
    except IntegrityError:
        return token  # the second of two clicks
    due.put(session, [waiting(inquiry, inquiry.for_id, inquiry.for_unit_id or inquiry.unit_id)])
    # the form's key too: the number of one that was taken back may be given again
    outbox.put(session, RECEIVED, subject(inquiry.id), guests=[inquiry.id], key_part=token_hash(token)[:12])
    return token


def by_token(session: Session, token: str, *, change: bool = False) -> Any:
    """(Inquiry, unit, taker) of one's own: the house shows and does on their behalf what who holds the link asks of it. NoSuchInquiry."""
    own = select(Inquiry.id, Inquiry.kind, Inquiry.unit_id, Inquiry.for_unit_id)
    mine = session.execute(own.where(Inquiry.token_hash == token_hash(token)).execution_options(**WHY)).one_or_none()
    if mine is None:
        raise NoSuchInquiry
    act_for(session, "henvendelse", tuple((mine.kind, one) for one in (mine.unit_id, mine.for_unit_id) if one))
    unit, taker = aliased(Unit), aliased(Staff)
    rows = select(Inquiry, unit.name.label("unit"), taker.name.label("taker")).join(unit, unit.id == Inquiry.unit_id)
    rows = rows.outerjoin(taker, taker.id == Inquiry.taken_by).where(Inquiry.id == mine.id)
    return session.execute(rows.with_for_update(of=Inquiry) if change else rows).one()


def for_them(session: Session, token: str) -> Inquiry:
    """The same, to be changed. NoSuchInquiry."""
    found: Inquiry = by_token(session, token, change=True).Inquiry
    return found


def take_back(session: Session, token: str) -> str:
    """They do not need it any longer: a time is given back, and what they wrote is deleted. The language that it was in. NoSuchInquiry, a second time too."""
    inquiry = for_them(session, token)
    inquiry_id, language = inquiry.id, inquiry.parent_language
    stopping.give_back(session, inquiry)
    session.delete(inquiry)
    session.flush()
    due.forget(session, subject(inquiry_id))
    return language
