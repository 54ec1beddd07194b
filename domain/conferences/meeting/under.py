"""What stands under one item: texts, those that lost, agreements, efforts, numbers, looks at an effort, coming transitions, who is away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, Select, String, bindparam, literal, null, or_, select, union_all
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from domain.access.staff import Staff
from domain.base import UtcDateTime
from domain.booking.finding.openings import local_day
from domain.conferences.tables.effort import Effort, FollowUp
from domain.conferences.tables.meeting import AGREEMENTS, TRANSITIONS, Agreement, Away, Passage, Rival
from domain.conferences.tables.series import CANCELLED, Conference
from domain.conferences.tables.task import CLOSED, FOLLOWED, Number
from domain.conferences.tables.task import EFFORT as HAS_EFFORT
from domain.people import Child, Start
from domain.rows import plain

AHEAD = timedelta(days=92)
"""How far the item on transitions looks: three months."""
SCHOOL_MONTH, SCHOOL_AGE = 8, 6
STARTS, LEAVES, SCHOOL = "start", "skift", "skole"
PASSAGE, RIVAL, AGREED, EFFORT, NUMBER, LOOK, MOVE, AWAY = PARTS = (
    *("passage", "rival", "agreement", "effort"),
    *("number", "look", "move", "away"),
)
WITH_EFFORT = {HAS_EFFORT, FOLLOWED, CLOSED}
"""The states of a task for which an effort has been agreed, or may have been."""
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
    it was done, ref is its conference. `efforts`: agreed for its task, text is the goal, by its tovholder, on the day of the follow-up.
    `numbers`: field is the voice, text the reason. `looks`: field is what was decided, on the next day. `moves`: field of STARTS, LEAVES
    and SCHOOL, and on which day; no child. `away`: staff ids.
    """

    passages: dict[str, Any]
    rivals: Sequence[Any]
    agreements: Sequence[Any]
    efforts: Sequence[Any]
    numbers: Sequence[Any]
    looks: Sequence[Any]
    moves: Sequence[Any]
    away: frozenset[int]


def under(session: Session, item: Any, unit_id: int, first: int) -> Under:
    """`item`: a row of items.listed; `unit_id` and `first` of its conference. One statement."""
    day = local_day(first)
    school = date(day.year + (day.month > SCHOOL_MONTH), SCHOOL_MONTH, 1)
    kind = item.kind if item.kind in {AGREEMENTS, TRANSITIONS} else ""
    agreed = item.task_state in WITH_EFFORT and item.effort_id is None
    about = {"task": bool(item.task_id), "agreed": agreed, "effort": bool(item.effort_id)}
    shape = _every(kind, **about, school=day <= school <= day + AHEAD)
    known = {"item": item.id, "task": item.task_id, "effort": item.effort_id, "unit": unit_id, "first": first}
    rows = session.execute(shape, known | {"day": day, "ahead": day + AHEAD, "school": school} | _cohort(school))
    found: dict[str, list[Any]] = {name: [] for name in PARTS}
    for row in plain(rows):
        found[row.what].append(row)
    return Under(
        passages={row.field: row for row in found[PASSAGE]},
        rivals=found[RIVAL],
        agreements=sorted(found[AGREED], key=lambda row: (row.ended is not None, row.on, row.id)),
        efforts=found[EFFORT],
        numbers=found[NUMBER],
        looks=found[LOOK],
        moves=sorted(found[MOVE], key=lambda row: row.on),
        away=frozenset(row.who_id for row in found[AWAY]),
    )


ITEM, TASK_ID, EFFORT_ID, UNIT, FIRST = (
    bindparam(name, type_=Integer) for name in ("item", "task", "effort", "unit", "first")
)
DAY, UNTIL, SCHOOL_DAY, OLDEST, YOUNGEST = (
    bindparam(name, type_=Date) for name in ("day", "ahead", "school", "oldest", "youngest")
)


def _cohort(school: date) -> dict[str, date]:
    """Who begins school that summer."""
    born = school.year - SCHOOL_AGE
    return {"oldest": date(born, 1, 1), "youngest": date(born, 12, 31)}


@cache
def _every(kind: str, *, task: bool, agreed: bool, effort: bool, school: bool) -> Any:
    every = union_all(*_parts(kind, task=task, agreed=agreed, effort=effort, school=school)).subquery()
    return select(every).order_by(every.c.id)


