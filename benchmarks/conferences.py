"""A house with ten years of conferences to measure in: an agenda of 12 items, a meeting of 30 items and 12 people, and 60 referater."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update

from benchmarks.rows import Rows
from domain.base import moment, now, quarter
from domain.conferences.tables.effort import AGREED, Effort, FollowUp
from domain.conferences.tables.meeting import DECISION, DISCUSSED, NOTES, TASK, WAITS, Agreement, Item, Passage
from domain.conferences.tables.meeting import NOW as IS_NOW
from domain.conferences.tables.series import APPROVED, BEGUN, COMES, PLANNED, Attendance, Conference, Series
from domain.conferences.tables.task import AGENDA, EFFORT, GROUP, Number, Reach, Step, Task
from domain.conferences.tables.task import CLOSED as TASK_CLOSED
from domain.tovholder.followed import CLOSED, ENDED, REACHED, RUNNING

YEARS, A_YEAR, ITEMS = 10, 6, 8
AGENDA_ITEMS, MEETING_ITEMS, PEOPLE = 12, 30, 12
TEXT = "Vi har set på det sammen, og her står det, som en referent skriver det undervejs i mødet. " * 4


@dataclass
class Held:
    """Ids of what is asked for; `past` are to be approved when everything is written: then they are locked."""

    agenda: int
    meeting: int
    item: int
    referat: int
    past: list[int]


def settle(rows: Rows, unit: int, staff: list[int]) -> Held:
    """`staff`: at least PEOPLE of them, the first leads."""
    series = rows.add(Series, unit_id=unit, year=now().year, weekday=1, begins=780, chair_id=staff[0])
    past = [
        _conference(rows, series, unit, staff, now() - timedelta(days=60 * number + 20), ITEMS, BEGUN)
        for number in range(YEARS * A_YEAR)
    ]
    agenda = _conference(rows, series, unit, staff, now() + timedelta(days=20), AGENDA_ITEMS, PLANNED)
    meeting = _conference(rows, series, unit, staff, now(), MEETING_ITEMS, BEGUN)
    return Held(agenda[0], meeting[0], meeting[1], past[0][0], [one for one, _item in past])


def lock(rows: Rows, held: Held) -> None:
    """After `rows.write`: from now on the database lets nothing more in."""
    table: Any = Conference.__table__
    values = {"state": APPROVED, "approved_at": now(), "closed_at": now()}
    rows.connection.execute(update(table).where(table.c.id.in_(held.past)).values(values))


def _conference(
    rows: Rows, series: int, unit: int, staff: list[int], at: datetime, items: int, state: str
) -> tuple[int, int]:
    """The conference, and the first of its items."""
    first = quarter(at) // 4 * 4
    leads = {"chair_id": staff[0], "minute_taker_id": staff[1]}
    when = {"first": first, "quarters": 8, "deadline": moment(first).date() - timedelta(days=7)}
    held = state == BEGUN
    begun = {"begun_at": moment(first) if held else None}
    conference = rows.add(Conference, series_id=series, unit_id=unit, state=state, **when, **leads, **begun)
    for one in staff[:PEOPLE]:
        rows.add(Attendance, conference_id=conference, staff_id=one, unit_id=unit, role="paedagog", state=COMES)
    made = [_item(rows, conference, unit, staff, moment(first), place, written=held) for place in range(1, items + 1)]
    return conference, made[0]


def _item(rows: Rows, conference: int, unit: int, staff: list[int], at: datetime, place: int, *, written: bool) -> int:
    old = at < now() - timedelta(days=200)
    state = TASK_CLOSED if old else EFFORT if written else AGENDA
    put = at - timedelta(days=20)
    about = {"kind": GROUP, "title": f"Opgave {place}", "occupies": TEXT, "sheet": {}, "state": state}
    whose = {"unit_id": unit, "from_unit_id": unit, "writer_id": staff[0]}
    when = {"created_at": put, "written_at": put, "submitted_at": put}
    task = rows.add(Task, **whose, **about, **when, ended_at=at if old else None)
    rows.add(Step, task_id=task, at=put, state="indsendt", staff_id=staff[0])
    for one in staff[:PEOPLE]:
        rows.add(Reach, task_id=task, staff_id=one, unit_id=unit)
    shown = DISCUSSED if written and place > 1 else IS_NOW if written else WAITS
    same = {"conference_id": conference, "unit_id": unit, "task_id": task}
    item = rows.add(Item, **same, place=place, kind=TASK, minutes=10, state=shown)
    if written:
        _written(rows, same | {"item_id": item}, staff, at, place, old=old)
    return item


def _written(rows: Rows, same: dict[str, Any], staff: list[int], at: datetime, place: int, *, old: bool) -> None:
    """Two texts, a promise, two numbers and an effort."""
    for name in (NOTES, DECISION):
        rows.add(Passage, **same, field=name, text=TEXT, version=1, written_by=staff[0], written_at=at)
    day = at.date() + timedelta(days=7)
    made = {"deadline": day, "made_at": at, "responsible_id": staff[place % PEOPLE]}
    rows.add(Agreement, **same, text="Ringe til hjemmet", **made, done_at=at if old else None)
    bare = {name: value for name, value in same.items() if name != "item_id"}
    for voice in ("Pædagog", "Forældre"):
        rows.add(Number, **bare, voice=voice, value=place % 11, at=at, entered_by=staff[0])
    rows.add(Step, task_id=same["task_id"], at=at, state="droeftet", staff_id=staff[0])
    goal = {"goal": "Ro ved samling", "tovholder_id": staff[place % PEOPLE], "for_unit_id": same["unit_id"]}
    ends = {"state": CLOSED, "outcome": REACHED, "closed_at": at} if old else {"state": RUNNING}
    ahead: date | None = None if old else at.date() + timedelta(days=60)
    effort = rows.add(Effort, **bare, **goal, **ends, starts_on=day, agreed_at=at, follow_up_on=ahead)
    look = bare | {
        "goal": goal["goal"],
        "tovholder_id": goal["tovholder_id"],
        "effort_id": effort,
        "who_does_what": "",
        "due_on": day,
        "staff_id": staff[0],
    }
    rows.add(FollowUp, **look, at=at, decided=AGREED, next_on=ahead)
    if old:
        rows.add(FollowUp, **look, at=at + timedelta(days=50), decided=ENDED)
