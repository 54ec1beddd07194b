"""What a writer does with a task: write it, submit it, withdraw it, and put it again without a name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from domain import asking, due, suspicion
from domain.access import Viewer
from domain.base import DomainError, now
from domain.conferences.meeting import live
from domain.conferences.tables.task import (
    AGENDA,
    BAL,
    CHILD,
    DEVELOPMENT,
    DRAFT,
    FRAMES,
    PARENTS,
    RUNS,
    SOS,
    SUBMITTED,
    TEXTS,
    WITHDRAWN,
    Number,
    Task,
    Wanted,
)
from domain.conferences.tasks import ending, lapsing, life
from domain.conferences.tasks.targets import chosen
from domain.consent import CONFERENCE, ConsentMissing
from domain.consent import withdraw as withdraw_consent
from domain.due import Entry
from domain.suspicion import LooksNamed as LooksNamed

NAMED = (CHILD, PARENTS)
"""The kinds that can be about one child."""
WRITABLE = (DRAFT, SUBMITTED, AGENDA)
"""What has been discussed stays as it was put."""


class NotAgreed(ConsentMissing):
    """The parents have not said yes: ask them, or put the task anonymously."""


class NotWhole(DomainError):
    """A title or what it is about is missing: nobody could discuss it."""


class NotYours(DomainError):
    """Only its writer may do that, and only before it has been discussed."""


class WrittenMeanwhile(DomainError):
    """The same writer has changed it in another window."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the writer fills in. `sheet` by the names of its frame; `numbers`: [number, reason] by voice; `roles` of PPR that are wanted."""

    title: str = ""
    occupies: str = ""
    interpretation: str = ""
    tried: str = ""
    family_view: str = ""
    wanted: str = ""
    sheet: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, Any] = field(default_factory=dict)
    urgency: int = 1
    urgency_reason: str = ""
    minutes: int = 20
    roles: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "roles"}

    def texts(self) -> tuple[str, ...]:
        own = (getattr(self, name) for name in TEXTS)
        said = (str(one) for pair in self.numbers.items() for one in (pair[0], pair[1][1]))
        return (*own, *self.sheet.values(), *said)


def write(
    session: Session, from_unit_id: int, house_id: int, kind: str, words: Words, start_id: int | None = None
) -> Task:
    """A draft, which its writer alone can see; with `start_id` about the child that starts there. NotTheirs, CprRefused."""
    target = chosen(session, from_unit_id, house_id, start_id if kind in NAMED else None)
    task = Task(unit_id=target.unit_id, from_unit_id=from_unit_id, writer_id=_staff(session), kind=kind)
    task.child_id, task.start_id, task.child_name = target.child_id, target.start_id, target.child
    task.frame, task.state = BAL if kind == DEVELOPMENT else SOS, DRAFT
    task.created_at = task.written_at = now()
    fill(task, words)
    session.add(task)
    session.flush()
    ask_for(session, task.id, words.roles)
    return task


def submit(session: Session, task_id: int, *, sure: bool = False) -> None:
    """To the house's queue. NotWhole, NotAgreed (named without a yes), LooksNamed (anonymous, unless the writer is `sure`), WrongStep."""
    task = own(session, task_id)
    look_at(session, task, words_of(task), sure=sure)
    numbers, task.numbers = task.numbers, {}
    session.add_all(_number(session, task, voice, value, reason) for voice, (value, reason) in numbers.items())
    session.flush()
    life.step(session, task_id, SUBMITTED)
    life.reach(session, task_id)
    news = Entry(
        key=f"task/{task_id}/put",
        unit_id=task.unit_id,
        staff_id=task.writer_id,  # the leaders of the house see all of its day
        kind="opgave",
        at=now(),
        done_at=now(),
        target=f"task/{task_id}",
    )
    due.put(session, [news])
    due.done(session, answered_key(task_id))


def withdraw(session: Session, task_id: int) -> None:
    """Taken back by its writer before it has been discussed, or whenever the parents have said no. NotYours."""
    task = own(session, task_id)
    if task.state not in WRITABLE and not (task.child_id and not agreed(session, task_id)):
        raise NotYours
    _end(session, task)


