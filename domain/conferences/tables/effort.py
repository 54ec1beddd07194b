"""An effort (indsats): what was agreed for a task, who keeps hold of it, and how it went."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.access import Guarded, Verb, Viewer
from domain.base import Base, one_of
from domain.conferences.tables.task import open_to

RUNNING, CLOSED = "i-gang", "lukket"
REACHED, PARTLY, NOT_REACHED = "naaet", "delvist", "ikke-naaet"
OUTCOMES = (REACHED, PARTLY, NOT_REACHED)
AGREED, GO_ON, ADJUSTED, ENDED = "aftalt", "fortsaet", "justeret", "afsluttet"
LOOKS = (GO_ON, ADJUSTED, ENDED)
"""What is decided when an effort is looked at again; `AGREED` is how its history begins."""
TARGETS = ("uddannelseshjaelp", "revalidend")
"""Target groups of Samarbejdsmodellen (domain.md, "Texts that the municipality publishes"): empty where none applies."""

IS_OPEN = text("answered_at IS NULL")


class Effort(Guarded, Base):
    """Goal, who does what, from when, and when it is looked at again. A tovholder is obligatory.

    `track` 1-3 of Fællesskabsmodellen and `target` of TARGETS where they apply. `follow_up_on` None only once it is closed.
    `outcome` of OUTCOMES and `learned` when it has been evaluated. `for_unit_id`: the unit that the tovholder has the role for.
    """

    __tablename__ = "effort"
    __table_args__ = (
        Index("ix_effort_unit", "unit_id", "state", "follow_up_on"),
        CheckConstraint("track IS NULL OR track BETWEEN 1 AND 3", name="track"),
        CheckConstraint("state = 'lukket' OR follow_up_on IS NOT NULL", name="looked_at_again"),
        one_of("state", (RUNNING, CLOSED)),
        one_of("outcome", ("", *OUTCOMES)),
        one_of("target", ("", *TARGETS)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"))
    conference_id: Mapped[int | None] = mapped_column(ForeignKey("conference.id"))
    goal: Mapped[str]
    who_does_what: Mapped[str] = mapped_column(default="")
    track: Mapped[int | None]
    target: Mapped[str] = mapped_column(default="")
    tovholder_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    for_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    starts_on: Mapped[date]
    follow_up_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default=RUNNING)
    outcome: Mapped[str] = mapped_column(default="")
    learned: Mapped[str] = mapped_column(default="")
    agreed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its task."""
        return open_to(cls, viewer, cls.task_id)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Whoever sits at the table, and its tovholder; the house forgets it."""
        return viewer.job or (viewer.staff is not None and verb != "delete")


class FollowUp(Guarded, Base):
    """One moment in an effort's life: what was agreed at first, then each look at it and what was decided. Never changed, so that a locked
    referat goes on saying what was agreed there.

    `due_on`: when it was to be looked at (of the first: the day it starts). `goal`, `who_does_what`, `next_on` and tovholder as they are from here on.
    """

    __tablename__ = "effort_follow_up"
    __table_args__ = (one_of("decided", (AGREED, *LOOKS)),)

    id: Mapped[int] = mapped_column(primary_key=True)
    effort_id: Mapped[int] = mapped_column(ForeignKey("effort.id"), index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"))
    conference_id: Mapped[int | None] = mapped_column(ForeignKey("conference.id"), index=True)
    due_on: Mapped[date]
    at: Mapped[datetime]
    decided: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    goal: Mapped[str]
    who_does_what: Mapped[str]
    next_on: Mapped[date | None]
    tovholder_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    effort: Mapped[Effort] = relationship(lazy="raise_on_sql")

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its task."""
        return open_to(cls, viewer, cls.task_id)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """In one's own name, once; the house forgets it."""
        return viewer.job if verb == "delete" else verb == "create" and viewer.staff == self.staff_id


class Handover(Base):
    """The role of tovholder, offered to somebody else, who accepts or declines it: one offer at a time. Its rows are its history. Ids only."""

    __tablename__ = "effort_handover"
    __table_args__ = (
        Index("uq_effort_handover_open", "effort_id", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    effort_id: Mapped[int] = mapped_column(ForeignKey("effort.id"), index=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]
