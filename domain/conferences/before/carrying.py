"""What a meeting did not reach when it is closed or called off: its house's own items go on to the next agenda by themselves, its tasks wait again."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, and_, select
from sqlalchemy.orm import Session

from domain import bulk
from domain.conferences.before import agenda
from domain.conferences.meeting import live
from domain.conferences.tables.meeting import OWN, POSTPONED, TASK, WAITS, Item
from domain.conferences.tables.series import Conference
from domain.conferences.tables.task import AGENDA, Task


def unreached(session: Session, conference: Conference) -> set[int]:
    """What nobody came to says so, and free items go on to the next date. Returns the tasks that are to wait again."""
    on_agenda = and_(Task.id == Item.task_id, Task.state == AGENDA)
    left = select(Item, Task.id).outerjoin(Task, on_agenda).where(Item.conference_id == conference.id)
    rows = left.where(Item.state == WAITS, Item.kind.in_((TASK, OWN))).order_by(Item.place, Item.id)
    found = session.execute(rows).all()
    carry(session, conference, [item for item, _task in found if item.kind == OWN])
    for item, _task in found:
        if item.kind == TASK:
            item.state = POSTPONED
    return {task for item, task in found if item.kind == TASK and task is not None}


def carry(session: Session, conference: Conference, items: Sequence[Item]) -> None:
    """These free items of `conference` stand on the next date's agenda too. Where there is none they stay as they are: not reached.

    Seven statements, whatever the number of items, with those of the flush that is the caller's; a single one by hand is `agenda.postpone`.
    """
    later = agenda.later_date(session, conference) if items else None
    if later is None:
        return
    live.touch(session, later.id)
    standing = agenda.ordered(session, later.id)
    ids = bulk.new_ids(
        session, cast("Table", Item.__table__), len(items)
    )  # known beforehand they are one INSERT on SQLite too
    fresh = [_again(later, one, number) for one, number in zip(items, ids, strict=True)]
    for one in items:
        one.state = POSTPONED
    for place, one in enumerate(agenda.together(standing, fresh), 1):
        one.place = place
    session.add_all(fresh)
    agenda.mark(later, fresh)


def _again(later: Conference, one: Item, number: int) -> Item:
    where = {"id": number, "conference_id": later.id, "unit_id": later.unit_id, "from_id": one.id, "place": 0}
    return Item(**where, kind=one.kind, minutes=one.minutes, title=one.title, presenter_id=one.presenter_id)
