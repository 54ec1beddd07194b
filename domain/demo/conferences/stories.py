"""One task of the demo's past from beginning to end: what stands of it in each table."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from domain.access.roles import LEADER, PAEDAGOG
from domain.base import moment, today
from domain.booking.finding.openings import local_day
from domain.booking.working_days import working_day
from domain.conferences.tables.effort import AGREED
from domain.conferences.tables.meeting import DECISION, NOTES
from domain.conferences.tables.task import AGENDA, CHILD, FOLLOWED, FRAMES, SUBMITTED
from domain.conferences.tables.task import CLOSED as TASK_CLOSED
from domain.conferences.tables.task import DISCUSSED as TASK_DISCUSSED
from domain.conferences.tables.task import EFFORT as TASK_EFFORT
from domain.demo.conferences.matters import OF_LEADER, SHEET, Matter
from domain.tovholder.followed import ADJUSTED, CLOSED, ENDED, GO_ON, PARTLY, REACHED, RUNNING

EACH = 6
"""Tasks of one conference."""
VOICES = (("Pædagog", 3), ("Forældre", 4))
Rows = list[dict[str, Any]]


@dataclass
class House:
    """A unit's conferences that have been, by time, and who sits there: the chair, for which unit each by staff id, and who by role."""

    unit_id: int
    conferences: list[Any]
    chair: int
    units: dict[int, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)


@dataclass
class Story:
    """One task from beginning to end; `at` is its conference's place among the house's, `looks` those at which it was followed up."""

    house: House
    matter: Matter
    at: int
    number: int
    task: int = 0
    effort: int = 0
    item: int = 0
    looks: list[Any] = field(default_factory=list)

    @property
    def conference(self) -> Any:
        return self.house.conferences[self.at]

    @property
    def submitted(self) -> datetime:
        return moment(self.conference.first) - timedelta(days=8 + self.number + 9 * (self.at % 2))

    @property
    def said(self) -> datetime:
        return moment(self.conference.first) + timedelta(minutes=20 + 15 * self.number)

    @property
    def ended(self) -> bool:
        """Two conferences later it is evaluated; what needs no effort ends at once."""
        return not self.matter.goal or len(self.looks) > 1

    @property
    def writer(self) -> int:
        return self.house.roles.get(LEADER if self.matter.kind in OF_LEADER else PAEDAGOG, self.house.chair)

    @property
    def tovholder(self) -> int:
        return self.house.roles.get(self.matter.holds, self.house.chair)

    def same(self) -> dict[str, Any]:
        return {"unit_id": self.house.unit_id, "task_id": self.task, "child_id": None}


def task_row(one: Story) -> dict[str, Any]:
    """As it stands today."""
    state = TASK_CLOSED if one.ended else FOLLOWED if one.looks else TASK_EFFORT
    return {
        "unit_id": one.house.unit_id,
        "from_unit_id": one.house.unit_id,
        "writer_id": one.writer,
        "kind": one.matter.kind,
        "title": one.matter.title,
        "occupies": one.matter.occupies,
        "tried": "Vi har talt om det på stuen.",
        "wanted": "Vi vil gerne tænke sammen om det.",
        "frame": one.matter.frame,
        "sheet": {name: SHEET[name] for name in FRAMES[one.matter.frame]},
        "urgency": 1 + one.number % 3,
        "state": state,
        "created_at": one.submitted,
        "written_at": one.submitted,
        "submitted_at": one.submitted,
        "ended_at": _end(one) if one.ended else None,
    }


def effort_row(one: Story) -> dict[str, Any]:
    """The same; its history is in `history`."""
    return one.same() | {
        "conference_id": one.conference.id,
        "goal": one.matter.goal,
        "who_does_what": one.matter.who,
        "track": one.matter.track,
        "target": one.matter.target,
        "tovholder_id": one.tovholder,
        "for_unit_id": one.house.units.get(one.tovholder, one.house.unit_id),
        "starts_on": _starts(one),
        "follow_up_on": None if one.ended else _due(one, len(one.looks)),
        "state": CLOSED if one.ended else RUNNING,
        "outcome": (REACHED, REACHED, PARTLY)[one.number % 3] if one.ended else "",
        "learned": one.matter.learned if one.ended else "",
        "agreed_at": one.said,
        "closed_at": _end(one) if one.ended else None,
    }


