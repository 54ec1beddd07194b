"""The time of many resources as rows of bytes, one per quarter, so that a joint search is AND and shift (measured.md, section 3)."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import compress
from typing import Any

from sqlalchemy.orm import Session

from domain.booking.finding.openings import Hours, Rule, Span, expand, local_day
from domain.booking.finding.places import Where
from domain.booking.finding.stored import calendar, rules

BITS = 8
"""One quarter in a row."""
NO_TYPES = "[]"
"""An opening that serves all types, as the database writes an empty list."""

Use = tuple[str, Where | None]
"""For which type a time is, and where."""
Rooms = dict[int, list[tuple[int, int, int]]]


@dataclass(frozen=True)
class Grid:
    """What is open, free and claimed from quarter `lo` to before `hi`; in each row, a byte of 1 says yes.

    `free`: neither absent nor claimed, nor taken by what stands in their own calendar. A resource that is not in `opened` has no opening. `rooms`: (from, to, room) for each
    resource that is open in one room of a house.
    """

    lo: int
    hi: int
    opened: Mapping[int, int]
    rooms: Rooms
    free: Mapping[int, int]
    claimed: Mapping[int, int]

    def room(self, resource_id: int, number: int) -> int | None:
        """The room in which it is open then, where its opening names one."""
        named = self.rooms.get(resource_id, ()) if self.rooms else ()
        return next((room for first, last, room in named if first <= number < last), None)

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


def load(
    session: Session,
    ids: Collection[int],
    type_key: str,
    window: Span,
    apart: int | None = None,
    where: Where | None = None,
) -> Grid:
    """One statement, whatever the window. `apart`: the appointment whose own claims do not count, because it is to be moved.

    Only openings that serve the type count, and, given `where`, that are there or anywhere.
    """
    use = type_key, where
    return load_each(session, ids, (use,), window, () if apart is None else (apart,))[use]


def load_each(
    session: Session, ids: Collection[int], uses: Collection[Use], window: Span, apart: Collection[int] = ()
) -> dict[Use, Grid]:
    """The same for several types and places, which differ in the openings that serve them. One statement for all."""
    lo, hi = window
    openings: list[Any] = []
    busy = dict.fromkeys(ids, 0)
    away, claimed = ({i: bytearray(hi - lo) for i in ids} for _ in range(2))
    for row in session.execute(calendar(), _asked(ids, window) | {"lo": lo, "hi": hi, "apart": list(apart)}):
        if row.id is not None:
            openings.append(row)
        elif row.spans is not None:
            busy[row.resource_id] = _filled(row.spans, hi - lo)
        elif row.numbers is None:
            _fill(away[row.resource_id], row.begins - lo, row.ends - lo)
        else:
            _mark(claimed[row.resource_id], row.numbers)
    always, taken = int.from_bytes(b"\1" * (hi - lo), "little"), _rows(claimed)
    free = {i: always & ~(row | taken[i] | busy[i]) for i, row in _rows(away).items()}
    return {use: Grid(lo, hi, *_opened(openings, ids, use, window), free, taken) for use in uses}


def _opened(openings: list[Any], ids: Collection[int], use: Use, window: Span) -> tuple[dict[int, int], Rooms]:
    type_key, where = use
    opened = dict.fromkeys(ids, 0)
    rooms: Rooms = {}
    there = [row for row in openings if where is None or where.served_by(row.place, row.unit_id)]
    for resource, rule, exceptions, room in _known(there, type_key):
        opened[resource] |= _open(rule, exceptions, window) if exceptions else _usually_open(rule, window)
        if room is not None:
            found = expand(rule, exceptions, *_days(window))
            rooms.setdefault(resource, []).extend((first, last, room) for first, last in found)
    return opened, rooms


def taking(grid: Grid, claims: Iterable[tuple[int, int]]) -> Grid:
    """The grid as it would be with these (resource, quarter) claimed too."""
    more: dict[int, bytearray] = {}
    for resource, number in claims:
        if resource in grid.free and grid.lo <= number < grid.hi:
            more.setdefault(resource, bytearray(grid.hi - grid.lo))[number - grid.lo] = 1
    rows = _rows(more)
    free = {one: row & ~rows.get(one, 0) for one, row in grid.free.items()}
    return replace(grid, free=free, claimed={one: row | rows.get(one, 0) for one, row in grid.claimed.items()})


@lru_cache(maxsize=512)
def _usually_open(rule: Rule, window: Span) -> int:
    """Kept, because colleagues share rules, and everybody looks at the same weeks."""
    return _open(rule, {}, window)


def _open(rule: Rule, exceptions: Mapping[date, Hours | None], window: Span) -> int:
    lo, hi = window
    row = bytearray(hi - lo)
    for start, end in expand(rule, exceptions, *_days(window)):
        _fill(row, start - lo, end - lo)
    return int.from_bytes(row, "little")


def _fill(row: bytearray, start: int, end: int) -> None:
    start, end = max(start, 0), min(end, len(row))
    if start < end:
        row[start:end] = b"\1" * (end - start)


@lru_cache(maxsize=1024)
def _filled(spans: str, length: int) -> int:
    """Of "3,7,12,20" from 3 to before 7, and from 12 to before 20, as a row. Kept, because calendars change seldom and weeks are looked at often."""
    row, numbers = bytearray(length), iter(json.loads(f"[{spans}]"))
    for start, end in zip(numbers, numbers, strict=True):
        if start < 0 or end > length:
            _fill(row, start, end)
        else:
            row[start:end] = b"\1" * (end - start)
    return int.from_bytes(row, "little")


def _mark(row: bytearray, numbers: str) -> None:
    for number in json.loads(f"[{numbers}]"):  # reads a list of numbers in half the time of split and int
        row[number] = 1


def _rows(rows: Mapping[int, bytearray]) -> dict[int, int]:
    return {i: int.from_bytes(row, "little") for i, row in rows.items()}


def spans_of(
    session: Session, ids: Collection[int], type_key: str | None, window: Span
) -> Iterable[tuple[int, int, int]]:
    """(resource, first, last) of every opening that serves the type, or of all. One statement."""
    for resource, rule, exceptions, _room in _known(session.execute(rules(), _asked(ids, window)), type_key):
        for start, end in expand(rule, exceptions, *_days(window)):
            yield resource, start, end


def _known(
    rows: Iterable[Any], type_key: str | None
) -> Iterable[tuple[int, Rule, dict[date, Hours | None], int | None]]:
    """Each opening once, with its exceptions and its room."""
    known: dict[int, tuple[int, Rule, dict[date, Hours | None], int | None]] = {}
    for row in rows:
        if type_key is not None and row.types != NO_TYPES and type_key not in json.loads(row.types):
            continue
        _, _, exceptions, _ = known.setdefault(row.id, (row.resource_id, Rule(*row[3:9]), {}, row.room_id))
        if row.day is not None:
            exceptions[row.day] = None if row.other_begins is None else (row.other_begins, row.other_ends)
    return known.values()


def _days(window: Span) -> tuple[date, date]:
    return local_day(window[0]), local_day(window[1] - 1)


def _asked(ids: Collection[int], window: Span) -> dict[str, Any]:
    first, last = _days(window)
    return {"ids": list(ids), "first_day": first, "last_day": last}
