"""Events, how many seats they have, and who has signed up. What a stranger's sign-up must change is ids and numbers alone."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Select, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer
from domain.base import Base
from domain.booking.tables import Participant

TYPE = "arrangement"
"""The appointment type of all events."""
THEME, MOTHERS, OPEN_HOUSE, OTHER = "temaaften", "moedregruppe", "aabent-hus", "andet"
KINDS = (THEME, MOTHERS, OPEN_HOUSE, OTHER)
HOLDS, WAITS, LEFT = "plads", "venteliste", "afmeldt"


class Event(Guarded, Base):
    """What is held, when and where, as the public may read it once it is published. `first`, `quarters` and `sequence` are its appointment's.

    `district_id` None: for everybody. `house_id`, `room_id` and the free text `place` together say where. Sign-up is open through `sign_up_until`.
    """

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), unique=True)
    kind: Mapped[str]
    title: Mapped[str]
    about: Mapped[str]
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))
    house_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    place: Mapped[str] = mapped_column(default="")
    first: Mapped[int] = mapped_column(index=True)
    quarters: Mapped[int]
    sequence: Mapped[int] = mapped_column(default=0)
    sign_up_until: Mapped[date]
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Everybody, once it is published; before that the unit that makes it, and the units of those who are to hold it."""
        return or_(
            cls.published_at.is_not(None),
            cls.unit_id.in_(viewer.every_unit()),
            cls.id.in_(held_by(viewer.every_unit())),
        )

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The unit that makes it."""
        return viewer.job or self.unit_id in viewer.every_unit()


class Hall(Base):
    """How many seats an event has and how many are taken. The constraint is the whole rule: no seat is given twice."""

    __tablename__ = "event_hall"
    __table_args__ = (CheckConstraint("taken >= 0 AND taken <= seats", name="never_oversold"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), unique=True)
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)


class SignUp(Guarded, Base):
    """Who comes: a name and how to reach them, nothing about a child. Deleted some days after the event."""

    __tablename__ = "sign_up"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    mobile: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="da")

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The unit that makes the event, and the units of those who hold it."""
        return or_(cls.unit_id.in_(viewer.every_unit()), cls.event_id.in_(held_by(viewer.every_unit())))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Anybody signs up; after that the house alone, which deletes it."""
        return verb == "create" or viewer.job


class Seating(Base):
    """What a sign-up holds or waits for: ids, numbers and the hash of its link. The waiting list is in the order of the ids."""

    __tablename__ = "seating"
    __table_args__ = (
        UniqueConstraint("event_id", "request_key"),
        Index("ix_seating_event", "event_id", "standing", "sign_up_id"),
    )

    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_up.id"), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    wanted: Mapped[int]
    standing: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    request_key: Mapped[str]
    version: Mapped[int] = mapped_column(default=0)
    arrived_at: Mapped[datetime | None]


def held_by(units: Iterable[int]) -> Select[int]:
    """Ids of the events that somebody from these units holds."""
    return (
        select(Hall.event_id)
        .join(Participant, Participant.appointment_id == Hall.appointment_id)
        .where(Participant.staff_id.is_not(None), Participant.unit_id.in_(units))
    )
