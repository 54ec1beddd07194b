"""What a meeting did not reach when it is closed or called off: its house's own items go on to the next agenda by themselves, its tasks wait again."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from domain import bulk
from domain.conferences.before import agenda
from domain.conferences.meeting import live
from domain.conferences.tables.meeting import DISCUSSED, OWN, POSTPONED, TASK, WAITS, Item
from domain.conferences.tables.series import Conference
from domain.conferences.tables.task import AGENDA, Task
from domain.conferences.tasks import life


def unreached(session: Session, conference: Conference) -> set[int]:
    """What nobody came to says so, and free items go on to the next date. Returns the tasks that are to wait again.

    Also those that nobody at the table could read without the parents' yes, whether or not their item was gone through: else they would stand on
    an agenda that is over, and come on no other once the parents have said yes again.
    """
    left = select(Item, Task.id, Task.state).outerjoin(Task, Task.id == Item.task_id)
    asked = Item.conference_id == conference.id, Item.state.in_((WAITS, DISCUSSED)), Item.kind.in_((TASK, OWN))
    found = session.execute(left.where(*asked).order_by(Item.place, Item.id)).all()
    waits = [item for item, _task, _state in found if item.state == WAITS]
    carry(session, conference, [item for item in waits if item.kind == OWN])
    for item in waits:
        if item.kind == TASK:
            item.state = POSTPONED
    seen = {task for item, task, state in found if item.kind == TASK and (item.state, state) == (POSTPONED, AGENDA)}
    shut = {item.task_id or 0 for item, task, state in found if item.kind == TASK and (task is None or state == AGENDA)}
    return seen | life.left_on(session, shut - seen, conference.id)


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
