"""One day of one sundhedsplejerske: the homes she goes to, the travel time that is kept free, and how to reach the family."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from domain.access.citizens import Guardianship
from domain.booking.finding.openings import Span, midnight
from domain.booking.finding.places import HOME
from domain.booking.showing.windows import VisitWindow, holds
from domain.booking.tables import BOOKED, HELD, NO_SHOW, Appointment, AppointmentType, Claim, Participant
from domain.people import Child, Guardian

SHOWN = (BOOKED, HELD, NO_SHOW)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One visit. In quarters: when, `before` and `after` what is kept free for the way, `window` what the family has been told."""

    id: int
    sequence: int
    kind: str
    state: str
    child_id: int
    child: str
    address: str
    protected: bool
    resource_id: int
    first: int
    quarters: int
    before: int
    after: int
    window: Span | None

    @property
    def last(self) -> int:
        return self.first + self.quarters


def stops(session: Session, unit_id: int, staff_id: int, day: date) -> list[Stop]:
    """By time. One statement."""
    asked = {"unit": unit_id, "staff": staff_id, "lo": midnight(day), "hi": midnight(day + ONE_DAY)}
    return [_stop(row) for row in session.execute(_stops(), asked)]


def _stop(row: Any) -> Stop:
    first, last = row.first, row.first + row.quarters
    return Stop(
        id=row.id,
        sequence=row.sequence,
        kind=row.kind,
        state=row.state,
        child_id=row.child_id,
        child=row.child,
        address=row.address,
        protected=row.address_protected,
        resource_id=row.resource_id,
        first=first,
        quarters=row.quarters,
        before=first - row.begins if row.begins is not None else 0,
        after=row.ends + 1 - last if row.ends is not None else 0,
        window=(row.told_first, row.told_last) if row.told_first is not None else None,
    )


@cache
def _stops() -> Select[*tuple[Any, ...]]:
    lo, hi = bindparam("lo", type_=Integer), bindparam("hi", type_=Integer)
    own = Claim.appointment_id == Appointment.id, Claim.resource_id == Participant.resource_id
    begins, ends = (
        select(edge(Claim.quarter)).where(*own).correlate(Appointment, Participant).scalar_subquery()
        for edge in (func.min, func.max)
    )
    what = (Appointment.id, Appointment.sequence, Appointment.state, Appointment.first, Appointment.quarters)
    whose = (Child.id.label("child_id"), Child.name.label("child"), Child.address, Child.address_protected)
    told = (VisitWindow.first.label("told_first"), VisitWindow.last.label("told_last"))
    return (
        select(*what, *whose, *told, AppointmentType.name.label("kind"), Participant.resource_id)
        .add_columns(begins.label("begins"), ends.label("ends"))
        .join(AppointmentType, AppointmentType.key == Appointment.type_key)
        .join(
            Participant,
            and_(Participant.appointment_id == Appointment.id, Participant.staff_id == bindparam("staff")),
        )
        .join(Child, Child.id == Appointment.child_id)
        .outerjoin(VisitWindow, holds())
        .where(Appointment.unit_id == bindparam("unit"), Appointment.first >= lo, Appointment.first < hi)
        .where(Appointment.place == HOME, Appointment.state.in_(SHOWN))
        .order_by(Appointment.first, Appointment.id)
    )


def reached(session: Session, child_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """(name, mobile) of each child's guardians, those with custody first. One statement, none for none."""
    found: dict[int, list[tuple[str, str]]] = {one: [] for one in child_ids}
    if found:
        rows = (
            select(Guardianship.child_id, Guardian.name, Guardian.mobile)
            .join(Guardian, Guardian.id == Guardianship.guardian_id)
            .where(Guardianship.child_id.in_(found))
            .order_by(Guardianship.custody.desc(), Guardian.name)
        )
        for child_id, name, mobile in session.execute(rows):
            found[child_id].append((name, mobile))
    return found
