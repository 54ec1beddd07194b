"""The worker's part: lists that have been handed in are staged row by row, and applied in one step when that is asked for."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, CursorResult, delete, or_, select, update
from sqlalchemy.orm import Session

from domain import bulk
from domain.access import Job, sees
from domain.base import now
from domain.starts.importing import looking
from domain.starts.importing.applying import Applied
from domain.starts.importing.batches import KEPT
from domain.starts.importing.looking import Finish, Orders, Preview, Sessions
from domain.starts.importing.reading import read
from domain.starts.importing.tables import (
    APPLIED,
    APPLYING,
    BROKEN,
    CHANGED,
    CHECKED,
    FAILED,
    NEW,
    STALE,
    UNCHANGED,
    UPLOADED,
    WRONG,
    ImportBatch,
    ImportRow,
)
from domain.starts.standing import table

BATCH, ROW = table(ImportBatch), table(ImportRow)
HOLD = timedelta(minutes=2)
TRIES = 3
PIECE = 1000
"""Rows that are staged in one transaction: some 20 milliseconds, so that nobody waits."""


class Waiting(NamedTuple):
    """A list that this worker holds."""

    id: int
    state: str
    staff_id: int
    unit_id: int


def work(sessions: Sessions, finish: Finish) -> bool:
    """Take one list that waits and do what it waits for. Whether there was one; an idle look is one plain read."""
    waiting = _take(sessions)
    if waiting is None:
        return _tidy(sessions)
    with _session(sessions, writing=False) as session:
        content = session.scalar(select(BATCH.c.content).where(BATCH.c.id == waiting.id).execution_options(**bulk.WHY))
    lines, orders = read(content or b""), Orders(staff_id=waiting.staff_id, unit_id=waiting.unit_id)
    if waiting.state == UPLOADED:
        _stage(sessions, waiting, looking.glance(sessions, lines, orders))
        return True

    def done(session: Session, applied: Applied) -> None:
        finish(session, applied)
        _set(session, waiting, state=APPLIED, content=None, held_until=None)

    if not looking.apply(sessions, lines, orders, done).sound:
        with _session(sessions) as session:
            _set(session, waiting, state=UPLOADED, problem=STALE, tries=0, held_until=None)
    return True


def _take(sessions: Sessions) -> Waiting | None:
    with _session(sessions, writing=False) as session:
        columns = (BATCH.c[name] for name in Waiting._fields)
        found = session.execute(
            select(*columns).where(_free()).order_by(BATCH.c.id).limit(1).execution_options(**bulk.WHY)
        )
        row = found.one_or_none()
    if row is None:
        return None
    with _session(sessions) as session:
        values = {"held_until": now() + HOLD, "tries": BATCH.c.tries + 1}
        ours = session.execute(
            update(BATCH).where(BATCH.c.id == row.id, _free()).values(values), execution_options=bulk.WHY
        )
        if cast("CursorResult[Any]", ours).rowcount != 1:
            return None
        tired = session.scalar(select(BATCH.c.tries).where(BATCH.c.id == row.id).execution_options(**bulk.WHY)) or 0
        if tired > TRIES:
            _set(session, Waiting(*row), state=FAILED, problem=BROKEN, content=None, held_until=None)
            return None
    return Waiting(*row)


def _free() -> ColumnElement[bool]:
    free = or_(BATCH.c.held_until.is_(None), BATCH.c.held_until <= now())
    return BATCH.c.state.in_((UPLOADED, APPLYING)) & free


def _stage(sessions: Sessions, waiting: Waiting, found: Preview) -> None:
    """Write the verdicts down, a piece at a time, with the count that the progress bar shows."""
    rows = [
        (row.number, verdict, row.cells, [fault.to_json() for fault in row.faults])
        for row, verdict in zip(found.rows, found.verdicts, strict=True)
    ]
    columns = ("line", "verdict", "data", "what")
    for first in range(0, len(rows), PIECE):
        with _session(sessions) as session:
            if first == 0:
                session.execute(delete(ROW).where(ROW.c.batch_id == waiting.id), execution_options=bulk.WHY)
            bulk.add(session, ROW, bulk.rows(columns, rows[first : first + PIECE]), batch_id=waiting.id)
            _set(session, waiting, done=min(first + PIECE, len(rows)), held_until=now() + HOLD)
    with _session(sessions) as session:
        counts = {verdict: found.count(verdict) for verdict in (NEW, CHANGED, UNCHANGED, WRONG)}
        _set(session, waiting, state=CHECKED, held_until=None, tries=0, rows=len(rows), done=len(rows), **counts)


def _tidy(sessions: Sessions) -> bool:
    """Rows of lists that have been applied or given up, and everything that is a week old: a piece at a time."""
    old = BATCH.c.at < now() - KEPT
    over = select(BATCH.c.id).where(or_(old, BATCH.c.state.in_((APPLIED, FAILED))))
    with _session(sessions, writing=False) as session:
        some = select(ROW.c.batch_id, ROW.c.line).where(ROW.c.batch_id.in_(over)).limit(PIECE)
        gone = session.execute(some.execution_options(**bulk.WHY)).all()
        empty = [] if gone else session.scalars(select(BATCH.c.id).where(old).execution_options(**bulk.WHY)).all()
    if not gone and not empty:
        return False
    with _session(sessions) as session:
        _forget(session, gone, empty)
    return True


def _forget(session: Session, rows: Sequence[Any], batches: Sequence[int]) -> None:
    lines: dict[int, list[int]] = {}
    for batch_id, line in rows:
        lines.setdefault(batch_id, []).append(line)
    for batch_id, some in lines.items():
        session.execute(delete(ROW).where(ROW.c.batch_id == batch_id, ROW.c.line.in_(some)), execution_options=bulk.WHY)
    if batches:
        session.execute(delete(BATCH).where(BATCH.c.id.in_(batches)), execution_options=bulk.WHY)


def _set(session: Session, waiting: Waiting, **values: object) -> None:
    session.execute(update(BATCH).where(BATCH.c.id == waiting.id).values(**values), execution_options=bulk.WHY)


@contextmanager
def _session(sessions: Sessions, *, writing: bool = True) -> Iterator[Session]:
    """A short transaction of its own."""
    with sessions() as session:
        session.info["writing"] = writing
        sees(session, Job(name="import"))
        yield session
        if writing:
            session.commit()
