"""What a writer does with an inquiry: write it, send it, withdraw it, and put it again without a name."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import asking, due, suspicion
from domain.asking import Matter
from domain.base import DomainError, now
from domain.consent import ADVICE, PURPOSES, ConsentMissing
from domain.due import Entry
from domain.inquiries import receiving
from domain.inquiries.naming import UnknownChild, children
from domain.inquiries.tables import CLOSED, DRAFT, SENT, SPARRING, TEXTS, WITHDRAWN, Inquiry
from domain.people import Start


class NoSuchInquiry(DomainError):
    """There is no such inquiry, or not for this viewer."""


class NotTheirs(DomainError):
    """Only its writer does that, and only while it is a draft or open."""


class NotAgreed(ConsentMissing):
    """The parents have not said yes: ask them, or write it anonymously."""


class NotWhole(DomainError):
    """A title or what it is about is missing."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the writer fills in. `role`: of PPR; `about`: one of BY_STAFF, for PPR."""

    title: str = ""
    seen: str = ""
    tried: str = ""
    wanted: str = ""
    role: str = ""
    about: str = ""

    def texts(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in TEXTS)


def write(
    session: Session,
    from_unit_id: int,
    kind: str,
    words: Words,
    child_id: int | None = None,
    district_id: int | None = None,
) -> Inquiry:
    """A draft, which its writer alone can see. UnknownChild, Nobody, CprRefused."""
    child = next(iter(children(session, from_unit_id, child_id) or ()), None) if child_id is not None else None
    if child_id is not None and child is None:
        raise UnknownChild
    inquiry = Inquiry(kind=kind, from_unit_id=from_unit_id, writer_id=_staff(session), state=DRAFT)
    inquiry.unit_id = receiving.unit_for(session, kind, from_unit_id, child_id, district_id)
    inquiry.child_id, inquiry.child_name = child_id, child.name if child else ""
    fill(inquiry, words if kind == SPARRING else replace(words, role="", about=""))
    session.add(inquiry)
    session.flush()
    return inquiry


def edit(session: Session, inquiry_id: int, words: Words, *, sure: bool = False) -> bool:
    """Other words, while nobody has taken it. What is sent is looked at again. Returns whether the parents are asked anew."""
    inquiry = own(session, inquiry_id)
    if inquiry.state not in (DRAFT, SENT):
        raise NotTheirs
    before = tuple(getattr(inquiry, name) for name in TEXTS)
    if inquiry.state == SENT:
        look_at(session, inquiry, words, sure=sure, waits=True)
    fill(inquiry, words)
    session.flush()
    changed = words.texts() != before
    return changed and inquiry.asked_at is not None and asking.anew(session, matter(inquiry))


def send(session: Session, inquiry_id: int, *, sure: bool = False) -> None:
    """It reaches by itself who is to have it. NotWhole, NotAgreed (named without a yes), LooksNamed (anonymous, unless `sure`)."""
    inquiry = own(session, inquiry_id)
    if inquiry.state != DRAFT:
        raise NotTheirs
    look_at(session, inquiry, words_of(inquiry), sure=sure)
    put(session, inquiry)
    due.done(session, asking.answered_key(subject(inquiry_id)))
    tell(session, inquiry, "sendt", "henvendelse-sendt")


def put(session: Session, inquiry: Inquiry) -> None:
    """To whoever is there of those who are asked, on their Min dag."""
    found = receiving.whom(session, inquiry)
    inquiry.state, inquiry.sent_at = SENT, now()
    inquiry.for_id, inquiry.for_unit_id = (found.staff_id, found.unit_id) if found else (None, inquiry.unit_id)
    session.flush()
    due.put(session, [waiting(inquiry, inquiry.for_id, inquiry.for_unit_id or inquiry.unit_id)])


def look_at(session: Session, inquiry: Inquiry, words: Words, *, sure: bool, waits: bool = False) -> None:
    """Whether it can be sent. With `waits` it is enough that the parents have not said no. NotWhole, NotAgreed, LooksNamed."""
    if not words.title or not words.seen:
        raise NotWhole
    if inquiry.child_id is not None:
        no = asking.refused(session, subject(inquiry.id), ADVICE)
        if no or not (waits or asking.agreed(session, ADVICE, inquiry.id)):
            raise NotAgreed
    looks = () if sure else looks_named(session, inquiry, words)
    if looks:
        raise suspicion.LooksNamed(looks)


