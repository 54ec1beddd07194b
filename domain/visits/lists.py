"""The lists a sundhedsplejerske works from: due this week, overdue, without a time, newborn without contact; counted in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from domain.access.staff import Staff
from domain.access.units import Unit
from domain.base import today
from domain.booking.finding.openings import monday
from domain.booking.tables import Appointment
from domain.people import Child
from domain.visits.reading import COLUMNS, Line, Shown, in_order, reader
from domain.visits.tables import OPEN, PLANNED, HomeVisit, Programme
from domain.visits.windows import FIXED, months_after

WEEK, LATE, TIMELESS, NEWBORN, ALL = "uge", "overskredet", "uden-tid", "uden-kontakt", "alle"
OF_VISITS = (WEEK, LATE, TIMELESS)
SOON = timedelta(weeks=4)
"""How long before its window a visit without a time is looked for."""
PAGE = 50
MONTHS = 10
"""Of age, until which a child is drawn in the programme."""
IN_UNIT, BY_NURSE = (bindparam(name, type_=Integer) for name in ("unit", "nurse"))
DAY, SUNDAY, SOON_ENOUGH, YOUNGEST = (bindparam(name, type_=Date) for name in ("day", "sunday", "soon", "youngest"))


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many there are on each list."""

    week: int = 0
    late: int = 0
    timeless: int = 0
    newborn: int = 0
    all: int = 0

    def of(self, name: str) -> int:
        """By the list's own name."""
        fields = {WEEK: "week", LATE: "late", TIMELESS: "timeless", NEWBORN: "newborn", ALL: "all"}
        number: int = getattr(self, fields[name])
        return number


def counts(session: Session, unit_id: int, nurse_id: int | None = None) -> Counts:
    """Of a unit, or of one sundhedsplejerske's children in it. Two statements."""
    visits, children = _counts(of_one=nurse_id is not None)
    asked = _days() | {"unit": unit_id, "nurse": nurse_id}
    one, other = session.execute(visits, asked).one(), session.execute(children, asked).one()
    numbers = {**one._mapping, **other._mapping}  # noqa: SLF001 - the row's public name for itself
    return Counts(**{name: number or 0 for name, number in numbers.items()})


def per_nurse(session: Session, unit_id: int) -> list[tuple[int | None, str | None, Counts]]:
    """(id, name, counts) of each sundhedsplejerske with children in the programme; None: children without one. Two statements."""
    return _grouped(session, Child.sundhedsplejerske_id, Staff.name, (unit_id,))


def per_unit(session: Session, unit_ids: Sequence[int]) -> list[tuple[int | None, str | None, Counts]]:
    """The same for each of the units: one for each district. Two statements."""
    return _grouped(session, Child.sundhedspleje_id, Unit.name, unit_ids)


def visits(session: Session, name: str, unit_id: int, nurse_id: int | None, page: int) -> list[tuple[Line, Shown]]:
    """A page of a list of visits, earliest last day first, and one more to tell that there is a next. One statement."""
    found = session.execute(_visits(name, of_one=nurse_id is not None), _asked(unit_id, nurse_id, page))
    shown = reader(found)
    return [(_line(row, None, (visit,)), visit) for row in found for visit in (shown(row),)]


def lines(session: Session, name: str, unit_id: int, nurse_id: int | None, page: int) -> list[Line]:
    """A page of children in the programme, youngest first, each with its visits; NEWBORN: those nobody has spoken with. Two statements."""
    rows = _lines(new=name == NEWBORN, of_one=nurse_id is not None)
    children = session.execute(rows, _asked(unit_id, nurse_id, page)).all()
    own: dict[int, list[Shown]] = {row.child: [] for row in children}
    if own:
        found = session.execute(_all_visits(), {"children": list(own)})
        shown = reader(found)
        for row in found:
            own[row.child_id].append(shown(row))
    return [_line(row, row.Programme, in_order(own[row.child])) for row in children]


@cache
def _visits(name: str, *, of_one: bool) -> Any:
    nurse = aliased(Staff)
    rows = (
        select(*_child(nurse), *COLUMNS, Appointment.first, Appointment.quarters)
        .join(Child, Child.id == HomeVisit.child_id)
        .outerjoin(nurse, nurse.id == Child.sundhedsplejerske_id)
        .outerjoin(Appointment, Appointment.id == HomeVisit.appointment_id)
        .where(HomeVisit.unit_id == IN_UNIT, _which(name))
        .order_by(HomeVisit.closes_on, HomeVisit.id)
    )
    return _paged(rows.where(Child.sundhedsplejerske_id == BY_NURSE) if of_one else rows)


@cache
def _lines(*, new: bool, of_one: bool) -> Any:
    nurse = aliased(Staff)
    rows = (
        select(*_child(nurse), Programme)
        .join(Child, Child.id == Programme.child_id)
        .outerjoin(nurse, nurse.id == Child.sundhedsplejerske_id)
        .where(Programme.unit_id == IN_UNIT, Programme.birth_date >= YOUNGEST)
        .order_by(Programme.birth_date.desc(), Programme.child_id)
    )
    if new:
        rows = rows.where(Programme.contacted_at.is_(None))
    return _paged(rows.where(Child.sundhedsplejerske_id == BY_NURSE) if of_one else rows)


