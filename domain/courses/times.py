"""When those who are to meet a family are all free: one time, or the same time week after week, looked for in one go."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, cast, null, select, union_all
from sqlalchemy.orm import Session

from domain.access.staff import Membership, Staff
from domain.access.units import Room
from domain.base import COPENHAGEN, quarter
from domain.booking.finding.grid import load_each
from domain.booking.finding.openings import local_day, public_holiday, wall_minutes
from domain.booking.finding.places import UNIT, Where
from domain.booking.finding.search import Candidate, Joint, Need, Offer, Wish, joint, wish
from domain.booking.kinds.limits import bookable, in_time
from domain.booking.tables import AppointmentType
from domain.courses.life import NotOurStaff

ROLE, ROOM = "familieraadgiver", "rum"
MOST = 54
"""A year of weeks."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be booked: who, from which quarter, how long; every `every` weeks until and with a day, or once (0)."""

    type_key: str
    staff_ids: tuple[int, ...]
    first: int
    quarters: int
    every: int = 0
    until: date | None = None

    def firsts(self) -> list[int]:
        """Each time at the same time on the wall, whatever the clock has been turned to."""
        if not self.every or self.until is None:
            return [self.first]
        day, clock = local_day(self.first), wall_minutes(self.first)
        at = time(clock // 60, clock % 60)
        days = (day + timedelta(weeks=self.every * n) for n in range(MOST))
        return [quarter(datetime.combine(one, at, COPENHAGEN)) for one in days if one <= self.until]


@dataclass(frozen=True)
class Conflict:
    """A time that cannot be had: a public holiday, or those of the staff (ids) who are not free then; 0 is every room."""

    first: int
    holiday: str
    busy: tuple[int, ...]


@dataclass(frozen=True)
class Found:
    """The times of an order that can be had, each with who comes, and those that cannot."""

    type: AppointmentType
    wanted: Wish
    offers: list[Offer]
    conflicts: list[Conflict]


def look(session: Session, unit_id: int, order: Order, apart: Collection[int] = ()) -> Found:
    """NotOurStaff, TooLate, TooFar. `apart`: appointments whose own claims are no hindrance. Staff decide: no opening is needed."""
    type_ = session.get_one(AppointmentType, order.type_key)
    wanted = wish(
        needs(session, unit_id, type_, order.staff_ids, open_=False), type_, order.quarters, _where(type_, unit_id)
    )
    firsts = order.firsts()
    lo, hi = firsts[0], firsts[-1] + order.quarters
    for first in (firsts[0], firsts[-1]):
        in_time(session, type_, (first, first + order.quarters))
    use = type_.key, wanted.where
    grid = load_each(session, wanted.resources(), (use,), wanted.around(lo, hi), apart)[use]
    at = Joint(grid, wanted, lo, hi)
    offers, conflicts = [], []
    for first in firsts:
        holiday = (public_holiday(local_day(first)) or "") if order.every else ""
        offer = next(iter(at.offers(first, first + 1)), None)
        if offer is None or holiday:
            conflicts.append(Conflict(first, holiday, _busy(at, first)))
        else:
            offers.append(offer)
    return Found(type_, wanted, offers, conflicts)


def choice(
    session: Session, unit_id: int, type_key: str, staff_ids: Collection[int], apart: int | None = None
) -> tuple[AppointmentType, Joint, tuple[Need, ...]]:
    """The times that parents can choose: within the openings of those they are to meet."""
    type_ = session.get_one(AppointmentType, type_key)
    wanted = needs(session, unit_id, type_, staff_ids, open_=True)
    lo, hi = bookable(session, type_)
    return type_, joint(session, wanted, type_, lo, hi, apart=apart, where=_where(type_, unit_id)), wanted


def needs(
    session: Session, unit_id: int, type_: AppointmentType, staff_ids: Collection[int], *, open_: bool
) -> tuple[Need, ...]:
    """Each of the staff, and at the house a room where it has any. One statement. NotOurStaff."""
    people: dict[int, Candidate] = {}
    rooms: list[Candidate] = []
    for row in session.execute(_there(), {"unit": unit_id, "staff": list(staff_ids)}):
        if row.room_id is None:
            people[row.staff_id] = Candidate(row.resource_id, row.staff_id, unit_id, open=open_)
        else:
            rooms.append(Candidate(row.resource_id, None, unit_id, room_id=row.room_id, open=False))
    if people.keys() != set(staff_ids) or not people:
        raise NotOurStaff
    wanted = tuple(Need(ROLE, (people[one],)) for one in sorted(people))
    return (*wanted, Need(ROOM, tuple(rooms))) if rooms and type_.place == UNIT else wanted


@cache
def _there() -> Any:
    """Those of the staff who work in the unit, and its rooms."""
    nobody = cast(null(), Integer)
    works = select(Staff.id.label("staff_id"), Staff.resource_id, nobody.label("room_id"))
    works = works.join(Membership, Membership.staff_id == Staff.id).where(Membership.unit_id == bindparam("unit"))
    works = works.where(Staff.active, Staff.id.in_(bindparam("staff", expanding=True))).distinct()
    rooms = select(nobody, Room.resource_id, Room.id).where(Room.unit_id == bindparam("unit"))
    return union_all(works, rooms)


def _where(type_: AppointmentType, unit_id: int) -> Where:
    return Where(type_.place, unit_id)


def _busy(at: Joint, first: int) -> tuple[int, ...]:
    return tuple(
        role.need.candidates[0].staff_id or 0 for role in at.roles if not at.grid.numbers(role.starts, first, first + 1)
    )
