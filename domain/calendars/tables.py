"""Whose calendar is fetched from where, how that went, and the link to each person's own feed. The busy times are booking's own table."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer
from domain.base import Base


class CalendarAddress(Guarded, Base):
    """Where somebody's calendar is published. Whoever has the address can read the calendar, so nobody but them sees it here.

    `etag` and `modified` are what its server said of the file that was read last, for asking whether there is a newer one.
    """

    __tablename__ = "calendar_address"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    address: Mapped[str]
    etag: Mapped[str] = mapped_column(default="")
    modified: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The person themselves; the worker reads it by key."""
        return cls.staff_id == viewer.staff

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The person themselves, and the house."""
        return viewer.job or self.staff_id == viewer.staff


class CalendarState(Base):
    """How the fetching of somebody's calendar goes. Numbers and a word of ours: nothing of what the calendar holds.

    `due_at`: when it is fetched next; `fetched_at`: when it last went well; `expanded_at`: when its recurrences were last worked out;
    `trouble`: why the last try failed ("" when it went well); `unread`: how many of its events could not be understood.
    """

    __tablename__ = "calendar_state"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), unique=True)
    due_at: Mapped[datetime] = mapped_column(index=True)
    since: Mapped[datetime]
    fetched_at: Mapped[datetime | None]
    expanded_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(default="")
    unread: Mapped[int] = mapped_column(default=0)
