"""How an inquiry ends: closed by who answers it, withdrawn by its writer, or put again without a name."""

from datetime import timedelta

from sqlalchemy.orm import Session

from domain import asking, consent, due
from domain.base import now, today
from domain.inquiries import stopping
from domain.inquiries.tables import CLOSED, DRAFT, WITHDRAWN, Inquiry
from domain.inquiries.writing import NotTheirs, own, subject

MAIL = "inquiry-consent"
AFTERWARDS = timedelta(weeks=12)
"""So long the parents' yes still counts when it is closed: for what it leads on to."""


def withdraw(session: Session, inquiry_id: int) -> None:
    """Taken back by its writer: nobody else reads it, the time is given back, and the parents' yes to it ends. NotTheirs."""
    inquiry = own(session, inquiry_id)
    if inquiry.state in (WITHDRAWN, CLOSED):
        raise NotTheirs
    stopping.give_back(session, inquiry)
    end(session, inquiry, WITHDRAWN)


def again(session: Session, inquiry_id: int) -> Inquiry:
    """The same matter as a new draft that names nobody, with words of its own; the one that named the child is withdrawn."""
    inquiry = own(session, inquiry_id)
    if inquiry.child_id is None:
        raise NotTheirs
    if inquiry.state not in (WITHDRAWN, CLOSED):
        stopping.give_back(session, inquiry)
        end(session, inquiry, WITHDRAWN)
    fresh = Inquiry(kind=inquiry.kind, from_unit_id=inquiry.from_unit_id, writer_id=inquiry.writer_id, state=DRAFT)
    fresh.unit_id, fresh.role, fresh.about, fresh.again_id = inquiry.unit_id, inquiry.role, inquiry.about, inquiry_id
    session.add(fresh)
    session.flush()
    return fresh


def end(session: Session, inquiry: Inquiry, state: str) -> None:
    """It is over: the question to the parents with it, now or in a while, and what was to be done."""
    inquiry.state, inquiry.ended_at = state, now()
    session.flush()
    if state == WITHDRAWN:
        due.drop(session, subject(inquiry.id))
    else:
        due.done(session, subject(inquiry.id))
    if inquiry.child_id is None or inquiry.asked_at is None:
        return
    if state == WITHDRAWN:
        asking.over(session, subject(inquiry.id), MAIL, inquiry.child_id)
    else:
        consent.shorten(session, subject(inquiry.id), today() + AFTERWARDS)
