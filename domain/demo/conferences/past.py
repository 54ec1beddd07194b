"""What the demo's conferences have come to: a past year of tasks, referater, promises and efforts, as they would stand today."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby, zip_longest
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from domain import due
from domain.access.units import Unit
from domain.base import moment, now, quarter
from domain.conferences.after import told, undated
from domain.conferences.after.referat import APPROVE, REFERAT
from domain.conferences.tables.effort import Effort, FollowUp
from domain.conferences.tables.meeting import AGREEMENTS, CLOSING, DISCUSSED, TASK, WELCOME, Agreement, Item, Passage
from domain.conferences.tables.series import APPROVED, Attendance, Conference
from domain.conferences.tables.series import CLOSED as WAITS_FOR_APPROVAL
from domain.conferences.tables.task import DISCUSSED as TASK_DISCUSSED
from domain.conferences.tables.task import SUBMITTED, Number, Step, Task
from domain.conferences.tasks import lapsing, life
from domain.demo.conferences.matters import LOOSE
from domain.demo.conferences.of_children import OF_CHILDREN
from domain.demo.conferences.of_house import OF_HOUSE
from domain.demo.conferences.stories import (
    EACH,
    House,
    Rows,
    Story,
    effort_row,
    history,
    numbers,
    passages,
    promise,
    steps,
    task_row,
)
from domain.due import Entry
from domain.tovholder.followed import RUNNING

WAITS = "troldebo"
"""Its newest referat still waits for the chair's approval."""
MATTERS = [one for pair in zip_longest(OF_CHILDREN, OF_HOUSE) for one in pair if one]
LAST = 10
"""The place of what closes an agenda."""
WHY = {"unscoped": "the demo's past, written as it would have become"}


def remember(session: Session) -> None:
    """All houses' past."""
    houses = _houses(session)
    stories = [story for house in houses for story in _stories(house)]
    _tasks(session, stories)
    _efforts(session, [one for one in stories if one.matter.goal])
    _agendas(session, houses, stories)
    _many(session, Step, [row for one in stories for row in steps(one)])
    _many(session, FollowUp, [row for one in stories if one.matter.goal for row in history(one)])
    _many(session, Number, [row for one in stories for row in numbers(one)])
    life.reach(session, *(one.task for one in stories))
    _remind(session, houses)
    _approve(session, houses)


def leave(session: Session) -> None:
    """What nobody has decided, after all agendas are made: it stands under "Uden dato". And the referat that waits for its chair."""
    rows = select(Conference).join(Unit, Unit.id == Conference.unit_id).where(Unit.slug == WAITS)
    waits = session.scalars(rows.where(Conference.state == WAITS_FOR_APPROVAL)).one()
    one = Story(_house(session, waits.unit_id, [waits]), LOOSE, 0, 0)
    one.task = _ids(session, Task, [task_row(one) | {"state": TASK_DISCUSSED, "ended_at": None}])[0]
    one.item = _ids(session, Item, [_item(one) | {"place": LAST - 1}])[0]
    _many(session, Passage, [row for row in passages(one) if row["text"]])
    _many(session, Step, [row for row in steps(one) if row["state"] in {SUBMITTED, TASK_DISCUSSED}])
    life.reach(session, one.task)
    undated.look(session)
    lapsing.look(session)
    entry = Entry(
        key=f"{REFERAT}/{waits.id}",
        unit_id=waits.unit_id,
        staff_id=waits.chair_id,
        kind=APPROVE,
        at=waits.closed_at or now(),
        target=f"{REFERAT}/{waits.id}",
    )
    due.put(session, [entry])


def _houses(session: Session) -> list[House]:
    rows = select(
        Conference.id, Conference.unit_id, Conference.first, Conference.quarters, Conference.chair_id, Unit.slug
    )
    over = rows.join(Unit, Unit.id == Conference.unit_id).where(Conference.first < quarter(now()))
    found = session.execute(over.order_by(Conference.unit_id, Conference.first)).all()
    return [_house(session, unit, list(each)) for unit, each in groupby(found, key=lambda row: row.unit_id)]


