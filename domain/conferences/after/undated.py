"""Nothing falls between two conferences: each open task, effort and agreement of a house that has no next date, for its chair."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal, not_, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from domain import due
from domain.access import NotAllowed, Viewer
from domain.access.staff import Membership, Staff, works
from domain.base import now, quarter, today
from domain.conferences.after import told
from domain.conferences.before import agenda
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.meeting import OWN, POSTPONED, TASK, WAITS, Agreement, Item
from domain.conferences.tables.series import BEGUN, PLANNED, Conference
from domain.conferences.tables.task import AGENDA, DISCUSSED, RUNS, SUBMITTED, Task, agreed
from domain.conferences.tasks import life
from domain.conferences.tasks.life import NoSuchTask, WrongStep
from domain.due import Entry
from domain.tovholder.followed import RUNNING

NO_YES, NO_CONFERENCE, NOT_DECIDED, NO_EFFORT, LEFT_BEHIND, LATE, NO_TOVHOLDER, NOT_ENDED, NOT_BEGUN = (
    *("uden-samtykke", "ingen-konference", "uden-beslutning", "uden-indsats", "paa-gammel-dagsorden"),
    *("frist-overskredet", "uden-tovholder", "ikke-slut", "ikke-begyndt"),
)
"""Why it has none."""
DAY = timedelta(days=1)
"""So long after it began a meeting may be going on, and so long after its time it may still be about to begin."""
UNDATED = "uden-dato"
WHY = {"unscoped": "ids and states of what has no next date: the texts are read by the chair, behind their policies"}


@dataclass(frozen=True)
class Loose:
    """`what` is "task", "effort", "agreement" or "conference"; `title` None: of a conference, or about a child whose parents do not say yes
    to it (any longer).
    """

    what: str
    id: int
    why: str
    title: str | None


def of_house(session: Session, unit_id: int) -> list[Loose]:
    """What the house's chair has to give a date. Four statements at most: one for the ids, one for each kind's titles."""
    rows = session.execute(_loose(unit_id), execution_options=WHY)
    found = [(row.what, row.id, row.why) for row in rows]
    titles = dict(_titles(session, found))
    return [Loose(what, number, why, titles.get((what, number))) for what, number, why in found]


def requeue(session: Session, task_id: int) -> None:
    """A task that was left on an agenda goes on the house's next date, or back into the queue. By the leaders of its house.

    NoSuchTask, NotAllowed, WrongStep where it stands on an agenda to come.
    """
    viewer: Viewer = session.info["viewer"]
    found = session.execute(select(Task, _left_behind().label("left")).where(Task.id == task_id)).one_or_none()
    if found is None:
        raise NoSuchTask
    task: Task = found.Task
    if task.unit_id not in viewer.leads():
        raise NotAllowed(f"put task {task_id} back in the queue")
    if not found.left:
        raise WrongStep
    of_task = select(Item.id).join(Conference, Conference.id == Item.conference_id).where(Item.task_id == task_id)
    open_ = Item.kind == TASK, Item.state != POSTPONED, Conference.state.in_(agenda.CHANGEABLE)
    items = session.scalars(of_task.where(*open_)).all()
    for item in items:
        agenda.postpone(session, item)
    if not items:
        life.step(session, task_id, SUBMITTED)


def look(session: Session) -> None:
    """A line on the Min dag of each house's leader while something there has no date; gone again when all have one."""
    loose = session.execute(_loose(), execution_options=WHY)
    units = {row.unit_id for row in loose}
    leads = select(Membership.unit_id, Membership.staff_id).join(Staff, Staff.id == Membership.staff_id)
    lead = leads.where(Membership.role == "leder", Staff.active, Membership.unit_id.in_(units))
    leaders = dict(session.execute(lead.order_by(Staff.id.desc())).all()) if units else {}
    standing = session.scalars(select(due.Due.unit_id).where(due.Due.kind == UNDATED, due.Due.done_at.is_(None))).all()
    due.drop(session, *(_key(unit) for unit in standing if unit not in units))
    at = told.begins(today())
    new = [unit for unit in sorted(units) if unit not in standing]
    due.put(
        session,
        [
            Entry(
                key=_key(unit), unit_id=unit, staff_id=leaders.get(unit), kind=UNDATED, at=at, target=f"undated/{unit}"
            )
            for unit in new
        ],
    )


