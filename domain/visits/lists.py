"""The lists a sundhedsplejerske works from: due this week, overdue, without a time, newborn without contact; counted in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from domain.access.staff import Staff
from domain.access.units import Unit
from domain.base import today
from domain.booking.finding.openings import monday
from domain.booking.tables import Appointment
from domain.people import Child
from domain.visits.reading import COLUMNS, Line, Shown, in_order, shown
from domain.visits.tables import OPEN, PLANNED, HomeVisit, Programme
from domain.visits.windows import FIXED, months_after

WEEK, LATE, TIMELESS, NEWBORN, ALL = "uge", "overskredet", "uden-tid", "uden-kontakt", "alle"
OF_VISITS = (WEEK, LATE, TIMELESS)
SOON = timedelta(weeks=4)
"""How long before its window a visit without a time is looked for."""
PAGE = 50
MONTHS = 10
"""Of age, until which a child is drawn in the programme."""


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
    visits = _nurse(select(*_visit_counts()).where(HomeVisit.unit_id == unit_id), HomeVisit, nurse_id)
    children = _nurse(select(*_child_counts()).where(Programme.unit_id == unit_id), Programme, nurse_id)
    one, other = session.execute(visits).one(), session.execute(children).one()
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
    nurse = aliased(Staff)
    rows = (
        select(*_child(nurse), *COLUMNS, Appointment.first, Appointment.quarters)
        .join(Child, Child.id == HomeVisit.child_id)
        .outerjoin(nurse, nurse.id == Child.sundhedsplejerske_id)
        .outerjoin(Appointment, Appointment.id == HomeVisit.appointment_id)
        .where(HomeVisit.unit_id == unit_id, _which(name))
        .order_by(HomeVisit.closes_on, HomeVisit.id)
    )
    found = _paged(rows if nurse_id is None else rows.where(Child.sundhedsplejerske_id == nurse_id), page)
    return [(_line(row, None, (shown(row),)), shown(row)) for row in session.execute(found)]


def lines(session: Session, name: str, unit_id: int, nurse_id: int | None, page: int) -> list[Line]:
    """A page of children in the programme, youngest first, each with its visits; NEWBORN: those nobody has spoken with. Two statements."""
    nurse = aliased(Staff)
    rows = (
        select(*_child(nurse), Programme)
        .join(Child, Child.id == Programme.child_id)
        .outerjoin(nurse, nurse.id == Child.sundhedsplejerske_id)
        .where(Programme.unit_id == unit_id, Programme.birth_date >= _youngest())
        .order_by(Programme.birth_date.desc(), Programme.child_id)
    )
    if name == NEWBORN:
        rows = rows.where(Programme.contacted_at.is_(None))
    if nurse_id is not None:
        rows = rows.where(Child.sundhedsplejerske_id == nurse_id)
    children = session.execute(_paged(rows, page)).all()
    own: dict[int, list[Shown]] = {row.child: [] for row in children}
    if own:
        all_of = select(*COLUMNS, Appointment.first, Appointment.quarters)
        all_of = all_of.outerjoin(Appointment, Appointment.id == HomeVisit.appointment_id)
        for row in session.execute(all_of.where(HomeVisit.child_id.in_(own), HomeVisit.kind.in_(FIXED))):
            own[row.child_id].append(shown(row))
    return [_line(row, row.Programme, in_order(own[row.child])) for row in children]


def nurses(session: Session, unit_id: int) -> list[tuple[int, str]]:
    """(id, name) of those who have children in the unit, by name. One statement."""
    rows = select(Staff.id, Staff.name).join(Child, Child.sundhedsplejerske_id == Staff.id)
    found = session.execute(rows.where(Child.sundhedspleje_id == unit_id).distinct().order_by(Staff.name))
    return [(row.id, row.name) for row in found]


def _paged(rows: Select[*tuple[Any, ...]], page: int) -> Select[*tuple[Any, ...]]:
    return rows.limit(PAGE + 1).offset(PAGE * page)


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
    day = today()
    sunday = monday(day) + timedelta(days=6)
    return {
        WEEK: and_(HomeVisit.state.in_(OPEN), HomeVisit.opens_on <= sunday, HomeVisit.closes_on >= day),
        LATE: and_(HomeVisit.state == PLANNED, HomeVisit.closes_on < day),
        TIMELESS: and_(HomeVisit.state == PLANNED, HomeVisit.opens_on <= day + SOON, HomeVisit.closes_on >= day),
    }[name]


def _youngest() -> date:
    return months_after(today(), -MONTHS)


def _number(which: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return func.sum(case((which, 1), else_=0)).label(name)


def _visit_counts() -> list[ColumnElement[int]]:
    return [_number(_which(WEEK), "week"), _number(_which(LATE), "late"), _number(_which(TIMELESS), "timeless")]


def _child_counts() -> list[ColumnElement[int]]:
    drawn = Programme.birth_date >= _youngest()
    return [_number(drawn & Programme.contacted_at.is_(None), "newborn"), _number(drawn, "all")]


def _nurse(rows: Select[*tuple[Any, ...]], of: Any, nurse_id: int | None) -> Select[*tuple[Any, ...]]:
    open_ = (
        rows.where(HomeVisit.state.in_(OPEN)) if of is HomeVisit else rows.where(Programme.birth_date >= _youngest())
    )
    if nurse_id is None:
        return open_
    return open_.join(Child, Child.id == of.child_id).where(Child.sundhedsplejerske_id == nurse_id)


def _grouped(
    session: Session, key: Any, name: Any, unit_ids: Sequence[int]
) -> list[tuple[int | None, str | None, Counts]]:
    found: dict[int | None, dict[str, Any]] = {}
    names: dict[int | None, str | None] = {}
    other = Staff if name is Staff.name else Unit
    for of, numbers, which in (
        (HomeVisit, _visit_counts(), HomeVisit.state.in_(OPEN)),
        (Programme, _child_counts(), Programme.birth_date >= _youngest()),
    ):
        rows = select(key.label("key"), name.label("label"), *numbers).select_from(of)
        rows = rows.join(Child, Child.id == of.child_id).outerjoin(other, other.id == key)
        for row in session.execute(rows.where(of.unit_id.in_(unit_ids), which).group_by(key, name)):
            values: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 - the row's public name for itself
            number = values.pop("key")
            names[number] = values.pop("label")
            found.setdefault(number, {}).update(values)
    order = sorted(found, key=lambda one: (names[one] is None, names[one] or ""))
    return [(one, names[one], Counts(**{k: v or 0 for k, v in found[one].items()})) for one in order]
