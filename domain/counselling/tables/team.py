"""Whose keys open what: counsellors, the team's epochs, and who holds which. Ids and keys, and each private one is locked."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base

IS_CURRENT = text("ended_on IS NULL")


class ReadingKey(Base):
    """A pair of keys of one member of staff; `sealed` is the private one, which only the reading passphrase opens.

    `mark`: that `public` was made here (staff/vouching.py).
    """

    __tablename__ = "counselling_key"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    public: Mapped[bytes]
    sealed: Mapped[bytes]
    salt: Mapped[bytes]
    mark: Mapped[bytes]
    made_on: Mapped[date]


class Epoch(Base):
    """The team's pair of keys for a while: another one when somebody leaves. `recovery`: the private one, for the offline key.

    `left_on`: somebody who held it has left since it began, so that it is to be changed. `mark`: that `public` was made here.
    """

    __tablename__ = "counselling_epoch"
    __table_args__ = (
        UniqueConstraint("unit_id", "number"),
        Index(
            "uq_counselling_epoch_current", "unit_id", unique=True, sqlite_where=IS_CURRENT, postgresql_where=IS_CURRENT
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[int]
    public: Mapped[bytes]
    mark: Mapped[bytes]
    recovery: Mapped[bytes | None]
    begun_on: Mapped[date]
    ended_on: Mapped[date | None]
    left_on: Mapped[date | None]


class Seat(Base):
    """A counsellor who holds an epoch's key: joining is one row more, leaving one less. `mark`: that a holder of the key let them in."""

    __tablename__ = "counselling_seat"
    __table_args__ = (Index(None, "staff_id"),)

    epoch_id: Mapped[int] = mapped_column(ForeignKey("counselling_epoch.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    sealed: Mapped[bytes]
    mark: Mapped[bytes]


class Member(Base):
    """Who is to be in the team, as the administrator has said; the seat comes when a colleague lets them in."""

    __tablename__ = "counselling_member"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    added_on: Mapped[date]


class Reading(Base):
    """A counsellor who has unlocked: the private key under a second cookie that nobody else has. `key` is that cookie's hash."""

    __tablename__ = "counselling_reading"

    key: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("staff_session.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    sealed: Mapped[bytes]
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
