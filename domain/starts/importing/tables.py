"""A list that has been handed in: its file until it is staged, its rows until they are applied, seen by nobody but who handed it in."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, select
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Viewer
from domain.access.net import Verb
from domain.base import JSON, Base

UPLOADED, CHECKED, APPLYING, APPLIED, FAILED = "uploaded", "checked", "applying", "applied", "failed"
STALE, BROKEN = "stale", "broken"
"""What stands has changed so that a row has become wrong; the work has failed again and again."""
NEW, CHANGED, UNCHANGED, WRONG = "new", "changed", "unchanged", "wrong"


class ImportBatch(Guarded, Base):
    """One list, from its upload to its end. `rows` counts its rows, `done` how far the work on them has come.

    `held_until` is a worker's hold on it, `tries` how often one has begun. `problem`: "" while all is well, STALE, or BROKEN.
    """

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    filename: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    state: Mapped[str] = mapped_column(default=UPLOADED)
    at: Mapped[datetime]
    held_until: Mapped[datetime | None]
    rows: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    wrong: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Whoever handed it in, for as long as they are in that unit."""
        return (cls.staff_id == viewer.staff) & cls.unit_id.in_(viewer.every_unit())

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Whoever handed it in."""
        return self.staff_id == viewer.staff and self.unit_id in viewer.every_unit()


class ImportRow(Guarded, Base):
    """One row: what the file holds, and the verdict. `what` lists the faults of a wrong one. Nothing of what stands about a child."""

    __tablename__ = "import_row"
    __table_args__ = (Index("ix_import_row_verdict", "batch_id", "verdict", "line"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    verdict: Mapped[str]
    data: Mapped[dict[str, Any]]
    what: Mapped[list[Any]] = mapped_column(JSON, default=list)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Whoever handed the list in."""
        batch = ImportBatch.__table__
        own = select(batch.c.id).where(batch.c.staff_id == viewer.staff, batch.c.unit_id.in_(viewer.every_unit()))
        return cls.batch_id.in_(own)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Staff, as they hand a list in; whose it is, says the list."""
        return viewer.staff is not None and verb != "delete"
