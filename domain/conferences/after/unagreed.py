"""A task without the parents' yes, which nobody but its writer may read: who knows of it, who can ask the parents again, and who can end it."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import Session, aliased

from domain import asking, due
from domain.access import NotAllowed, Viewer
from domain.access.staff import Staff, works
from domain.access.units import Unit
from domain.asking import OPEN_STATES
from domain.base import today
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.task import AGENDA, ALIVE, CLOSED, SUBMITTED, WITHDRAWN, Task, agreed
from domain.conferences.tasks import ending, lapsing, life
from domain.conferences.tasks.asking import MAIL, put_to_parents, subject
from domain.conferences.tasks.life import NoSuchTask, WrongStep
from domain.consent import CONFERENCE, ConsentRequest
from domain.people.reachable import Reachable
from domain.tovholder.followed import RUNNING

WHY = {
    "unscoped": "who wrote it, who holds on to it and what the parents' answer is: no word of it, and nobody it is about"
}
KEPT = {"unscoped": "when the parents were asked is kept for whoever asks", "synchronize_session": False}


@dataclass(frozen=True, kw_only=True)
class Holder:
    """The tovholder of an effort that runs for it, and when it is followed up. `works`: they still work where they are tovholder for."""

    name: str
    follow_up_on: date
    works: bool


@dataclass(frozen=True, kw_only=True)
class Unagreed:
    """What may be known of it. `consent`: as asking.state. `agreed`: their yes is in force. `works`: its writer still works in `from_unit`.

    Of the viewer: `wrote` it and still works there, `leads` its house, `holds` an effort for it as tovholder. `units`: where the page about it
    is opened, best first.
    """

    task_id: int
    house: str
    state: str
    consent: str | None
    agreed: bool
    writer: str
    from_unit: str
    works: bool
    holders: tuple[Holder, ...]
    units: tuple[int, ...]
    wrote: bool
    leads: bool
    holds: bool

    @property
    def asks(self) -> bool:
        """Whether they may ask the parents again: its writer, its tovholder, and whoever leads the house once its writer has stopped."""
        return self.consent in OPEN_STATES and (self.wrote or self.holds or (self.leads and not self.works))

    @property
    def begun(self) -> bool:
        """Whether it has been talked about at a conference."""
        return self.state not in {SUBMITTED, AGENDA}

    @property
    def ends(self) -> bool:
        """Whether they may end it: what has not been talked about yet is its writer's, as long as there is one."""
        return self.holds or (self.leads and (self.begun or not self.works))


def one(session: Session, task_id: int) -> Unagreed:
    """For its writer, its tovholder and the leaders of its house. NoSuchTask. Two statements."""
    return _found(session, task_id)[0]


def ask(session: Session, secret: str, task_id: int, *, sms: bool = False) -> Reachable:
    """The parents are asked again. NoSuchTask, NotAllowed, WrongStep where they say yes, StartOver."""
    found, row = _found(session, task_id)
    _still(found, may=found.asks)
    asked_at, reached = put_to_parents(session, secret, row, sms=sms)
    if asked_at != row.asked_at:
        kept = update(Task).where(Task.id == task_id).values(asked_at=asked_at, version=Task.version + 1)
        session.execute(kept, execution_options=KEPT)
    return reached


def close(session: Session, task_id: int) -> None:
    """It is not followed any longer, and the parents are not asked any more; one that nobody has talked about is withdrawn. As `ask`."""
    found, row = _found(session, task_id)
    _still(found, may=found.ends)
    lines = lapsing.keys(session, row)
    ending.efforts(session, task_id)
    life.unread(session, task_id, CLOSED if found.begun else WITHDRAWN)
    asking.over(session, subject(task_id), MAIL, row.child_id)
    due.drop(session, *lines)


def _still(found: Unagreed, *, may: bool) -> None:
    if found.agreed:
        raise WrongStep
    if not may:
        raise NotAllowed(f"task {found.task_id} without the parents' yes")


def _found(session: Session, task_id: int) -> tuple[Unagreed, Any]:
    viewer: Viewer = session.info["viewer"]
    row = session.execute(_task(), {"task": task_id, "today": today()}, execution_options=WHY).one_or_none()
    if row is None or row.child_id is None or row.state not in ALIVE:
        raise NoSuchTask
    efforts = session.execute(_efforts(), {"task": task_id}, execution_options=WHY).all()
    units = viewer.every_unit()
    found = Unagreed(
        task_id=task_id,
        house=row.house,
        state=row.state,
        consent=row.consent,
        agreed=row.agreed,
        writer=row.writer,
        from_unit=row.from_unit,
        works=row.works,
        holders=tuple(Holder(name=one.name, follow_up_on=one.follow_up_on, works=one.works) for one in efforts),
        units=(*(one.for_unit_id for one in efforts if one.tovholder_id == viewer.staff), row.unit_id),
        wrote=row.writer_id == viewer.staff and row.from_unit_id in units,
        leads=row.unit_id in viewer.leads(),
        holds=any(one.tovholder_id == viewer.staff and one.for_unit_id in units for one in efforts),
    )
    if not (found.wrote or found.leads or found.holds):
        raise NoSuchTask
    return found, row


@cache
def _task() -> Select[*tuple[Any, ...]]:
    """Of its row what put_to_parents asks for, and the names around it."""
    house, giver = aliased(Unit), aliased(Unit)
    own = (Task.id, Task.unit_id, Task.from_unit_id, Task.writer_id, Task.child_id, Task.start_id, Task.state)
    names = (house.name.label("house"), giver.name.label("from_unit"), Staff.name.label("writer"))
    yes = agreed(Task, Task.id, bindparam("today")).label("agreed")
    there = works(Task.writer_id, Task.from_unit_id).label("works")
    return (
        select(*own, Task.asked_at, Task.ended_at, *names, asking.state(), yes, there)
        .join(house, house.id == Task.unit_id)
        .join(giver, giver.id == Task.from_unit_id)
        .join(Staff, Staff.id == Task.writer_id)
        .outerjoin(ConsentRequest, asking.question("task", Task.id, CONFERENCE))
        .where(Task.id == bindparam("task"))
    )


@cache
def _efforts() -> Select[*tuple[Any, ...]]:
    columns = (Effort.tovholder_id, Effort.for_unit_id, Effort.follow_up_on, Staff.name)
    running = Effort.task_id == bindparam("task"), Effort.state == RUNNING
    return (
        select(*columns, works(Effort.tovholder_id, Effort.for_unit_id).label("works"))
        .join(Staff, Staff.id == Effort.tovholder_id)
        .where(*running)
        .order_by(Effort.id)
    )