def _parts(kind: str, *, task: bool, agreed: bool, effort: bool, school: bool) -> Iterator[Select[Any]]:
    yield from _texts()
    yield _agreements(kind)
    yield _row(AWAY, who_id=Away.staff_id).where(Away.item_id == ITEM, Staff.id == Away.staff_id)
    if task:
        yield _numbers()
    if agreed:
        yield _efforts()
    if effort:
        yield _looks()
    if kind == TRANSITIONS:
        yield from _moves(school=school)


def _texts() -> Iterator[Select[Any]]:
    stands: dict[str, Any] = {"field": Passage.field, "text": Passage.text, "number": Passage.version}
    lost: dict[str, Any] = {"field": Passage.field, "text": Rival.text, "ref": Rival.passage_id}
    yield _row(PASSAGE, id=Passage.id, who_id=Passage.written_by, at=Passage.written_at, **stands).where(
        Passage.item_id == ITEM, Staff.id == Passage.written_by
    )
    yield (
        _row(RIVAL, id=Rival.id, who_id=Rival.written_by, at=Rival.written_at, **lost)
        .join(Passage, Passage.id == Rival.passage_id)
        .where(Passage.item_id == ITEM, Rival.merged_at.is_(None), Staff.id == Rival.written_by)
    )


def _numbers() -> Select[Any]:
    said: dict[str, Any] = {"field": Number.voice, "text": Number.reason, "number": Number.value, "at": Number.at}
    rows = _row(NUMBER, id=Number.id, ref=Number.conference_id, who_id=Number.entered_by, **said)
    return rows.where(Number.task_id == TASK_ID, Staff.id == Number.entered_by)


def _efforts() -> Select[Any]:
    """What has been agreed for the item's task; an item about an effort shows that one itself."""
    said: dict[str, Any] = {
        "field": Effort.state,
        "text": Effort.goal,
        "on": Effort.follow_up_on,
        "at": Effort.agreed_at,
    }
    rows = _row(EFFORT, id=Effort.id, ref=Effort.conference_id, who_id=Effort.tovholder_id, **said)
    return rows.where(Effort.task_id == TASK_ID, Staff.id == Effort.tovholder_id)


def _looks() -> Select[Any]:
    said: dict[str, Any] = {"field": FollowUp.decided, "text": FollowUp.text, "at": FollowUp.at, "on": FollowUp.next_on}
    rows = _row(LOOK, id=FollowUp.id, ref=FollowUp.conference_id, who_id=FollowUp.staff_id, **said)
    return rows.where(FollowUp.effort_id == EFFORT_ID, Staff.id == FollowUp.staff_id)


def _agreements(kind: str) -> Select[Any]:
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
    if kind != AGREEMENTS:
        return rows.where(Agreement.item_id == ITEM)
    before = (Conference.unit_id == UNIT, Conference.first < FIRST, Conference.state != CANCELLED)
    last = select(Conference.id).where(*before).order_by(Conference.first.desc()).limit(1)
    since = or_(Agreement.done_at.is_(None), Agreement.conference_id == last.scalar_subquery())
    return rows.where(Agreement.unit_id == UNIT, or_(since, Agreement.item_id == ITEM))


def _moves(*, school: bool) -> Iterator[Select[Any]]:
    """As far as whoever asks may see the starts; who it is stands with the starts, not at the table."""
    stands = (Start.unit_id == UNIT, Start.closed == "")
    for name, on in ((STARTS, Start.starts_on), (LEAVES, Start.until)):
        yield _row(MOVE, field=literal(name), on=on, people=False).where(*stands, on.between(DAY, UNTIL))
    if school:
        here = _row(MOVE, field=literal(SCHOOL), on=SCHOOL_DAY, people=False).select_from(Start)
        yield here.join(Child, Child.id == Start.child_id).where(
            *stands,
            Start.until >= SCHOOL_DAY,
            Start.starts_on < SCHOOL_DAY,
            Child.birth_date.between(OLDEST, YOUNGEST),
        )


def _row(what: str, *, people: bool = True, **given: Any) -> Select[Any]:
    """The same columns in every part; `people`: with the name of `who_id`, whom the part must join."""
    named = given | ({"who": Staff.name} if people else {})
    columns = (named.get(name, as_type(null(), kind)).label(name) for name, kind in COLUMNS.items())
    return select(literal(what).label("what"), *columns)
