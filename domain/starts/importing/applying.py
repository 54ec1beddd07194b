"""The one step that writes a list: everything is made ready before it, so that the lock it needs is held briefly."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Table, delete, func, select, text, tuple_, update
from sqlalchemy.orm import Session

from domain import audit, bulk, consent
from domain.access.writes import Written
from domain.base import now
from domain.consent import Answer
from domain.people import FOREVER
from domain.starts.coming import subject
from domain.starts.importing.plan import Moved, Plan, differ
from domain.starts.standing import CHILD, GUARDIAN, GUARDIANSHIP, REQUEST, START, Adult, Begin, Kid, Standing, table
from domain.starts.tables import Preparation, Recommendation, Section

PIECE = 500
"""Pairs in one IN: PostgreSQL and SQLite both take them."""
KINDS = tuple(one.name for one in (CHILD, GUARDIAN, GUARDIANSHIP, START, REQUEST))
Step = Callable[[Session], object]
Mark = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What those who know of bookings and invitations must look at: ids of starts that are new, have another house or another day.

    `ended` are children some of whose consent has ended; `joined` are (child, guardian) who are new to a child that was known.
    """

    created: tuple[int, ...]
    moved: tuple[Moved, ...]
    redated: tuple[int, ...]
    ended: tuple[int, ...]
    joined: tuple[tuple[int, int], ...]


@dataclass
class Prepared:
    """The statements in their order, the children whose consent is then summed up anew, and what it comes to."""

    steps: list[Step] = field(default_factory=list)
    touched: bulk.Rows = field(default_factory=lambda: bulk.rows((), ()))
    applied: Applied | None = None


class Ids(NamedTuple):
    """From the plan's numbers to ids."""

    kids: dict[int, int]
    adults: dict[int, int]
    begins: dict[int, int]

    def kid(self, number: int) -> int:
        return self.kids.get(number, number)

    def adult(self, number: int) -> int:
        return self.adults.get(number, number)

    def begin(self, number: int) -> int:
        return self.begins.get(number, number)


