"""What is written around a start: the parents' questionnaire, what sundhedsplejen tells beforehand, and the recommendations."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer
from domain.base import Base
from domain.consent import covered


class Section(Guarded, Base):
    """One section of a start's questionnaire, shared by both holders of custody; `version` tells two writers apart."""

    __tablename__ = "questionnaire_section"
    __table_args__ = (UniqueConstraint("start_id", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    start_id: Mapped[int] = mapped_column(ForeignKey("start.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    section: Mapped[str]
    answers: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    guardian_id: Mapped[int | None] = mapped_column(ForeignKey("guardian.id"))
    at: Mapped[datetime]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Table "Consent", third row."""
        return or_(
            cls.unit_id.in_(viewer.units("dagtilbud")),
            cls.start_id.in_(covered("start", to=viewer.units("sundhedspleje"))),
            cls.child_id.in_(viewer.custody()),
        )

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The holders of custody; the house that writes it down with the parents on the telephone."""
        return self.child_id in viewer.custody() or self.unit_id in viewer.units("dagtilbud")


class Preparation(Guarded, Base):
    """What the sundhedsplejerske wrote for the start conversation."""

    __tablename__ = "preparation"

    start_id: Mapped[int] = mapped_column(ForeignKey("start.id"), primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Table "Consent", fourth row: `unit_id` is the sundhedspleje that wrote it."""
        return or_(
            cls.unit_id.in_(viewer.units("sundhedspleje")),
            cls.start_id.in_(covered("start-before", to=viewer.units("dagtilbud"))),
            cls.child_id.in_(viewer.custody()),
        )

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The sundhedspleje that wrote it."""
        return self.unit_id in viewer.units("sundhedspleje")


class Recommendation(Guarded, Base):
    """What the conversation led to: recommendations to the parents, and the agreement on the first days."""

    __tablename__ = "recommendation"

    start_id: Mapped[int] = mapped_column(ForeignKey("start.id"), primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str]
    first_days: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Table "Consent", fifth row: `unit_id` is the house."""
        return or_(
            cls.unit_id.in_(viewer.units("dagtilbud")),
            cls.start_id.in_(covered("start", to=viewer.units("sundhedspleje"))),
            cls.child_id.in_(viewer.custody()),
        )

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The house."""
        return self.unit_id in viewer.units("dagtilbud")
