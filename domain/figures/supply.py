"""Families without a time against joint times left, per house and week: who leads sees it before times run short."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from domain.access.houses import GROUP_ROLES
from domain.access.roles import PAEDAGOG, SUNDHEDSPLEJERSKE
from domain.access.staff import Membership, Staff
from domain.access.units import Room, Unit
from domain.base import now, quarter, today
from domain.booking.finding.grid import Grid, load
from domain.booking.finding.openings import MINUTES, midnight, monday
from domain.booking.finding.places import UNIT
from domain.booking.finding.search import Candidate, Need, Wish, wish
from domain.booking.kinds.types import START_TALK
from domain.booking.tables import BOOKED, HELD, Appointment, AppointmentType
from domain.figures.houses import own_houses
from domain.figures.seating import Roles, roles, seated
from domain.journey.choosing.plan import ROOM, window
from domain.people import Start

WEEKS, WEEK = 8, timedelta(weeks=1)
"""As far as is looked ahead: the families who are invited within the next month are in it."""
AHEAD = timedelta(weeks=WEEKS + 5)
ENOUGH, BEGUN, SHORT, MISSING = "nok", "i-gang", "knap", "mangler"
"""Enough for all; too few, but the week has begun, and they may come in the next; fewer times than families, who may also come
in another week; some family will get no time at all."""


@dataclass(kw_only=True)
class Week:
    """`families` without a time who could come this week, and the `times` that are left in it."""

    monday: date
    families: int = 0
    times: int = 0
    without: int = 0

    @property
    def state(self) -> str:
        if self.without:
            return MISSING
        if self.families <= self.times:
            return ENOUGH
        return SHORT if self.monday > today() else BEGUN


@dataclass(kw_only=True)
class House:
    """`waiting` families lack a time in these weeks, and `without` of them will get none as it stands."""

    id: int
    name: str
    district_id: int | None
    weeks: list[Week]
    waiting: int = 0
    without: int = 0
    staff: list[Any] = field(default_factory=list, repr=False)

    @property
    def short(self) -> Week | None:
        """The week to do something about first."""
        for state in (MISSING, SHORT):
            found = next((week for week in self.weeks if week.state == state), None)
            if found:
                return found
        return None


def supply(session: Session, unit_id: int) -> tuple[list[House], House]:
    """Each house that the unit answers for, by name, and all of them together. Four statements, however many there are."""
    found = _houses(session, unit_id)
    type_ = session.get_one(AppointmentType, START_TALK)
    waiting = _waiting(session, [one.id for one in found])
    wishes = {one.id: wish(_needs(one, type_), type_) for one in found}
    grid = _time(session, wishes, type_)
    seats = {one.id: roles(grid, wishes[one.id]) for one in found}
    quarters = type_.minutes // MINUTES
    for one in found:
        _times(grid, [seats[one.id]], quarters, one.weeks)
        _count(one, waiting[one.id])
    whole = House(id=unit_id, name="", district_id=None, weeks=_weeks())
    _times(grid, [*seats.values()], quarters, whole.weeks)
    _count(whole, [span for one in found for span in waiting[one.id]])
    whole.without = max(whole.without, sum(one.without for one in found))
    for week, each in zip(whole.weeks, zip(*(one.weeks for one in found), strict=True), strict=False):
        week.without = max(week.without, sum(one.without for one in each))
    return found, whole


def _weeks() -> list[Week]:
    first = monday(today())
    return [Week(monday=first + n * WEEK) for n in range(WEEKS)]


def _houses(session: Session, unit_id: int) -> list[House]:
    """With everybody who can be at a conversation there, and the rooms."""
    found: dict[int, House] = {}
    nurses: dict[int | None, list[Any]] = defaultdict(list)
    for row in session.execute(_people(), {"unit": unit_id}):
        if row.actor == "sundhedspleje":
            nurses[row.district_id].append(row)
            continue
        house = House(id=row.id, name=row.name, district_id=row.district_id, weeks=_weeks())
        one = found.setdefault(row.id, house)
        if row.resource_id is not None:
            one.staff.append(row)
    everybody = [row for some in nurses.values() for row in some]
    for one in found.values():
        one.staff += everybody if one.district_id is None else nurses[one.district_id]
    return sorted(found.values(), key=lambda one: one.name)


@cache
def _people() -> CompoundSelect[Any]:
    """The unit's houses, each with its group staff and rooms; and the sundhedsplejersker, by district."""
    house, nurse = aliased(Unit), aliased(Unit)
    place = (house.id, house.name, house.district_id, house.actor)
    works = and_(Membership.unit_id == house.id, Membership.role.in_(GROUP_ROLES))
    staff = (
        select(*place, cast(literal(PAEDAGOG), String).label("role"), Staff.resource_id, Staff.id.label("staff_id"))
        .outerjoin(Membership, works)
        .outerjoin(Staff, and_(Staff.id == Membership.staff_id, Staff.active))
        .where(house.id.in_(own_houses()))
    )
    room = (
        select(*place, cast(literal(ROOM), String), Room.resource_id, cast(null(), Integer))
        .join(Room, Room.unit_id == house.id)
        .where(house.id.in_(own_houses()))
    )
    districts = select(Unit.district_id).where(Unit.id.in_(own_houses()))
    homeless = exists().where(Unit.id.in_(own_houses()), Unit.district_id.is_(None))
    nurses = (
        select(nurse.id, nurse.name, nurse.district_id, nurse.actor, Membership.role, Staff.resource_id, Staff.id)
        .join(Membership, and_(Membership.unit_id == nurse.id, Membership.role == SUNDHEDSPLEJERSKE))
        .join(Staff, and_(Staff.id == Membership.staff_id, Staff.active))
        .where(nurse.actor == "sundhedspleje", or_(nurse.district_id.in_(districts), homeless))
    )
    return union_all(staff, room, nurses)


