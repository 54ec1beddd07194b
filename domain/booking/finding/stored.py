"""What a grid is made of, read in one statement: openings with their exceptions, absences, claims, and own calendars."""

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

from domain.booking.tables import Absence, Busy, Claim, Opening, OpeningException

SHAPE: tuple[tuple[str, type[TypeEngine[Any]]], ...] = (
    *(("types", String), ("weekday", Integer), ("every", Integer), ("valid_from", Date), ("valid_to", Date)),
    *(("begins", Integer), ("ends", Integer), ("day", Date), ("other_begins", Integer), ("other_ends", Integer)),
    *(("place", String), ("unit_id", Integer), ("room_id", Integer), ("numbers", String), ("spans", String)),
)
"""The columns of every row after the id and the resource."""


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
        select(Opening.id, Opening.resource_id, types, *hours, *changed, *where, *_texts())
        .outerjoin(other, during)
        .where(Opening.resource_id.in_(_ids()))
        .where(Opening.valid_from <= bindparam("last_day"), Opening.valid_to >= bindparam("first_day"))
    )


@cache
def calendar() -> CompoundSelect[Any]:
    """Rules; absences from `begins` to before `ends`; claims as "3,4,9" counted from the window's beginning, a row for each resource.

    The spans of somebody's own calendar likewise, as "3,7,12,20": read one by one they would cost more than all the rest.
    """
    lo, hi = bindparam("lo", type_=Integer), bindparam("hi", type_=Integer)
    away = _other(Absence, begins=Absence.first, ends=Absence.last).where(Absence.last > lo, Absence.first < hi)
    numbers = func.aggregate_strings(cast(Claim.quarter - lo, String), ",")
    taken = (
        _other(Claim, numbers=numbers)
        .where(Claim.quarter >= lo, Claim.quarter < hi)
        .where(Claim.appointment_id.not_in(bindparam("apart", expanding=True)))
        .group_by(Claim.resource_id)
    )
    span = cast(Busy.first - lo, String) + "," + cast(Busy.last - lo, String)
    busy = _other(Busy, spans=func.aggregate_strings(span, ","))
    busy = busy.where(Busy.last > lo, Busy.first < hi).group_by(Busy.resource_id)
    return union_all(rules(), away, taken, busy)


def _other(table: type[Absence | Claim | Busy], **columns: Any) -> Select[*tuple[Any, ...]]:
    """A row of the same shape that is no rule, with these columns."""
    found = [columns.get(name, _nothing(type_)) for name, type_ in SHAPE]
    return select(_nothing(Integer), table.resource_id, *found).where(table.resource_id.in_(_ids()))


def _texts() -> tuple[ColumnElement[Any], ...]:
    return tuple(_nothing(String).label(name) for name in ("numbers", "spans"))


def _ids() -> BindParameter[Any]:
    return bindparam("ids", expanding=True)


def _nothing(type_: type[TypeEngine[Any]]) -> ColumnElement[Any]:
    return cast(null(), type_)
