"""Times for an anonymous conversation: published by a counsellor, whose claims hold them, and taken with nothing but a code."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, one_of
from domain.counselling.tables.cases import NUMBER

HERE, BY_PHONE = "her", "opkald"


class Time(Base):
    """A published time. `first`: its first quarter. `appointment_id` is that of the counsellor's own booked time.

    No foreign key to it: an appointment may be about a child, and no path may lead from here to one.
    """

    __tablename__ = "anonymous_time"
    __table_args__ = (Index(None, "unit_id", "first"), one_of("how", (HERE, BY_PHONE)))

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    first: Mapped[int]
    quarters: Mapped[int]
    how: Mapped[str] = mapped_column(default=HERE)
    appointment_id: Mapped[int] = mapped_column(unique=True)
    published_on: Mapped[date]


class Booking(Base):
    """A time that is taken: the primary key is the whole rule. `words`: what is said at the door, locked with the case's key."""

    __tablename__ = "anonymous_booking"
    __table_args__ = {"sqlite_with_rowid": False}

    time_id: Mapped[int] = mapped_column(ForeignKey("anonymous_time.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(NUMBER, ForeignKey("anonymous_case.id"), unique=True)
    words: Mapped[bytes]
