"""What is to be done, by whom, by when: open rows are Min dag, all rows of a child are its timeline. No free text in it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    and_,
    bindparam,
    delete,
    func,
    not_,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.access import ASKING, Guarded, Viewer
from domain.access.units import Unit
from domain.base import COPENHAGEN, Base, now, today
from domain.consent import TIME, Consent
from domain.people import Child


class Due(Guarded, Base):
    """One thing for one unit (and one person of it): `at` it falls due or happens, `done_at` it was done.

    `key` is the writer's own name for it ("appointment/412/7"); `kind` chooses text and icon; `target` is "kind/id" for `/til/`.
    `matter_id`: the task, inquiry or referral that it belongs to, where a child is named in that; `purpose` is then what covers it (domain/consent).
    """

    __tablename__ = "due"
    __table_args__ = (
        Index("ix_due_unit", "unit_id", "done_at", "at"),
        Index("ix_due_person", "staff_id", "done_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"), index=True)
    start_id: Mapped[int | None] = mapped_column(ForeignKey("start.id"))
    matter_id: Mapped[int | None]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    kind: Mapped[str]
    purpose: Mapped[str | None]
    target: Mapped[str]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The own unit, the holders of custody, and units that the parents have said yes to for its start and purpose.

        What tells when the conversation is stands with the sundhedspleje by consent alone, also in its own unit; and what is about a
        matter that names a child goes with the parents' yes to that.
        """
        shared = select(Consent.start_id, Consent.purpose).where(
            Consent.to_unit_id.in_(viewer.every_unit()), Consent.until >= ASKING.today
        )
        theirs = or_(
            and_(cls.unit_id.in_(viewer.every_unit()), cls.purpose.is_distinct_from(TIME)),
            cls.child_id.in_(viewer.custody()),
            tuple_(cls.start_id, cls.purpose).in_(shared),
        )
        agreed = select(Consent.purpose, Consent.matter_id).where(
            Consent.matter_id.is_not(None), Consent.until >= ASKING.today
        )
        return and_(theirs, or_(cls.matter_id.is_(None), tuple_(cls.purpose, cls.matter_id).in_(agreed)))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row as its writer says it; the same `key` again replaces it."""

    key: str
    unit_id: int
    kind: str
    at: datetime
    target: str
    staff_id: int | None = None
    child_id: int | None = None
    start_id: int | None = None
    matter_id: int | None = None
    until: datetime | None = None
    done_at: datetime | None = None
    purpose: str | None = None


DOUBLE = "dobbelt"
"""An appointment at a time that has been filled in somebody's own calendar: theirs to know, and no part of a child's timeline."""
WHY = {"unscoped": "kept by the house on behalf of whoever causes it", "synchronize_session": False}
INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def put(session: Session, entries: Iterable[Entry]) -> None:
    """Write the entries in the caller's transaction."""
    rows = [asdict(entry) for entry in entries]
    if not rows:
        return
    # given the class, SQLAlchemy would send one statement for each set of columns that are not None
    table: Any = Due.__table__
    statement: Any = INSERT[session.get_bind().dialect.name](table)
    columns = {name: statement.excluded[name] for name in rows[0] if name != "key"}
    session.execute(statement.on_conflict_do_update(index_elements=["key"], set_=columns), rows, execution_options=WHY)


def only(session: Session, kind: str, staff_id: int, entries: Iterable[Entry]) -> None:
    """Of this kind the person has exactly these: others are dropped, and those that stand already stay as they are."""
    wanted = {entry.key: entry for entry in entries}
    own = (Due.kind == kind, Due.staff_id == staff_id)
    known = set(session.scalars(select(Due.key).where(*own), execution_options=WHY))
    if gone := known - wanted.keys():
        drop(session, *gone)
    put(session, [entry for key, entry in wanted.items() if key not in known])


def hand_over(session: Session, from_id: int, to_id: int, child_ids: Iterable[int], until: datetime | None) -> None:
    """What somebody was to do for these children is a colleague's to do: all that is open, or what falls due before `until`.

    Not what hangs on an appointment: that goes with whoever takes part in it (`follow`). One statement.
    """
    open_ = (Due.staff_id == from_id, Due.done_at.is_(None), Due.child_id.in_(list(child_ids)))
    others = Due.target.not_like("appointment/%"), *(() if until is None else (Due.at < until,))
    session.execute(update(Due).where(*open_, *others).values(staff_id=to_id), execution_options=WHY)