def _waiting(session: Session, houses: Sequence[int]) -> Mapping[int, list[tuple[date, int]]]:
    """By house: days on which children start who have no time for their conversation, and how many."""
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    asked = {"houses": houses, "today": today(), "until": today() + AHEAD}
    for row in session.execute(_without(), asked, execution_options={"unscoped": "counts of starts, and no child"}):
        found[row.unit_id].append((row.starts_on, row.families))
    return found


@cache
def _without() -> Select[int, date, int]:
    start, talk = Start.__table__.c, Appointment.__table__.c
    booked = exists().where(talk.start_id == start.id, talk.type_key == START_TALK, talk.state.in_((BOOKED, HELD)))
    return (
        select(start.unit_id, start.starts_on, func.count().label("families"))
        .where(start.unit_id.in_(bindparam("houses", expanding=True)), start.closed == "", ~booked)
        .where(start.starts_on > bindparam("today"), start.starts_on <= bindparam("until"))
        .group_by(start.unit_id, start.starts_on)
    )


def _time(session: Session, wishes: Mapping[int, Wish], type_: AppointmentType) -> Grid:
    """Everybody's in these weeks, with what the search wants to know around them."""
    ids = frozenset[int]().union(*(wanted.resources() for wanted in wishes.values()))
    first = monday(today())
    lo, hi = midnight(first), midnight(first + WEEKS * WEEK)
    around = [wanted.around(lo, hi) for wanted in wishes.values()]
    whole = min((start for start, _ in around), default=lo), max((end for _, end in around), default=hi)
    return load(session, ids, type_.key, whole)


def _needs(house: House, type_: AppointmentType) -> list[Need]:
    """Of those whom the type names: any pædagog of the house, any sundhedsplejerske of its district where there is one; and any room."""
    by_role: dict[str, dict[int, Candidate]] = defaultdict(dict)
    for row in house.staff:
        pick = Candidate(row.resource_id, row.staff_id, row.id, open=row.role != ROOM)
        by_role[row.role][row.resource_id] = pick
    named = [role for role in type_.roles if role == PAEDAGOG or by_role[role]]
    rooms = [ROOM] if by_role[ROOM] and type_.place == UNIT else []
    return [Need(role, tuple(by_role[role].values())) for role in (*named, *rooms)]


def _times(grid: Grid, each: Sequence[Roles], quarters: int, weeks: Sequence[Week]) -> None:
    soonest = quarter(now()) + 1
    for week in weeks:
        lo, hi = max(midnight(week.monday), soonest), midnight(week.monday + WEEK)
        week.times = seated(grid, each, lo, hi, quarters)


def _count(house: House, waiting: Sequence[tuple[date, int]]) -> None:
    """In which weeks each family could come; and who is left when those who must come first are given the first times."""
    left, ends = {week.monday: week.times for week in house.weeks}, midnight(house.weeks[-1].monday + WEEK)
    spans = [(*window(starts_on, now()), families) for starts_on, families in waiting]
    for first, last, families in sorted(spans, key=lambda span: (span[1], span[0])):
        could = [one for one in house.weeks if midnight(one.monday) < last and midnight(one.monday + WEEK) > first]
        missing = families
        for week in could:
            week.families += families
            given = min(left[week.monday], missing)
            left[week.monday] -= given
            missing -= given
        house.waiting += families if could else 0
        if could and last <= ends and missing:
            house.without += missing
            for week in could:
                week.without += missing
