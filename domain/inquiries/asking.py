"""The parents' consent to one inquiry that names their child: what domain.asking does of every matter."""

from dataclasses import replace

from sqlalchemy.orm import Session

from domain import asking
from domain.asking import Matter
from domain.consent import GRANTED, YES, ConsentMissing
from domain.inquiries import stopping
from domain.inquiries.receiving import stands_in
from domain.inquiries.tables import CLOSED, OPEN, WITHDRAWN, Inquiry
from domain.inquiries.writing import NotTheirs, locked, matter, own
from domain.people.reachable import Reachable


def ask(session: Session, secret: str, inquiry_id: int, *, sms: bool = False) -> Reachable:
    """By link. Returns whom that reaches. NotTheirs."""
    inquiry = _named(own(session, inquiry_id))
    inquiry.asked_at, reached = asking.ask(session, secret, _matter(session, inquiry), sms=sms)
    return reached


def note(session: Session, secret: str, inquiry_id: int, guardian_id: int, value: str, how: str) -> str:
    """What a holder of custody said or wrote. The question's state after it. NoSuchInquiry, NotTheirs, asking.NotAsking.

    Of one that is closed a yes is taken back as well: it is still read by it.
    """
    inquiry = locked(session, inquiry_id)
    if inquiry.state != CLOSED or value == YES or inquiry.asked_at is None:
        _named(inquiry)
    state = asking.note(session, secret, inquiry, _matter(session, inquiry), (guardian_id, value, how))
    _lost(session, inquiry, state)
    return state


def answer(session: Session, inquiry_id: int, guardian_id: int, value: str) -> str:
    """The holder's own, on their own page: it counts from this moment. The question's state after it. NoSuchInquiry.

    Whoever books a time for it at the same moment is waited for: else that would stand, and nobody would give it back.
    """
    inquiry = locked(session, inquiry_id)
    if inquiry.asked_at is None:
        raise ConsentMissing("nobody asks this parent about that inquiry")
    state = asking.answer(session, matter(inquiry), guardian_id, value)
    _lost(session, inquiry, state)
    return state


def _lost(session: Session, inquiry: Inquiry, state: str) -> None:
    """Of one that has been sent, a yes that is no longer: what hangs on it ends in the same moment."""
    if state != GRANTED and inquiry.state in (*OPEN, CLOSED):
        stopping.stop(session, inquiry)


def _matter(session: Session, inquiry: Inquiry) -> Matter:
    """With the unit that stands in, where the question has not been put: then it is about that unit too."""
    found = matter(inquiry)
    return found if found.stands else replace(found, also_unit_id=stands_in(session, inquiry))


def _named(inquiry: Inquiry) -> Inquiry:
    if inquiry.child_id is None or inquiry.state in (CLOSED, WITHDRAWN):
        raise NotTheirs
    return inquiry
