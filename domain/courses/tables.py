"""A family's course and all that hangs on it. Every row is read by the parents' consent to the referral, and closes with it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, and_, or_, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer, found_in
from domain.base import Base, one_of
from domain.consent import REFERRAL, covered_matters
from domain.referrals.tables import SERVICES
from domain.tovholder.followed import CLOSED, LOOKS, OUTCOMES, RUNNING, TARGETS, Followed
from domain.tovholder.handing import Offer, Role, one_open

STOPPED = "stoppet"
"""The parents have taken their consent back; what is left of it is that it was there."""
BEGUN = "begyndt"
NOT_CHOSEN = text("appointment_id IS NULL")


class OfCourse:
    """What every row of a course carries, so that each is guarded by itself."""

    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The Familiehus and the holders of custody, while every one of them says yes to the referral."""
        theirs = or_(cls.unit_id.in_(viewer.units("familiehus")), cls.child_id.in_(viewer.custody()))
        return and_(theirs, found_in(cls.referral_id, covered_matters(REFERRAL)))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The Familiehus; the house itself forgets."""
        return viewer.job or (self.unit_id in viewer.units("familiehus") and verb != "delete")


class Course(Followed, OfCourse, Guarded, Base):
    """Goal, tovholder and when it is looked at again. `service` is the referral's."""

    __tablename__ = "course"
    __table_args__ = (
        UniqueConstraint("referral_id"),
        Index("ix_course_unit", "unit_id", "state", "follow_up_on"),
        Index("ix_course_tovholder", "tovholder_id", "state"),
        CheckConstraint("track IS NULL OR track BETWEEN 1 AND 3", name="track"),
        one_of("state", (RUNNING, CLOSED, STOPPED)),
        CheckConstraint("state <> 'i-gang' OR follow_up_on IS NOT NULL", name="looked_at_again"),
        one_of("service", SERVICES),
        one_of("outcome", ("", *OUTCOMES)),
        one_of("target", ("", *TARGETS)),
    )

    service: Mapped[str]
    began_at: Mapped[datetime]


class _Part(OfCourse):
    """A row under a course."""

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)


class Step(_Part, Guarded, Base):
    """One moment in its life: how it began, each look at it and what was decided. Never changed."""

    __tablename__ = "course_step"
    __table_args__ = (one_of("decided", (BEGUN, *LOOKS)),)

    id: Mapped[int] = mapped_column(primary_key=True)
    due_on: Mapped[date]
    at: Mapped[datetime]
    decided: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    goal: Mapped[str]
    next_on: Mapped[date | None]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """In one's own name, once; the house forgets it."""
        return viewer.job if verb == "delete" else verb == "create" and viewer.staff == self.staff_id


class NetworkPerson(_Part, Guarded, Base):
    """Somebody whom the family wants with them. A name and nothing else: what they are to the family is the family's."""

    __tablename__ = "course_person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    added_at: Mapped[datetime]

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The family's own choice, or noted by staff on their word; either takes a name away again."""
        return viewer.job or self.unit_id in viewer.units("familiehus") or self.child_id in viewer.custody()


class Said(_Part, Guarded, Base):
    """A number from 0 to 10 by one voice, with or without a reason. A later one stands beside it, never instead."""

    __tablename__ = "course_number"
    __table_args__ = (CheckConstraint("value BETWEEN 0 AND 10", name="value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    voice: Mapped[str]
    value: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Staff in their own name, the parents on their own page; nobody changes one."""
        own = self.child_id in viewer.custody() and self.staff_id is None
        noted = self.unit_id in viewer.units("familiehus") and self.staff_id == viewer.staff
        return viewer.job if verb == "delete" else verb == "create" and (own or noted)


class Support(_Part, Guarded, Base):
    """Help that comes again: every `every` weeks from `first` until `until`, by `staff_ids`. Its times are sessions."""

    __tablename__ = "course_support"
    __table_args__ = (
        CheckConstraint("every IN (1, 2)", name="every"),
        CheckConstraint("quarters > 0", name="quarters"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    type_key: Mapped[str] = mapped_column(ForeignKey("appointment_type.key"))
    first: Mapped[int]
    quarters: Mapped[int]
    every: Mapped[int]
    until: Mapped[date]
    staff_ids: Mapped[list[int]] = mapped_column(default=list)
    ended_at: Mapped[datetime | None]


class CourseSession(_Part, Guarded, Base):
    """One time of a course. Without an appointment the parents have been asked to choose one; one such at a time.

    `planned`: the quarter that its series gave it, wherever it has been moved since; None for a time of its own.
    `note`: a line or two on what was agreed, no journal. `person_ids`: who of the network takes part, by the family's choice.
    """

    __tablename__ = "course_session"
    __table_args__ = (
        Index(
            "uq_course_session_to_choose",
            "course_id",
            unique=True,
            sqlite_where=NOT_CHOSEN,
            postgresql_where=NOT_CHOSEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    type_key: Mapped[str] = mapped_column(ForeignKey("appointment_type.key"))
    staff_ids: Mapped[list[int]] = mapped_column(default=list)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), unique=True)
    support_id: Mapped[int | None] = mapped_column(ForeignKey("course_support.id"), index=True)
    planned: Mapped[int | None]
    person_ids: Mapped[list[int]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime | None]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The Familiehus, and the parents, who choose the time and who comes with them."""
        ours = self.unit_id in viewer.units("familiehus")
        return viewer.job or ours or (verb == "change" and self.child_id in viewer.custody())


class Handover(Offer, Base):
    """The role of tovholder, offered to somebody else, who accepts or declines it."""

    __tablename__ = "course_handover"
    __table_args__ = (one_open(__tablename__, "course_id"),)

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)


ROLE = Role(Handover, Handover.course_id, "course-handover")