def again(session: Session, task_id: int) -> Task:
    """The same matter as a new draft that names nobody, with a text of its own; the one that named the child is withdrawn."""
    task = own(session, task_id)
    if task.child_id is None:
        raise NotYours
    if task.state != WITHDRAWN:
        _end(session, task)
    words = Words(urgency=task.urgency, minutes=task.minutes)
    fresh = Task(unit_id=task.unit_id, from_unit_id=task.from_unit_id, writer_id=task.writer_id, kind=task.kind)
    fresh.frame, fresh.state, fresh.again_id = task.frame, DRAFT, task_id
    fresh.created_at = fresh.written_at = now()
    fill(fresh, words)
    session.add(fresh)
    session.flush()
    return fresh


def _end(session: Session, task: Task) -> None:
    """With the task the yes to it ends: what was written about the child under it is closed."""
    if task.state == AGENDA:
        live.stirred(session, task.id)
    lines = lapsing.keys(session, task)
    if task.state in RUNS:
        ending.efforts(session, task.id)
    life.withdrawn(session, task)
    due.drop(session, f"task/{task.id}/put", answered_key(task.id), *lines)
    if task.child_id is not None:
        withdraw_consent(session, f"task/{task.id}", task.child_id)


def enter(
    session: Session, task_id: int, voice: str, value: int, reason: str, conference_id: int | None = None
) -> None:
    """One voice's number at this moment, entered by whoever reads the task. NoSuchTask; NotYours of a draft, whose numbers stand in it."""
    task = session.get(Task, task_id)
    if task is None:
        raise life.NoSuchTask
    if task.state == DRAFT:
        raise NotYours
    session.add(_number(session, task, voice, value, reason, conference_id))
    session.flush()


def own(session: Session, task_id: int) -> Task:
    """The viewer's own. NoSuchTask for one that they may not see, NotYours for somebody else's."""
    task = session.get(Task, task_id)
    if task is None:
        raise life.NoSuchTask
    if task.writer_id != _staff(session):
        raise NotYours
    return task


def agreed(session: Session, task_id: int) -> bool:
    """Whether the parents' yes to this task is in force."""
    return asking.agreed(session, CONFERENCE, task_id)


def refused(session: Session, task_id: int) -> bool:
    """Whether a holder of custody says no to this task."""
    return asking.refused(session, f"task/{task_id}", CONFERENCE)


def words_of(task: Task) -> Words:
    """What stands in it; which roles it asks for stands apart."""
    return Words(**{name: getattr(task, name) for name in Words().columns()})


def answered_key(task_id: int) -> str:
    """Of the row that tells its writer what the parents have said."""
    return asking.answered_key(f"task/{task_id}")


def look_at(session: Session, task: Task, words: Words, *, sure: bool, waits: bool = False) -> None:
    """Whether it can be put. With `waits` it is enough that the parents have not said no. NotWhole, NotAgreed, LooksNamed."""
    if not words.title or not (words.occupies or words.sheet.get(FRAMES[task.frame][0])):
        raise NotWhole
    if task.child_id is not None and (refused(session, task.id) if waits else not agreed(session, task.id)):
        raise NotAgreed
    if not sure:
        suspicion.look(session, task.unit_id, words.texts(), task.start_id)


def fill(task: Task, words: Words) -> None:
    """Only what differs is a change."""
    for name, value in words.columns().items():
        if getattr(task, name) != value:
            setattr(task, name, value)
    task.sheet = {part: words.sheet.get(part, "") for part in FRAMES[task.frame]}


def ask_for(session: Session, task_id: int, roles: tuple[str, ...]) -> None:
    """Roles of PPR that it does not ask for yet."""
    if roles:
        session.execute(insert(Wanted), [{"task_id": task_id, "role": role} for role in roles])


def _number(
    session: Session, task: Task, voice: str, value: int, reason: str, conference_id: int | None = None
) -> Number:
    same: dict[str, Any] = {"task_id": task.id, "unit_id": task.unit_id, "child_id": task.child_id}
    said: dict[str, Any] = {"voice": voice, "value": value, "reason": reason, "conference_id": conference_id}
    return Number(**same, **said, at=now(), entered_by=_staff(session))


def _staff(session: Session) -> int:
    viewer: Viewer = session.info["viewer"]
    assert viewer.staff is not None
    return viewer.staff
