"""What else comes of an item while it is talked about: a number for each voice, and an effort."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.conferences import after
from domain.conferences.meeting import live
from domain.conferences.meeting.door import ItemShut, opened
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.meeting import Item
from domain.conferences.tasks import writing


class Voice(NamedTuple):
    """Whose number, from 0 to 10, and why, if they say."""

    name: str
    value: int
    reason: str = ""


def numbers(session: Session, item_id: int, voices: Iterable[Voice]) -> None:
    """One's own, or by the minute-taker for all. ItemShut also where the item is about no task; NotNow, CprRefused."""
    item = _about_task(session, item_id)
    assert item.task_id is not None
    live.touch(session, item.conference_id)
    for voice in voices:
        writing.enter(session, item.task_id, *voice, conference_id=item.conference_id)


def effort(session: Session, item_id: int, plan: after.Plan) -> Effort:
    """The table agrees on an effort. As `after.start_effort`; ItemShut, NotNow."""
    item = _about_task(session, item_id)
    assert item.task_id is not None
    return after.start_effort(session, item.task_id, plan, item.conference_id)


def _about_task(session: Session, item_id: int) -> Item:
    item, _task = opened(session, item_id)
    if item.task_id is None:
        raise ItemShut
    return item
