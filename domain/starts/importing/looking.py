"""A list looked at, and a list applied: what the command line and the worker both do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Acting, Job, sees
from domain.access.units import Unit
from domain.base import today
from domain.starts.importing import places
from domain.starts.importing.applying import Applied, hold, write
from domain.starts.importing.checking import Checked, check
from domain.starts.importing.comparing import compare
from domain.starts.importing.plan import Plan
from domain.starts.importing.reading import Line
from domain.starts.importing.tables import WRONG
from domain.starts.standing import Standing, load

Sessions = Callable[[], Session]
Finish = Callable[[Session, Applied], None]
TRIES = 3


@dataclass(frozen=True, kw_only=True)
class Orders:
    """On whose behalf: for the audit."""

    staff_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Every row with its verdict, and what would be written; `standing` is what it was compared with."""

    rows: Sequence[Checked]
    verdicts: Sequence[str]
    standing: Standing
    plan: Plan

    @property
    def sound(self) -> bool:
        return WRONG not in self.verdicts

    def count(self, verdict: str) -> int:
        return self.verdicts.count(verdict)


def look(session: Session, lines: Sequence[Line]) -> Preview:
    """Check every row and compare all of them with what stands. Reads only."""
    rows = list(check(lines, places.load(session), today()))
    standing = load(session, [row.coming for row in rows if row.coming])
    verdicts, plan = compare(standing, rows, today())
    return Preview(rows=rows, verdicts=verdicts, standing=standing, plan=plan)


def apply(sessions: Sessions, lines: Sequence[Line], orders: Orders, finish: Finish) -> Preview:
    """Write the list, all of it or, where a row is wrong, nothing. `finish` adds what belongs to the same transaction.

    All is worked out before the lock is taken. Under it only one question is asked: does everything stand as it did?
    When others have written meanwhile it is worked out again, and the last time under the lock.
    """
    found = glance(sessions, lines, orders)
    for left in reversed(range(TRIES)):
        if not found.sound:
            break
        with sessions() as session:
            _as_job(session, orders, writing=True)
            hold(session)
            told = [row.coming for row in found.rows if row.coming]
            if load(session, told) == found.standing or (not left and (found := look(session, lines)).sound):
                finish(session, write(session, found.plan))
                session.commit()
                break
        found = glance(sessions, lines, orders)
    return found


def glance(sessions: Sessions, lines: Sequence[Line], orders: Orders) -> Preview:
    """`look` in a reading transaction of its own."""
    with sessions() as session:
        _as_job(session, orders, writing=False)
        return look(session, lines)


def _as_job(session: Session, orders: Orders, *, writing: bool) -> None:
    session.info["writing"] = writing
    session.info["acting"] = Acting(unit_id=orders.unit_id, purpose="import")
    every = select(Unit.actor, Unit.id).execution_options(unscoped="a job begins by asking which units there are")
    units = tuple((actor, number) for actor, number in session.execute(every))
    sees(session, Job(name="import", staff=orders.staff_id, all_units=units))