def _loose(unit_id: int | None = None) -> Any:
    """(what, id, unit_id, why) of all that is open and has no next date, and of meetings that nobody has ended or begun: of one house, or of all."""
    parts = [_row("conference", Conference, why, asked) for why, asked in _meetings()]
    parts += [_row("task", Task, why, asked) for why, asked in _tasks()]
    parts += [_row("effort", Effort, why, asked) for why, asked in _efforts()]
    late = and_(Agreement.done_at.is_(None), Agreement.deadline < today(), not_(_coming(Agreement.unit_id)))
    parts.append(_row("agreement", Agreement, LATE, late))
    if unit_id is not None:
        parts = [part.where(part.selected_columns.unit_id == unit_id) for part in parts]
    return select(union_all(*parts).subquery())


def _efforts() -> Iterator[tuple[str, ColumnElement[bool]]]:
    runs = and_(Effort.state == RUNNING, agreed(Effort, Effort.task_id, today()))  # without a yes its task says so
    yield NO_TOVHOLDER, and_(runs, not_(works(Effort.tovholder_id, Effort.for_unit_id)))
    yield NO_CONFERENCE, and_(runs, Effort.follow_up_on < today(), not_(_coming(Effort.unit_id)))


def _meetings() -> Iterator[tuple[str, ColumnElement[bool]]]:
    """What has been talked about there is settled nowhere else until somebody says that it is over."""
    yield NOT_ENDED, and_(Conference.state == BEGUN, not_(_going_on(Conference)))
    left = exists().where(Item.conference_id == Conference.id, Item.state == WAITS, Item.kind.in_((TASK, OWN)))
    passed = Conference.first + Conference.quarters <= quarter(now() - DAY)
    yield NOT_BEGUN, and_(Conference.state == PLANNED, passed, left)


def _tasks() -> Iterator[tuple[str, ColumnElement[bool]]]:
    yes = agreed(Task, Task.id, today())
    open_ = Task.state.in_((SUBMITTED, DISCUSSED, *RUNS))
    yield NO_YES, and_(or_(open_, _left_behind()), not_(yes))
    yield NO_CONFERENCE, and_(Task.state == SUBMITTED, yes, not_(_coming(Task.unit_id)))
    yield LEFT_BEHIND, and_(_left_behind(), yes)
    yield NOT_DECIDED, and_(Task.state == DISCUSSED, yes, not_(_on_agenda()))
    runs = aliased(Effort)
    running = exists().where(runs.task_id == Task.id, runs.state == RUNNING)
    yield NO_EFFORT, and_(Task.state.in_(RUNS), yes, not_(running))


def _left_behind() -> ColumnElement[bool]:
    """Of a task: it stands on the agenda of what is over or was not held, and of nothing that is to come."""
    return and_(Task.state == AGENDA, not_(_on_agenda()))


def _row(what: str, of: Any, why: str, asked: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(literal(what).label("what"), of.id, of.unit_id, literal(why).label("why")).where(asked)


def _coming(unit_id: Any) -> ColumnElement[bool]:
    """The unit has a conference that is still to be held, or is being held."""
    one = aliased(Conference)
    return exists().where(one.unit_id == unit_id, or_(_going_on(one), _ahead(one)))


def _on_agenda() -> ColumnElement[bool]:
    one, item = aliased(Conference), aliased(Item)
    stands = exists().where(item.task_id == Task.id, item.conference_id == one.id, item.state != POSTPONED)
    return stands.where(or_(_going_on(one), _ahead(one)))


def _going_on(one: Any) -> ColumnElement[bool]:
    """Begun, and not simply left open."""
    return and_(one.state == BEGUN, one.begun_at > now() - DAY)


def _ahead(one: Any) -> ColumnElement[bool]:
    return and_(one.state == PLANNED, one.first + one.quarters > quarter(now()))


def _titles(session: Session, found: list[tuple[str, int, str]]) -> Iterator[tuple[tuple[str, int], str]]:
    """As far as the viewer may read them."""
    columns = {"task": (Task, Task.title), "effort": (Effort, Effort.goal), "agreement": (Agreement, Agreement.text)}
    for what, (of, title) in columns.items():
        ids = {number for kind, number, _ in found if kind == what}
        if ids:
            rows = session.execute(select(of.id, title).where(of.id.in_(ids)))  # type: ignore[attr-defined]
            yield from (((what, row[0]), row[1]) for row in rows)


def _key(unit_id: int) -> str:
    return f"{UNDATED}/{unit_id}"
