"""What a social worker does with a referral: write it, ask the parents, note what they say, change it, take it back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from domain import asking, due
from domain.access import Viewer
from domain.access.units import Unit
from domain.base import DomainError, now
from domain.people import Child, Parent
from domain.referrals import told
from domain.referrals.agreeing import back, matter, typed
from domain.referrals.states import ASKED, DRAFT, QUEUE, SEATED, WITHDRAWN, WRITABLE
from domain.referrals.steps import NoSuchReferral, WrongStep, close, note, own
from domain.referrals.tables import REASON, Referral, ReferralParent, Standing, Step

READ = ("service", "background", "goal", "family_view", "urgency", "wanted_from")
"""What the parents' yes is given to."""


class NotAReferrer(DomainError):
    """Only an FSR, or a team of the forvaltning's, refers; and only to Familiehuset."""


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
        for parent in typed(session, referral_id):
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
        back(session, row, standing)
    return True


def withdraw(session: Session, referral_id: int, reason: str = "") -> None:
    """Taken back by the writer's unit, whatever has become of it so far. WrongStep when it is over."""
    row, standing = own(session, referral_id)
    if reason:
        note(session, row, REASON, reason)
    known = standing.state in (*QUEUE, *SEATED)
    close(session, row, standing, WITHDRAWN)
    if known:
        due.put(session, [told.gone(row)])


def withdrawn(session: Session, referral_id: int) -> bool:
    """Whether it has been, and nothing else of it. One statement."""
    return session.scalar(select(Standing.state).where(Standing.referral_id == referral_id)) == WITHDRAWN


def seen(session: Session, referral_id: int) -> None:
    """How it ended has been read: it leaves Min dag."""
    own(session, referral_id)
    due.done(session, f"{told.subject(referral_id)}/writer")


def _parents(row: Referral, parents: Sequence[Parent]) -> list[ReferralParent]:
    units = {"referral_id": row.id, "from_unit_id": row.from_unit_id, "unit_id": row.unit_id}
    return [ReferralParent(**units, **asdict(one) | {"language": one.language or "da"}) for one in parents]


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
