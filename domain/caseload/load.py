"""How many children each sundhedsplejerske of a unit has, how young, and how many are meant: counted by the database."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, String, and_, bindparam, case, cast, distinct, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from domain.access.roles import SUNDHEDSPLEJERSKE
from domain.access.staff import Membership, Staff
from domain.base import DomainError, now, quarter, today
from domain.booking.finding.openings import Span, local_day, midnight
from domain.booking.tables import Absence, Claim
from domain.caseload.tables import END, HOLIDAY, LEAVE, CaseloadTarget, ChildHandover
from domain.people import Child

COUNTED = {"unscoped": "counts by member of staff of the viewer's own unit, and no child"}
ONE_YEAR = timedelta(days=365)
MOST = 1000


class BadTarget(DomainError):
    """Not a number of children, or not one of the unit's sundhedsplejersker."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """One sundhedsplejerske. `target` is their own or the unit's, None where nobody has said; `own`: it is theirs alone.

    `works`: still works here as one, so that children can be handed to them: nobody who has handed on all of theirs because they leave. `booked`: appointments to come.
    `away`: their absences, and holidays for which others have their children, in the span that was asked about, as (first, last) in quarters, in order.
    """

    staff_id: int
    resource_id: int
    name: str
    works: bool
    children: int
    babies: int
    booked: int
    target: int | None
    own: bool
    away: tuple[Span, ...] = ()


def of_unit(session: Session, unit_id: int, span: Span = (0, 0)) -> list[Load]:
    """Everybody who works there as one, or still has children there, by name; `span`: in which quarters they may be away.

    One statement, whatever the number of children.
    """
    asked = {"unit": unit_id, "born": today() - ONE_YEAR, "at": quarter(now()), "lo": span[0], "hi": span[1]}
    asked |= {"from": local_day(span[0]), "until": local_day(span[1])}
    rows = session.execute(_counted(), asked, execution_options=COUNTED)
    return [_load(dict(row)) for row in rows.mappings()]


def nobodys(session: Session, unit_id: int) -> int:
    """How many children of the unit have no sundhedsplejerske. One statement."""
    child = Child.__table__.c
    lonely = select(func.count()).where(child.sundhedspleje_id == unit_id, child.sundhedsplejerske_id.is_(None))
    return session.scalar(lonely, execution_options=COUNTED) or 0


def unit_target(session: Session, unit_id: int) -> int | None:
    own = CaseloadTarget.unit_id == unit_id, CaseloadTarget.staff_id.is_(None)
    return session.scalar(select(CaseloadTarget.children).where(*own))


def set_targets(session: Session, unit_id: int, targets: dict[int | None, int | None]) -> None:
    """By staff id, None for the unit; a number of None is taken away. Raises BadTarget. Three statements at most."""
    rows = session.scalars(select(CaseloadTarget).where(CaseloadTarget.unit_id == unit_id)).all()
    known = {row.staff_id: row for row in rows}
    if any(number is not None and not 0 <= number <= MOST for number in targets.values()):
        raise BadTarget
    _work_here(session, unit_id, {one for one in targets if one is not None})
    for staff_id, number in targets.items():
        row = known.get(staff_id)
        if number is None:
            if row is not None:
                session.delete(row)
        elif row is None:
            session.add(CaseloadTarget(unit_id=unit_id, staff_id=staff_id, children=number))
        else:
            row.children = number
    session.flush()


def _work_here(session: Session, unit_id: int, staff_ids: set[int]) -> None:
    works = select(Membership.staff_id).where(Membership.unit_id == unit_id, Membership.staff_id.in_(staff_ids))
    if staff_ids - set(session.scalars(works)):
        raise BadTarget


@cache
def _counted() -> Select[*tuple[Any, ...]]:
    unit = bindparam("unit", type_=Integer)
    mine, works = _theirs(unit), _works(unit)
    own, all_ = aliased(CaseloadTarget), aliased(CaseloadTarget)
    return (
        select(
            Staff.id.label("staff_id"),
            Staff.resource_id,
            Staff.name,
            and_(
                works.c.staff_id.is_not(None),
                Staff.active == true(),
                or_(func.coalesce(mine.c.children, 0) > 0, ~_left(unit)),
            ).label("works"),
            func.coalesce(mine.c.children, 0).label("children"),
            cast(func.coalesce(mine.c.babies, 0), Integer).label("babies"),
            _ahead().label("booked"),
            _away().label("away"),
            _lent().label("lent"),
            func.coalesce(own.children, all_.children).label("target"),
            own.id.is_not(None).label("own"),
        )
        .outerjoin(works, works.c.staff_id == Staff.id)
        .outerjoin(mine, mine.c.staff_id == Staff.id)
        .outerjoin(own, and_(own.unit_id == unit, own.staff_id == Staff.id))
        .outerjoin(all_, and_(all_.unit_id == unit, all_.staff_id.is_(None)))
        .where(or_(works.c.staff_id.is_not(None), mine.c.staff_id.is_not(None)))
        .order_by(Staff.name, Staff.id)
    )


def _theirs(unit: Any) -> Any:
    """Children of the unit by sundhedsplejerske, and how many of them are under one."""
    child = Child.__table__.c
    babies = func.sum(case((child.birth_date > bindparam("born", type_=child.birth_date.type), 1), else_=0))
    counts = select(
        child.sundhedsplejerske_id.label("staff_id"), func.count().label("children"), babies.label("babies")
    )
    own = child.sundhedspleje_id == unit, child.sundhedsplejerske_id.is_not(None)
    return counts.where(*own).group_by(child.sundhedsplejerske_id).subquery()


def _works(unit: Any) -> Any:
    own = Membership.unit_id == unit, Membership.role == SUNDHEDSPLEJERSKE
    return select(Membership.staff_id).where(*own).subquery()


def _left(unit: Any) -> Any:
    """Whether all of their children have gone to others because they leave."""
    why = ChildHandover.reason == END, ChildHandover.begun_at.is_not(None), ChildHandover.returned_at.is_(None)
    return exists().where(ChildHandover.from_id == Staff.id, ChildHandover.unit_id == unit, *why).correlate(Staff)


def _ahead() -> Any:
    """Claims tell it: those of the past are forgotten."""
    count, at = func.count(distinct(Claim.appointment_id)), bindparam("at", type_=Integer)
    own = Claim.resource_id == Staff.resource_id, Claim.quarter >= at
    return select(count).where(*own).correlate(Staff).scalar_subquery()


def _away() -> Any:
    """As "3-7,12-20": away from quarter 3 to before 7, and from 12 to before 20."""
    lo, hi = (bindparam(name, type_=Integer) for name in ("lo", "hi"))
    one = cast(Absence.first, String) + "-" + cast(Absence.last, String)
    own = Absence.resource_id == Staff.resource_id, Absence.first < hi, Absence.last > lo
    return select(func.aggregate_strings(one, ",")).where(*own).correlate(Staff).scalar_subquery()


def _lent() -> Any:
    """As "2026-12-13/2026-12-28": their children are with others from the 13th, and come back on the 28th."""
    lo, hi = (bindparam(name, type_=ChildHandover.begins_on.type) for name in ("from", "until"))
    one = cast(ChildHandover.begins_on, String) + "/" + cast(ChildHandover.returns_on, String)
    own = ChildHandover.from_id == Staff.id, ChildHandover.unit_id == bindparam("unit", type_=Integer)
    runs = ChildHandover.returned_at.is_(None), ChildHandover.begins_on < hi, ChildHandover.returns_on > lo
    why = ChildHandover.reason.in_((HOLIDAY, LEAVE))
    return select(func.aggregate_strings(one, ",")).where(*own, *runs, why).correlate(Staff).scalar_subquery()


def _load(row: dict[str, Any]) -> Load:
    away = {(int(first), int(last)) for first, last in _pairs(row.pop("away"), "-")}
    lent = {(_midnight(first), _midnight(last)) for first, last in _pairs(row.pop("lent"), "/")}
    return Load(**row, away=tuple(sorted(away | lent)))


def _pairs(said: str | None, sign: str) -> list[list[str]]:
    return [one.split(sign) for one in said.split(",")] if said else []


def _midnight(day: str) -> int:
    return midnight(date.fromisoformat(day))
