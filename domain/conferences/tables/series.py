"""When conferences are held and who sits around the table: a series a school year, its dates, and who comes to each."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Select, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer, found_in
from domain.base import Base, now, one_of

TYPE = "koordineringskonference"
"""The appointment type of all conferences."""
COMES, APOLOGY, BUSY = COMING = "kommer", "afbud", "optaget"
"""`BUSY`: called in, but not free at that time: nothing of theirs is claimed, and the house is shown what to do."""
PLANNED, BEGUN, CLOSED, APPROVED, CANCELLED = STATES = "planlagt", "i-gang", "afsluttet", "godkendt", "aflyst"
"""A conference's life. From `APPROVED` on its referat is locked."""


class Series(Base):
    """The conferences of one house in one school year (`year` 2026: August 2026 to July 2027). Ids, times and numbers only.

    The rule its dates were made from: `times` of them, on `weekday` (0-6), at `begins` minutes after midnight local time, `minutes`
    long, never in the ISO weeks of `avoid`. Tasks are to be in `deadline_days` working days before each.
    """

    __tablename__ = "conference_series"
    __table_args__ = (
        UniqueConstraint("unit_id", "year"),
        CheckConstraint("minutes > 0 AND minutes % 15 = 0 AND begins >= 0 AND begins % 15 = 0", name="quarters"),
        CheckConstraint("times > 0 AND deadline_days >= 0 AND weekday BETWEEN 0 AND 6", name="rule"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    times: Mapped[int] = mapped_column(default=6)
    weekday: Mapped[int]
    begins: Mapped[int]
    minutes: Mapped[int] = mapped_column(default=120)
    avoid: Mapped[list[int]] = mapped_column(default=list)
    deadline_days: Mapped[int] = mapped_column(default=5)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    minute_taker_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    timekeeper_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class Regular(Base):
    """Who sits at the table each time in a series: who, for which unit, in which role."""

    __tablename__ = "conference_seat"

    series_id: Mapped[int] = mapped_column(ForeignKey("conference_series.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str]


class Conference(Guarded, Base):
    """One date. `first`, `quarters` and `sequence` are its appointment's, as with events. `room_id` is the room that is wanted: the
    appointment has it only where it was free.

    `sent_at`: the agenda has been sent, what is changed later is marked. `changes` counts every write of it, its agenda and its meeting, so
    that whoever polls asks one number. `approved_at`: the referat is locked. `forgotten_at`: the house is deleting it, its time is up.
    """

    __tablename__ = "conference"
    __table_args__ = (Index("ix_conference_unit_first", "unit_id", "first"), one_of("state", STATES))

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("conference_series.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), unique=True)
    first: Mapped[int] = mapped_column(index=True)
    quarters: Mapped[int]
    sequence: Mapped[int] = mapped_column(default=0)
    deadline: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[str] = mapped_column(default=PLANNED)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    minute_taker_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    timekeeper_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    sent_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    forgotten_at: Mapped[datetime | None]
    changes: Mapped[int] = mapped_column(default=0)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The house, and the units of those who sit at the table: when it is, and nothing of what it is about."""
        called = select(Attendance.conference_id).where(Attendance.unit_id.in_(viewer.every_unit()))
        return or_(cls.unit_id.in_(viewer.every_unit()), found_in(cls.id, called))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The house plans it; chair, minute-taker and timekeeper lead it."""
        leads = viewer.staff is not None and viewer.staff in {self.chair_id, self.minute_taker_id, self.timekeeper_id}
        return viewer.job or leads or self.unit_id in viewer.every_unit()


class Attendance(Base):
    """Who is called in to one date, or comes instead of somebody (`instead_of`). Ids only: policies read it."""

    __tablename__ = "conference_attendance"
    __table_args__ = (
        Index("ix_conference_attendance_staff", "staff_id", "conference_id"),
        Index("ix_conference_attendance_unit", "unit_id", "conference_id"),
        one_of("state", COMING),
    )

    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str]
    state: Mapped[str] = mapped_column(default=COMES)
    instead_of: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


def attended_by(viewer: Any) -> Select[int]:
    """Ids of the conferences that whoever asks is called in to, for a unit that they still are of."""
    theirs = Attendance.staff_id == viewer.staff, Attendance.unit_id.in_(viewer.every_unit())
    return select(Attendance.conference_id).where(*theirs)
