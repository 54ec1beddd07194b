"""A list looked at, and a list applied: what the command line and the worker both do."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Acting, Job, sees
from domain.access.units import Unit
from domain.base import today
from domain.starts.coming import Coming
from domain.starts.importing import places
from domain.starts.importing.applying import Applied, Mark, Prepared, hold, mark, prepare, write
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
    def told(self) -> list[Coming]:
        return [row.coming for row in self.rows if row.coming]

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


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A preview with all that writing it takes; good as long as the mark is the same."""

    found: Preview
    mark: Mark
    prepared: Prepared


def apply(sessions: Sessions, lines: Sequence[Line], orders: Orders, finish: Finish) -> Preview:
    """Write the list, all of it or, where a row is wrong, nothing. `finish` adds what belongs to the same transaction.

    All is worked out before the lock is taken. Under it only one question is asked: has anybody written about families meanwhile?
    Then it is worked out again, and the last time under the lock.
    """
    now_so = None
    for left in reversed(range(TRIES)):
        with _as_job(sessions, orders) as session:
            now_so = _ready(session, lines, now_so)
        if not now_so.found.sound:
            break
        with _as_job(sessions, orders, writing=True) as session:
            hold(session)
            if mark(session, now_so.mark) != now_so.mark:
                if left:
                    continue
                now_so = _ready(session, lines, now_so)
            if now_so.found.sound:
                finish(session, write(session, now_so.prepared))
                session.commit()
            break
    assert now_so is not None
    return now_so.found


def _ready(session: Session, lines: Sequence[Line], before: Ready | None) -> Ready:
    """The mark comes first: what is written after it is seen by it."""
    since = mark(session)
    same = before is not None and load(session, before.found.told) == before.found.standing
    found = before.found if before is not None and same else look(session, lines)
    prepared = prepare(session, found.plan, found.standing) if found.sound else Prepared()
    return Ready(found=found, mark=since, prepared=prepared)


def glance(sessions: Sessions, lines: Sequence[Line], orders: Orders) -> Preview:
    """`look` in a reading transaction of its own."""
    with _as_job(sessions, orders) as session:
        return look(session, lines)


@contextmanager
def _as_job(sessions: Sessions, orders: Orders, *, writing: bool = False) -> Iterator[Session]:
    with sessions() as session:
        session.info["writing"] = writing
        session.info["acting"] = Acting(unit_id=orders.unit_id, purpose="import")
        every = select(Unit.actor, Unit.id).execution_options(unscoped="a job begins by asking which units there are")
        units = tuple((actor, number) for actor, number in session.execute(every))
        sees(session, Job(name="import", staff=orders.staff_id, all_units=units))
        yield session
