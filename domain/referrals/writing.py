"""What a social worker does with a referral: write it, ask the parents, note what they say, change it, take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from domain import asking, due
from domain.access import Viewer
from domain.access.units import Unit
from domain.asking import Matter
from domain.base import DomainError, now
from domain.consent import GRANTED, REFERRAL
from domain.people import Child
from domain.referrals import family, told
from domain.referrals.family import Parent
from domain.referrals.steps import NoSuchReferral, WrongStep, close, move, note, own
from domain.referrals.tables import (
    ASKED,
    DRAFT,
    OFFERED,
    QUEUE,
    REASON,
    SEATED,
    SENT,
    WITHDRAWN,
    Referral,
    ReferralParent,
    Standing,
    Step,
)

WRITABLE = (DRAFT, ASKED, *QUEUE)
"""What has been offered stays as it was put."""
READ = ("service", "background", "goal", "family_view", "urgency", "wanted_from")
"""What the parents' yes is given to."""


class NotAReferrer(DomainError):
    """Only an FSR, or a team of the forvaltning's, refers; and only to Familiehuset."""


class NobodyToAsk(DomainError):
    """No parent with custody and an address is named: nobody could say yes."""


class WrittenMeanwhile(DomainError):
    """It has been changed in another window, or by a colleague."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the writer fills in about the help."""

    service: str
    background: str = ""
    goal: str = ""
    family_view: str = ""
    urgency: str = ""
    wanted_from: date | None = None


@dataclass(frozen=True, kw_only=True)
class Family:
    """Whom it is about, as typed. `child_id`: a child that the writer may see, chosen from its page or an inquiry; then nothing is looked for."""

    child: str
    born: date
    parents: tuple[Parent, ...] = ()
    child_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Way:
    """From which unit to which Familiehus; `inquiry_id` led to it. The same `key` twice is one referral."""

    from_unit_id: int
    unit_id: int
    key: str
    inquiry_id: int | None = None


class Answering(NamedTuple):
    """Somebody whose answer can be noted."""

    guardian_id: int
    name: str


def write(session: Session, way: Way, who: Family, words: Words) -> Referral:
    """A draft, which the writer's own unit alone can see. NotAReferrer, NoSuchReferral (a child that is not theirs to see), cpr.CprRefused."""
    twin = session.scalar(select(Referral).where(Referral.request_key == way.key))
    if twin is not None:
        return twin
    _allowed(session, way)
    if who.child_id is not None and session.get(Child, who.child_id) is None:
        raise NoSuchReferral
    viewer: Viewer = session.info["viewer"]
    row = Referral(from_unit_id=way.from_unit_id, unit_id=way.unit_id, writer_id=viewer.staff, child_id=who.child_id)
    row.child_name, row.birth_date, row.inquiry_id, row.request_key = who.child, who.born, way.inquiry_id, way.key
    row.created_at = row.written_at = now()
    _fill(row, words)
    session.add(row)
    session.flush()
    session.add_all(_parents(row, who.parents))
    session.flush()
    standing = {"referral_id": row.id, "unit_id": row.unit_id, "from_unit_id": row.from_unit_id, "state": DRAFT}
    session.execute(insert(Standing), [standing | {"service": row.service, "seated": 0}])
    session.execute(insert(Step), [{"referral_id": row.id, "at": now(), "state": DRAFT, "staff_id": viewer.staff}])
    return row


def edit(session: Session, referral_id: int, who: Family, words: Words, version: int) -> bool:
    """Other words before help is offered; another family only in a draft. Returns whether the parents are asked anew. WrongStep, WrittenMeanwhile."""
    row, standing = own(session, referral_id)
    if standing.state not in WRITABLE:
        raise WrongStep
    if row.version != version:
        raise WrittenMeanwhile
    before = [getattr(row, name) for name in READ]
    if row.child_id is None:
        row.child_name, row.birth_date = who.child, who.born
        for parent in _typed(session, referral_id):
            session.delete(parent)
        session.add_all(_parents(row, who.parents))
    _fill(row, words)
    same = [getattr(row, name) for name in READ] == before
    row.written_at = row.written_at if same else now()
    standing.service = row.service
    session.flush()
    if row.asked_at is None or same or not asking.anew(session, matter(row)):
        return False
    if standing.state != ASKED:
        _back(session, row, standing)
    return True


def ask(session: Session, secret: str, referral_id: int) -> int:
    """By link: each holder of custody gets a mail that names nobody. Again: the mail once more. NobodyToAsk.

    How many the writer has given an address for mail: whether those who get it have others is not told.
    """
    row, standing = own(session, referral_id)
    if standing.state not in (*WRITABLE, *SEATED):
        raise WrongStep
    parents = _settle(session, row)
    row.asked_at, _ = asking.ask(session, secret, matter(row))
    session.flush()
    if standing.state == DRAFT:
        move(session, standing, ASKED)
    return sum(bool(one.email) for one in parents if one.custody)


