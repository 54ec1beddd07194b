"""A child's start in a house: that it is, where and when, seen by the house, the child's sundhedspleje and the guardians."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import ASKING, Guarded, Verb, Viewer
from domain.base import Base

FOREVER = date(9999, 12, 31)


class Start(Guarded, Base):
    """A child begins in a house. `key` is the source system's own id, or birth date, house and order among twins.

    `interpreter` is the language that one is wanted for, `interpreter_way` how (booking/showing/interpreters.py).
    `closed` says why a start will not come ("privat", "flyttet", ...); empty while it stands.
    """

    __tablename__ = "start"
    __table_args__ = (Index("ix_start_unit_child", "unit_id", "until", "child_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    starts_on: Mapped[date] = mapped_column(index=True)
    until: Mapped[date] = mapped_column(default=FOREVER)
    newcomer: Mapped[bool] = mapped_column(default=False)
    interpreter: Mapped[str] = mapped_column(default="")
    interpreter_way: Mapped[str] = mapped_column(default="")
    invited_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    call_wanted_at: Mapped[datetime | None]
    closed: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Table "Consent", first row: the house and the sundhedspleje always; every guardian of the child."""
        child = Base.metadata.tables["child"]
        cared_for = select(child.c.id).where(child.c.sundhedspleje_id.in_(viewer.units("sundhedspleje")))
        return or_(
            cls.unit_id.in_(viewer.units("dagtilbud")),
            cls.child_id.in_(cared_for),
            cls.child_id.in_(viewer.children()),
        )

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The import job, the house, the sundhedspleje that books for a family, and the guardians' own answers."""
        return (
            viewer.job
            or self.unit_id in viewer.units("dagtilbud")
            or bool(viewer.units("sundhedspleje"))
            or self.child_id in viewer.children()
        )


def starting_in(units: Any) -> Select[int]:
    """Ids of the children that have a start, past or coming, in one of `units` (a bind of the row net)."""
    start = Start.__table__
    return select(start.c.child_id).where(start.c.unit_id.in_(units), start.c.until >= ASKING.today)
