"""What an agenda is made of by itself: the template, due follow-ups, new tasks by urgency and age, and the other running efforts."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.base import N_
from domain.booking.finding.openings import local_day
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.meeting import AGREEMENTS, CLOSING, EFFORT, LEARNING, TASK, TRANSITIONS, WELCOME, Item
from domain.conferences.tables.series import Conference
from domain.conferences.tables.task import DISCUSSED, SUBMITTED, Task, agreed
from domain.tovholder.followed import RUNNING

QUARTER_MINUTES = 15
NOW_URGENT = 3
SHORT = 5
"""Minutes of a running effort whose follow-up is not due."""


@dataclass(frozen=True)
class Line:
    """An item as it is proposed. `title` is empty for a task or an effort: theirs stands with them."""

    kind: str
    minutes: int
    title: str = ""
    task_id: int | None = None
    effort_id: int | None = None


USUAL = (
    Line(WELCOME, 5, N_("Velkomst, roller og afbud")),
    Line(AGREEMENTS, 10, N_("Aftaler siden sidst")),
    Line(TASK, 20, N_("Nye opgaver")),
    Line(EFFORT, 10, N_("Løbende indsatser")),
    Line(TRANSITIONS, 10, N_("Overgange de næste tre måneder")),
    Line(LEARNING, 5, N_("Læring på tværs og eventuelt")),
    Line(CLOSING, 5, N_("Opsamling og næste dato")),
)
"""As long as the administrator has not written a template. The minutes of efforts are for each one."""


@dataclass(frozen=True)
class Waiting:
    """What could be put on: rows of tasks by urgency and age, and of efforts by the day on which they are to be looked at."""

    tasks: Sequence[Any]
    efforts: Sequence[Any]

    def without(self, standing: Iterable[Item]) -> "Waiting":
        """What already stands on the agenda, or has just been postponed from it."""
        there = list(standing)
        tasks, efforts = ({getattr(item, name) for item in there} for name in ("task_id", "effort_id"))
        return Waiting(
            [one for one in self.tasks if one.id not in tasks], [one for one in self.efforts if one.id not in efforts]
        )


def waiting(session: Session, unit_id: int) -> Waiting:
    """The house's submitted tasks and those that were discussed without an end; its running efforts. Two statements.

    Of a child that is named only while its parents say yes, also where the house itself asks, or whoever wrote it.
    """
    tasks = (
        select(Task.id, Task.urgency, Task.minutes, Task.submitted_at, Task.state)
        .where(Task.unit_id == unit_id, Task.state.in_((SUBMITTED, DISCUSSED)), agreed(Task, Task.id))
        .order_by(Task.urgency.desc(), Task.submitted_at, Task.id)
    )
    efforts = (
        select(Effort.id, Effort.task_id, Effort.follow_up_on)
        .where(Effort.unit_id == unit_id, Effort.state == RUNNING)
        .order_by(Effort.follow_up_on, Effort.id)
    )
    return Waiting(session.execute(tasks).all(), session.execute(efforts).all())


def may_stand(session: Session, item: Item) -> bool:
    """Whether it may stand on another agenda: without the parents' yes a named task waits in the queue until they have been asked again."""
    task = select(agreed(Task, Task.id)).where(Task.id == item.task_id)
    return item.kind != TASK or session.scalar(task) is not False


def lines(conference: Conference, frame: Sequence[Line], found: Waiting, taken: int = 0) -> list[Line]:
    """The whole agenda in order. What is due and what is urgent comes on whether or not there is time; the rest while there is.

    `taken`: minutes that already stand there.
    """
    each = next((line.minutes for line in frame if line.kind == EFFORT), SHORT)
    plain = sum(line.minutes for line in frame if line.kind not in {TASK, EFFORT})
    left = conference.quarters * QUARTER_MINUTES - plain - taken
    due = [one for one in found.efforts if _due(one, local_day(conference.first))]
    efforts = [Line(EFFORT, each, task_id=one.task_id, effort_id=one.id) for one in due]
    left -= each * len(efforts)
    tasks = list(_fitting((Line(TASK, one.minutes, task_id=one.id) for one in found.tasks), left, _urgent(found)))
    left -= sum(line.minutes for line in tasks)
    rest = (Line(EFFORT, SHORT, task_id=one.task_id, effort_id=one.id) for one in found.efforts if one not in due)
    more = {TASK: tasks, EFFORT: efforts + list(_fitting(rest, left))}
    placed = [line for slot in frame for line in more.pop(slot.kind, () if slot.kind in {TASK, EFFORT} else [slot])]
    return placed + [line for rows in more.values() for line in rows]


def _due(effort: Any, day: date) -> bool:
    return effort.follow_up_on is not None and effort.follow_up_on <= day


def _urgent(found: Waiting) -> frozenset[int]:
    return frozenset(one.id for one in found.tasks if one.urgency == NOW_URGENT)


def _fitting(wanted: Iterable[Line], left: int, anyway: Collection[int] = ()) -> Iterator[Line]:
    """In order, as long as there is time; a short one may fit where a long one did not."""
    for line in wanted:
        if line.minutes <= left or line.task_id in anyway:
            left -= line.minutes
            yield line