def hold(session: Session) -> None:
    """Keep other writers of families away until the end of this transaction. SQLite does so by itself."""
    if session.get_bind().dialect.name != "sqlite":
        tables = 'child, guardian, guardianship, "start", consent_request, answer'
        session.execute(text(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE"), execution_options=bulk.WHY)


def mark(session: Session, before: Mark | None = None) -> Mark:
    """The same as long as nobody has written about families, and the ids made ready are still free."""
    highest = [select(func.max(one.c.id)).scalar_subquery() for one in (CHILD, GUARDIAN, START)]
    ids = session.execute(select(*highest), execution_options=bulk.WHY).one()
    return (*audit.mark(session, KINDS, before[0] if before else None), *(number or 0 for number in ids))


def prepare(session: Session, plan: Plan, standing: Standing) -> Prepared:
    """Make ready what `write` sends. Takes ids, writes nothing."""
    sources = (CHILD, plan.kids), (GUARDIAN, plan.adults), (START, plan.begins)
    ids = Ids(*(_numbered(session, source, rows) for source, rows in sources))
    return Prepared(
        steps=[
            *_people(plan, ids, standing),
            *_custody(plan, ids),
            *_starts(plan, ids, standing),
            *_consent(plan, ids),
            *_log(plan, ids),
        ],
        touched=_touched(plan),
        applied=Applied(
            created=tuple(ids.begins.values()),
            moved=tuple(plan.moved),
            redated=tuple(plan.redated),
            ended=tuple(sorted(plan.ended)),
            joined=tuple((child, ids.adult(adult)) for child, adult, _ in plan.custody_new if child > 0),
        ),
    )


def write(session: Session, ready: Prepared) -> Applied:
    """Write it in the caller's transaction."""
    for step in ready.steps:
        step(session)
    if ready.touched.count:
        touched = select(*ready.touched.unfold(session, [CHILD.c.id]))
        answered = select(Answer.child_id).where(Answer.child_id.in_(touched)).distinct()
        for child in session.scalars(answered.execution_options(**bulk.WHY)).all():
            consent.recompute(session, child)
    assert ready.applied is not None
    return ready.applied


def _numbered(session: Session, source: Table, rows: Iterable[Any]) -> dict[int, int]:
    numbers = [row.id for row in rows if row.id < 0]
    return dict(zip(numbers, bulk.new_ids(session, source, len(numbers)), strict=True))


def _add(source: Table, names: Iterable[str], values: Iterable[Sequence[Any]], **same: Any) -> Iterator[Step]:
    """Nothing, where there is nothing to add."""
    if (rows := bulk.rows(names, values)).count:
        yield partial(bulk.add, table=source, new=rows, **same)


def _change(source: Table, names: Iterable[str], values: Iterable[Sequence[Any]], **same: Any) -> Iterator[Step]:
    if (rows := bulk.rows(names, values)).count:
        yield partial(bulk.change, table=source, become=rows, **same)


def _differing(source: Table, rows: Iterable[Any], before: Mapping[int, Any]) -> Iterator[Step]:
    """Only the columns that differ: an index over the others is then left alone."""
    alike: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for row in rows:
        if row.id > 0:
            names = differ(row, before[row.id])
            alike[names].append((row.id, *(getattr(row, name) for name in names)))
    for names, values in alike.items():
        yield from _change(source, ("id", *names), values)


def _people(plan: Plan, ids: Ids, standing: Standing) -> Iterator[Step]:
    kids = [one._replace(id=ids.kids[one.id]) for one in plan.kids if one.id < 0]
    yield from _add(CHILD, Kid._fields, kids)
    yield from _differing(CHILD, plan.kids, standing.kid)
    adults = [one._replace(id=ids.adults[one.id]) for one in plan.adults if one.id < 0]
    yield from _add(GUARDIAN, Adult._fields, adults)
    yield from _differing(GUARDIAN, plan.adults, standing.adult)


def _custody(plan: Plan, ids: Ids) -> Iterator[Step]:
    new = [(ids.kid(child), ids.adult(adult), custody) for child, adult, custody in plan.custody_new]
    yield from _add(GUARDIANSHIP, ("child_id", "guardian_id", "custody"), new)
    pair = tuple_(GUARDIANSHIP.c.child_id, GUARDIANSHIP.c.guardian_id)
    for custody in (True, False):
        for some in pieces((child, adult) for child, adult, now_so in plan.custody_other if now_so is custody):
            yield partial(Session.execute, statement=update(GUARDIANSHIP).where(pair.in_(some)).values(custody=custody))
    for some in pieces(plan.fell):
        yield partial(Session.execute, statement=delete(GUARDIANSHIP).where(pair.in_(some)))


def _starts(plan: Plan, ids: Ids, standing: Standing) -> Iterator[Step]:
    new = [one._replace(id=ids.begins[one.id], child_id=ids.kid(one.child_id)) for one in plan.begins if one.id < 0]
    yield from _add(START, Begin._fields, new, until=FOREVER)
    yield from _differing(START, plan.begins, {one.id: one for one in standing.begins})
    yield from _change(START, ("id", "until"), plan.followed)
    yield from _change(START, ("id",), [(one.start,) for one in plan.moved], contact_id=None)
    # the table of who sees what (domain.md, "Consent") speaks of the start's house and the child's sundhedspleje as they are now
    houses = [(one.start, one.house) for one in plan.moved]
    for written in (Section, Recommendation):
        yield from _change(table(written), ("start_id", "unit_id"), houses)
    yield from _change(table(Preparation), ("child_id", "unit_id"), [one for one in plan.care if one[1]])


def _consent(plan: Plan, ids: Ids) -> Iterator[Step]:
    """Asked anew means from the moment it is written: an answer to the old question may come until then."""
    columns = ("purpose", "from_unit_id", "to_unit_id", "until")
    asked = [(ids.kid(one.child), subject(ids.begin(one.start)), *one.question) for one in plan.asked]
    yield from map(_at_once, _add(REQUEST, ("child_id", "subject", *columns), asked, state=consent.MISSING))
    yield from _change(REQUEST, ("id", *columns), [(one.id, *one.question) for one in plan.again])
    yield from map(_at_once, _change(REQUEST, ("id",), [(one.id,) for one in plan.again if one.anew]))
    yield from _change(REQUEST, ("id",), [(number,) for number, _ in plan.dropped], until=date.min)
    yield from map(_at_once, _change(REQUEST, ("child_id",), [(child,) for child in plan.custody]))


def _at_once(step: Callable[..., object]) -> Step:
    return lambda session: step(session, opened_at=now())


def _touched(plan: Plan) -> bulk.Rows:
    touched = plan.ended | {one.child for one in plan.again}
    return bulk.rows(("id",), [(child,) for child in sorted(touched)])


def _log(plan: Plan, ids: Ids) -> Iterator[Step]:
    """One entry for each start that is new, or about which something has changed: bulk work writes its own."""
    rows = audit.many(
        Written(
            verb="create" if log.start < 0 else "change",
            kind=START.name,
            row_id=ids.begin(log.start),
            child_id=ids.kid(log.child),
            columns=log.columns,
        )
        for log in plan.logs
    )
    yield lambda session: audit.changed_many(session, session.info["viewer"], rows)


def pieces(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while some := list(islice(left, PIECE)):
        yield some
