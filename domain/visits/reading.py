"""A child's visits as pages draw them: one line of time with its windows, and what stands in each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Result, Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from domain.access.staff import Staff
from domain.base import today
from domain.booking.kinds import limits
from domain.booking.kinds.types import HOME_VISIT
from domain.booking.tables import Appointment, AppointmentType, Participant
from domain.people import Child
from domain.visits.booking import NoSuchVisit
from domain.visits.tables import KINDS, OPEN, PLANNED, HomeVisit, Programme, SpecialNeed

AHEAD, NOW, OVER = "senere", "nu", "overskredet"
"""Of a visit without a time: its window is still to come, is open, or has passed."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One visit. `first` and `quarters` are its time's, where it has one; `who` comes; `need` and `plan` for its sundhedspleje alone."""

    id: int
    child_id: int
    kind: str
    opens_on: date
    closes_on: date
    state: str
    reason: str
    held_on: date | None
    asked_at: datetime | None
    appointment_id: int | None
    first: int | None = None
    quarters: int | None = None
    who: str | None = None
    need: str | None = None
    plan: str | None = None

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def standing(self) -> str:
        """Its state, or of one that has no time AHEAD, NOW or OVER."""
        if self.state != PLANNED:
            return self.state
        day = today()
        return OVER if self.closes_on < day else NOW if self.opens_on <= day else AHEAD


@dataclass(frozen=True, kw_only=True)
class Line:
    """One child's programme. `programme` None: it has none. `visits` in the order of their windows."""

    child_id: int
    name: str
    birth_date: date
    unit_id: int | None
    nurse_id: int | None
    nurse: str | None
    programme: Programme | None
    visits: tuple[Shown, ...]

    @property
    def late(self) -> bool:
        return any(one.standing == OVER for one in self.visits)


COLUMNS = (
    *(HomeVisit.id, HomeVisit.child_id, HomeVisit.kind, HomeVisit.opens_on, HomeVisit.closes_on, HomeVisit.state),
    *(HomeVisit.reason, HomeVisit.held_on, HomeVisit.asked_at, HomeVisit.appointment_id),
)


def of_child(session: Session, child_id: int) -> Line | None:
    """None for a child that one may not see. One statement."""
    found = session.execute(_of_child(), {"child": child_id})
    shown, rows = reader(found), found.all()
    if not rows:
        return None
    child = rows[0]
    return Line(
        child_id=child_id,
        name=child.name,
        birth_date=child.birth_date,
        unit_id=child.sundhedspleje_id,
        nurse_id=child.sundhedsplejerske_id,
        nurse=child.nurse,
        programme=child.Programme,
        visits=in_order(shown(row) for row in rows if row.id is not None),
    )


def one(session: Session, visit_id: int) -> tuple[Line, Shown]:
    """A visit, with the line it stands in. NoSuchVisit. Two statements."""
    child_id = session.scalar(select(HomeVisit.child_id).where(HomeVisit.id == visit_id))
    line = of_child(session, child_id) if child_id is not None else None
    found = next((visit for visit in line.visits if visit.id == visit_id), None) if line else None
    if line is None or found is None:
        raise NoSuchVisit
    return line, found


def in_order(visits: Iterable[Shown]) -> tuple[Shown, ...]:
    """By their windows; those of one day as the programme has them."""
    return tuple(sorted(visits, key=lambda one: (one.opens_on, KINDS.index(one.kind), one.id)))


def reader(rows: Result[Any]) -> Callable[[Any], Shown]:
    """Makes a `Shown` of each of these rows: they have COLUMNS and as many of the others as it needs."""
    places = [(name, place) for place, name in enumerate(rows.keys()) if name in Shown.__dataclass_fields__]
    return lambda row: Shown(**{name: row[place] for name, place in places})


def changeable(session: Session, visit: Shown) -> bool:
    """Whether the viewer may still move or cancel its time, or has none to move. One statement at most."""
    if visit.first is None:
        return True
    return limits.changeable(session, visit.first, session.get_one(AppointmentType, HOME_VISIT).cancel_days)


@cache
def _of_child() -> Select[*tuple[Any, ...]]:
    nurse, comes = aliased(Staff), aliased(Staff)
    return (
        select(
            *(Child.name, Child.birth_date, Child.sundhedspleje_id, Child.sundhedsplejerske_id),
            *(nurse.name.label("nurse"), Programme, *COLUMNS, Appointment.first, Appointment.quarters),
            *(comes.name.label("who"), SpecialNeed.reason.label("need"), SpecialNeed.plan),
        )
        .select_from(Child)
        .outerjoin(nurse, nurse.id == Child.sundhedsplejerske_id)
        .outerjoin(Programme, Programme.child_id == Child.id)
        .outerjoin(HomeVisit, HomeVisit.child_id == Child.id)
        .outerjoin(SpecialNeed, SpecialNeed.visit_id == HomeVisit.id)
        .outerjoin(Appointment, Appointment.id == HomeVisit.appointment_id)
        .outerjoin(Participant, (Participant.appointment_id == Appointment.id) & (Participant.place == 1))
        .outerjoin(comes, comes.id == Participant.staff_id)
        .where(Child.id == bindparam("child"))
    )
