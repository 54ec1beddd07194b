"""The one step that writes a list: everything is worked out when it begins, and it lasts as short as can be."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Table, delete, select, text, tuple_, update
from sqlalchemy.orm import Session

from domain import audit, consent
from domain.access.writes import Written
from domain.base import now
from domain.consent import Answer
from domain.people import FOREVER, name_key
from domain.starts import bulk
from domain.starts.coming import subject
from domain.starts.importing.plan import Moved, Plan
from domain.starts.standing import CHILD, GUARDIAN, GUARDIANSHIP, REQUEST, START, Begin, Kid, table
from domain.starts.tables import Preparation, Recommendation, Section

PIECE = 500
"""Pairs in one IN: PostgreSQL and SQLite both take them."""


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What those who know of bookings and invitations must look at: ids of starts, and of children whose custody changed."""

    created: tuple[int, ...]
    moved: tuple[Moved, ...]
    redated: tuple[int, ...]
    custody: tuple[int, ...]
    fell: tuple[tuple[int, int], ...]


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


def write(session: Session, plan: Plan) -> Applied:
    """Write the plan in the caller's transaction."""
    ids = Ids(*(_numbered(session, source, rows) for source, rows in _sources(plan)))
    _people(session, plan, ids)
    _custody(session, plan, ids)
    _starts(session, plan, ids)
    _consent(session, plan, ids)
    _log(session, plan, ids)
    return Applied(
        created=tuple(ids.begins.values()),
        moved=tuple(plan.moved),
        redated=tuple(plan.redated),
        custody=tuple(plan.custody),
        fell=tuple(plan.fell),
    )


def _sources(plan: Plan) -> tuple[tuple[Table, Sequence[Any]], ...]:
    return (CHILD, plan.kids), (GUARDIAN, plan.adults), (START, plan.begins)


def _numbered(session: Session, source: Table, rows: Iterable[Any]) -> dict[int, int]:
    numbers = [row.id for row in rows if row.id < 0]
    return dict(zip(numbers, bulk.new_ids(session, source, len(numbers)), strict=True))


def _people(session: Session, plan: Plan, ids: Ids) -> None:
    kids = ("id", "sort_name", *Kid._fields[1:])
    bulk.add(
        session, CHILD, kids, [(ids.kids[one.id], name_key(one.name), *one[1:]) for one in plan.kids if one.id < 0]
    )
    bulk.change(session, CHILD, kids, [(one.id, name_key(one.name), *one[1:]) for one in plan.kids if one.id > 0])
    adults = ("id", "name", "email", "mobile", "language")
    bulk.add(session, GUARDIAN, adults, [(ids.adults[one.id], *one[1:]) for one in plan.adults if one.id < 0])
    bulk.change(session, GUARDIAN, adults, [one for one in plan.adults if one.id > 0])


def _custody(session: Session, plan: Plan, ids: Ids) -> None:
    new = [(ids.kid(child), ids.adult(adult), custody) for child, adult, custody in plan.custody_new]
    bulk.add(session, GUARDIANSHIP, ("child_id", "guardian_id", "custody"), new)
    pair = tuple_(GUARDIANSHIP.c.child_id, GUARDIANSHIP.c.guardian_id)
    for custody in (True, False):
        for some in pieces((child, adult) for child, adult, now_so in plan.custody_other if now_so is custody):
            session.execute(update(GUARDIANSHIP).where(pair.in_(some)).values(custody=custody))
    for some in pieces(plan.fell):
        session.execute(delete(GUARDIANSHIP).where(pair.in_(some)))


def _starts(session: Session, plan: Plan, ids: Ids) -> None:
    new = [_begin(one, ids) for one in plan.begins if one.id < 0]
    bulk.add(session, START, Begin._fields, new, until=FOREVER)
    bulk.change(session, START, Begin._fields, [one for one in plan.begins if one.id > 0])
    bulk.change(session, START, ("id", "until"), plan.followed)
    bulk.change(session, START, ("id",), [(one.start,) for one in plan.moved], contact_id=None)
    # the table of who sees what (domain.md, "Consent") speaks of the start's house and the child's sundhedspleje as they are now
    houses = [(one.start, one.house) for one in plan.moved]
    for written in (Section, Recommendation):
        bulk.change(session, table(written), ("start_id", "unit_id"), houses)
    bulk.change(session, table(Preparation), ("child_id", "unit_id"), [one for one in plan.care if one[1]])


def _begin(one: Begin, ids: Ids) -> Begin:
    return one._replace(id=ids.begins[one.id], child_id=ids.kid(one.child_id))


def _consent(session: Session, plan: Plan, ids: Ids) -> None:
    asked = [(ids.kid(one.child), subject(ids.begin(one.start)), *one.question) for one in plan.asked]
    columns = ("purpose", "from_unit_id", "to_unit_id", "until")
    bulk.add(session, REQUEST, ("child_id", "subject", *columns), asked, opened_at=now(), state=consent.MISSING)
    bulk.change(session, REQUEST, ("id", *columns), [(one.id, *one.question) for one in plan.again])
    bulk.change(session, REQUEST, ("id",), [(one.id,) for one in plan.again if one.anew], opened_at=now())
    bulk.change(session, REQUEST, ("id",), [(number,) for number, _ in plan.dropped], until=date.min)
    bulk.change(session, REQUEST, ("child_id",), [(child,) for child in plan.custody], opened_at=now())
    touched = {one.child for one in plan.again} | {child for _, child in plan.dropped} | set(plan.custody)
    if touched:
        answered = select(Answer.child_id).where(Answer.child_id.in_(bulk.among(session, CHILD.c.id, sorted(touched))))
        for child in session.scalars(answered.distinct().execution_options(**bulk.WHY)).all():
            consent.recompute(session, child)


def _log(session: Session, plan: Plan, ids: Ids) -> None:
    """One entry for each start that is new, or about which something has changed: bulk work writes its own."""
    rows = [
        Written(
            verb="create" if log.start < 0 else "change",
            kind=START.name,
            row_id=ids.begin(log.start),
            child_id=ids.kid(log.child),
            columns=log.columns,
        )
        for log in plan.logs
    ]
    if rows:
        audit.changed(session, session.info["viewer"], rows)


def pieces(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while some := list(islice(left, PIECE)):
        yield some
