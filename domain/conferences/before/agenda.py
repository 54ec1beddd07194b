"""A conference's agenda: proposed by itself, put in order, changed by those who lead it. What is changed after it was sent is marked."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain import cpr, suspicion
from domain.base import DomainError, now, quarter, today
from domain.conferences.before import proposing, template
from domain.conferences.before.proposing import Line
from domain.conferences.meeting import live
from domain.conferences.meeting.door import NoSuchItem
from domain.conferences.tables.meeting import CARRIED, EFFORT, NOW, OWN, POSTPONED, TASK, WAITS, Item
from domain.conferences.tables.series import BEGUN, PLANNED, Conference
from domain.conferences.tables.task import AGENDA, SUBMITTED, Task, agreed
from domain.conferences.tasks import life
from domain.conferences.tasks.writing import NotAgreed

CHANGEABLE = (PLANNED, BEGUN)
UP, DOWN = -1, 1
LONGEST = 240
"""Minutes."""
MOST = 100
"""Items of one agenda, from where on nobody adds a free one."""
FEW = 20
"""Agendas in one go: nobody waits long for the transaction."""


class FullAgenda(DomainError):
    """No meeting gets through so many items."""


class NoNextDate(DomainError):
    """There is no later date to postpone it to, and it is nothing that can wait in the queue."""


@dataclass(frozen=True)
class Matter:
    """What those who lead it say of an item: who presents it, and for how many minutes. `title` of a free item alone."""

    minutes: int
    title: str = ""
    presenter_id: int | None = None


def propose(session: Session, conference_id: int) -> int:
    """Make the agenda, or add what has come since it was made. Returns how many items came. NoSuchConference, NotAllowed, NotNow."""
    conference = live.led(session, conference_id, CHANGEABLE)
    standing = ordered(session, conference_id)
    found = proposing.waiting(session, conference.unit_id).without(standing)
    frame = () if made(standing) else template.lines(session)
    taken = sum(one.minutes for one in standing if one.state != POSTPONED)
    return _add(session, conference, proposing.lines(conference, frame, found, taken), standing)


def propose_due(session: Session) -> int:
    """The house's own: an agenda for each conference past its deadline that has none; what was put there beforehand is none. Returns how many."""
    bare = Conference.id.not_in(select(Item.conference_id).where(Item.kind.not_in(CARRIED)))
    rows = select(Conference.id).where(Conference.state == PLANNED, Conference.deadline < today(), bare)
    found = session.scalars(rows.where(Conference.first > quarter(now())).limit(FEW)).all()
    for conference_id in found:
        propose(session, conference_id)
    return len(found)


def put(session: Session, conference_id: int, task_id: int) -> Item:
    """One task from the queue, after the others. NoSuchTask, NotAgreed, WrongStep."""
    conference = live.led(session, conference_id, CHANGEABLE)
    rows = select(Task.minutes, agreed(Task, Task.id).label("agreed")).where(Task.unit_id == conference.unit_id)
    task = session.execute(rows.where(Task.id == task_id)).one_or_none()
    if task is None or not task.agreed:
        raise NotAgreed if task else life.NoSuchTask
    _add(session, conference, [Line(TASK, task.minutes, task_id=task_id)], ordered(session, conference_id))
    return session.scalars(select(Item).where(Item.conference_id == conference_id, Item.task_id == task_id)).all()[-1]


def add(session: Session, conference_id: int, matter: Matter, *, sure: bool = False) -> None:
    """A free item, before the last one (the summing up). The whole house reads it: LooksNamed, unless its writer is `sure`. NotAtTheTable, CprRefused, FullAgenda."""
    cpr.refuse(matter.title)
    conference = live.led(session, conference_id, CHANGEABLE, matter.presenter_id)
    if not sure:
        suspicion.look(session, conference.unit_id, [matter.title])
    standing = ordered(session, conference_id)
    if len(standing) >= MOST:
        raise FullAgenda
    _add(session, conference, [Line(OWN, matter.minutes, matter.title)], standing, matter.presenter_id)


def change(session: Session, item_id: int, matter: Matter, *, sure: bool = False) -> int:
    """Returns its conference. As `add`."""
    cpr.refuse(matter.title)
    item, conference = of_item(session, item_id)
    if not sure and item.task_id is None and matter.title != item.title:
        suspicion.look(session, conference.unit_id, [matter.title])
    item.minutes, item.presenter_id = matter.minutes, matter.presenter_id
    if item.task_id is None and matter.title:
        item.title = matter.title
    mark(conference, [item] if session.is_modified(item) else [])
    return conference.id


def shift(session: Session, item_id: int, by: int) -> int:
    """One place up or down. Returns its conference."""
    item, conference = of_item(session, item_id)
    ids = [one.id for one in ordered(session, conference.id)]
    here = ids.index(item.id)
    there = min(max(here + by, 0), len(ids) - 1)
    ids.insert(there, ids.pop(here))
    _order(session, conference, ids, [item.id] if there != here else [])
    return conference.id


def order(session: Session, conference_id: int, item_ids: Sequence[int], moved: int | None = None) -> None:
    """All of them in this order, `moved` by somebody's hand; what has come since they were shown stays behind them."""
    _order(session, live.led(session, conference_id, CHANGEABLE), item_ids, [moved] if moved else [])


