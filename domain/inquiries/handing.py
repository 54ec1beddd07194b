"""Leading on without typing again: whose it is to carry on, what the inquiry says for the form that it leads to, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import audit, due
from domain.access import Viewer
from domain.base import DomainError
from domain.conferences.tables.task import WITHDRAWN as TAKEN_BACK
from domain.conferences.tables.task import Task
from domain.consent import ADVICE, PURPOSES
from domain.inquiries.tables import CLOSED, CONFERENCE, NEXT, OUTCOMES, REFERRAL, VISIT, Inquiry
from domain.inquiries.writing import locked, subject, tell, waiting

PUTS, DOES = (CONFERENCE, NEXT), (VISIT, REFERRAL)
"""The outcomes that are the writer's to carry on (a task is theirs to put, about their own child), and those of whoever answers."""
OFFER, NOTHING = "hjaelp", "intet"
"""`led_to` of who can help instead ("hjaelp/sesam"); and of what was meant to lead on and did not."""
TASK = "task"
"""`led_to` of a task ("task/12"); alone where a link would say which child an anonymous task or inquiry is about."""
FORWARD = "referral"
"""`led_to` of a referral ("referral/3")."""
Gone = Callable[[Session, int], bool]
WRITER, ANSWERER = "spoerger", "svarer"
ON = "henvendelse-videre"


class NotToCarry(DomainError):
    """It leads nowhere, has been carried on already, or is somebody else's to carry on."""


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
    """From the id in the address (`?henvendelse=9`). None for what is not there or not to be read. At most one statement.

    It is a look at the inquiry, as on its own page: which form it was read for is not told (of an underretning nothing is kept).
    """
    inquiry = session.get(Inquiry, inquiry_id) if inquiry_id else None
    if inquiry is None:
        return None
    own = inquiry.from_unit_id in session.info["viewer"].every_unit()
    by = None if own or inquiry.child_id is None else PURPOSES[ADVICE].full
    audit.seen(session, "Henvendelse", [inquiry.child_id] if inquiry.child_id else (), "inquiries", by)
    same = ("kind", "from_unit_id", "child_id", "title", "seen", "tried", "wanted", "answer", "role", "about")
    theirs = ("parent_name", "parent_email", "parent_mobile", "parent_language")
    texts = {name: getattr(inquiry, name) for name in (*same, *theirs)}
    return Prefill(inquiry_id=inquiry.id, child=inquiry.child_name, note=inquiry.outcome_note, **texts)


def outcomes(inquiry: Inquiry) -> tuple[str, ...]:
    """What can come of it. Nobody puts a task to the next conference for parents who have no house."""
    return tuple(one for one in OUTCOMES[inquiry.kind] if one != NEXT or inquiry.from_unit_id is not None)


def whose(inquiry: Inquiry) -> str:
    """WRITER or ANSWERER while it is to be carried on, else ""."""
    return "" if inquiry.led_to else _by_outcome(inquiry)


def _by_outcome(inquiry: Inquiry) -> str:
    if inquiry.state != CLOSED:
        return ""
    if inquiry.outcome in PUTS and inquiry.from_unit_id is not None:
        return WRITER
    return ANSWERER if inquiry.outcome in (*DOES, CONFERENCE) else ""


def visits(inquiry: Inquiry) -> bool:
    """Whether it has been closed with a visit that a time is to be found for, or has been."""
    return inquiry.state == CLOSED and inquiry.outcome == VISIT and (not inquiry.led_to or inquiry.has_time)


def lead_on(session: Session, inquiry: Inquiry) -> None:
    """The writer is told that it is over; whoever is to carry it on has it on their Min dag until they have."""
    by = whose(inquiry)
    tell(session, inquiry, "lukket", ON if by == WRITER else "henvendelse-lukket", open_=by == WRITER)
    if by == ANSWERER and inquiry.taken_by is not None:
        unit = inquiry.for_unit_id if inquiry.for_id == inquiry.taken_by and inquiry.for_unit_id else inquiry.unit_id
        due.put(session, [replace(waiting(inquiry, inquiry.taken_by, unit, ON), key=_key(inquiry.id))])


def carried(session: Session, inquiry_id: int, led_to: str, referral_gone: Gone | None = None) -> None:
    """What came of it stands elsewhere ("task/12", "referral/3"): both sides find it from here. Nothing for whom it is not to carry on.

    Another one instead of what has been withdrawn, as of `taken_back`.
    """
    inquiry = session.get(Inquiry, inquiry_id)
    viewer = session.info["viewer"]
    if inquiry is None or not theirs(inquiry, viewer):
        return
    if not inquiry.led_to or taken_back(session, inquiry, referral_gone):
        led(session, inquiry, led_to)


def put_as_task(session: Session, inquiry_id: int, task: Task) -> None:
    """As `carried`. Where only one of the two names a child no way leads from one to the other: it would say whom the other is about."""
    inquiry = session.get(Inquiry, inquiry_id)
    if inquiry is not None:
        alike = (task.child_id is None) == (inquiry.child_id is None)
        carried(session, inquiry_id, f"{TASK}/{task.id}" if alike else TASK)


def taken_back(session: Session, inquiry: Inquiry, referral_gone: Gone | None = None) -> bool:
    """Whether the task or the referral that it has led to has been withdrawn. At most one statement.

    `referral_gone` is asked of a referral by its number: inquiries do not know referrals, whoever shows both does.
    """
    kind, _slash, number = inquiry.led_to.partition("/")
    if kind == FORWARD and referral_gone is not None:
        return referral_gone(session, int(number))
    if kind != TASK or not number:
        return False
    state = select(Task.state).where(Task.id == int(number))
    return (
        session.scalar(state.execution_options(unscoped="whether it stands, for who reads the inquiry")) == TAKEN_BACK
    )


def led(session: Session, inquiry: Inquiry, led_to: str) -> None:
    """It has led to this, and waits for nobody."""
    inquiry.led_to = led_to
    session.flush()
    due.done(session, f"{subject(inquiry.id)}/lukket", _key(inquiry.id))


def leave(session: Session, inquiry_id: int) -> None:
    """Nothing came of it after all: the family did not want it, or it solved itself. NoSuchInquiry, NotToCarry."""
    inquiry, viewer = locked(session, inquiry_id), session.info["viewer"]
    if not mine(inquiry, viewer):
        raise NotToCarry
    led(session, inquiry, NOTHING)


def mine(inquiry: Inquiry, viewer: Viewer) -> bool:
    """Whether it is this viewer's to carry on, or to say that nothing came of it."""
    return not inquiry.led_to and theirs(inquiry, viewer)


def theirs(inquiry: Inquiry, viewer: Viewer) -> bool:
    """Whether it is, or was, this viewer's to carry on."""
    by = _by_outcome(inquiry)
    unit = {WRITER: inquiry.from_unit_id, ANSWERER: inquiry.unit_id}.get(by)
    person = {WRITER: inquiry.writer_id, ANSWERER: inquiry.taken_by}.get(by)
    return bool(by) and (person == viewer.staff or unit in viewer.leads())


def _key(inquiry_id: int) -> str:
    return f"{subject(inquiry_id)}/videre"