@cache
def _all_visits() -> Any:
    rows = select(*COLUMNS, Appointment.first, Appointment.quarters)
    of = HomeVisit.child_id.in_(bindparam("children", expanding=True, type_=Integer))
    return rows.outerjoin(Appointment, Appointment.id == HomeVisit.appointment_id).where(of, HomeVisit.kind.in_(FIXED))


def nurses(session: Session, unit_id: int) -> list[tuple[int, str]]:
    """(id, name) of those who have children in the unit, by name. One statement."""
    rows = select(Staff.id, Staff.name).join(Child, Child.sundhedsplejerske_id == Staff.id)
    found = session.execute(rows.where(Child.sundhedspleje_id == unit_id).distinct().order_by(Staff.name))
    return [(row.id, row.name) for row in found]


def _paged(rows: Any) -> Any:
    return rows.limit(PAGE + 1).offset(bindparam("skipped", type_=Integer))


def _asked(unit_id: int, nurse_id: int | None, page: int) -> dict[str, Any]:
    return _days() | {"unit": unit_id, "nurse": nurse_id, "skipped": PAGE * page}


def _days() -> dict[str, date]:
    """What the lists' rules compare with."""
    day = today()
    return {
        "day": day,
        "sunday": monday(day) + timedelta(days=6),
        "soon": day + SOON,
        "youngest": months_after(day, -MONTHS),
    }


def _child(nurse: Any) -> tuple[Any, ...]:
    about = (Child.id.label("child"), Child.name, Child.birth_date, Child.sundhedspleje_id)
    return (*about, Child.sundhedsplejerske_id, nurse.name.label("nurse"))


def _line(row: Any, programme: Programme | None, visits_: tuple[Shown, ...]) -> Line:
    return Line(
        child_id=row.child,
        name=row.name,
        birth_date=row.birth_date,
        unit_id=row.sundhedspleje_id,
        nurse_id=row.sundhedsplejerske_id,
        nurse=row.nurse,
        programme=programme,
        visits=visits_,
    )


def _which(name: str) -> ColumnElement[bool]:
    """One list's rule, the same for its rows and for its count."""
    return {
        WEEK: and_(HomeVisit.state.in_(OPEN), HomeVisit.opens_on <= SUNDAY, HomeVisit.closes_on >= DAY),
        LATE: and_(HomeVisit.state == PLANNED, HomeVisit.closes_on < DAY),
        TIMELESS: and_(HomeVisit.state == PLANNED, HomeVisit.opens_on <= SOON_ENOUGH, HomeVisit.closes_on >= DAY),
    }[name]


def _number(which: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return func.sum(case((which, 1), else_=0)).label(name)


def _visit_counts() -> list[ColumnElement[int]]:
    return [_number(_which(WEEK), "week"), _number(_which(LATE), "late"), _number(_which(TIMELESS), "timeless")]


def _child_counts() -> list[ColumnElement[int]]:
    drawn = Programme.birth_date >= YOUNGEST
    return [_number(drawn & Programme.contacted_at.is_(None), "newborn"), _number(drawn, "all")]


@cache
def _counts(*, of_one: bool) -> tuple[Any, Any]:
    """Of visits and of children."""
    visits: Any = select(*_visit_counts()).where(HomeVisit.unit_id == IN_UNIT, HomeVisit.state.in_(OPEN))
    children: Any = select(*_child_counts()).where(Programme.unit_id == IN_UNIT, Programme.birth_date >= YOUNGEST)
    if not of_one:
        return visits, children
    own = Child.sundhedsplejerske_id == BY_NURSE
    return (
        visits.join(Child, Child.id == HomeVisit.child_id).where(own),
        children.join(Child, Child.id == Programme.child_id).where(own),
    )


def _grouped(
    session: Session, key: Any, name: Any, unit_ids: Sequence[int]
) -> list[tuple[int | None, str | None, Counts]]:
    found: dict[int | None, dict[str, Any]] = {}
    names: dict[int | None, str | None] = {}
    other = Staff if name is Staff.name else Unit
    for of, numbers, which in (
        (HomeVisit, _visit_counts(), HomeVisit.state.in_(OPEN)),
        (Programme, _child_counts(), Programme.birth_date >= YOUNGEST),
    ):
        rows = select(key.label("key"), name.label("label"), *numbers).select_from(of)
        rows = rows.join(Child, Child.id == of.child_id).outerjoin(other, other.id == key)
        for row in session.execute(rows.where(of.unit_id.in_(unit_ids), which).group_by(key, name), _days()):
            values: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 - the row's public name for itself
            number = values.pop("key")
            names[number] = values.pop("label")
            found.setdefault(number, {}).update(values)
    order = sorted(found, key=lambda one: (names[one] is None, names[one] or ""))
    return [(one, names[one], Counts(**{k: v or 0 for k, v in found[one].items()})) for one in order]
