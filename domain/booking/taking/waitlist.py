"""The waiting list for an earlier time: who wants one and when, and the time that is reserved for one family at a time."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer
from domain.base import Base
from domain.booking.tables import who_knows_the_time

OFFERED, TAKEN, DECLINED, EXPIRED = "tilbudt", "taget", "afslaaet", "udloebet"
STANDS = text("state = 'tilbudt'")


class Waiting(Guarded, Base):
    """A family that asks for an earlier time on these weekdays (Monday is 0), between these minutes from midnight. The line is by `since`."""

    __tablename__ = "waiting"

    id: Mapped[int] = mapped_column(primary_key=True)
    start_id: Mapped[int] = mapped_column(ForeignKey("start.id"), unique=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    weekdays: Mapped[list[int]]
    begins: Mapped[int]
    ends: Mapped[int]
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As the time itself: the house, the sundhedspleje that may know of it, every guardian."""
        return who_knows_the_time(cls, viewer)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The house, and who holds custody."""
        return viewer.job or self.unit_id in viewer.every_unit() or self.child_id in viewer.custody()


class Reservation(Base):
    """A time that is held for one family until `until`: its claims are those of `appointment_id`, so nobody else can be offered it. Ids only."""

    __tablename__ = "reservation"
    __table_args__ = (
        Index("uq_reservation_one_at_a_time", "waiting_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
        Index("ix_reservation_state", "state", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    waiting_id: Mapped[int] = mapped_column(ForeignKey("waiting.id"), index=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), unique=True)
    first: Mapped[int]
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=OFFERED)