def _house(session: Session, unit_id: int, conferences: list[Any]) -> House:
    last = conferences[-1]
    seats = select(Attendance.staff_id, Attendance.unit_id, Attendance.role)
    rows = session.execute(seats.where(Attendance.conference_id == last.id).order_by(Attendance.staff_id)).all()
    units, roles = {row.staff_id: row.unit_id for row in rows}, {row.role: row.staff_id for row in rows}
    return House(unit_id, conferences, last.chair_id or 0, units, roles)


def _stories(house: House) -> Iterator[Story]:
    for at in range(len(house.conferences)):
        for number in range(EACH):
            matter = MATTERS[(EACH * at + number + house.unit_id) % len(MATTERS)]
            later = house.conferences[at + 1 : at + 3] if matter.goal else []
            yield Story(house, matter, at, number, looks=later)


def _tasks(session: Session, stories: Sequence[Story]) -> None:
    for one, number in zip(stories, _ids(session, Task, [task_row(one) for one in stories]), strict=True):
        one.task = number


def _efforts(session: Session, stories: Sequence[Story]) -> None:
    for one, number in zip(stories, _ids(session, Effort, [effort_row(one) for one in stories]), strict=True):
        one.effort = number


PLAIN = (
    (1, WELCOME, "Velkomst, roller og afbud"),
    (2, AGREEMENTS, "Aftaler siden sidst"),
    (LAST, CLOSING, "Opsamling"),
)
"""Place, kind and title of what is on every agenda."""


def _agendas(session: Session, houses: Sequence[House], stories: Sequence[Story]) -> None:
    """Items, what was written under them, and what was promised."""
    items: Rows = []
    for house in houses:
        for conference in house.conferences:
            same = {"conference_id": conference.id, "unit_id": house.unit_id, "minutes": 10, "state": DISCUSSED}
            items += [
                same | {"place": place, "kind": kind, "title": title, "task_id": None} for place, kind, title in PLAIN
            ]
    tasks = [_item(one) for one in stories]
    ids = _ids(session, Item, items + tasks)
    for one, number in zip(stories, ids[len(items) :], strict=True):
        one.item = number
    _many(session, Passage, [row for one in stories for row in passages(one)])
    _many(session, Agreement, [promise(one) for one in stories if one.matter.promise])


def _item(one: Story) -> dict[str, Any]:
    same = {"conference_id": one.conference.id, "unit_id": one.house.unit_id, "minutes": 15, "state": DISCUSSED}
    return same | {"place": 3 + one.number, "kind": TASK, "title": "", "task_id": one.task}


def _remind(session: Session, houses: Sequence[House]) -> None:
    """What is still to be done stands on Min dag."""
    for effort in session.scalars(select(Effort).where(Effort.state == RUNNING)):
        told.looked_at_again(session, effort)
    chairs = {house.unit_id: house.conferences[-1].chair_id for house in houses}
    for one in session.scalars(select(Agreement).where(Agreement.done_at.is_(None))):
        place = _place(session, one.conference_id, one.responsible_id, one.unit_id)
        told.promised(session, one, place, chairs[one.unit_id])


def _place(session: Session, conference_id: int | None, staff_id: int, unit_id: int) -> int:
    seat = select(Attendance.unit_id).where(Attendance.conference_id == conference_id, Attendance.staff_id == staff_id)
    return session.scalar(seat) or unit_id


def _approve(session: Session, houses: Sequence[House]) -> None:
    for house in houses:
        for conference in house.conferences:
            over = moment(conference.first + conference.quarters)
            values = {"state": APPROVED, "approved_at": over + timedelta(days=2), "approved_by": conference.chair_id}
            if conference.slug == WAITS and conference is house.conferences[-1]:
                values = {"state": WAITS_FOR_APPROVAL}
            held = {"begun_at": moment(conference.first), "closed_at": over, "sent_at": over - timedelta(days=4)}
            rows = update(Conference).where(Conference.id == conference.id).values(held | values)
            session.execute(rows, execution_options=WHY | {"synchronize_session": False})


def _many(session: Session, of: Any, rows: Rows) -> None:
    session.execute(insert(of), rows, execution_options=WHY)


def _ids(session: Session, of: Any, rows: Rows) -> list[int]:
    made = insert(of).returning(of.id, sort_by_parameter_order=True)
    return list(session.scalars(made, rows, execution_options=WHY))
