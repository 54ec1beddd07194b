"""What a message may say (letter.py), looked up at the moment it is sent: address and language, time, place, and the way back in."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from domain.access.citizens import Guardianship, Link
from domain.access.links import way_in
from domain.access.staff import Staff, StaffLink
from domain.access.tokens import guest_token, message_name, request_token, staff_token, token_hash
from domain.base import DomainError, now, today
from domain.booking.tables import Participant
from domain.letter import EMAIL_CHANGED, Letter
from domain.messages.about import WHY, Matter, Overtaken, matter
from domain.outbox import MAIL, SMS, Taken
from domain.people import Guardian

PATIENT = 3
"""Tries by SMS; after that a mail is better than nothing."""


class NoAddress(DomainError):
    """There is nowhere to send it."""


@dataclass(frozen=True)
class _To:
    channel: str
    address: str
    language: str
    token: str


def letter(session: Session, taken: Taken, secret: str, *, sms: bool = False) -> Letter:
    """What this message is to say now; `Overtaken` or `NoAddress` when it is not to be sent at all. `sms`: there is a way to send some."""
    about = matter(session, taken)
    if taken.guardian_id is None:
        to = _to_staff(session, taken, about, secret) if taken.staff_id else _to_guest(taken, about, secret, sms=sms)
    else:
        to = _to_guardian(session, taken, about, secret, sms=sms)
    if not to.address:
        raise NoAddress
    return Letter(
        name=message_name(secret, taken.id, taken.key),
        kind=taken.kind,
        channel=to.channel,
        subject=taken.subject,
        to_staff=taken.staff_id is not None,
        written_at=taken.due_at,
        expires_at=taken.expires_at,
        address=to.address,
        language=to.language,
        house=about.house,
        meeting=about.meeting,
        token=to.token,
        texts=about.texts,
    )


def _to_guest(taken: Taken, about: Matter, secret: str, *, sms: bool) -> _To:
    """By the address or number that they signed up with; their link shows their seats."""
    if about.guest is None or taken.sign_up_id is None:
        raise Overtaken
    by_sms = sms and not about.guest.email
    channel, address = (SMS, about.guest.mobile) if by_sms else (MAIL, about.guest.email)
    key = getattr(about.guest, "key", None)
    own = request_token(secret, key) if key else guest_token(secret, taken.sign_up_id)
    return _To(channel, address, about.guest.language, own)


def _to_guardian(session: Session, taken: Taken, about: Matter, secret: str, *, sms: bool) -> _To:
    """Only while they are guardian of this child; without a link when there is none that works."""
    leads = and_(Link.start_id.is_not_distinct_from(about.start_id), Link.child_id == Guardianship.child_id)
    own = and_(Link.guardian_id == Guardian.id, leads, Link.expires_on >= today())
    row = session.execute(
        select(*REACHED, Guardian.former_email, Guardian.language, Link)
        .join(Guardianship, Guardianship.guardian_id == Guardian.id)
        .outerjoin(Link, own)
        .where(Guardian.id == taken.guardian_id, Guardianship.child_id == about.child_id)
        .execution_options(**WHY)
    ).one_or_none()
    if row is None or (row.Link is None and about.meeting is None):
        raise Overtaken
    if taken.kind == EMAIL_CHANGED:
        return _To(MAIL, row.former_email, row.language, "")
    way = way_in(secret, row.Link) if row.Link else ""
    return _To(*_channel(row, taken, sms=sms), row.language, way)


REACHED = (Guardian.mail, Guardian.mobile)


def _channel(row: Any, taken: Taken, *, sms: bool) -> tuple[str, str]:
    """The channel and the address: what is wanted, where they have it; the other where they have not."""
    mobile = row.mobile if sms else ""
    wanted = taken.channel == SMS and taken.tries <= PATIENT
    return (SMS, mobile) if mobile and (wanted or not row.mail) else (MAIL, row.mail)


def _to_staff(session: Session, taken: Taken, about: Matter, secret: str) -> _To:
    columns = select(Staff.email, Staff.language).where(Staff.id == taken.staff_id, Staff.active)
    row = session.execute(columns).one_or_none()
    if row is None or (about.meeting and not _concerns(session, taken, about.meeting.appointment_id)):
        raise Overtaken
    way = _invited(session, taken, secret) if taken.kind == "staff-invitation" else ""
    return _To(MAIL, row.email, row.language, way)


def _concerns(session: Session, taken: Taken, appointment_id: int) -> bool:
    """Whoever takes part is told of it, and whoever has left that they have left."""
    own = Participant.appointment_id == appointment_id, Participant.staff_id == taken.staff_id
    takes_part = bool(session.scalar(select(exists().where(*own))))
    return taken.kind == "cancelled" or takes_part == (taken.kind != "left")


def _invited(session: Session, taken: Taken, secret: str) -> str:
    link = session.scalar(select(StaffLink).where(StaffLink.staff_id == taken.staff_id, StaffLink.expires_at > now()))
    found = staff_token(secret, link.staff_id, link.expires_at) if link else ""
    if link is None or token_hash(found) != link.token_hash:
        raise Overtaken
    return found