def put(session: Session, referral_id: int) -> None:
    """The question is put in a conversation: no mail goes out, and what they say can be noted. NobodyToAsk."""
    row, standing = own(session, referral_id)
    _settle(session, row)
    row.asked_at = asking.put_question(session, matter(row))
    session.flush()
    if standing.state == DRAFT:
        move(session, standing, ASKED)


def said(session: Session, referral_id: int, guardian_id: int, value: str, how: str) -> str:
    """What a holder of custody said or wrote, noted by the writer's unit. The question's state after it. NobodyToAsk: not one that the writer named."""
    row, standing = own(session, referral_id)
    if guardian_id not in {one.guardian_id for one in to_answer(session, row)}:
        raise NobodyToAsk
    if row.asked_at is None:
        put(session, referral_id)
    viewer: Viewer = session.info["viewer"]
    state = asking.answer(session, matter(row), guardian_id, value, how, viewer.staff)
    answered(session, row, standing, state)
    return state


def to_answer(session: Session, row: Referral) -> list[Answering]:
    """The holders of custody whom the writer has named, or may know of. Of a family that is not settled yet it settles who is who."""
    typed = {one.guardian_id: one.name for one in _settle(session, row) if one.custody}
    assert row.child_id is not None
    named = [(one.guardian_id, typed.get(one.guardian_id) or one.name) for one in asking.holders(session, row.child_id)]
    return [Answering(guardian_id, name) for guardian_id, name in named if name]


def answered(session: Session, row: Referral, standing: Standing, state: str) -> None:
    """A yes of all sends it; a yes taken back closes it to Familiehuset: before help has begun it waits for the parents, after that it is over."""
    if state == GRANTED and standing.state == ASKED:
        at = standing.received_at or now()
        move(session, standing, SENT, received_at=at)
        told.writer(session, row, SENT, [told.entry(row, "received", "modtaget", at)])
    elif state != GRANTED and standing.state in (*QUEUE, OFFERED):
        _back(session, row, standing)
        told.writer(session, row, ASKED, [told.gone(row)])
    elif state != GRANTED and standing.state in SEATED:
        told.writer(session, row, WITHDRAWN, [told.gone(row)])
        close(session, row, standing, WITHDRAWN)


def withdraw(session: Session, referral_id: int, reason: str = "") -> None:
    """Taken back by the writer's unit, whatever has become of it so far. WrongStep when it is over."""
    row, standing = own(session, referral_id)
    if reason:
        note(session, row, REASON, reason)
    known = standing.state in (*QUEUE, *SEATED)
    close(session, row, standing, WITHDRAWN)
    if known:
        due.put(session, [told.gone(row)])


def seen(session: Session, referral_id: int) -> None:
    """How it ended has been read: it leaves Min dag."""
    own(session, referral_id)
    due.done(session, f"{told.subject(referral_id)}/writer")


def matter(row: Referral) -> Matter:
    """What the parents are asked about."""
    assert row.child_id is not None
    return Matter(
        kind="referral",
        number=row.id,
        question=REFERRAL,
        child_id=row.child_id,
        from_unit_id=row.from_unit_id,
        to_unit_id=row.unit_id,
        writer_id=row.writer_id,
        asked_at=row.asked_at,
    )


def _back(session: Session, row: Referral, standing: Standing) -> None:
    """Without a yes to what stands there it waits for one; how long it has waited for help is not forgotten."""
    about = told.subject(row.id)
    move(session, standing, ASKED, starts_on=None, offered_at=None, accepted_at=None)
    due.drop(session, f"{about}/received", f"{about}/start")


def _settle(session: Session, row: Referral) -> Sequence[ReferralParent]:
    parents = _typed(session, row.id)
    if row.child_id is None and not any(one.custody and (one.email or one.mobile) for one in parents):
        raise NobodyToAsk
    family.settle(session, row, parents)
    return parents


def _typed(session: Session, referral_id: int) -> Sequence[ReferralParent]:
    mine = select(ReferralParent).where(ReferralParent.referral_id == referral_id)
    return session.scalars(mine.order_by(ReferralParent.id)).all()


def _parents(row: Referral, parents: Sequence[Parent]) -> list[ReferralParent]:
    units = {"referral_id": row.id, "from_unit_id": row.from_unit_id, "unit_id": row.unit_id}
    return [ReferralParent(**units, **vars(one)) for one in parents]


def _fill(row: Referral, words: Words) -> None:
    for name, value in vars(words).items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _allowed(session: Session, way: Way) -> None:
    wanted = select(Unit.id, Unit.actor, Unit.kind).where(Unit.id.in_((way.from_unit_id, way.unit_id)))
    units: dict[int, Any] = {row.id: row for row in session.execute(wanted)}
    giver, receiver = units.get(way.from_unit_id), units.get(way.unit_id)
    refers = giver is not None and (giver.actor == "fsr" or (giver.actor, giver.kind) == ("forvaltning", "team"))
    if not refers or receiver is None or receiver.actor != "familiehus":
        raise NotAReferrer
