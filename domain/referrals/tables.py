"""A referral (henvisning) with its family, what has become of it, and how many places each service has.

What is said of people is guarded: the socialrådgivere of its writer's unit, who stand in for each other, and its leader, who reads it; Familiehuset
while the parents' consent to this referral is in force; the holders of custody once they have been asked. What has become of it (`Standing`, `Step`, `FollowUp`) is ids, days and numbers.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, validates

from domain import cpr
from domain.access import Guarded, Verb, Viewer, found_in
from domain.base import Base, among, one_of
from domain.consent import REFERRAL, covered_matters
from domain.referrals.states import DRAFT, OVER, SEATED, STATES, Stands

ADVICE, TALKS, PRACTICAL, INTENSIVE = "raadgivningsforloeb", "familiesamtaler", "stoette-hjemme", "intensiv-stoette"
SERVICES = (ADVICE, TALKS, PRACTICAL, INTENSIVE)
"""domain.md, "Familiehuset": what needs a referral."""

ORDER, BEYOND, PLAN, FOLLOW_UP, EVALUATION, REASON = (
    "raekkefoelge",
    "ekstra",
    "tilbud",
    "opfoelgning",
    "evaluering",
    "grund",
)
NOTES = (ORDER, BEYOND, PLAN, FOLLOW_UP, EVALUATION, REASON)
"""What a note says: why the order was broken, why there is one more than there are places, what was offered, how it goes, how it ended, why not."""
FOR_PARENTS = (PLAN, FOLLOW_UP, EVALUATION, REASON)


def _agreed(row: Any, referral_id: Any, viewer: Viewer) -> ColumnElement[bool]:
    """Who writes it in its unit, and who leads that; Familiehuset while the parents agree. `row` has `from_unit_id` and `unit_id`."""
    received = and_(row.unit_id.in_(viewer.units("familiehus")), found_in(referral_id, covered_matters(REFERRAL)))
    return or_(row.from_unit_id.in_(viewer.social_work()), row.from_unit_id.in_(viewer.leads()), received)


class Referral(Guarded, Base):
    """What is asked for, about whom. `unit_id` is the Familiehus, `from_unit_id` its writer's unit: an FSR or a team of forvaltning.

    `child_id` None: a draft whose family has not been looked for; `child_name` and `birth_date` as its writer typed them.
    `urgency`: why it hurries, in words, or "". `wanted_from`: when help should begin. `inquiry_id`: the henvendelse that led to it.
    """

    __tablename__ = "referral"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    writer_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"), index=True)
    child_name: Mapped[str]
    birth_date: Mapped[date]
    service: Mapped[str]
    background: Mapped[str] = mapped_column(default="")
    goal: Mapped[str] = mapped_column(default="")
    family_view: Mapped[str] = mapped_column(default="")
    urgency: Mapped[str] = mapped_column(default="")
    wanted_from: Mapped[date | None]
    inquiry_id: Mapped[int | None]
    request_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    written_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """See the top of this file."""
        asked = and_(cls.asked_at.is_not(None), cls.child_id.in_(viewer.custody()))
        return or_(_agreed(cls, cls.id, viewer), asked)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Its writer, for whom a colleague stands in."""
        return viewer.job or self.from_unit_id in viewer.social_work()

    @validates("background", "goal", "family_view", "urgency", "child_name")
    def _no_cpr(self, _name: str, text: str) -> str:
        cpr.refuse(text)
        return text


class ReferralParent(Guarded, Base):
    """A parent as the writer typed them; `guardian_id` where that is who they are to God Start. Never filled from what God Start knows."""

    __tablename__ = "referral_parent"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    guardian_id: Mapped[int | None] = mapped_column(ForeignKey("guardian.id"))
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    mobile: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="da")
    custody: Mapped[bool]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its referral."""
        return _agreed(cls, cls.referral_id, viewer)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """As its referral."""
        return viewer.job or self.from_unit_id in viewer.social_work()

    @validates("name")
    def _no_cpr(self, _name: str, text: str) -> str:
        cpr.refuse(text)
        return text


class ReferralNote(Guarded, Base):
    """What somebody said at one moment of its life, never changed. `kind` is one of NOTES; `unit_id` and `from_unit_id` as the referral's."""

    __tablename__ = "referral_note"
    __table_args__ = (one_of("kind", NOTES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"))
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its referral; the holders of custody what is about the help: why others had to wait, or not, may be about others."""
        return or_(
            _agreed(cls, cls.referral_id, viewer),
            and_(cls.child_id.in_(viewer.custody()), cls.kind.in_(FOR_PARENTS)),
        )

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Added by who writes it and by who receives it, in their own name; never changed."""
        ours = self.from_unit_id in viewer.social_work() or self.unit_id in viewer.units("familiehus")
        return viewer.job or (verb == "create" and ours and self.staff_id == viewer.staff)

    @validates("text")
    def _no_cpr(self, _name: str, text: str) -> str:
        cpr.refuse(text)
        return text


class Standing(Stands, Base):
    """Where a referral is in its life, in exactly one state. `seated` 1: it has one of the service's places.

    `received_at`: when Familiehuset got it first, which is how long it has waited whatever has happened since. `accepted_at`: the family's yes to an offer.
    """

    __tablename__ = "referral_standing"
    __table_args__ = (
        one_of("state", STATES),
        one_of("service", SERVICES),
        CheckConstraint(f"(seated = 1) = ({among('state', SEATED)})", name="seated"),
        CheckConstraint(f"(ended_at IS NOT NULL) = ({among('state', OVER)})", name="over"),
        Index("ix_referral_standing_queue", "unit_id", "state", "service", "received_at"),
        Index("ix_referral_standing_from", "from_unit_id", "state"),
    )

    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    service: Mapped[str]
    state: Mapped[str] = mapped_column(default=DRAFT)
    seated: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime | None]
    offered_at: Mapped[datetime | None]
    starts_on: Mapped[date | None]
    accepted_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Step(Base):
    """What became of a referral, and when: never changed, and not deleted before the referral is."""

    __tablename__ = "referral_step"
    __table_args__ = (one_of("state", STATES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    at: Mapped[datetime]
    state: Mapped[str]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class FollowUp(Base):
    """A day on which it is looked at how the help goes."""

    __tablename__ = "referral_follow_up"
    __table_args__ = (UniqueConstraint("referral_id", "on_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"))
    on_day: Mapped[date]
    done_at: Mapped[datetime | None]


class Capacity(Base):
    """How many families a service has places for at a time, and how many it has. `beyond`: more than that, each with its reason.

    The constraint is the rule: nobody gets a place that is not there without somebody saying why.
    """

    __tablename__ = "service_capacity"
    __table_args__ = (
        one_of("service", SERVICES),
        CheckConstraint("taken >= 0 AND beyond >= 0 AND places >= 0 AND taken <= places + beyond", name="never_more"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    beyond: Mapped[int] = mapped_column(default=0)
