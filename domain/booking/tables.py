"""Appointments, who takes part, and the quarters of an hour they claim."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.access import Guarded, Verb, Viewer
from domain.access.units import Unit
from domain.base import Base
from domain.booking.finding.places import UNIT
from domain.consent import TIME, covered

BOOKED, CANCELLED, HELD, NO_SHOW = "booket", "aflyst", "afholdt", "udeblevet"
LATE, EXCUSED = "aflyst-sent", "afbud"
"""Given back after the parents' limit, by staff; and not used, as the family told before it began, however late."""
GIVEN_BACK = (CANCELLED, LATE, EXCUSED)
"""The time is free again, or would be."""
MISSED = (NO_SHOW, EXCUSED, LATE)
"""The family was not there, and has no time."""
REASONS = ("sygdom-familie", "sygdom-personale", "arbejde", "glemt", "transport", "tolk", "andet")
"""Why a time was not used: a short list, so that nobody writes about a family; in words in blueprints/words/talks.py."""
RESERVED, LAPSED = "reserveret", "bortfaldet"
"""Held for one family that is on the waiting list; and no longer."""
ABOUT = text("start_id IS NOT NULL")
STANDS = text("state = 'booket'")
"""Two guardians who book at the same moment make one appointment: a start has one of each type that stands."""


class AppointmentType(Base):
    """A kind of appointment as the administrator describes it. Times in minutes are multiples of 15.

    `roles`: the roles that must be there, in order; `travels`: roles that need `buffer_before` and `buffer_after` minutes.
    `place`: one of `places.PLACES`. Parents book from `lead_hours` ahead, nobody later than in `horizon_days`; parents may move
    and cancel until midnight before the day that lies `cancel_days` back (0: until it begins). What is to be read before a time
    is chosen, and once it is booked, by language. `offer_hours`: how long a time that has become free is held for one family.
    """

    __tablename__ = "appointment_type"
    __table_args__ = (
        CheckConstraint("minutes > 0 AND minutes % 15 = 0", name="minutes"),
        CheckConstraint("buffer_before >= 0 AND buffer_before % 15 = 0", name="buffer_before"),
        CheckConstraint("buffer_after >= 0 AND buffer_after % 15 = 0", name="buffer_after"),
        CheckConstraint("lead_hours >= 0 AND horizon_days > 0 AND cancel_days >= 0", name="limits"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    minutes: Mapped[int]
    roles: Mapped[list[str]]
    travels: Mapped[list[str]] = mapped_column(default=list)
    buffer_before: Mapped[int] = mapped_column(default=0)
    buffer_after: Mapped[int] = mapped_column(default=0)
    place: Mapped[str] = mapped_column(default=UNIT)
    lead_hours: Mapped[int] = mapped_column(default=24)
    horizon_days: Mapped[int] = mapped_column(default=150)
    cancel_days: Mapped[int] = mapped_column(default=1)
    text_before: Mapped[dict[str, str]] = mapped_column(default=dict)
    text_after: Mapped[dict[str, str]] = mapped_column(default=dict)
    offer_hours: Mapped[int] = mapped_column(default=24)


def who_knows_the_time(row: Any, viewer: Viewer) -> ColumnElement[bool]:
    """Table "Consent", second row: the owner's unit; the sundhedspleje with one yes and no no; every guardian.

    Other help than a start's conversations and the sundhedspleje's visits is for those with custody to know of.
    `row`: a table with `unit_id`, `start_id` and `child_id`. So for the time itself and for all that hangs on it.
    """
    visits = select(Unit.id).where(Unit.actor == "sundhedspleje")
    everyones = or_(row.start_id.is_not(None), row.unit_id.in_(visits))
    return or_(
        row.unit_id.in_(viewer.every_unit()),
        row.start_id.in_(covered(TIME, to=viewer.units("sundhedspleje"))),
        row.child_id.in_(viewer.custody()),
        and_(row.child_id.in_(viewer.children()), everyones),
    )


def may_change_the_time(row: Any, viewer: Viewer) -> bool:
    """The owner's unit, the guardians, and the sundhedspleje that booked or moves it. `row`: one of such a table."""
    mine = row.unit_id in viewer.every_unit() or row.child_id in viewer.children()
    return viewer.job or mine or bool(viewer.units("sundhedspleje"))


class Appointment(Guarded, Base):
    """A booked time. `first` is its first quarter (UTC epoch // 900); `sequence` counts its versions (RFC 5545, 3.8.7.4).

    `unit_id` is the unit whose appointment it is; `start_id` the start it is about, where it is a conversation of one.
    `arrived_at`: the family is there; `reason`: one of REASONS, of a time that was not used; `alone`: a follow-up that
    somebody has moved by itself, so that it no longer moves with the start conversation.
    One held for several children: `start_ids` and `child_ids` are all of them, `with_id` the appointment that has the people
    and the time (in that one its own id); the others have a row without participants, which follows it (booking/taking/shared.py).
    `place` is where it was booked to be, one of `places.PLACES`: it stands when the type is changed.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        Index("ix_appointment_unit_first", "unit_id", "first"),
        # of those that are about a start: many are about none, and then the database would take the index for useless
        Index("ix_appointment_start_id", "start_id", sqlite_where=ABOUT, postgresql_where=ABOUT),
        Index(
            "uq_appointment_one_of_a_kind",
            "start_id",
            "type_key",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    type_key: Mapped[str] = mapped_column(ForeignKey("appointment_type.key"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"), index=True)
    start_id: Mapped[int | None] = mapped_column(ForeignKey("start.id"))
    first: Mapped[int]
    quarters: Mapped[int]
    state: Mapped[str] = mapped_column(default=BOOKED)
    sequence: Mapped[int] = mapped_column(default=0)
    request_key: Mapped[str] = mapped_column(unique=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    place: Mapped[str] = mapped_column(default=UNIT)
    booked_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    alone: Mapped[bool] = mapped_column(default=False)
    with_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), index=True)
    start_ids: Mapped[list[int]] = mapped_column(default=list)
    child_ids: Mapped[list[int]] = mapped_column(default=list)
    participants: Mapped[list["Participant"]] = relationship(lazy="raise_on_sql", order_by="Participant.place")
    __mapper_args__ = {"version_id_col": sequence, "version_id_generator": False}

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Table "Consent", second row."""
        return who_knows_the_time(cls, viewer)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The owner's unit, the guardians, and the sundhedspleje that booked or moves it."""
        return may_change_the_time(self, viewer)


class Participant(Base):
    """Somebody or something that an appointment needs: a role and the resource that fills it. Ids only. `place` is the roles' order."""

    __tablename__ = "participant"
    __table_args__ = (Index("ix_participant_resource", "resource_id", "appointment_id"),)

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str]


class Claim(Base):
    """One quarter of one resource. The primary key is the whole rule: no time is sold twice."""

    __tablename__ = "claim"
    __table_args__ = {"sqlite_with_rowid": False}

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    quarter: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)


