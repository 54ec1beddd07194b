"""Who sits around the table, and which conferences are to come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from domain.access.staff import Staff
from domain.access.units import Room, Unit
from domain.base import moment, now, quarter
from domain.conferences.meeting.live import NoSuchConference
from domain.conferences.tables.series import BUSY, CANCELLED, Attendance, Conference
from domain.rows import plain

MOST = 200
Instead = aliased(Staff)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One conference as pages show it. `room` is the wanted one; `busy`: how many are called in and not free."""

    id: int
    series_id: int
    unit_id: int
    appointment_id: int
    first: int
    quarters: int
    sequence: int
    deadline: date
    state: str
    room_id: int | None
    chair_id: int | None
    minute_taker_id: int | None
    timekeeper_id: int | None
    sent_at: datetime | None
    begun_at: datetime | None
    approved_at: datetime | None
    house: str
    actor: str
    slug: str
    room: str | None
    room_resource: int | None
    address: str
    busy: int
    changes: int

    @property
    def over(self) -> bool:
        return moment(self.first + self.quarters) <= now()

    @property
    def place(self) -> str:
        return ", ".join(filter(None, (self.house, self.room, self.address)))


def coming(session: Session, *unit_ids: int) -> list[Shown]:
    """The units' own, and those that their members are called in to, that are not over, by time. One statement."""
    rows = _shown().where(_of(unit_ids), Conference.state != CANCELLED)
    later = Conference.first + Conference.quarters > quarter(now())
    return _all(session, rows.where(later).order_by(Conference.first, Conference.id))


def past(session: Session, *unit_ids: int) -> list[Shown]:
    """The same of those that are over, the newest first. One statement."""
    rows = _shown().where(_of(unit_ids), Conference.state != CANCELLED)
    over = Conference.first + Conference.quarters <= quarter(now())
    return _all(session, rows.where(over).order_by(Conference.first.desc(), Conference.id))


def of_series(session: Session, series_id: int) -> list[Shown]:
    """All dates of one school year, the cancelled too, by time. One statement."""
    rows = _shown().where(Conference.series_id == series_id)
    return _all(session, rows.order_by(Conference.first, Conference.id))


def one(session: Session, conference_id: int) -> Shown:
    """One that the viewer may see. NoSuchConference. One statement."""
    row = session.execute(_one(), {"conference": conference_id}).mappings().one_or_none()
    if row is None:
        raise NoSuchConference
    return Shown(**row)


@cache
def _one() -> Select[Any]:
    return _shown().where(Conference.id == bindparam("conference", type_=Integer))


def table_of(session: Session, conference_id: int) -> Sequence[Any]:
    """Who is called in: (staff_id, name, role, unit_id, unit, actor, state, instead_of, instead, resource_id). One statement."""
    return tables_of(session, [conference_id])


def tables_of(session: Session, conference_ids: Iterable[int]) -> Sequence[Any]:
    """The same for several; each row has its `conference_id`. One statement, none for none."""
    ids = list(conference_ids)
    if not ids:
        return []
    return plain(session.execute(_seated(), {"conferences": ids}))


@cache
def _seated() -> Any:
    who = (Attendance.conference_id, Attendance.staff_id, Staff.name, Attendance.role, Attendance.unit_id)
    where = (Unit.name.label("unit"), Unit.actor, Attendance.state, Attendance.instead_of, Staff.resource_id)
    rows: Any = (
        select(*who, *where, Instead.name.label("instead"))
        .join(Staff, Staff.id == Attendance.staff_id)
        .join(Unit, Unit.id == Attendance.unit_id)
        .outerjoin(Instead, Instead.id == Attendance.instead_of)
        .where(Attendance.conference_id.in_(bindparam("conferences", expanding=True, type_=Integer)))
        .order_by(Attendance.conference_id, Unit.actor, Unit.name, Staff.name, Staff.id)
    )
    return rows


def mine(session: Session, conference_ids: Iterable[int]) -> dict[int, str]:
    """Of these the ones that the viewer is called in to, with the state of it. One statement, none for none."""
    ids, viewer = list(conference_ids), session.info["viewer"]
    if not ids:
        return {}
    own = Attendance.conference_id.in_(ids), Attendance.staff_id == viewer.staff
    rows = session.execute(select(Attendance.conference_id, Attendance.state).where(*own))
    return {row.conference_id: row.state for row in rows}


def _of(unit_ids: Iterable[int]) -> Any:
    called = select(Attendance.conference_id).where(Attendance.unit_id.in_(unit_ids))
    return or_(Conference.unit_id.in_(unit_ids), Conference.id.in_(called))


def _shown() -> Select[Any]:
    busy = select(func.count()).where(Attendance.conference_id == Conference.id, Attendance.state == BUSY)
    ids = (Conference.id, Conference.series_id, Conference.unit_id, Conference.appointment_id)
    when = (Conference.first, Conference.quarters, Conference.sequence, Conference.deadline, Conference.state)
    who = (Conference.room_id, Conference.chair_id, Conference.minute_taker_id, Conference.timekeeper_id)
    stamps = (Conference.changes, Conference.sent_at, Conference.begun_at, Conference.approved_at)
    where = (Unit.name.label("house"), Unit.actor, Unit.slug, Unit.address, Room.name.label("room"))
    rows: Select[Any] = (
        select(*ids, *when, *who, *stamps, *where)
        .add_columns(
            Room.resource_id.label("room_resource"), busy.correlate(Conference).scalar_subquery().label("busy")
        )
        .join(Unit, Unit.id == Conference.unit_id)
        .outerjoin(Room, Room.id == Conference.room_id)
    )
    return rows


def _all(session: Session, rows: Select[Any]) -> list[Shown]:
    return [Shown(**row) for row in session.execute(rows.limit(MOST)).mappings()]
