"""What a sundhedsplejerske is meant to have, and which children have been handed over: from whom, to whom, until when."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer
from domain.base import Base, one_of

HOLIDAY, LEAVE, END, OTHER = "ferie", "orlov", "ophoer", "andet"
REASONS = (HOLIDAY, LEAVE, END, OTHER)
OF_ALL = text("staff_id IS NULL")


class CaseloadTarget(Base):
    """How many children one sundhedsplejerske of a unit is meant to have; without `staff_id` whoever has no number of their own."""

    __tablename__ = "caseload_target"
    __table_args__ = (
        Index("uq_caseload_target_staff", "unit_id", "staff_id", unique=True),
        Index("uq_caseload_target_unit", "unit_id", unique=True, sqlite_where=OF_ALL, postgresql_where=OF_ALL),
        CheckConstraint("children BETWEEN 0 AND 1000", name="children"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    children: Mapped[int]


class ChildHandover(Guarded, Base):
    """Children of one sundhedsplejerske who go to colleagues on `begins_on`, for good or until `returns_on`.

    `begun_at`, `returned_at`: when they were moved, and moved back. Why is for the unit alone.
    """

    __tablename__ = "child_handover"
    __table_args__ = (
        one_of("reason", REASONS),
        CheckConstraint("returns_on IS NULL OR returns_on > begins_on", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    reason: Mapped[str]
    begins_on: Mapped[date]
    returns_on: Mapped[date | None]
    made_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The unit's staff: an absence is nobody else's business."""
        return cls.unit_id.in_(viewer.units("sundhedspleje"))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The same."""
        return self.unit_id in viewer.units("sundhedspleje")


class HandedChild(Base):
    """One child of a handover, and who gets it. Ids only. `child_id` has an index: the parents' page asks by it."""

    __tablename__ = "handed_child"

    handover_id: Mapped[int] = mapped_column(ForeignKey("child_handover.id"), primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), primary_key=True, index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
