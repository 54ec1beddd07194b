"""What a grid is made of, read in one statement: openings with their exceptions, absences, claims."""

from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    null,
    select,
    union_all,
)
from sqlalchemy.types import TypeEngine

from domain.booking.tables import Absence, Claim, Opening, OpeningException


@cache
def rules() -> Select[*tuple[Any, ...]]:
    """Openings with their exceptions, one row for each exception. Put together once, as the next one: sending it costs less."""
    other = OpeningException
    during = and_(other.opening_id == Opening.id, other.day.between(bindparam("first_day"), bindparam("last_day")))
    hours = (Opening.weekday, Opening.every, Opening.valid_from, Opening.valid_to, Opening.begins, Opening.ends)
    changed = (other.day, other.begins.label("other_begins"), other.ends.label("other_ends"))
    types = cast(Opening.types, String).label("types")
    where = (Opening.place, Opening.unit_id, Opening.room_id)
    return (
        select(Opening.id, Opening.resource_id, types, *hours, *changed, _nothing(String).label("numbers"), *where)
        .outerjoin(other, during)
        .where(Opening.resource_id.in_(_ids()))
        .where(Opening.valid_from <= bindparam("last_day"), Opening.valid_to >= bindparam("first_day"))
    )


@cache
def calendar() -> CompoundSelect[Any]:
    """Rules; absences from `begins` to before `ends`; claims as "3,4,9" counted from the window's beginning, a row for each resource."""
    lo, hi = bindparam("lo", type_=Integer), bindparam("hi", type_=Integer)
    whole, day, text = _nothing(Integer), _nothing(Date), _nothing(String)
    nowhere = (text, whole, whole)
    away = select(
        *(
            whole,
            Absence.resource_id,
            text,
            whole,
            whole,
            day,
            day,
            Absence.first,
            Absence.last,
            day,
            whole,
            whole,
            text,
            *nowhere,
        )
    ).where(Absence.resource_id.in_(_ids()), Absence.last > lo, Absence.first < hi)
    numbers = func.aggregate_strings(cast(Claim.quarter - lo, String), ",")
    taken = (
        select(
            *(whole, Claim.resource_id, text, whole, whole, day, day, whole, whole, day, whole, whole, numbers),
            *nowhere,
        )
        .where(Claim.resource_id.in_(_ids()), Claim.quarter >= lo, Claim.quarter < hi)
        .where(Claim.appointment_id.not_in(bindparam("apart", expanding=True)))
        .group_by(Claim.resource_id)
    )
    return union_all(rules(), away, taken)


def _ids() -> BindParameter[Any]:
    return bindparam("ids", expanding=True)


def _nothing(type_: type[TypeEngine[Any]]) -> ColumnElement[Any]:
    return cast(null(), type_)
