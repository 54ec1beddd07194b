"""A birth list handed in, looked at, and written: all of it, or nothing where a row is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.citizens import Guardianship
from domain.base import now, today
from domain.births.checking import COLUMNS, Checked, check
from domain.people import Child, Guardian, name_key
from domain.starts.importing.batches import LONGEST, NotReady
from domain.starts.importing.faults import ImportProblem, Odd
from domain.starts.importing.reading import Line, read
from domain.starts.importing.tables import (
    APPLIED,
    CHANGED,
    CHECKED,
    NEW,
    STALE,
    UNCHANGED,
    WRONG,
    ImportBatch,
    ImportRow,
)
from domain.visits import booking, newborn, programme
from domain.visits.newborn import Newborn
from domain.visits.tables import Programme

MOST = 200
"""Rows: a district's births of a year. They are written one by one, while somebody waits."""
NEAR = timedelta(days=60)
"""So far apart two birth dates of the same name, with a parent of the same name, are one child's: one of them was wrong."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is known of a row's child. `programme` None: it has none yet."""

    child: Child
    programme: Programme | None


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A row with its verdict, and the child it is about, where that is known."""

    row: Checked
    verdict: str
    known: Found | None


def upload(session: Session, unit_id: int, filename: str, content: bytes) -> ImportBatch:
    """Read, checked and compared at once; each row is kept with its verdict. Raises ImportProblem for what is no such list."""
    lines = read(content, COLUMNS)
    if len(lines) > MOST:
        raise ImportProblem(Odd.MANY, most=MOST)
    looked = look(session, unit_id, lines)
    who = session.info["viewer"].staff
    batch = ImportBatch(staff_id=who, unit_id=unit_id, filename=filename[:LONGEST], at=now(), state=CHECKED)
    batch.rows = batch.done = len(lines)
    _count(batch, looked)
    session.add(batch)
    session.flush()
    session.add_all(
        ImportRow(
            batch_id=batch.id,
            line=one.row.number,
            verdict=one.verdict,
            data=one.row.cells,
            what=[fault.to_json() for fault in one.row.faults],
        )
        for one in looked
    )
    session.flush()
    return batch


def apply(session: Session, secret: str, batch: ImportBatch) -> bool:
    """Write it. False: something has changed so that a row is wrong now, and nothing has been written. Twice is once. NotReady."""
    if batch.state == APPLIED:
        return True
    if batch.state != CHECKED or batch.wrong:
        raise NotReady
    rows = session.scalars(select(ImportRow).where(ImportRow.batch_id == batch.id).order_by(ImportRow.line)).all()
    looked = look(session, batch.unit_id, [Line(one.line, one.data) for one in rows])
    _count(batch, looked)
    if any(one.verdict == WRONG for one in looked):
        batch.problem = STALE
        for row, one in zip(rows, looked, strict=True):
            row.verdict, row.what = one.verdict, [fault.to_json() for fault in one.row.faults]
        session.flush()
        return False
    _write(session, secret, looked)
    batch.state = APPLIED
    session.flush()
    return True


def look(session: Session, unit_id: int, lines: Sequence[Line]) -> list[Looked]:
    """A verdict for each row. Two statements."""
    nurses = {name_key(name): number for number, name in booking.nurses(session, unit_id)}
    rows = check(lines, unit_id, nurses, today())
    standing = _standing(session, unit_id, [row.told for row in rows if row.told])
    return [_looked(row, standing) for row in rows]


def _looked(row: Checked, standing: Sequence[tuple[Found, set[str]]]) -> Looked:
    if row.told is None:
        return Looked(row=row, verdict=WRONG, known=None)
    known = _known(row.told, standing)
    if known is None or known.programme is None:
        return Looked(row=row, verdict=NEW, known=known)
    same = _days(row.told, known) == (known.child.birth_date, known.programme.term_on, known.programme.home_on)
    return Looked(row=row, verdict=UNCHANGED if same else CHANGED, known=known)


def _known(told: Newborn, standing: Sequence[tuple[Found, set[str]]]) -> Found | None:
    """The child of that name: born that day, or near it and of a parent of the same name."""
    alike = [(one, names) for one, names in standing if one.child.sort_name == name_key(told.child)]
    parents = {name_key(one.name) for one in told.parents}
    exact = (one for one, _names in alike if one.child.birth_date == told.born)
    near = (one for one, names in alike if abs(one.child.birth_date - told.born) <= NEAR and parents & names)
    return next(exact, None) or next(near, None)


def _days(told: Newborn, known: Found) -> tuple[Any, ...]:
    """What the list says; an empty cell says nothing."""
    assert known.programme is not None
    return told.born, told.term_on or known.programme.term_on, told.home_on or known.programme.home_on


def _standing(session: Session, unit_id: int, told: Sequence[Newborn]) -> list[tuple[Found, set[str]]]:
    """The unit's children of those names, each with its guardians' names."""
    names = {name_key(one.child) for one in told}
    rows = (
        select(Child, Programme, Guardian.name)
        .outerjoin(Programme, Programme.child_id == Child.id)
        .outerjoin(Guardianship, Guardianship.child_id == Child.id)
        .outerjoin(Guardian, Guardian.id == Guardianship.guardian_id)
        .where(Child.sundhedspleje_id == unit_id, Child.sort_name.in_(names))
    )
    found: dict[int, tuple[Found, set[str]]] = {}
    for row in session.execute(rows):
        own = found.setdefault(row.Child.id, (Found(child=row.Child, programme=row.Programme), set()))
        own[1].update([name_key(row.name)] if row.name else [])
    return list(found.values())


def _write(session: Session, secret: str, looked: Sequence[Looked]) -> None:
    fresh = [one for one in looked if one.verdict == NEW and one.row.told]
    adults = newborn.parents(session, [one.row.told for one in fresh if one.row.told])
    for one in looked:
        told = one.row.told
        if told is None or one.verdict == UNCHANGED:
            continue
        if one.verdict == NEW:
            newborn.begin(session, secret, told, one.known.child if one.known else None, adults)
        elif one.known is not None:
            born, term_on, home_on = _days(told, one.known)
            programme.redate(session, one.known.child.id, birth_date=born, term_on=term_on, home_on=home_on)


def _count(batch: ImportBatch, looked: Sequence[Looked]) -> None:
    for verdict in (NEW, CHANGED, UNCHANGED, WRONG):
        setattr(batch, verdict, sum(one.verdict == verdict for one in looked))