def drop(session: Session, item_id: int) -> int:
    """Off the agenda before anybody has seen it there or written under it; a task waits in the queue again. Returns its conference."""
    item, conference = of_item(session, item_id)
    if conference.sent_at is not None or item.state != WAITS or conference.state != PLANNED:
        raise live.NotNow
    if item.task_id is not None and item.kind == TASK:
        life.step(session, item.task_id, SUBMITTED, conference.id)
    task_id = item.task_id
    try:
        with session.begin_nested():
            session.delete(item)
            session.flush()
    except IntegrityError as error:  # something stands under it: then it is postponed instead
        raise live.NotNow from error
    if task_id is not None:
        life.reach(session, task_id)
    return conference.id


def postpone(session: Session, item_id: int) -> int | None:
    """To the house's next date; what was written here stays here. Returns that date; None: it waits in the queue, or comes by itself."""
    item, conference = of_item(session, item_id)
    if item.state == POSTPONED:
        raise live.NotNow
    later = later_date(session, conference) if item.kind in CARRIED and proposing.may_stand(session, item) else None
    if later is None and item.kind == OWN:
        raise NoNextDate
    if later is None and item.kind == TASK and item.task_id is not None:
        life.step(session, item.task_id, SUBMITTED, conference.id)
    stop(item)
    item.state = POSTPONED
    mark(conference, [item])
    if later is None:
        return None
    live.touch(session, later.id)
    standing = ordered(session, later.id)
    if not any(one.about_the_same(item) for one in standing):  # made early, it has what runs already
        line = Line(item.kind, item.minutes, item.title, item.task_id, item.effort_id)
        _add(session, later, [line], standing, item.presenter_id, item.id)
    return later.id


def stop(item: Item) -> None:
    """Nobody talks about it any longer: the time since `begun_at` is counted."""
    if item.begun_at is not None and item.state == NOW:
        item.used += int((now() - item.begun_at).total_seconds())


def of_item(session: Session, item_id: int, states: Collection[str] = CHANGEABLE) -> tuple[Item, Conference]:
    """For those who lead it, and a write of theirs counted. NoSuchItem, NotAllowed, NotNow."""
    rows = select(Conference).join(Item, Item.conference_id == Conference.id).where(Item.id == item_id)
    conference = session.scalars(rows).one_or_none()
    if conference is None:
        raise NoSuchItem
    live.led(session, conference.id, states)
    item = session.get(Item, item_id, populate_existing=True)  # after the lock: it may have been changed just now
    if item is None:
        raise NoSuchItem
    return item, conference


def ordered(session: Session, conference_id: int) -> Sequence[Item]:
    """The items as they stand."""
    rows = select(Item).where(Item.conference_id == conference_id).order_by(Item.place, Item.id)
    return session.scalars(rows).all()


def later_date(session: Session, conference: Conference) -> Conference | None:
    """The house's next. One statement."""
    ahead = Conference.first > conference.first, Conference.state == PLANNED
    rows = select(Conference).where(Conference.unit_id == conference.unit_id, *ahead)
    return session.scalars(rows.order_by(Conference.first).limit(1)).first()


def _add(
    session: Session,
    conference: Conference,
    lines: Sequence[Line],
    standing: Sequence[Item] = (),
    presenter_id: int | None = None,
    from_id: int | None = None,
) -> int:
    """At its place among those that stand there already: before what always comes last."""
    same: dict[str, Any] = {"conference_id": conference.id, "unit_id": conference.unit_id, "from_id": from_id}
    fresh = [
        Item(place=0, kind=line.kind, minutes=line.minutes, title=line.title, presenter_id=presenter_id, **same)
        for line in lines
    ]
    for item, line in zip(fresh, lines, strict=True):
        item.task_id, item.effort_id = line.task_id, line.effort_id
    for place, item in enumerate(together(standing, fresh), 1):
        item.place = place
    session.add_all(fresh)
    mark(conference, fresh)
    session.flush()
    tasks = [line.task_id for line in lines if line.kind == TASK and line.task_id is not None]
    life.steps(session, tasks, AGENDA, conference.id)
    life.reach(session, *{line.task_id for line in lines if line.task_id is not None})
    return len(fresh)


def together(standing: Sequence[Item], fresh: Sequence[Item]) -> list[Item]:
    """What comes stands after the last task or effort, else before the last item; what was carried over before the agenda was made leads."""
    if not made(standing):
        first = next((number for number, item in enumerate(fresh) if item.kind in {TASK, EFFORT}), len(fresh))
        return [*fresh[:first], *standing, *fresh[first:]]
    about = [number for number, item in enumerate(standing, 1) if item.kind in CARRIED]
    last = about[-1] if about else len(standing) - 1
    return [*standing[:last], *fresh, *standing[last:]]


def made(standing: Sequence[Item]) -> bool:
    return any(item.kind not in CARRIED for item in standing)


def _order(session: Session, conference: Conference, item_ids: Sequence[int], moved: Collection[int]) -> None:
    rank = {one: number for number, one in enumerate(item_ids)}
    items = sorted(ordered(session, conference.id), key=lambda one: (rank.get(one.id, len(rank)), one.place, one.id))
    for place, item in enumerate(items, 1):
        item.place = place
    mark(conference, [item for item in items if item.id in moved])


def mark(conference: Conference, items: Iterable[Item]) -> None:
    """Those who have been sent the agenda see what is no longer as it was."""
    if conference.sent_at is not None:
        for item in items:
            item.marked_at = now()
