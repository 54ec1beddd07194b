"""The two logs: who has looked at a child's data and why, and who has changed what. Written here, and nowhere else."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Engine, Index, Integer, Table, func, insert, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain import bulk
from domain.access import Acting, Guarded, NoViewer, Verb, Viewer
from domain.access.writes import Written, ledger
from domain.base import COPENHAGEN, Base, now, today
from domain.store import own_transaction

APPEND = {"unscoped": "a log is appended to by key, for everybody, and read through the net"}
LONG = BigInteger().with_variant(Integer, "sqlite")
NOBODY = Acting()
TOLD = ("verb", "kind", "row_id", "child_id", "columns")
OUT_OF_ORDER = 10_000
"""Changes: so far behind the last one may be that is committed after it."""


class Seen:
    """Who sees a line of a log: the holders of the child's custody, and the unit that it was done in.

    Which member of staff it was is shown to the administrator alone; that is the view's choice of columns.
    """

    child_id: Mapped[int | None]
    unit_id: Mapped[int | None]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return or_(cls.child_id.in_(viewer.custody()), cls.unit_id.in_(viewer.every_unit()))


class Look(Seen, Guarded, Base):
    """Somebody saw something. No foreign keys: a line outlives what it tells of. `consent`: what they could see it by."""

    __tablename__ = "look"
    __table_args__ = (Index(None, "child_id", "at"), Index(None, "unit_id", "at"))

    id: Mapped[int] = mapped_column(LONG, primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    guardian_id: Mapped[int | None]
    unit_id: Mapped[int | None]
    purpose: Mapped[str | None]
    consent: Mapped[str | None]
    kind: Mapped[str]
    child_id: Mapped[int | None]


class Change(Seen, Guarded, Base):
    """Somebody wrote something. `kind` is the table, `columns` are the names of what was changed; never what stood there."""

    __tablename__ = "change"
    __table_args__ = (Index(None, "child_id", "at"), Index(None, "unit_id", "at"))

    id: Mapped[int] = mapped_column(LONG, primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    guardian_id: Mapped[int | None]
    job: Mapped[str | None]
    unit_id: Mapped[int | None]
    purpose: Mapped[str | None]
    verb: Mapped[str]
    kind: Mapped[str]
    row_id: Mapped[int] = mapped_column(BigInteger)
    child_id: Mapped[int | None]
    columns: Mapped[list[str]]


def seen(
    session: Session,
    kind: str,
    child_ids: Iterable[int] = (),
    purpose: str | None = None,
    consent: str | None = None,
    *,
    anonymous: bool = False,
) -> None:
    """Note what this request shows: `kind` of these children, or a list by its name alone. Written by `flush_looks`.

    `anonymous`: of a case without a name, and so by the day only; nothing at all where it is the parent who looks.
    """
    if anonymous:
        _seen_by_day(session, kind)
        return
    why = purpose or session.info.get("acting", NOBODY).purpose
    noted: dict[tuple[str | None, str | None, int | None], set[str]] = session.info.setdefault("seen", {})
    for child_id in tuple(child_ids) or (None,):
        noted.setdefault((why, consent, child_id), set()).add(kind)


def _seen_by_day(session: Session, kind: str) -> None:
    if session.info["viewer"].staff is not None:
        session.info.setdefault("seen_by_day", set()).add(kind)


def unseen(session: Session) -> None:
    """Nothing of it is shown after all."""
    session.info.pop("seen", None)
    session.info.pop("seen_by_day", None)


def flush_looks(engine: Engine, session: Session) -> None:
    """Write down what was seen: after the reads have ended, before the answer is sent. If it fails, nothing may be shown."""
    noted, by_day = session.info.pop("seen", {}), session.info.pop("seen_by_day", set())
    if not (noted or by_day):
        return
    who = _who(session)
    session.rollback()  # SQLite cannot turn an old read into a write; what was written is committed by now
    rows = [
        who | {"purpose": why, "consent": consent, "child_id": child_id, "kind": ",".join(sorted(kinds))}
        for (why, consent, child_id), kinds in noted.items()
    ]
    why = session.info.get("acting", NOBODY).purpose
    rows += [
        who | {"at": _day(), "purpose": why, "consent": None, "child_id": None, "kind": kind} for kind in sorted(by_day)
    ]
    with own_transaction(engine) as connection:
        connection.execute(insert(_table(Look)), rows, execution_options=APPEND)


def changed(session: Session, viewer: Viewer, rows: Sequence[Written]) -> None:
    """The ledger of the write net: one list insert in the transaction that it tells of. Bulk work calls it itself.

    Of an anonymous case nothing is kept of what the parent does, and only the day of what staff do.
    """
    same = _who(session) | _why(session, viewer)
    kept = [row for row in rows if viewer.staff is not None or not row.anonymous]
    values = [
        same | dict(zip(TOLD, _told(row), strict=True)) | ({"at": _day()} if row.anonymous else {}) for row in kept
    ]
    if values:
        session.execute(insert(_table(Change)), values, execution_options=APPEND)


def by_key(session: Session, verb: Verb, kind: str, rows: Iterable[Any], *columns: str) -> None:
    """`changed`, of rows (id, child_id) that were written by their keys, past the write net. Nothing of none."""
    changed(session, session.info["viewer"], [Written(verb, kind, one.id, one.child_id, columns) for one in rows])


def many(rows: Iterable[Written]) -> bulk.Rows:
    """More than a few, made ready for `changed_many`."""
    return bulk.rows(TOLD, map(_told, rows))


def changed_many(session: Session, viewer: Viewer, rows: bulk.Rows) -> None:
    """`changed`, for bulk work that has made everything ready beforehand."""
    bulk.add(session, _table(Change), rows, **_who(session), **_why(session, viewer))


def mark(session: Session, kinds: Iterable[str], after: int | None = None) -> tuple[int, int, int]:
    """The same as long as nobody has changed rows of these kinds: (after, how many changes since it, the last of them).

    `after` is the first number of an earlier mark. It lies far enough back for changes whose transactions end out of order.
    """
    change = _table(Change)
    if after is None:
        after = (session.scalar(select(func.max(change.c.id)).execution_options(**APPEND)) or 0) - OUT_OF_ORDER
    found = select(func.count(), func.coalesce(func.max(change.c.id), 0)).where(
        change.c.id > after, change.c.kind.in_(kinds)
    )
    count, last = session.execute(found.execution_options(**APPEND)).one()
    return after, count, last


def _told(row: Written) -> tuple[Any, ...]:
    return row.verb, row.kind, row.row_id, row.child_id, list(row.columns)


def _why(session: Session, viewer: Viewer) -> dict[str, Any]:
    return {"job": viewer.name if viewer.job else None, "purpose": session.info.get("acting", NOBODY).purpose}


ledger.append(changed)


def _day() -> datetime:
    """Today's noon, in place of the time."""
    return datetime.combine(today(), time(12), COPENHAGEN)


def _who(session: Session) -> dict[str, Any]:
    viewer: Viewer | None = session.info.get("viewer")
    if viewer is None:
        raise NoViewer("nobody has said who looks")
    unit_id = session.info.get("acting", NOBODY).unit_id
    return {"at": now(), "staff_id": viewer.staff, "guardian_id": viewer.guardian, "unit_id": unit_id}


def _table(entity: type[Base]) -> Table:
    table = entity.__table__
    assert isinstance(table, Table)
    return table
