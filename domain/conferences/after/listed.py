"""The efforts that run: a house's, and one's own; and one of them with its history and its numbers over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from domain.access import ASKING, Viewer
from domain.access.staff import Staff
from domain.access.units import Unit
from domain.conferences.after.efforts import NoSuchEffort
from domain.conferences.meeting.deciding import decides
from domain.conferences.tables.effort import ROLE, Effort, FollowUp
from domain.conferences.tables.task import Number, Task
from domain.rows import plain
from domain.tovholder import handing
from domain.tovholder.followed import CLOSED, RUNNING

MOST = 200


@dataclass(frozen=True)
class Numbers:
    """One voice's numbers, oldest first: (day, 0-10)."""

    voice: str
    points: tuple[tuple[date, int], ...]

    @property
    def last(self) -> int:
        return self.points[-1][1]

    @property
    def way(self) -> int:
        """How far it has come since the first."""
        return self.last - self.points[0][1]


@dataclass(frozen=True)
class Shown:
    """An effort as its page shows it: `row` of _columns; `history` of FollowUp with the name of who wrote; `offers` of handing.history.

    Of whoever asks: whether they may look at it again (`follows`), offer the role to somebody else (`hands`), or have been offered it (`asked`).
    """

    viewer: Viewer
    row: Any
    history: Sequence[Any]
    numbers: list[Numbers]
    offers: Sequence[Any]

    @property
    def offered(self) -> Any:
        """The open offer, if there is one."""
        return next((one for one in self.offers if one.answered_at is None), None)

    @property
    def runs(self) -> bool:
        return bool(self.row.state == RUNNING)

    @property
    def follows(self) -> bool:
        return self.runs and bool(self.row.decides or self.row.tovholder_id == self.viewer.staff)

    @property
    def hands(self) -> bool:
        return self.runs and handing.hands_on(self.viewer, self.row)

    @property
    def asked(self) -> bool:
        return self.offered is not None and self.offered.to_id == self.viewer.staff


def efforts(session: Session, unit_id: int, *, ended: bool = False) -> list[tuple[Any, list[Numbers]]]:
    """The unit's, and those that the viewer is tovholder of, with the numbers of their task. Two statements.

    Running: what is to be looked at first comes first. Ended: the newest first.
    """
    viewer: Viewer = session.info["viewer"]
    own = or_(Effort.unit_id == unit_id, Effort.tovholder_id == viewer.staff)
    order = (Effort.closed_at.desc(), Effort.id) if ended else (Effort.follow_up_on, Effort.id)
    found = _columns().where(own, Effort.state == (CLOSED if ended else RUNNING))
    rows = plain(session.execute(found.order_by(*order).limit(MOST)))
    numbers = _numbers(session, {row.task_id for row in rows})
    return [(row, numbers.get(row.task_id, [])) for row in rows]


def head(session: Session, effort_id: int) -> Any:
    """The effort alone, with the names around it. NoSuchEffort. One statement."""
    row = session.execute(_columns().where(Effort.id == effort_id)).one_or_none()
    if row is None:
        raise NoSuchEffort
    return row


def one(session: Session, effort_id: int) -> Shown:
    """NoSuchEffort. Four statements."""
    row = head(session, effort_id)
    history = session.execute(
        select(FollowUp, Staff.name)
        .join(Staff, Staff.id == FollowUp.staff_id)
        .where(FollowUp.effort_id == effort_id)
        .order_by(FollowUp.id)
    ).all()
    numbers = _numbers(session, {row.task_id}).get(row.task_id, [])
    return Shown(session.info["viewer"], row, history, numbers, session.execute(handing.history(ROLE, effort_id)).all())


def _columns() -> Select[*tuple[Any, ...]]:
    what = (Effort.id, Effort.task_id, Effort.child_id, Effort.goal, Effort.who_does_what, Effort.track, Effort.target)
    when = (Effort.starts_on, Effort.follow_up_on, Effort.state, Effort.outcome, Effort.learned, Effort.closed_at)
    who = (Effort.tovholder_id, Staff.name.label("tovholder"), Staff.active.label("works"))
    where = (Effort.unit_id, Unit.name.label("house"), Effort.conference_id, Effort.version, Effort.agreed_at)
    return (
        select(*what, *when, *who, *where, Task.title.label("task"), Task.kind, decides(ASKING).label("decides"))
        .join(Staff, Staff.id == Effort.tovholder_id)
        .join(Unit, Unit.id == Effort.unit_id)
        .join(Task, Task.id == Effort.task_id)
    )


def _numbers(session: Session, task_ids: set[int]) -> dict[int, list[Numbers]]:
    """By task, each voice in the order in which they first spoke."""
    found: dict[int, dict[str, list[tuple[date, int]]]] = {}
    columns = select(Number.task_id, Number.voice, Number.at, Number.value)
    for row in session.execute(columns.where(Number.task_id.in_(task_ids)).order_by(Number.at, Number.id)):
        found.setdefault(row.task_id, {}).setdefault(row.voice, []).append((row.at.date(), row.value))
    return {
        task_id: [Numbers(voice, tuple(points)) for voice, points in voices.items()]
        for task_id, voices in found.items()
    }
