"""How many start conversations each pædagog of the own houses has in a year, or each sundhedsplejerske: so that they can be shared out evenly."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from domain.access.roles import SUNDHEDSPLEJERSKE
from domain.access.staff import Staff
from domain.booking.kinds.types import START_TALK
from domain.booking.tables import BOOKED, HELD, Appointment, Participant
from domain.figures.hiding import Line, hidden
from domain.figures.houses import own_houses
from domain.people import Start

TOTAL = 0
"""Nobody's id: the sum of all."""


@dataclass(frozen=True)
class Share:
    """`held` and `booked` conversations; None of numbers that are hidden."""

    name: str
    held: int | None
    booked: int | None


def shares(session: Session, unit_id: int, year: int) -> list[Share]:
    """Everybody who takes part for one of the unit's houses, or as one of its sundhedsplejersker, by name. One statement."""
    asked = {"unit": unit_id, "first": date(year, 1, 1), "last": date(year, 12, 31)}
    rows = session.execute(
        _taken(), asked, execution_options={"unscoped": "counts by member of staff, and no child"}
    ).all()
    told = [_told({row.id: getattr(row, name) for row in rows}) for name in ("held", "booked")]
    return [Share(row.name, *(one[row.id] for one in told)) for row in rows]


def _told(numbers: dict[int, int]) -> dict[int, int | None]:
    full = numbers | {TOTAL: sum(numbers.values())}
    secret = hidden(full, [Line([*numbers], TOTAL)])
    return {one: None if one in secret else number for one, number in numbers.items()}


@cache
def _taken() -> Select[*tuple[Any, ...]]:
    start, talk = Start.__table__.c, Appointment.__table__.c
    counts = [
        func.sum(case((talk.state == state, 1), else_=0)).label(name)
        for name, state in (("held", HELD), ("booked", BOOKED))
    ]
    house = and_(start.unit_id.in_(own_houses()), Participant.unit_id == start.unit_id)
    nurses = and_(Participant.unit_id == bindparam("unit"), Participant.role == SUNDHEDSPLEJERSKE)
    return (
        select(Staff.id, Staff.name, *counts)
        .select_from(Start.__table__)
        .join(Appointment.__table__, talk.start_id == start.id)
        .join(Participant, Participant.appointment_id == talk.id)
        .join(Staff, Staff.id == Participant.staff_id)
        .where(or_(house, nurses), start.starts_on.between(bindparam("first"), bindparam("last")))
        .where(talk.type_key == START_TALK, talk.state.in_((BOOKED, HELD)))
        .group_by(Staff.id, Staff.name)
        .order_by(Staff.name, Staff.id)
    )
