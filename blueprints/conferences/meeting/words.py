"""What the items of an agenda are called, and what is said of one that is not open to the reader."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.conferences.tasks.words import KINDS, RECOGNISABLE
from blueprints.conferences.words import DOORS, ITEMS
from domain.conferences.meeting.door import OPEN
from domain.conferences.meeting.under import LEAVES, SCHOOL, STARTS
from domain.conferences.tables.meeting import (
    DECISION,
    DISCUSSED,
    EFFORT,
    LEARNED,
    LEARNING,
    NOTES,
    NOW,
    POSTPONED,
    WAITS,
)

TASKS = {kind: name for kind, (name, _about) in KINDS.items()}
STATES = {
    WAITS: ("none", "hourglass", _l("Venter")),
    NOW: ("info", "chevron-right", _l("Nu")),
    DISCUSSED: ("ok", "check", _l("Drøftet")),
    POSTPONED: ("warn", "calendar-month", _l("Udsat")),
}
MOVES = {STARTS: _l("starter i huset"), LEAVES: _l("flytter til et andet hus"), SCHOOL: _l("begynder i skole")}


def title(item: Any) -> str:
    """As whoever asks may read it."""
    if item.door != OPEN:
        return str(DOORS[item.door])
    return named(item.kind, item.task_title or item.title)


def named(kind: str, matter: str) -> str:
    """An item by its kind and what it is about, to those who may read it: on the agenda, at the table and in the referat."""
    if not matter:
        return str(ITEMS[kind])
    return _("Indsats: %(title)s", title=matter) if kind == EFFORT else matter


def about(item: Any) -> list[str]:
    """What stands in small letters under the title."""
    if item.door != OPEN:
        return []
    said = []
    if item.task_id is not None:
        said.append(str(TASKS.get(item.task_kind, "")))
        said.append(
            item.child_name if item.child_id is not None else _("anonymt") if item.task_kind in RECOGNISABLE else ""
        )
    if item.tovholder:
        said.append(_("tovholder %(name)s", name=item.tovholder))
    if item.presenter:
        said.append(_("fremlægges af %(name)s", name=item.presenter))
    return [part for part in said if part]


def fields(item: Any) -> tuple[str, ...]:
    """Which texts the item has."""
    learns = item.kind in {LEARNING, EFFORT}
    return (NOTES, DECISION, LEARNED) if learns else (NOTES, DECISION)
