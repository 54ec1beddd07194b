"""A child's home-visit programme, its visits, and why there is one by special need. Parents see the visits, not what is written of the need."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer
from domain.base import Base, one_of
from domain.people import Child
from domain.visits.windows import FIXED

SPECIAL = "saerligt-behov"
KINDS = (*FIXED, SPECIAL)
PLANNED, BOOKED, HELD, DECLINED, CALLED_OFF, IMPOSSIBLE = (
    *("planlagt", "booket", "afholdt", "afslaaet", "aflyst", "ikke-mulig"),
)
STATES = (PLANNED, BOOKED, HELD, DECLINED, CALLED_OFF, IMPOSSIBLE)
OPEN = (PLANNED, BOOKED)
"""Still to come. Whether one is due or overdue is a matter of its dates: nobody writes it down."""
HOSPITAL = "indlagt"
REASONS = (HOSPITAL, "ikke-hjemme", "bortrejst", "flyttet", "tiden-gik", "andet")
"""Why a visit could not be held, or is not to be: a short list, so that nobody writes about a family."""
NEEDS = ("trivsel", "amning-kost", "soevn", "motorik", "sprog", "familien", "for-tidligt-foedt", "andet")
"""What a visit by special need is about, in one word; more stands in its plan."""
NOT_SPECIAL = text(f"kind <> '{SPECIAL}'")


def cared_for(viewer: Viewer) -> Any:
    """Ids of the children that the viewer's sundhedspleje cares for."""
    child = Child.__table__
    return select(child.c.id).where(child.c.sundhedspleje_id.in_(viewer.units("sundhedspleje")))


class Cared:
    """What the child's sundhedspleje writes and its guardians may read."""

    child_id: Mapped[int]
    unit_id: Mapped[int]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The child's own sundhedspleje, and every guardian."""
        return or_(cls.child_id.in_(cared_for(viewer)), cls.child_id.in_(viewer.children()))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The sundhedspleje; the guardians their answer to a visit."""
        parents = verb == "change" and self.child_id in viewer.custody()
        return viewer.job or self.unit_id in viewer.units("sundhedspleje") or parents


class Programme(Cared, Guarded, Base):
    """That a child has the programme, and what its windows were last counted from: see `windows.Counted`.

    `unit_id`: its sundhedspleje, as in `child`; `care.follow` keeps them alike. `contacted_at`: the first contact after the birth.
    """

    __tablename__ = "visit_programme"
    __table_args__ = (Index("ix_visit_programme_unit", "unit_id", "birth_date", "contacted_at"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    birth_date: Mapped[date]
    term_on: Mapped[date | None]
    home_on: Mapped[date | None]
    entered_on: Mapped[date | None]
    contacted_at: Mapped[datetime | None]
    contacted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class HomeVisit(Cared, Guarded, Base):
    """One visit, from its first to and including its last day. `appointment_id`: the time that stands, or at which it was held.

    `asked_at`: when the family was asked to choose a time; `held_on` the day it was held; `reason`: one of REASONS.
    """

    __tablename__ = "home_visit"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("state", STATES),
        one_of("reason", ("", *REASONS)),
        CheckConstraint("opens_on <= closes_on", name="days"),
        CheckConstraint("state <> 'booket' OR appointment_id IS NOT NULL", name="a_time_is_booked"),
        CheckConstraint("(state = 'afholdt') = (held_on IS NOT NULL)", name="held_on_a_day"),
        Index("ix_home_visit_unit", "unit_id", "state", "closes_on", "opens_on", "child_id"),
        Index(
            *("uq_home_visit_one_of_a_kind", "child_id", "kind"),
            unique=True,
            sqlite_where=NOT_SPECIAL,
            postgresql_where=NOT_SPECIAL,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    state: Mapped[str] = mapped_column(default=PLANNED)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), unique=True)
    asked_at: Mapped[datetime | None]
    held_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")


class SpecialNeed(Guarded, Base):
    """Why there is a visit by special need, and what is to be done at it: the child's sundhedspleje alone reads it. `reason`: one of NEEDS."""

    __tablename__ = "special_need"
    __table_args__ = (one_of("reason", NEEDS),)

    visit_id: Mapped[int] = mapped_column(ForeignKey("home_visit.id"), primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    reason: Mapped[str]
    plan: Mapped[str]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The child's own sundhedspleje."""
        return cls.child_id.in_(cared_for(viewer))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The child's own sundhedspleje."""
        return viewer.job or self.unit_id in viewer.units("sundhedspleje")
