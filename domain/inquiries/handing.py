"""Leading on without typing again: what an inquiry says, for the form that it leads to."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from domain.inquiries.tables import Inquiry


@dataclass(frozen=True, kw_only=True)
class Prefill:
    """What the next form can begin with, as far as the viewer may read the inquiry. `child_id` None: nobody is named in it."""

    inquiry_id: int
    kind: str
    from_unit_id: int | None
    child_id: int | None
    child: str
    title: str
    seen: str
    tried: str
    wanted: str
    answer: str
    role: str
    about: str
    note: str
    parent_name: str
    parent_email: str
    parent_mobile: str
    parent_language: str


def prefill(session: Session, inquiry_id: int | None) -> Prefill | None:
    """From the id in the address (`?henvendelse=9`). None for what is not there or not to be read. At most one statement."""
    inquiry = session.get(Inquiry, inquiry_id) if inquiry_id else None
    if inquiry is None:
        return None
    same = ("kind", "from_unit_id", "child_id", "title", "seen", "tried", "wanted", "answer", "role", "about")
    theirs = ("parent_name", "parent_email", "parent_mobile", "parent_language")
    own = {name: getattr(inquiry, name) for name in (*same, *theirs)}
    return Prefill(inquiry_id=inquiry.id, child=inquiry.child_name, note=inquiry.outcome_note, **own)
