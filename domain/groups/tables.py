"""Groups for new parents, how many seats they have, who sits there, when they meet, and what each has let the others know."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    UniqueConstraint,
    and_,
    or_,
    select,
    tuple_,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer
from domain.base import Base, among, one_of
from domain.booking.tables import Participant
from domain.people.child import Child

TYPE = "gruppemoede"
"""The appointment type of all their meetings."""
ORDINARY, YOUNG, MULTICULTURAL = "almindelig", "ung", "flerkulturel"
KINDS = (ORDINARY, YOUNG, MULTICULTURAL)
PROPOSED, INVITED, HOLDS, WAITS, NO, LEFT = "foreslaaet", "inviteret", "plads", "venteliste", "nej", "forladt"
STANDINGS = (PROPOSED, INVITED, HOLDS, WAITS, NO, LEFT)
OPEN = (PROPOSED, INVITED, HOLDS, WAITS)
"""Whoever stands so has, or may get, a place: nobody does in two groups for the same child."""
ASKED = (INVITED, HOLDS, WAITS, NO, LEFT)
"""Whoever stands so knows of the group."""
TOGETHER, DAYCARE = "gruppemoede", "gruppe-start"
THEMES = (TOGETHER, DAYCARE)
"""A meeting of the group; and the one about a good start in daycare, with a pædagog of a house. Also the kinds of their due rows."""
IS_OPEN = sql(among("standing", OPEN))


class ParentGroup(Guarded, Base):
    """A group of families whose children were born from `born_from` through `born_to`; `language`: the one that is spoken there.

    `leader_id`: the sundhedsplejerske who leads the first meetings. `title` is for those who are invited, and stands in no message.
    """

    __tablename__ = "parent_group"
    __table_args__ = (
        one_of("kind", KINDS),
        CheckConstraint("born_from <= born_to", name="weeks"),
        Index("ix_parent_group_unit", "unit_id", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str]
    title: Mapped[str]
    language: Mapped[str] = mapped_column(default="da")
    born_from: Mapped[date]
    born_to: Mapped[date]
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    request_key: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The sundhedspleje whose it is, and whoever has been invited. No house, whoever visits it."""
        return or_(
            cls.unit_id.in_(viewer.units("sundhedspleje")),
            cls.id.in_(select(GroupSeat.group_id).where(_own(viewer), GroupSeat.standing.in_(ASKED))),
        )

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The sundhedspleje whose it is."""
        return viewer.job or self.unit_id in viewer.units("sundhedspleje")


class GroupHall(Base):
    """How many seats a group has and how many are taken. As of an event, the constraint is the whole rule: no seat is given twice."""

    __tablename__ = "parent_group_hall"
    __table_args__ = (CheckConstraint("taken >= 0 AND taken <= seats", name="never_oversold"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("parent_group.id"), primary_key=True)
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)


class GroupSeat(Base):
    """One parent in one group, or asked to be: ids only. `child_id`: whose link leads there; twins stand in `SeatChild`.

    The waiting list is in the order of `asked_at`, when they said that they wanted to come.
    """

    __tablename__ = "group_seat"
    __table_args__ = (
        one_of("standing", STANDINGS),
        UniqueConstraint("group_id", "guardian_id"),
        Index(
            "uq_group_seat_open", "guardian_id", "child_id", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
        ),
        Index("ix_group_seat_queue", "group_id", "standing", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("parent_group.id"))
    guardian_id: Mapped[int] = mapped_column(ForeignKey("guardian.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    standing: Mapped[str] = mapped_column(default=PROPOSED)
    asked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)


class SeatChild(Base):
    """The children that a seat is about: one, or twins, who have one parent in one group. Ids only."""

    __tablename__ = "group_seat_child"

    seat_id: Mapped[int] = mapped_column(ForeignKey("group_seat.id", ondelete="CASCADE"), primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), primary_key=True, index=True)


class GroupMeeting(Guarded, Base):
    """When and where a group meets. `first`, `quarters` and `sequence` are its appointment's; `place` as of an event."""

    __tablename__ = "group_meeting"
    __table_args__ = (
        one_of("theme", THEMES),
        Index("ix_group_meeting_group", "group_id", "first"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("parent_group.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), unique=True)
    theme: Mapped[str]
    house_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    place: Mapped[str] = mapped_column(default="")
    first: Mapped[int] = mapped_column(index=True)
    quarters: Mapped[int]
    sequence: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None]

    @property
    def kind(self) -> str:
        """What it is called on a day."""
        return self.theme

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The sundhedspleje whose it is, the units of those who hold it, and the parents who are asked to it."""
        asked = select(GroupSeat.group_id).where(_own(viewer), GroupSeat.standing.in_((INVITED, HOLDS, WAITS)))
        return or_(
            cls.unit_id.in_(viewer.units("sundhedspleje")),
            cls.appointment_id.in_(held_by(viewer.every_unit())),
            cls.group_id.in_(asked),
        )

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The sundhedspleje whose it is."""
        return viewer.job or self.unit_id in viewer.units("sundhedspleje")


class GroupCard(Guarded, Base):
    """What one parent lets the others of the group know, as they wrote it. What is withdrawn stands nowhere any longer.

    `born_week`: the Monday of the week in which the child was born, so that the age can be told in weeks and the birthday cannot.
    """

    __tablename__ = "group_card"
    __table_args__ = (UniqueConstraint("group_id", "guardian_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("parent_group.id"))
    guardian_id: Mapped[int] = mapped_column(ForeignKey("guardian.id"))
    first_name: Mapped[str] = mapped_column(default="")
    mobile: Mapped[str] = mapped_column(default="")
    born_week: Mapped[date | None]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Whoever wrote it; and, while both of them have a seat there, the others of the same group. No staff."""
        mine = select(GroupSeat.group_id).where(_own(viewer), GroupSeat.standing == HOLDS)
        seated = select(GroupSeat.group_id, GroupSeat.guardian_id).where(GroupSeat.standing == HOLDS)
        both = and_(cls.group_id.in_(mine), tuple_(cls.group_id, cls.guardian_id).in_(seated))
        return or_(cls.guardian_id == viewer.guardian, both)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Nobody but who it is about; the house may delete it."""
        return self.guardian_id == viewer.guardian or (viewer.job and verb == "delete")


class GroupWish(Guarded, Base):
    """Which parent of a child is to be asked, which kind of group they wish, or that they want none."""

    __tablename__ = "group_wish"
    __table_args__ = (
        one_of("kind", ("", *KINDS)),
        UniqueConstraint("child_id", "guardian_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    guardian_id: Mapped[int] = mapped_column(ForeignKey("guardian.id"), index=True)
    kind: Mapped[str] = mapped_column(default="")
    said_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The child's sundhedspleje, and the parent themselves: not the child's other parent."""
        child: Any = Child.__table__
        cared_for = select(child.c.id).where(child.c.sundhedspleje_id.in_(viewer.units("sundhedspleje")))
        return or_(cls.child_id.in_(cared_for), cls.guardian_id == viewer.guardian)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The sundhedspleje, and the parent themselves."""
        return viewer.job or bool(viewer.units("sundhedspleje")) or self.guardian_id == viewer.guardian


def held_by(units: Any) -> Select[int]:
    """Ids of the appointments that somebody from these units takes part in."""
    return select(Participant.appointment_id).where(Participant.staff_id.is_not(None), Participant.unit_id.in_(units))


def _own(viewer: Viewer) -> ColumnElement[bool]:
    return GroupSeat.guardian_id == viewer.guardian
