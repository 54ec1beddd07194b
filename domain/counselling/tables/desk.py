"""What Familiehuset promises in public, what its counsellors often write, and how many they have helped."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer
from domain.base import Base


class Desk(Base):
    """One Familiehus' anonymous counselling. `texts`: {name: {language: text}}, names "network", "urgent" and "answer".

    `answer_days`: within how many working days an answer comes; `retention_days`: how long a case is kept after the last that
    happened in it; `backup_days`: how long older backups still hold what was deleted. `recovery_public`: of the key on paper,
    and `recovery_mark` that it was made here.
    """

    __tablename__ = "counselling_desk"
    __table_args__ = (
        CheckConstraint("answer_days BETWEEN 1 AND 30", name="answer_days"),
        CheckConstraint("retention_days BETWEEN 7 AND 365", name="retention_days"),
        CheckConstraint("backup_days BETWEEN 0 AND 365", name="backup_days"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    open: Mapped[bool] = mapped_column(default=True)
    answer_days: Mapped[int] = mapped_column(default=3)
    retention_days: Mapped[int] = mapped_column(default=90)
    backup_days: Mapped[int] = mapped_column(default=30)
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    recovery_public: Mapped[bytes | None]
    recovery_mark: Mapped[bytes | None]
    recovery_on: Mapped[date | None]


class StandardText(Guarded, Base):
    """A piece of text that counsellors use again and again, about nobody."""

    __tablename__ = "counselling_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    title: Mapped[str]
    body: Mapped[str]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The Familiehus'."""
        return cls.unit_id.in_(viewer.units("familiehus"))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The Familiehus'."""
        return self.unit_id in viewer.units("familiehus")


class Count(Base):
    """How many cases began in a month with a topic, and what came of them. Numbers only: they stay when the cases are gone."""

    __tablename__ = "counselling_count"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    opened: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    in_time: Mapped[int] = mapped_column(default=0)
    deleted: Mapped[int] = mapped_column(default=0)
