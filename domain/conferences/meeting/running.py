"""The meeting itself: it begins, goes from item to item, and counts the time; who is not there at an item does not read it."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from domain.base import DomainError, now, today
from domain.booking.finding.openings import local_day
from domain.conferences.before import agenda
from domain.conferences.meeting import live
from domain.conferences.tables.meeting import DISCUSSED, NOW, TASK, WAITS, Away, Item
from domain.conferences.tables.series import BEGUN, PLANNED, Conference
from domain.conferences.tables.task import AGENDA, Task
from domain.conferences.tables.task import DISCUSSED as TASK_DISCUSSED
from domain.conferences.tasks import life


class NotToday(DomainError):
    """The conference is another day: whoever begins it now must say that it is meant."""

    def __init__(self, conference: Conference) -> None:
        super().__init__(f"conference {conference.id}")
        self.conference = conference


def begin(session: Session, conference_id: int, *, any_day: bool = True) -> int | None:
    """The first item that waits is now. A second time changes nothing. Returns the item. NoSuchConference, NotAllowed, NotNow.

    Without `any_day` NotToday where it is another day's, before anything has been written but the count.
    """
    conference = live.led(session, conference_id, (PLANNED, BEGUN))
    if not any_day and conference.state == PLANNED and local_day(conference.first) != today():
        raise NotToday(conference)
    items = agenda.ordered(session, conference_id)
    current = next((item for item in items if item.state == NOW), None)
    if conference.state == BEGUN and current is not None:
        return current.id
    conference.state, conference.begun_at = BEGUN, conference.begun_at or now()
    return _turn(None, _next(items, None))


def take(session: Session, item_id: int) -> int:
    """This item is now, whichever was; that one waits again. Returns its conference."""
    item, conference = agenda.of_item(session, item_id, (BEGUN,))
    items = agenda.ordered(session, conference.id)
    current = next((one for one in items if one.state == NOW), None)
    if current is not item:
        _turn(current, item)
    return conference.id


def conclude(session: Session, item_id: int) -> int | None:
    """It has been discussed, and the next that waits is now. Returns that one; None: it was the last."""
    item, conference = agenda.of_item(session, item_id, (BEGUN,))
    items = agenda.ordered(session, conference.id)
    following = _next(items, item) if item.state == NOW else None
    _ends(session, item)
    return _turn(None, following)


def halt(session: Session, conference_id: int) -> None:
    """The meeting is over: whatever was being talked about has been discussed, and nothing is now. Called by whoever closes it."""
    current = session.scalars(select(Item).where(Item.conference_id == conference_id, Item.state == NOW)).first()
    if current is not None:
        live.touch(session, conference_id, (BEGUN,))
        _ends(session, current)


def _ends(session: Session, item: Item) -> None:
    agenda.stop(item)
    item.state = DISCUSSED
    if item.kind == TASK and item.task_id is not None:
        task = session.get(Task, item.task_id)
        if task is not None and task.state == AGENDA:
            life.step(session, task.id, TASK_DISCUSSED, item.conference_id)


def absent(session: Session, item_id: int, staff_ids: Collection[int]) -> int:
    """Who is called in but not there at this item; everybody else is. Returns its conference."""
    item, conference = agenda.of_item(session, item_id)
    session.execute(delete(Away).where(Away.item_id == item_id))
    if staff_ids:
        session.execute(insert(Away), [{"item_id": item_id, "staff_id": one} for one in sorted(set(staff_ids))])
    if item.task_id is not None:
        life.reach(session, item.task_id)
    return conference.id


def _next(items: Sequence[Item], after: Item | None) -> Item | None:
    """The first that waits after this one, else the first that waits at all."""
    here = items.index(after) if after is not None else 0
    waiting = [item for item in (*items[here:], *items[:here]) if item.state == WAITS]
    return waiting[0] if waiting else None


def _turn(before: Item | None, to: Item | None) -> int | None:
    if before is not None:
        agenda.stop(before)
        before.state = WAITS
    if to is None:
        return None
    to.state, to.begun_at = NOW, now()
    flag_modified(to, "used")  # the same columns as of the one before: both in one statement
    return to.id
