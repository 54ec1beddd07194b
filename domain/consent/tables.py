"""Consent to passing on: what was asked, what each holder of custody answered, and what is in force now. Every policy reads `Consent` alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, UniqueConstraint, exists, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.access import ASKING, Guarded, Verb, Viewer
from domain.base import Base, DomainError, today

YES, NO, NOT_NOW = "ja", "nej", "ikke-nu"
GRANTED, REFUSED, MISSING = "ja", "nej", "mangler"


class ConsentMissing(DomainError):
    """Something would pass to somebody without the consent that it needs."""


class AnsweredTooLate(ConsentMissing):
    """The last day of the question is over, or its cause is gone: an answer would count for nothing, and none is kept."""


@dataclass(frozen=True)
class Purpose:
    """What one question covers once it is *ja*, and what one yes (and no no) already covers."""

    full: str
    partial: str | None = None


MEETING, BEFOREHAND = "start-deltage", "start-inden"
TIME = "start-time"
"""When the conversation is: her unit knows it while there is a yes and no no."""
CONFERENCE, ADVICE, REFERRAL = "konference", "henvendelse", "henvisning"
"""That a child is named in one task of a coordination conference, in one request for advice, or in one referral."""
PURPOSES = {
    MEETING: Purpose("start", TIME),
    BEFOREHAND: Purpose("start-before"),
    CONFERENCE: Purpose("conference"),
    ADVICE: Purpose("advice"),
    REFERRAL: Purpose("referral"),
}
MATTERS = {"task": CONFERENCE, "inquiry": ADVICE, "referral": REFERRAL}
"""What else than a start a question can be about, by the word in its subject ("task/12"), and which question that is."""


class ConsentRequest(Guarded, Base):
    """A question put to the holders of custody: may `from_unit` pass on to `to_unit`? Its state is seen by both units.

    `also_unit_id`: to that unit too, where its people stand in when all of `to_unit` are away; the parents are told which.
    """

    __tablename__ = "consent_request"
    __table_args__ = (UniqueConstraint("subject", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    subject: Mapped[str]
    purpose: Mapped[str]
    from_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    also_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    opened_at: Mapped[datetime]
    until: Mapped[date]
    state: Mapped[str] = mapped_column(default=MISSING)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Table "Consent", last row."""
        return or_(
            cls.from_unit_id.in_(viewer.every_unit()),
            cls.to_unit_id.in_(viewer.every_unit()),
            cls.child_id.in_(viewer.custody()),
        )

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Asked by the import job or by one of the two units."""
        return viewer.job or bool({self.from_unit_id, self.to_unit_id} & set(viewer.every_unit()))


class Answer(Guarded, Base):
    """One holder's answer to one question, never changed: a later answer replaces it. `how`: "egen side", "skriftligt", "mundtligt"."""

    __tablename__ = "answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("consent_request.id"), index=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    guardian_id: Mapped[int] = mapped_column(ForeignKey("guardian.id"))
    value: Mapped[str]
    at: Mapped[datetime]
    how: Mapped[str]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Table "Consent", last row: only the holders of custody see the answers themselves."""
        return cls.child_id.in_(viewer.custody())

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Appended by the holder, or noted by staff in their own name; never changed."""
        own = viewer.guardian == self.guardian_id and self.child_id in viewer.custody()
        noted = viewer.staff is not None and self.noted_by == viewer.staff
        return verb == "create" and (own or noted)


class Consent(Base):
    """In force: this child, this purpose, this unit, until that day; about the start or the matter that the question was about. No person in it.

    `matter_id`: of one of MATTERS; which, says the purpose.
    """

    __tablename__ = "consent"
    __table_args__ = (
        UniqueConstraint("child_id", "start_id", "purpose", "to_unit_id"),
        Index("ix_consent_covered", "to_unit_id", "purpose", "until", "start_id", "child_id"),
        Index("ix_consent_matter", "matter_id", "purpose", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    start_id: Mapped[int | None] = mapped_column(ForeignKey("start.id"))
    matter_id: Mapped[int | None]
    purpose: Mapped[str]
    to_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    until: Mapped[date]


def covered(purpose: str, to: Any) -> Select[int | None]:
    """Ids of the starts for which consent for `purpose` to one of the units `to` is in force; for use inside policies.

    Not of the children: what was said yes to for one start is no yes for the next, in another house.
    """
    return select(Consent.start_id).where(
        Consent.to_unit_id.in_(to), Consent.purpose == purpose, Consent.until >= ASKING.today
    )


def covered_matters(question: str, to: Any = None, day: Any = ASKING.today) -> Select[int | None]:
    """Ids of the tasks, inquiries or referrals (see MATTERS) in which the parents let their child be named; for use inside policies.

    `to`: only to one of these units. A yes is given to a unit, and is none for whoever stands in for it elsewhere. `day`: in force that day;
    what is asked behind the net's back says which, nobody asks there.
    """
    named = select(Consent.matter_id).where(
        Consent.matter_id.is_not(None), Consent.purpose == PURPOSES[question].full, Consent.until >= day
    )
    return named if to is None else named.where(Consent.to_unit_id.in_(to))


def attending(start: Any, unit: Any, day: Any) -> ColumnElement[bool]:
    """Whether the sundhedspleje `unit` may know when the conversation of `start` is, and so be there (columns, binds or values)."""
    return exists().where(Consent.start_id == start, *_to_be_there(unit, day))


def attends(session: Session, start_ids: Collection[int], unit_id: int) -> bool:
    """Whether it may be at the conversation of ALL these starts: one child's yes is no yes for its brother."""
    starts = select(func.count(Consent.start_id.distinct())).where(Consent.start_id.in_(start_ids))
    return session.scalar(starts.where(*_to_be_there(unit_id, today()))) == len(set(start_ids))


def _to_be_there(unit: Any, day: Any) -> tuple[ColumnElement[bool], ...]:
    """The one rule of her presence: a yes and no no, to her unit, in force that day."""
    return Consent.purpose == TIME, Consent.to_unit_id == unit, Consent.until >= day
