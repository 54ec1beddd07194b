"""What is shown of groups: to the sundhedspleje, to whoever has been invited, and to whoever visits one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from domain.access import ASKING, Viewer
from domain.access.staff import Staff
from domain.access.units import Room, Unit
from domain.base import N_, moment, now, quarter
from domain.groups.came import CAME, PRESENCES, of_group, of_meeting
from domain.groups.making import NoSuchGroup
from domain.groups.tables import (
    ASKED,
    HOLDS,
    INVITED,
    LEFT,
    NO,
    PROPOSED,
    WAITS,
    GroupCard,
    GroupHall,
    GroupMeeting,
    GroupSeat,
    ParentGroup,
    SeatChild,
)
from domain.people import Child, Guardian

LISTED = 200
NAME = N_("Gruppe for nye forældre")
"""In messages and calendars: not which kind of group, for whoever looks over a shoulder."""
ORDER = {HOLDS: 0, WAITS: 1, INVITED: 2, PROPOSED: 3, NO: 4, LEFT: 5}
House = aliased(Unit)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One group as pages show it: `asked` have been proposed or invited and have not answered; `next` is the quarter of the next meeting."""

    id: int
    unit_id: int
    kind: str
    title: str
    language: str
    born_from: date
    born_to: date
    leader_id: int | None
    leader: str | None
    unit: str
    ended_at: datetime | None
    seats: int
    taken: int
    asked: int
    waiting: int
    next: int | None
    came: int
    noted: int

    @property
    def attendance(self) -> int | None:
        """Of a hundred who were noted at its meetings so many came; None while nobody has been."""
        return round(100 * self.came / self.noted) if self.noted else None

    @property
    def left(self) -> int:
        """Seats that are neither taken nor offered to anybody."""
        return max(0, self.seats - self.taken - self.asked)

    @property
    def full(self) -> bool:
        return self.taken >= self.seats


@dataclass(frozen=True, kw_only=True)
class Met:
    """A meeting: when and where, for how many families, and how many came: numbers that its own sundhedspleje alone gets.

    To a parent `excused` is 1 when they have sent word themselves, else 0.
    """

    id: int
    group_id: int
    unit_id: int
    appointment_id: int
    theme: str
    first: int
    quarters: int
    sequence: int
    cancelled_at: datetime | None
    house_id: int | None
    room_id: int | None
    text: str
    house: str | None
    room: str | None
    address: str | None
    unit: str
    families: int
    came: int
    missed: int
    excused: int

    @property
    def noted(self) -> int:
        """Of how many it is known whether they came."""
        return self.came + self.missed + self.excused

    @property
    def place(self) -> str:
        return ", ".join(filter(None, (self.house, self.room, self.address, self.text)))

    @property
    def over(self) -> bool:
        return moment(self.first) <= now()

    def spoken(self) -> dict[str, Any]:
        """When and where, as a letter tells of any appointment."""
        times = {"start": moment(self.first), "end": moment(self.first + self.quarters), "sequence": self.sequence}
        return times | {"name": NAME, "house": self.unit, "place": self.place, "appointment_id": self.appointment_id}


def of_unit(session: Session, unit_id: int, *, ended: bool = False) -> list[Shown]:
    """The unit's groups, the youngest children first. One statement."""
    past = ParentGroup.ended_at.is_not(None) if ended else ParentGroup.ended_at.is_(None)
    rows = _shown().where(ParentGroup.unit_id == unit_id, past)
    rows = rows.order_by(ParentGroup.born_from.desc(), ParentGroup.id.desc()).limit(LISTED)
    return [Shown(**row._mapping) for row in session.execute(rows, _at())]  # noqa: SLF001 -- the public name for a row's columns


def one(session: Session, group_id: int) -> Shown:
    """One of the viewer's units', or that the parent who asks is invited to. NoSuchGroup. One statement."""
    row = session.execute(_shown().where(ParentGroup.id == group_id), _at()).one_or_none()
    if row is None:
        raise NoSuchGroup
    return Shown(**row._mapping)  # noqa: SLF001 -- as above


def members(session: Session, group_id: int) -> list[Any]:
    """Parents in the group, by how they stand: the sundhedspleje's own list. `born`, `child`: of the child, and of twins the first. One statement."""
    who = (Guardian.name.label("parent"), Guardian.mail, Guardian.mobile, Guardian.language)
    twins = select(func.count()).where(SeatChild.seat_id == GroupSeat.id).correlate(GroupSeat).scalar_subquery()
    rows = (
        select(GroupSeat.id, GroupSeat.child_id, GroupSeat.standing, GroupSeat.asked_at, *who)
        .add_columns(Child.name.label("child"), Child.birth_date.label("born"), twins.label("children"))
        .join(Guardian, Guardian.id == GroupSeat.guardian_id)
        .join(Child, Child.id == GroupSeat.child_id)
        .where(GroupSeat.group_id == group_id)
    )
    found: Sequence[Any] = session.execute(rows.order_by(GroupSeat.asked_at, GroupSeat.id)).all()
    return sorted(found, key=lambda row: ORDER[row.standing])


