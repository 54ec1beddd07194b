"""The time of many resources as rows of bytes, one per quarter, so that a joint search is AND and shift (measured.md, section 3)."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Any

from sqlalchemy import CompoundSelect, Select, String, and_, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from domain.booking.openings import Hours, Rule, Span, expand, local_day
from domain.booking.tables import Absence, Claim, Opening, OpeningException

BITS = 8
"""One quarter in a row."""


@dataclass(frozen=True)
class Grid:
    """What is open, free and claimed from quarter `lo` to before `hi`; in each row, a byte of 1 says yes.

    `free`: neither absent nor claimed. A resource that is not in `opened` has no opening.
    """

    lo: int
    hi: int
    opened: Mapping[int, int]
    free: Mapping[int, int]
    claimed: Mapping[int, int]

    def numbers(self, row: int, lo: int, hi: int) -> list[int]:
        """The quarters in [lo, hi) that a row says yes to."""
        return list(compress(range(lo, hi), self.bytes(row)[lo - self.lo : hi - self.lo]))

    def bytes(self, row: int) -> bytes:
        return row.to_bytes(self.hi - self.lo, "little")


def runs(row: int, length: int) -> int:
    """Where `length` quarters in a row begin. Each step doubles what is known, so a day costs seven shifts and not 96."""
    known = 1
    while known < length:
        step = min(known, length - known)
        row &= row >> BITS * step
        known += step
    return row


def later(row: int, quarters: int) -> int:
    """The row as seen from `quarters` later; a negative number looks the other way."""
    return row << BITS * quarters if quarters > 0 else row >> BITS * -quarters


def load(session: Session, ids: Collection[int], type_key: str, window: Span, apart: int | None = None) -> Grid:
    """Two statements, whatever the window. `apart`: the appointment whose own claims do not count, because it is to be moved."""
    lo, hi = window
    opened, away, claimed = ({i: bytearray(hi - lo) for i in ids} for _ in range(3))
    for resource, start, end in spans_of(session, ids, type_key, window):
        _fill(opened[resource], start - lo, end - lo)
    for resource, start, end, numbers in session.execute(_busy(ids, window, apart)):
        if numbers is None:
            _fill(away[resource], start - lo, end - lo)
        else:
            _mark(claimed[resource], numbers)
    always, taken = int.from_bytes(b"\1" * (hi - lo), "little"), _rows(claimed)
    free = {i: always & ~(row | taken[i]) for i, row in _rows(away).items()}
    return Grid(lo, hi, _rows(opened), free, taken)


def _fill(row: bytearray, start: int, end: int) -> None:
    start, end = max(start, 0), min(end, len(row))
    if start < end:
        row[start:end] = b"\1" * (end - start)


def _mark(row: bytearray, numbers: str) -> None:
    for number in json.loads(f"[{numbers}]"):  # reads a list of numbers in half the time of split and int
        row[number] = 1


def _rows(rows: Mapping[int, bytearray]) -> dict[int, int]:
    return {i: int.from_bytes(row, "little") for i, row in rows.items()}


def spans_of(
    session: Session, ids: Collection[int], type_key: str | None, window: Span
) -> Iterable[tuple[int, int, int]]:
    """(resource, first, last) of every opening that serves the type, or of all. One statement."""
    first, last = local_day(window[0]), local_day(window[1] - 1)
    known: dict[int, tuple[int, Rule, dict[date, Hours | None]]] = {}
    for row in session.execute(_rules(ids, first, last)):
        if row.types and type_key is not None and type_key not in row.types:
            continue
        _, _, exceptions = known.setdefault(row.id, (row.resource_id, Rule(*row[3:9]), {}))
        if row.day is not None:
            exceptions[row.day] = None if row.other_begins is None else (row.other_begins, row.other_ends)
    for resource, rule, exceptions in known.values():
        for start, end in expand(rule, exceptions, first, last):
            yield resource, start, end


def _rules(ids: Collection[int], first: date, last: date) -> Select[*tuple[Any, ...]]:
    """Openings with their exceptions, one row for each exception."""
    other = OpeningException
    hours = (Opening.weekday, Opening.every, Opening.valid_from, Opening.valid_to, Opening.begins, Opening.ends)
    changed = (other.day, other.begins.label("other_begins"), other.ends.label("other_ends"))
    return (
        select(Opening.id, Opening.resource_id, Opening.types, *hours, *changed)
        .outerjoin(other, and_(other.opening_id == Opening.id, other.day.between(first, last)))
        .where(Opening.resource_id.in_(ids), Opening.valid_from <= last, Opening.valid_to >= first)
    )


def _busy(ids: Collection[int], window: Span, apart: int | None) -> CompoundSelect[Any]:
    """Absences as (resource, first, last, null), claims as (resource, 0, 0, "3,4,9") counted from the window's beginning."""
    lo, hi = window
    away = select(Absence.resource_id, Absence.first, Absence.last, cast(null(), String).label("numbers")).where(
        Absence.resource_id.in_(ids), Absence.last > lo, Absence.first < hi
    )
    numbers = func.aggregate_strings(cast(Claim.quarter - lo, String), ",")
    others = [] if apart is None else [Claim.appointment_id != apart]
    taken = (
        select(Claim.resource_id, literal(0), literal(0), numbers)
        .where(Claim.resource_id.in_(ids), Claim.quarter >= lo, Claim.quarter < hi, *others)
        .group_by(Claim.resource_id)
    )
    return union_all(away, taken)
