"""A referat as it is read: made from what was written under the items, each reader shown those that they may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, cast, null, select
from sqlalchemy.orm import Session, aliased

from domain.access.staff import Staff
from domain.base import UtcDateTime
from domain.conferences.meeting.door import OPEN, door
from domain.conferences.tables.effort import FollowUp
from domain.conferences.tables.meeting import Addition, Agreement, Away, Item, Passage
from domain.conferences.tables.series import Conference
from domain.conferences.tables.task import Number, Task
from domain.conferences.year import table
from domain.conferences.year.table import Shown
from domain.written import DAY, NUMBER, WORD, Line, in_order, line, part

TEXT, DUTY, EFFORT, VOICE, LATER, ABSENT = "tekst", "aftale", "indsats", "tal", "tilfoejelse", "ude"


@dataclass(frozen=True)
class Point:
    """One item. `door`: of door.py; of what is not open nothing is known but that it was there.

    `texts` by field, `duties` (a what, day, done at), `efforts` (a goal, b who does what, c decided, day next), `voices` (a voice,
    b reason, number), `later` (a text), `absent` (who was away at this item alone).
    """

    id: int
    place: int
    kind: str
    title: str
    door: str
    child_id: int | None
    task_kind: str | None
    state: str
    texts: dict[str, Line] = field(default_factory=dict)
    duties: list[Line] = field(default_factory=list)
    efforts: list[Line] = field(default_factory=list)
    voices: list[Line] = field(default_factory=list)
    later: list[Line] = field(default_factory=list)
    absent: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Referat:
    """`people`: rows of table.table_of. `shut`: how many items are closed to whoever reads."""

    conference: Shown
    approved_by: str | None
    closed_at: datetime | None
    people: Sequence[Any]
    points: list[Point]

    @property
    def shut(self) -> int:
        return sum(one.door != OPEN for one in self.points)


def referat(session: Session, conference_id: int) -> Referat:
    """NoSuchConference. Four statements, whatever the number of items."""
    conference = table.one(session, conference_id)
    people = table.table_of(session, conference_id)
    rows = session.execute(_items(), {"conference": conference_id}).all()
    points = {row.id: _point(row) for row in rows}
    by_task = {row.task_id: points[row.id] for row in rows if row.task_id is not None}
    for row in session.execute(_written(), {"conference": conference_id}):
        point = points.get(row.item_id) or by_task.get(row.task_id)
        if point is not None and point.door == OPEN:
            _put(point, row)
    signed = rows[0] if rows else None
    return Referat(
        conference,
        signed.approved_by if signed else None,
        signed.closed_at if signed else None,
        people,
        [*points.values()],
    )


def _point(row: Any) -> Point:
    readable = row.door == OPEN
    return Point(
        row.id,
        row.place,
        row.kind,
        (row.task_title or row.title) if readable else "",
        row.door,
        row.child_id if readable else None,
        row.task_kind if readable else None,
        row.state,
    )


def _put(point: Point, row: Any) -> None:
    lists = {DUTY: point.duties, EFFORT: point.efforts, VOICE: point.voices, LATER: point.later, ABSENT: point.absent}
    if row.part == TEXT:
        point.texts[row.a] = line(row)
    else:
        lists[row.part].append(line(row))


@cache
def _items() -> Select[*tuple[Any, ...]]:
    signer = aliased(Staff)
    about = (Task.title.label("task_title"), Task.kind.label("task_kind"), Task.child_id, door().label("door"))
    item = (Item.id, Item.place, Item.kind, Item.title, Item.state, Item.task_id)
    return (
        select(*item, *about, Conference.closed_at, signer.name.label("approved_by"))
        .join(Conference, Conference.id == Item.conference_id)
        .outerjoin(signer, signer.id == Conference.approved_by)
        .outerjoin(Task, Task.id == Item.task_id)
        .where(Item.conference_id == bindparam("conference"))
        .order_by(Item.place, Item.id)
    )


@cache
def _written() -> Select[*tuple[Any, ...]]:
    """All that stands under the items of a conference."""
    return in_order([*_parts()])


def _parts() -> Iterator[Select[*tuple[Any, ...]]]:
    by, told = Passage.written_by, (Passage.field, Passage.text, WORD)
    yield _part(Passage, TEXT, by, Passage.written_at, DAY, NUMBER, *told)
    made = Agreement.responsible_id, Agreement.made_at, Agreement.deadline, NUMBER
    yield _part(Agreement, DUTY, *made, Agreement.text, WORD, WORD)
    yield _part(Addition, LATER, Addition.staff_id, Addition.at, DAY, NUMBER, Addition.text, WORD, WORD)
    held = FollowUp.tovholder_id, FollowUp.at, FollowUp.next_on, FollowUp.effort_id
    yield _part(FollowUp, EFFORT, *held, FollowUp.goal, FollowUp.who_does_what, FollowUp.decided)
    yield _part(Number, VOICE, Number.entered_by, Number.at, DAY, Number.value, Number.voice, Number.reason, WORD)
    yield _absent()


def _absent() -> Select[*tuple[Any, ...]]:
    of = Item.id.label("item_id"), cast(Item.task_id, Integer).label("task_id")
    rows = part(ABSENT, Item, Away.staff_id, cast(null(), UtcDateTime()), DAY, NUMBER, WORD, WORD, WORD)
    return (
        rows.add_columns(*of).join(Away, Away.item_id == Item.id).where(Item.conference_id == bindparam("conference"))
    )


def _part(of: Any, name: str, *columns: Any) -> Select[*tuple[Any, ...]]:
    item = getattr(of, "item_id", NUMBER)
    under = item.label("item_id"), cast(of.task_id, Integer).label("task_id")
    return part(name, of, *columns).add_columns(*under).where(of.conference_id == bindparam("conference"))
