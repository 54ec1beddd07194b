"""The parents' consent to one inquiry that names their child: what domain.asking does of every matter."""

from sqlalchemy.orm import Session

from domain import asking
from domain.consent import YES, ConsentMissing
from domain.inquiries.tables import CLOSED, WITHDRAWN, Inquiry
from domain.inquiries.writing import NotTheirs, matter, own


def ask(session: Session, secret: str, inquiry_id: int) -> int:
    """By link. Returns how many can be reached by mail. NotTheirs."""
    inquiry = _named(own(session, inquiry_id))
    inquiry.asked_at, reached = asking.ask(session, secret, matter(inquiry))
    return reached


def note(session: Session, inquiry_id: int, guardian_id: int, value: str, how: str) -> str:
    """What a holder of custody said or wrote, noted by its writer. The question's state after it. NotTheirs.

    Of one that is closed a yes is taken back as well: it is still read by it.
    """
    inquiry = own(session, inquiry_id)
    if inquiry.state != CLOSED or value == YES or inquiry.asked_at is None:
        _named(inquiry)
    if inquiry.asked_at is None:
        inquiry.asked_at = asking.put_question(session, matter(inquiry))
        session.flush()
    return asking.answer(session, matter(inquiry), guardian_id, value, how, session.info["viewer"].staff)


def answer(session: Session, inquiry_id: int, guardian_id: int, value: str) -> str:
    """The holder's own, on their own page: it counts from this moment. The question's state after it."""
    inquiry = session.get(Inquiry, inquiry_id)
    if inquiry is None or inquiry.asked_at is None:
        raise ConsentMissing("nobody asks this parent about that inquiry")
    return asking.answer(session, matter(inquiry), guardian_id, value)


def _named(inquiry: Inquiry) -> Inquiry:
    if inquiry.child_id is None or inquiry.state in (CLOSED, WITHDRAWN):
        raise NotTheirs
    return inquiry
