"""An effort (indsats): what was agreed for a task, who keeps hold of it, and how it went."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.access import Guarded, Verb, Viewer
from domain.base import Base, one_of
from domain.conferences.tables.task import open_to
from domain.tovholder.followed import CLOSED, LOOKS, OUTCOMES, RUNNING, TARGETS, Followed
from domain.tovholder.handing import Offer, Role, one_open

AGREED = "aftalt"
"""How an effort's history begins."""


class Effort(Followed, Guarded, Base):
    """Goal, who does what, from when, and when it is looked at again. `for_unit_id`: the unit that the tovholder has the role for."""

    __tablename__ = "effort"
    __table_args__ = (
        Index("ix_effort_unit", "unit_id", "state", "follow_up_on"),
        Index("ix_effort_tovholder_id", "tovholder_id"),
        CheckConstraint("track IS NULL OR track BETWEEN 1 AND 3", name="track"),
        CheckConstraint("state = 'lukket' OR follow_up_on IS NOT NULL", name="looked_at_again"),
        one_of("state", (RUNNING, CLOSED)),
        one_of("outcome", ("", *OUTCOMES)),
        one_of("target", ("", *TARGETS)),
    )

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"))
    conference_id: Mapped[int | None] = mapped_column(ForeignKey("conference.id"))
    who_does_what: Mapped[str] = mapped_column(default="")
    for_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    agreed_at: Mapped[datetime]

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


class Handover(Offer, Base):
    """The role of tovholder, offered to somebody else, who accepts or declines it."""

    __tablename__ = "effort_handover"
    __table_args__ = (one_open(__tablename__, "effort_id"), Index("ix_effort_handover_to_id", "to_id"))

    effort_id: Mapped[int] = mapped_column(ForeignKey("effort.id"), index=True)


ROLE = Role(Handover, Handover.effort_id, "handover")


def day_key(effort_id: int) -> str:
    """Of the tovholder's line on Min dag."""
    return f"effort/{effort_id}"
