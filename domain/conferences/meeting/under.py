"""What stands under one item: texts, those that lost, agreements, numbers, looks at an effort, coming transitions, who is away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Integer, Select, String, literal, null, or_, select, union_all
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from domain.access.staff import Staff
from domain.base import UtcDateTime
from domain.booking.finding.openings import local_day
from domain.conferences.tables.effort import FollowUp
from domain.conferences.tables.meeting import AGREEMENTS, TRANSITIONS, Agreement, Away, Passage, Rival
from domain.conferences.tables.series import CANCELLED, Conference
from domain.conferences.tables.task import Number
from domain.people import Child, Start

AHEAD = timedelta(days=92)
"""How far the item on transitions looks: three months."""
SCHOOL_MONTH, SCHOOL_AGE = 8, 6
STARTS, LEAVES, SCHOOL = "start", "skift", "skole"
PASSAGE, RIVAL, AGREED, NUMBER, LOOK, MOVE, AWAY = "passage", "rival", "agreement", "number", "look", "move", "away"
COLUMNS: dict[str, Any] = {
    **dict.fromkeys(("id", "ref", "number", "who_id"), Integer()),
    **dict.fromkeys(("field", "text", "who"), String()),
    "at": UtcDateTime(),
    "on": Date(),
    "ended": UtcDateTime(),
}


@dataclass(frozen=True)
class Under:
    """Rows of (id, ref, field, text, number, who_id, who, at, on, ended), each with what applies to it.

    `passages` by field: number is the version. `rivals`: ref is the passage that won. `agreements`: by whom, on its deadline, ended when
    it was done, ref is its conference. `numbers`: field is the voice, text the reason. `looks`: field is what was decided, on the next
    day. `moves`: field of STARTS, LEAVES and SCHOOL, and on which day; no child. `away`: staff ids.
    """

    passages: dict[str, Any]
    rivals: Sequence[Any]
    agreements: Sequence[Any]
    numbers: Sequence[Any]
    looks: Sequence[Any]
    moves: Sequence[Any]
    away: frozenset[int]


def under(session: Session, item: Any, unit_id: int, first: int) -> Under:
    """`item`: a row of items.listed; `unit_id` and `first` of its conference. One statement."""
    every = union_all(*_parts(item, unit_id, first)).subquery()
    rows = session.execute(select(every).order_by(every.c.id)).all()
    found: dict[str, list[Any]] = {name: [] for name in (PASSAGE, RIVAL, AGREED, NUMBER, LOOK, MOVE, AWAY)}
    for row in rows:
        found[row.what].append(row)
    return Under(
        passages={row.field: row for row in found[PASSAGE]},
        rivals=found[RIVAL],
        agreements=sorted(found[AGREED], key=lambda row: (row.ended is not None, row.on, row.id)),
        numbers=found[NUMBER],
        looks=found[LOOK],
        moves=sorted(found[MOVE], key=lambda row: row.on),
        away=frozenset(row.who_id for row in found[AWAY]),
    )


def _parts(item: Any, unit_id: int, first: int) -> Iterator[Select[Any]]:
    yield from _texts(item)
    yield _agreements(item, unit_id, first)
    yield _row(AWAY, who_id=Away.staff_id).where(Away.item_id == item.id, Staff.id == Away.staff_id)
    if item.task_id is not None:
        yield _numbers(item)
    if item.effort_id is not None:
        yield _looks(item)
    if item.kind == TRANSITIONS:
        yield from _moves(unit_id, local_day(first))


def _texts(item: Any) -> Iterator[Select[Any]]:
    stands: dict[str, Any] = {"field": Passage.field, "text": Passage.text, "number": Passage.version}
    lost: dict[str, Any] = {"field": Passage.field, "text": Rival.text, "ref": Rival.passage_id}
    yield _row(PASSAGE, id=Passage.id, who_id=Passage.written_by, at=Passage.written_at, **stands).where(
        Passage.item_id == item.id, Staff.id == Passage.written_by
    )
    yield (
        _row(RIVAL, id=Rival.id, who_id=Rival.written_by, at=Rival.written_at, **lost)
        .join(Passage, Passage.id == Rival.passage_id)
        .where(Passage.item_id == item.id, Rival.merged_at.is_(None), Staff.id == Rival.written_by)
    )


def _numbers(item: Any) -> Select[Any]:
    said: dict[str, Any] = {"field": Number.voice, "text": Number.reason, "number": Number.value, "at": Number.at}
    rows = _row(NUMBER, id=Number.id, ref=Number.conference_id, who_id=Number.entered_by, **said)
    return rows.where(Number.task_id == item.task_id, Staff.id == Number.entered_by)


def _looks(item: Any) -> Select[Any]:
    said: dict[str, Any] = {"field": FollowUp.decided, "text": FollowUp.text, "at": FollowUp.at, "on": FollowUp.next_on}
    rows = _row(LOOK, id=FollowUp.id, ref=FollowUp.conference_id, who_id=FollowUp.staff_id, **said)
    return rows.where(FollowUp.effort_id == item.effort_id, Staff.id == FollowUp.staff_id)


def _agreements(item: Any, unit_id: int, first: int) -> Select[Any]:
    """The item's own; at the item about agreements all that are open, and what was agreed the last time."""
    rows = _row(
        AGREED,
        id=Agreement.id,
        ref=Agreement.conference_id,
        text=Agreement.text,
        who_id=Agreement.responsible_id,
        at=Agreement.made_at,
        on=Agreement.deadline,
        ended=Agreement.done_at,
    ).where(Staff.id == Agreement.responsible_id)
    if item.kind != AGREEMENTS:
        return rows.where(Agreement.item_id == item.id)
    before = (Conference.unit_id == unit_id, Conference.first < first, Conference.state != CANCELLED)
    last = select(Conference.id).where(*before).order_by(Conference.first.desc()).limit(1)
    since = or_(Agreement.done_at.is_(None), Agreement.conference_id == last.scalar_subquery())
    return rows.where(Agreement.unit_id == unit_id, or_(since, Agreement.item_id == item.id))


def _moves(unit_id: int, day: date) -> Iterator[Select[Any]]:
    """As far as whoever asks may see the starts; who it is stands with the starts, not at the table."""
    stands = (Start.unit_id == unit_id, Start.closed == "")
    yield _row(MOVE, field=literal(STARTS), on=Start.starts_on, people=False).where(
        *stands, Start.starts_on.between(day, day + AHEAD)
    )
    yield _row(MOVE, field=literal(LEAVES), on=Start.until, people=False).where(
        *stands, Start.until.between(day, day + AHEAD)
    )
    school = date(day.year + (day.month > SCHOOL_MONTH), SCHOOL_MONTH, 1)
    if day <= school <= day + AHEAD:
        born = date(school.year - SCHOOL_AGE, 1, 1), date(school.year - SCHOOL_AGE, 12, 31)
        here = _row(MOVE, field=literal(SCHOOL), on=literal(school, Date()), people=False).select_from(Start)
        yield here.join(Child, Child.id == Start.child_id).where(
            *stands, Start.until >= school, Start.starts_on < school, Child.birth_date.between(*born)
        )


def _row(what: str, *, people: bool = True, **given: Any) -> Select[Any]:
    """The same columns in every part; `people`: with the name of `who_id`, whom the part must join."""
    named = given | ({"who": Staff.name} if people else {})
    columns = (named.get(name, as_type(null(), kind)).label(name) for name, kind in COLUMNS.items())
    return select(literal(what).label("what"), *columns)
