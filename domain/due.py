"""What is to be done, by whom, by when: open rows are Min dag, all rows of a child are its timeline. No free text in it."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, or_, select, tuple_
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import ASKING, Guarded, Viewer
from domain.base import Base
from domain.consent import Consent


class Due(Guarded, Base):
    """One thing for one unit (and one person of it): `at` it falls due or happens, `done_at` it was done.

    `key` is the writer's own name for it ("aftale:412:7"); `kind` chooses text and icon; `target` is "kind/id" for `/til/`.
    """

    __tablename__ = "due"
    __table_args__ = (Index("ix_due_unit", "unit_id", "done_at", "at"), Index("ix_due_person", "staff_id", "done_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"), index=True)
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    kind: Mapped[str]
    purpose: Mapped[str | None]
    target: Mapped[str]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The own unit, the guardians, and units that the parents have said yes to for its purpose."""
        shared = select(Consent.child_id, Consent.purpose).where(
            Consent.to_unit_id.in_(viewer.every_unit()), Consent.until >= ASKING.today
        )
        return or_(
            cls.unit_id.in_(viewer.every_unit()),
            cls.child_id.in_(viewer.children()),
            tuple_(cls.child_id, cls.purpose).in_(shared),
        )
