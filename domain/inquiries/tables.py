"""An inquiry (henvendelse), about a named child only while the parents say yes; and which district a street lies in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, validates

from domain import cpr
from domain.access import Guarded, Verb, Viewer, found_in
from domain.base import Base, now, one_of
from domain.consent import ADVICE, covered_matters

HEALTH, SOCIAL, SPARRING = "sundhedspleje", "fsr", "ppr"
KINDS = (HEALTH, SOCIAL, SPARRING)
"""Whom it goes to, by actor: the child's (or the district's) sundhedspleje as consultant, the district's FSR, a role of PPR."""
DRAFT, SENT, TAKEN, BOOKED, ANSWERED, CLOSED, WITHDRAWN = (
    "kladde", "sendt", "taget", "booket", "besvaret", "lukket", "trukket"
)  # fmt: skip
STATES = (DRAFT, SENT, TAKEN, BOOKED, ANSWERED, CLOSED, WITHDRAWN)
OPEN = (SENT, TAKEN, BOOKED, ANSWERED)
BY_STAFF = ("enkeltbarn", "gruppe", "foraeldre", "personale", "faglig-paedagogisk")
"""What a sparring with PPR can be about: the kinds of task of a conference (domain.md)."""
ADVICE_GIVEN, VISIT, CONFERENCE, REFERRAL, REPORT = "raad", "besoeg", "konference", "henvisning", "underretning"
DISABILITY, FAMILY_TEAM, OTHER, NEXT = "handicapteamet", "familieteamet", "andet-tilbud", "naeste-konference"
OUTCOMES = {
    HEALTH: (ADVICE_GIVEN, VISIT, CONFERENCE, OTHER),
    SOCIAL: (ADVICE_GIVEN, VISIT, CONFERENCE, REFERRAL, REPORT, DISABILITY, FAMILY_TEAM, OTHER),
    SPARRING: (ADVICE_GIVEN, NEXT, OTHER),
}
EVERY_OUTCOME = (ADVICE_GIVEN, VISIT, CONFERENCE, REFERRAL, REPORT, DISABILITY, FAMILY_TEAM, OTHER, NEXT)
TEXTS = ("title", "seen", "tried", "wanted")
"""What the parents read before they say yes; a change of it asks them anew."""
WITH_WRITER, WITH_PARENTS = "kollega", "foraeldre"


class Inquiry(Guarded, Base):
    """One. `unit_id` is asked, `from_unit_id` asks; without one it is from parents, who have no account: `parent_name` and how to reach them.

    `child_id` None: no child is named. `child_name`: for who reads it and has no other right to know of the child. `role`: of PPR.
    `seen`: what has been seen and heard. `for_id`: who it reached by itself, in `for_unit_id` (another than `unit_id`: a substitute).
    `taken_by`: whose it is. `meets`: with whom a time is to be found, "" none. `led_to`: what came of it elsewhere ("task/12", "hjaelp/sesam").
    `token_hash`: of the link by which parents without an account follow it. `again_id`: the one with a name that this is written instead of.
    """

    __tablename__ = "inquiry"
    __table_args__ = (
        Index("ix_inquiry_unit_state", "unit_id", "state"),
        Index("ix_inquiry_from_state", "from_unit_id", "state"),
        one_of("kind", KINDS),
        one_of("state", STATES),
        one_of("outcome", ("", *EVERY_OUTCOME)),
        one_of("about", ("", *BY_STAFF)),
        one_of("meets", ("", WITH_WRITER, WITH_PARENTS)),
        CheckConstraint("from_unit_id IS NOT NULL OR child_id IS NULL", name="parents_name_themselves"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    from_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    writer_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"), index=True)
    child_name: Mapped[str] = mapped_column(default="")
    parent_name: Mapped[str] = mapped_column(default="")
    parent_email: Mapped[str] = mapped_column(default="")
    parent_mobile: Mapped[str] = mapped_column(default="")
    parent_language: Mapped[str] = mapped_column(default="da")
    role: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    seen: Mapped[str] = mapped_column(default="")
    tried: Mapped[str] = mapped_column(default="")
    wanted: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=DRAFT)
    created_at: Mapped[datetime] = mapped_column(default=now)
    written_at: Mapped[datetime] = mapped_column(default=now)
    asked_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    for_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    for_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    taken_at: Mapped[datetime | None]
    meets: Mapped[str] = mapped_column(default="")
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), index=True)
    answered_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    outcome_note: Mapped[str] = mapped_column(default="")
    led_to: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    request_key: Mapped[str | None] = mapped_column(unique=True)
    again_id: Mapped[int | None]

    @property
    def has_time(self) -> bool:
        """Whether what is booked is its talk, or the visit that it has led to."""
        return self.state == BOOKED or self.led_to.startswith("appointment/")

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """A draft: its writer. Then the writer's unit; whom it is put to, while no child is named or the parents say yes to their unit; those who are asked.

        Who has left the unit reads nothing more, whoever's it was.
        """
        agreed = or_(cls.child_id.is_(None), found_in(cls.id, covered_matters(ADVICE, to=viewer.every_unit())))
        mine = or_(cls.for_id == viewer.staff, cls.taken_by == viewer.staff)
        stands_in = and_(mine, cls.for_unit_id.in_(viewer.every_unit()))
        theirs = or_(cls.unit_id.in_(viewer.every_unit()), stands_in)
        return or_(
            and_(or_(cls.state != DRAFT, cls.writer_id == viewer.staff), cls.from_unit_id.in_(viewer.every_unit())),
            and_(cls.state.not_in((DRAFT, WITHDRAWN)), agreed, theirs),
            and_(cls.asked_at.is_not(None), cls.child_id.in_(viewer.custody())),
        )

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Parents without an account write it, once; then both units, the substitute, and the parents whom it names, for a time."""
        if verb == "create" and self.from_unit_id is None:
            return True
        people, units = {self.writer_id, self.for_id, self.taken_by}, {self.unit_id, self.from_unit_id}
        mine = (viewer.staff is not None and viewer.staff in people) or bool(units & set(viewer.every_unit()))
        return viewer.job or mine or self.child_id in viewer.custody()

    @validates(*TEXTS, "answer", "outcome_note", "parent_name")
    def _no_cpr(self, _name: str, text: str) -> str:
        cpr.refuse(text)
        return text


class InquiryHand(Base):
    """An inquiry given to a colleague by name: its history, newest last. Ids only. `from_id` None: it waited for nobody in particular."""

    __tablename__ = "inquiry_hand"

    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id", ondelete="CASCADE"), index=True)
    from_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class Street(Base):
    """A street, or its house numbers `low` to `high`, and the district they lie in. Kept by the administrator; no person."""

    __tablename__ = "street"
    __table_args__ = (CheckConstraint("low <= high", name="numbers"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    low: Mapped[int] = mapped_column(default=0)
    high: Mapped[int] = mapped_column(default=9999)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"))