def looks_named(session: Session, inquiry: Inquiry, words: Words) -> tuple[str, ...]:
    """What looks like a name in an anonymous text; of a named child others than its own family."""
    start = None
    if inquiry.child_id is not None:
        own_start = Start.child_id == inquiry.child_id, Start.unit_id == inquiry.from_unit_id
        start = session.scalar(select(Start.id).where(*own_start).limit(1))
        if start is None:
            return ()
    return suspicion.names(session, inquiry.from_unit_id or 0, words.texts(), start)


def own(session: Session, inquiry_id: int, *, change: bool = True) -> Inquiry:
    """The viewer's own, to be changed or only shown. NoSuchInquiry for one that they may not see, NotTheirs for somebody else's."""
    inquiry = locked(session, inquiry_id, change=change)
    if inquiry.writer_id != _staff(session):
        raise NotTheirs
    return inquiry


def locked(session: Session, inquiry_id: int, *, change: bool = True) -> Inquiry:
    """One for a change, as it stands now: until then nobody else changes it. NoSuchInquiry."""
    rows = select(Inquiry).where(Inquiry.id == inquiry_id)
    rows = rows.with_for_update() if change else rows
    inquiry = session.scalars(rows, execution_options={"populate_existing": change}).one_or_none()
    if inquiry is None:
        raise NoSuchInquiry
    return inquiry


def words_of(inquiry: Inquiry) -> Words:
    return Words(**{name: getattr(inquiry, name) for name in Words.__dataclass_fields__})


def fill(inquiry: Inquiry, words: Words) -> None:
    """Only what differs is a change."""
    changed = {name: value for name, value in vars(words).items() if getattr(inquiry, name) != value}
    for name, value in changed.items():
        setattr(inquiry, name, value)
    if changed:
        inquiry.written_at = now()


def subject(inquiry_id: int) -> str:
    """What the question, the mails and the due rows are about."""
    return f"inquiry/{inquiry_id}"


def matter(inquiry: Inquiry) -> Matter:
    """As domain.asking wants it."""
    assert inquiry.child_id is not None
    assert inquiry.from_unit_id is not None
    assert inquiry.writer_id is not None
    return Matter(
        kind="inquiry",
        number=inquiry.id,
        question=ADVICE,
        child_id=inquiry.child_id,
        from_unit_id=inquiry.from_unit_id,
        to_unit_id=inquiry.unit_id,
        writer_id=inquiry.writer_id,
        asked_at=inquiry.asked_at,
        drafted=inquiry.state == DRAFT,
        over=inquiry.state in (CLOSED, WITHDRAWN),
    )


def waiting(inquiry: Inquiry, staff_id: int | None, unit_id: int, kind: str = "henvendelse") -> Entry:
    """What is to be done about it; of a named child only while the parents say yes."""
    named: dict[str, Any] = {}
    if inquiry.child_id is not None:
        named = {"child_id": inquiry.child_id, "matter_id": inquiry.id, "purpose": PURPOSES[ADVICE].full}
    key = subject(inquiry.id)
    at = inquiry.sent_at or now()
    return Entry(key=key, unit_id=unit_id, staff_id=staff_id, kind=kind, at=at, target=key, **named)


def tell(session: Session, inquiry: Inquiry, part: str, kind: str, *, open_: bool = False) -> None:
    """What has happened, for its writer and, of a named child, its timeline. `open_`: it is the writer's to do. Nothing where parents wrote it."""
    if inquiry.from_unit_id is None:
        return
    key, at = f"{subject(inquiry.id)}/{part}", now()
    whose: dict[str, Any] = {"unit_id": inquiry.from_unit_id, "staff_id": inquiry.writer_id}
    told = Entry(
        key=key,
        kind=kind,
        at=at,
        done_at=None if open_ else at,
        child_id=inquiry.child_id,
        target=subject(inquiry.id),
        **whose,
    )
    due.put(session, [told])


def _staff(session: Session) -> int:
    viewer = session.info["viewer"]
    assert viewer.staff is not None
    return int(viewer.staff)