def meetings(session: Session, *which: ColumnElement[bool]) -> list[Met]:
    """By time, as far as the viewer may see them. One statement."""
    rows = met().where(*which).order_by(GroupMeeting.first, GroupMeeting.id).limit(LISTED)
    return [Met(**row._mapping) for row in session.execute(rows)]  # noqa: SLF001 -- as above


def meeting(session: Session, meeting_id: int) -> Met:
    """One that the viewer's own sundhedspleje has. NoSuchGroup. One statement."""
    viewer: Viewer = session.info["viewer"]
    found = meetings(session, GroupMeeting.id == meeting_id, GroupMeeting.unit_id.in_(viewer.units("sundhedspleje")))
    if not found:
        raise NoSuchGroup
    return found[0]


def asked(session: Session, group_id: int) -> tuple[Shown, str] | None:
    """A group that the parent who asks has been invited to, and how they stand; None for who has not. One statement."""
    own = (GroupSeat.guardian_id == ASKING.guardian, GroupSeat.standing.in_(ASKED))
    rows = _shown().add_columns(GroupSeat.standing.label("stands"))
    rows = rows.join(GroupSeat, GroupSeat.group_id == ParentGroup.id).where(ParentGroup.id == group_id, *own)
    row = session.execute(rows, _at()).one_or_none()
    if row is None:
        return None
    values = dict(row._mapping)  # noqa: SLF001 -- as above
    stands = str(values.pop("stands"))
    return Shown(**values), stands


def cards(session: Session, group_id: int) -> Sequence[GroupCard]:
    """What the members have let the parent who asks know, and their own, by name. One statement."""
    rows = select(GroupCard).where(GroupCard.group_id == group_id)
    return session.scalars(rows.order_by(GroupCard.first_name, GroupCard.id)).all()


def of_parent(session: Session, child_id: int) -> Sequence[Any]:
    """(group, title, standing, next meeting) of the parent who asks, about this child: the family page's block. One statement."""
    rows = (
        select(ParentGroup.id, ParentGroup.title, ParentGroup.ended_at, GroupSeat.standing, _next().label("next"))
        .join(GroupSeat, GroupSeat.group_id == ParentGroup.id)
        .join(SeatChild, SeatChild.seat_id == GroupSeat.id)
        .where(SeatChild.child_id == child_id, GroupSeat.guardian_id == ASKING.guardian, GroupSeat.standing.in_(ASKED))
    )
    return session.execute(rows.order_by(ParentGroup.id.desc()), _at()).all()


def _at() -> dict[str, int]:
    """What is over and what is to come is asked of the moment."""
    return {"now": quarter(now())}


@cache
def _shown() -> Select[*tuple[Any, ...]]:
    group = (ParentGroup.kind, ParentGroup.title, ParentGroup.language, ParentGroup.born_from, ParentGroup.born_to)
    return (
        select(ParentGroup.id, ParentGroup.unit_id, *group, ParentGroup.leader_id, ParentGroup.ended_at)
        .add_columns(Staff.name.label("leader"), Unit.name.label("unit"), GroupHall.seats, GroupHall.taken)
        .add_columns(_number(PROPOSED, INVITED).label("asked"), _number(WAITS).label("waiting"), _next().label("next"))
        .add_columns(of_group(CAME).label("came"), of_group(*PRESENCES).label("noted"))
        .join(GroupHall, GroupHall.group_id == ParentGroup.id)
        .join(Unit, Unit.id == ParentGroup.unit_id)
        .outerjoin(Staff, Staff.id == ParentGroup.leader_id)
    )


def _number(*standings: str) -> Any:
    seat = aliased(GroupSeat)
    rows = select(func.count()).where(seat.group_id == ParentGroup.id, seat.standing.in_(standings))
    return rows.correlate(ParentGroup).scalar_subquery()


def _next() -> Any:
    coming = (GroupMeeting.first >= bindparam("now", type_=Integer), GroupMeeting.cancelled_at.is_(None))
    rows = select(func.min(GroupMeeting.first)).where(GroupMeeting.group_id == ParentGroup.id, *coming)
    return rows.correlate(ParentGroup).scalar_subquery()


def met() -> Select[*tuple[Any, ...]]:
    """The columns of `Met`."""
    meeting_ = (GroupMeeting.id, GroupMeeting.group_id, GroupMeeting.unit_id, GroupMeeting.appointment_id)
    time = (GroupMeeting.theme, GroupMeeting.first, GroupMeeting.quarters, GroupMeeting.sequence)
    where = (GroupMeeting.cancelled_at, GroupMeeting.house_id, GroupMeeting.room_id, GroupMeeting.place.label("text"))
    names = (House.name.label("house"), Room.name.label("room"), House.address, Unit.name.label("unit"))
    return (
        select(*meeting_, *time, *where, *names, GroupHall.taken.label("families"))
        .add_columns(
            *(of_meeting(one).label(name) for one, name in zip(PRESENCES, ("came", "missed", "excused"), strict=True))
        )
        .join(Unit, Unit.id == GroupMeeting.unit_id)
        .join(GroupHall, GroupHall.group_id == GroupMeeting.group_id)
        .outerjoin(House, House.id == GroupMeeting.house_id)
        .outerjoin(Room, Room.id == GroupMeeting.room_id)
    )