class Opening(Base):
    """When a resource can be booked, in local wall time (Europe/Copenhagen), minutes from midnight, multiples of 15.

    Weekly: `weekday` 0-6, every `every` weeks counted from the week of `valid_from`. A single day: `weekday` is None, the day is `valid_from`.
    `types`: keys of the appointment types it serves; empty serves all. `place`: one of `places.PLACES`, and in which unit and by
    choice in which room; empty serves every place.
    """

    __tablename__ = "opening"
    __table_args__ = (
        CheckConstraint("begins >= 0 AND begins < ends AND ends <= 1440", name="hours"),
        CheckConstraint("begins % 15 = 0 AND ends % 15 = 0", name="quarters"),
        CheckConstraint("valid_from <= valid_to AND every > 0", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), index=True)
    weekday: Mapped[int | None]
    every: Mapped[int] = mapped_column(default=1)
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    begins: Mapped[int]
    ends: Mapped[int]
    types: Mapped[list[str]] = mapped_column(default=list)
    place: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))


class OpeningException(Base):
    """One occurrence that is skipped (`begins` is None) or has other hours."""

    __tablename__ = "opening_exception"

    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    begins: Mapped[int | None]
    ends: Mapped[int | None]


class Absence(Base):
    """When a resource is away: from quarter `first` to before quarter `last`. Why stands in a guarded row of its own."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_resource", "resource_id", "last"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    first: Mapped[int]
    last: Mapped[int]


class Busy(Base):
    """When somebody's own calendar says they are taken: from quarter `first` to before quarter `last`, and never with what."""

    __tablename__ = "busy"
    __table_args__ = {"sqlite_with_rowid": False}

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class AbsenceReason(Guarded, Base):
    """Why somebody is away: for the person and the own units' staff only."""

    __tablename__ = "absence_reason"

    absence_id: Mapped[int] = mapped_column(ForeignKey("absence.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The unit it was noted in."""
        return cls.unit_id.in_(viewer.every_unit())

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The unit it was noted in."""
        return self.unit_id in viewer.every_unit()
