"""What those who are asked do: take it, hand it back, answer, and close it with what came of it, leading on to the next step."""

from sqlalchemy.orm import Session

from domain import due, outbox
from domain.access import Viewer
from domain.access.roles import LEADERS
from domain.base import DomainError, now
from domain.inquiries import handing, meeting, stopping
from domain.inquiries.ending import end
from domain.inquiries.tables import (
    ANSWERED,
    BOOKED,
    CLOSED,
    OPEN,
    SENT,
    TAKEN,
    VISIT,
    Inquiry,
)
from domain.inquiries.writing import locked, put, subject, tell, waiting

NEWS = "request-news"
"""The mail to parents without an account that there is something new: what, stands on their page."""


class AlreadyTaken(DomainError):
    """A colleague has it, or it has been withdrawn or closed."""


class NotYours(DomainError):
    """Only who has taken it, or their leader, does that."""


class NoAnswer(DomainError):
    """There is nothing written."""


def take(session: Session, inquiry_id: int) -> None:
    """Mine to answer. Of two at the same moment one gets it. NoSuchInquiry, AlreadyTaken."""
    inquiry, viewer = locked(session, inquiry_id), _viewer(session)
    if inquiry.state != SENT or inquiry.taken_by is not None or not asked(inquiry, viewer):
        raise AlreadyTaken
    inquiry.state, inquiry.taken_by, inquiry.taken_at = TAKEN, viewer.staff, now()
    session.flush()
    unit = inquiry.for_unit_id if inquiry.for_id == viewer.staff and inquiry.for_unit_id else inquiry.unit_id
    due.put(session, [waiting(inquiry, viewer.staff, unit, "henvendelse-taget")])


def hand_back(session: Session, inquiry_id: int) -> None:
    """It finds somebody by itself once more. NotYours; AlreadyTaken of one that is booked or answered."""
    inquiry = held(session, inquiry_id)
    if inquiry.state != TAKEN:
        raise AlreadyTaken
    inquiry.taken_by, inquiry.taken_at, inquiry.meets = None, None, ""
    put(session, inquiry)


def answer(session: Session, inquiry_id: int, text: str) -> None:
    """In writing, to its writer, or on the page of the parents who asked. Another answer replaces it. NoAnswer, NotYours, CprRefused."""
    inquiry = held(session, inquiry_id)
    if not text:
        raise NoAnswer
    inquiry.answer, inquiry.answered_at = text, now()
    if inquiry.state != BOOKED:
        inquiry.state = ANSWERED
    session.flush()
    tell(session, inquiry, "svar", "henvendelse-svar")
    news(session, inquiry)


def close(session: Session, inquiry_id: int, outcome: str, note: str = "", offer: str = "") -> Inquiry:
    """With what came of it; `offer`: the key of who can help instead. What is to be carried on stands on somebody's Min dag.

    A time to come is given back, but for the visit that it ends with: afterwards no page leads to it, nor does a withdrawn yes end it. NotYours, CprRefused.
    """
    inquiry = held(session, inquiry_id)
    if outcome not in handing.outcomes(inquiry):
        raise ValueError(outcome)
    if outcome == VISIT:
        meeting.visit(session, inquiry)
    else:
        stopping.give_back(session, inquiry)
    inquiry.outcome, inquiry.outcome_note = outcome, note
    inquiry.led_to = f"{handing.OFFER}/{offer}" if offer else inquiry.led_to
    end(session, inquiry, CLOSED)
    handing.lead_on(session, inquiry)
    news(session, inquiry)
    return inquiry


def news(session: Session, inquiry: Inquiry) -> None:
    """Parents without an account are told that there is something new, and nothing of what."""
    if inquiry.from_unit_id is None:
        stamp = f"{now():%Y%m%d%H%M}"
        outbox.put(session, NEWS, subject(inquiry.id), guests=[inquiry.id], key_part=stamp)


def held(session: Session, inquiry_id: int) -> Inquiry:
    """One that is open and the viewer's to answer: they have taken it, or lead the unit. NoSuchInquiry, NotYours."""
    inquiry, viewer = locked(session, inquiry_id), _viewer(session)
    if inquiry.state not in OPEN or not may_answer(inquiry, viewer):
        raise NotYours
    return inquiry


def may_answer(inquiry: Inquiry, viewer: Viewer) -> bool:
    """Whether it is theirs, or their unit's to lead."""
    leads = not LEADERS.isdisjoint(viewer.roles(inquiry.unit_id))
    return inquiry.taken_by is not None and (inquiry.taken_by == viewer.staff or leads)


def asked(inquiry: Inquiry, viewer: Viewer) -> bool:
    """Whether it is put to them: it reached them, or they work in the unit, in the role that is wanted."""
    roles = viewer.roles(inquiry.unit_id)
    return inquiry.for_id == viewer.staff or (
        bool(roles) and (not inquiry.role or bool(roles & {inquiry.role, "leder"}))
    )


def _viewer(session: Session) -> Viewer:
    viewer: Viewer = session.info["viewer"]
    return viewer