def follow(session: Session, from_id: int, moved: Iterable[tuple[str, int, datetime, datetime]]) -> None:
    """Appointments by their target: whose they are now, from when until when. One statement."""
    names = ("about", "to", "begins", "ends")
    rows = [dict(zip(names, one, strict=True)) for one in moved]
    if not rows:
        return
    table: Any = Due.__table__
    at = {
        name: bindparam(name, type_=column.type) for name, column in (("begins", table.c.at), ("ends", table.c.until))
    }
    open_ = table.c.target == bindparam("about"), table.c.staff_id == from_id, table.c.done_at.is_(None)
    become = update(table).where(*open_).values(staff_id=bindparam("to"), at=at["begins"], until=at["ends"])
    session.execute(become, rows, execution_options=WHY)


def people(session: Session, kind: str, among: Select[int]) -> Sequence[int]:
    """Who of these has something open of this kind."""
    own = select(Due.staff_id).where(Due.staff_id.in_(among), Due.done_at.is_(None), Due.kind == kind).distinct()
    return [one for one in session.scalars(own, execution_options=WHY) if one is not None]


def double_key(appointment_id: int, staff_id: int) -> str:
    """The key of the row that says that an appointment is double in somebody's own calendar."""
    return f"{DOUBLE}/{appointment_id}/{staff_id}"


def done(session: Session, *keys: str) -> None:
    """What is open under these keys is done now."""
    session.execute(
        update(Due).where(Due.key.in_(keys), Due.done_at.is_(None)).values(done_at=now()), execution_options=WHY
    )


def happen(session: Session, kind: str) -> None:
    """What happens by itself when its time comes is done then: nobody marks it."""
    over = func.coalesce(Due.until, Due.at) <= now()
    come = update(Due).where(Due.kind == kind, Due.done_at.is_(None), over).values(done_at=Due.at)
    session.execute(come, execution_options=WHY)


def drop(session: Session, *keys: str) -> None:
    """Nothing is to be done there after all, and nothing has happened."""
    session.execute(delete(Due).where(Due.key.in_(keys)), execution_options=WHY)


def forget(session: Session, *targets: str) -> None:
    """What they lead to is deleted, and so is all that was said of it here."""
    session.execute(delete(Due).where(Due.target.in_(targets)), execution_options=WHY)


AHEAD, BACK, MOST, LONGEST = timedelta(days=14), timedelta(days=1), 200, 1000
"""How far Min dag looks; and how many rows it has at most, and a timeline."""


def of_unit(
    session: Session, unit_id: int, staff_id: int | None = None, theirs: tuple[str, ...] = (), mine: int | None = None
) -> Sequence[Any]:
    """Min dag: what is open in the unit and falls due within two weeks, and what was done since yesterday. Earliest first.

    Of more than there is room for, what has its hour today comes before all else: a long queue hides no appointment.
    With `staff_id` only what is that person's or nobody's; without it everybody's, but of the kinds in `theirs` only `mine`. Rows: the columns of `Due` that a page shows, and the child's name and birth date.
    """
    morning = datetime.combine(today(), time(), COPENHAGEN)
    asked = {"unit": unit_id, "before": now() + AHEAD, "since": now() - BACK}
    asked |= {"staff": staff_id} if staff_id is not None else {"theirs": theirs, "mine": mine}
    asked |= {"morning": morning, "night": morning + timedelta(days=1)}
    found = session.execute(_of_unit(staff_id is not None), asked).all()
    return sorted(found, key=lambda row: (row.at, row.id))


@cache
def _of_unit(own: bool) -> Select[*tuple[Any, ...]]:
    columns = (Due.id, Due.key, Due.staff_id, Due.child_id, Due.at, Due.until, Due.done_at, Due.kind, Due.target)
    hour = and_(Due.until.is_not(None), Due.at >= bindparam("morning"), Due.at < bindparam("night"))
    statement = (
        select(*columns, Child.name, Child.birth_date)
        .outerjoin(Child, Child.id == Due.child_id)
        .where(Due.unit_id == bindparam("unit"), Due.at < bindparam("before"))
        .where(or_(Due.done_at.is_(None), Due.done_at > bindparam("since")))
        .order_by(hour.desc(), Due.at, Due.id)
        .limit(MOST)
    )
    if own:
        return statement.where(or_(Due.staff_id == bindparam("staff"), Due.staff_id.is_(None)))
    others = and_(Due.kind.in_(bindparam("theirs", expanding=True)), Due.staff_id != bindparam("mine"))
    return statement.where(or_(Due.staff_id.is_(None), not_(others)))


def of_child(session: Session, child_id: int) -> Sequence[Any]:
    """The child's timeline, newest first, as far as the viewer may see it: all capabilities' in one line, and of very many the newest."""
    columns = select(Due.id, Due.at, Due.until, Due.done_at, Due.kind, Due.target, Unit.actor, Unit.name.label("unit"))
    own = columns.join(Unit, Unit.id == Due.unit_id).where(Due.child_id == child_id, Due.kind != DOUBLE)
    return session.execute(own.order_by(Due.at.desc(), Due.id).limit(LONGEST)).all()