def _end(one: Story) -> datetime:
    return moment(one.looks[1].first) if one.matter.goal else one.said


def _starts(one: Story) -> date:
    return working_day(local_day(one.conference.first) + timedelta(days=2 + 2 * one.number), 0)


def _due(one: Story, look: int) -> date:
    """When it is to be looked at for the time numbered from 0: at the next conference, sometimes a few days too early for it."""
    following = one.house.conferences[one.at + look + 1 :]
    if not following:
        return working_day(today() + timedelta(days=2 + 5 * one.number if one.number else -3), 0)
    return working_day(local_day(following[0].first), -3 if one.number in {1, 4} and one.at % 2 else 0)


def history(one: Story) -> Iterator[dict[str, Any]]:
    common = one.same() | {"effort_id": one.effort, "goal": one.matter.goal, "who_does_what": one.matter.who}
    common |= {"tovholder_id": one.tovholder, "staff_id": one.house.chair}
    texts = ("Det går fremad. Vi holder fast.", one.matter.learned)
    yield common | {
        "conference_id": one.conference.id,
        "due_on": _starts(one),
        "at": one.said,
        "decided": AGREED,
        "text": "",
        "next_on": _due(one, 0),
    }
    for number, conference in enumerate(one.looks):
        decided = ENDED if number else ADJUSTED if one.number == 1 else GO_ON
        yield common | {
            "conference_id": conference.id,
            "due_on": _due(one, number),
            "at": moment(conference.first) + timedelta(minutes=15),
            "decided": decided,
            "text": texts[number],
            "next_on": None if number else _due(one, 1),
        }


def numbers(one: Story) -> Iterator[dict[str, Any]]:
    for number, conference in enumerate([one.conference, *one.looks]):
        for voice, first in VOICES if one.matter.kind in {CHILD, "gruppe"} else VOICES[:1]:
            yield {
                **one.same(),
                "conference_id": conference.id,
                "voice": voice,
                "value": min(first + 2 * number + one.number % 2, 10),
                "reason": "",
                "at": moment(conference.first) + timedelta(minutes=10 + one.number),
                "entered_by": one.house.chair,
            }


def steps(one: Story) -> Iterator[dict[str, Any]]:
    first, conference = one.conference, one.conference.id
    each = [(one.submitted, SUBMITTED, None), (moment(first.first) - timedelta(days=4), AGENDA, conference)]
    each.append((one.said, TASK_DISCUSSED, conference))
    each += [(one.said, TASK_EFFORT, conference)] if one.matter.goal else [(one.said, TASK_CLOSED, conference)]
    for number, look in enumerate(one.looks):
        each.append((moment(look.first), TASK_CLOSED if number else FOLLOWED, look.id))
    for at, state, number_ in each:
        by = one.writer if state == SUBMITTED else one.house.chair
        yield {"task_id": one.task, "at": at, "state": state, "staff_id": by, "conference_id": number_}


def passages(one: Story) -> Iterator[dict[str, Any]]:
    common = one.same() | {"item_id": one.item, "conference_id": one.conference.id, "version": 1}
    common |= {"written_by": one.house.chair, "written_at": one.said}
    yield common | {"field": NOTES, "text": one.matter.notes}
    yield common | {"field": DECISION, "text": one.matter.decision}


def promise(one: Story) -> dict[str, Any]:
    """Those of the newest conference are open still, and one of them is late."""
    newest = one.at == len(one.house.conferences) - 1
    deadline = working_day(local_day(one.conference.first), 5)
    if newest:
        deadline = working_day(today(), 2 * one.number - 3)
    return one.same() | {
        "item_id": one.item,
        "conference_id": one.conference.id,
        "text": one.matter.promise,
        "responsible_id": one.tovholder,
        "deadline": deadline,
        "made_at": one.said,
        "done_at": None if newest else one.said + timedelta(days=3),
        "done_by": None if newest else one.tovholder,
    }
