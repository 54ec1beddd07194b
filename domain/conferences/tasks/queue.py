"""The tasks of a house in their lists, what waits for a date with how long it has waited, and one task whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from domain import asking
from domain.access.staff import Staff
from domain.access.units import Unit
from domain.asked import Asked
from domain.base import COPENHAGEN, now, quarter, today
from domain.conferences.tables.series import Conference
from domain.conferences.tables.task import (
    AGENDA,
    ALIVE,
    CLOSED,
    DISCUSSED,
    DRAFT,
    EFFORT,
    FOLLOWED,
    SUBMITTED,
    WITHDRAWN,
    Number,
    Step,
    Task,
    Wanted,
    agreed,
)
from domain.conferences.tasks import lapsing
from domain.consent import CONFERENCE, GRANTED, ConsentRequest

OPEN = SUBMITTED, DISCUSSED
"""What a chair can put on an agenda: what waits, and what was talked about without an end."""
WAITING, ON_AGENDA, RUNNING, OVER = (SUBMITTED,), (AGENDA,), (DISCUSSED, EFFORT, FOLLOWED), (CLOSED, WITHDRAWN)
PAGE = 50


class Role(NamedTuple):
    """Of PPR, that a task asks for, and who has taken it."""

    role: str
    name: str | None


@dataclass(frozen=True, kw_only=True)
class Whole(Asked):
    """A task with the names around it. `consent` is the question's state, None where nobody has been asked. `roles`: by their name.

    `next_first`: the first quarter of the date that it waits for, as far as that is known.
    """

    task: Task
    house: str
    from_unit: str
    writer: str
    consent: str | None
    until: Any
    next_first: int | None
    roles: Sequence[Role]

    @property
    def runs_out(self) -> bool:
        """Whether it is open, and the parents' yes will have run out by its next date."""
        return self.task.state in ALIVE and self.consent == GRANTED and lapsing.runs_out(self.until, self.next_first)


def backlog(session: Session, unit_id: int, states: Sequence[str] = WAITING) -> Sequence[Any]:
    """What can be put on an agenda of the house, oldest first; `waited` says for how long. The columns of `listed`.

    Without the parents' yes a task that names their child waits for that first, also where its writer leads (undated.NO_YES).
    """
    return session.execute(_can_be_put(), {"unit": unit_id, "states": states}).all()


def listed(session: Session, unit_id: int, states: Sequence[str], page: int = 0) -> Sequence[Any]:
    """The house's tasks in these states as far as the viewer may read them, oldest first, a page and one more to tell that there is a next.

    Columns: id, title, kind, urgency, state, submitted_at, created_at, child_name, house, from_unit, consent.
    """
    rows = _of_house().limit(PAGE + 1).offset(PAGE * page)
    return session.execute(rows, {"unit": unit_id, "states": states}).all()


def mine(session: Session, staff_id: int, page: int = 0) -> Sequence[Any]:
    """What somebody has written themselves, drafts too, newest first: the same columns."""
    own = _columns().where(Task.writer_id == staff_id).order_by(Task.created_at.desc(), Task.id.desc())
    return session.execute(own.limit(PAGE + 1).offset(PAGE * page)).all()


def waited(submitted_at: datetime) -> int:
    """Days since it was put first."""
    return (today() - submitted_at.astimezone(COPENHAGEN).date()).days


def lacks_yes(state: str, named: object, consent: str | None) -> bool:
    """Whether it cannot go on without an answer of the parents: it names their child (`named`), is not over, and they do not say yes to it.

    The one rule by which lists and the task's page say what `consent` (asking.state) is. Nothing is missing from what is over.
    """
    return bool(named) and state in (DRAFT, *ALIVE) and consent != GRANTED


def whole(session: Session, task_id: int) -> Whole | None:
    """One task, if the viewer may read it. One statement."""
    rows = session.execute(_whole(), {"task": task_id, "quarter": quarter(now())}).all()
    if not rows:
        return None
    roles = [Role(role, name) for *_, role, name in rows if role is not None]
    names = [name for name in Whole.__dataclass_fields__ if name != "roles"]
    return Whole(**dict(zip(names, rows[0][:-2], strict=True)), roles=roles)


def numbers(session: Session, task_id: int) -> Sequence[Any]:
    """What each voice has said, (voice, value, reason, at), in the order it was said."""
    columns = select(Number.voice, Number.value, Number.reason, Number.at)
    return session.execute(columns.where(Number.task_id == task_id).order_by(Number.at, Number.id)).all()


def steps(session: Session, task_id: int) -> Sequence[Any]:
    """What has become of it, (at, state, first), with the date that it was about as far as the viewer may know of it."""
    columns = select(Step.at, Step.state, Conference.first).outerjoin(Conference, Conference.id == Step.conference_id)
    return session.execute(columns.where(Step.task_id == task_id).order_by(Step.id)).all()


@cache
def _whole() -> Select[*tuple[Any, ...]]:
    house, giver, taker = aliased(Unit), aliased(Unit), aliased(Staff)
    names = (house.name.label("house"), giver.name.label("from_unit"), Staff.name.label("writer"))
    return (
        select(Task, *names, asking.state(), ConsentRequest.until)
        .add_columns(lapsing.next_date(bindparam("quarter")), Wanted.role, taker.name)
        .join(house, house.id == Task.unit_id)
        .join(giver, giver.id == Task.from_unit_id)
        .join(Staff, Staff.id == Task.writer_id)
        .outerjoin(ConsentRequest, _question())
        .outerjoin(Wanted, Wanted.task_id == Task.id)
        .outerjoin(taker, taker.id == Wanted.taken_by)
        .where(Task.id == bindparam("task"))
        .order_by(Wanted.role)
    )


@cache
def _of_house() -> Select[*tuple[Any, ...]]:
    # few wait, most are over: a plan must know which are asked for
    states: Any = bindparam("states", expanding=True, literal_execute=True)
    wanted = Task.unit_id == bindparam("unit"), Task.state.in_(states)
    return _columns().where(*wanted).order_by(Task.submitted_at, Task.id)


@cache
def _can_be_put() -> Select[*tuple[Any, ...]]:
    return _of_house().where(agreed(Task, Task.id))


@cache
def _columns() -> Select[*tuple[Any, ...]]:
    house, giver = aliased(Unit), aliased(Unit)
    own = (
        Task.id,
        Task.title,
        Task.kind,
        Task.urgency,
        Task.state,
        Task.submitted_at,
        Task.created_at,
        Task.child_name,
    )
    return (
        select(*own, house.name.label("house"), giver.name.label("from_unit"), asking.state())
        .select_from(Task)
        .join(house, house.id == Task.unit_id)
        .join(giver, giver.id == Task.from_unit_id)
        .outerjoin(ConsentRequest, _question())
    )


def _question() -> Any:
    return and_(Task.child_id.is_not(None), asking.question("task", Task.id, CONFERENCE))
