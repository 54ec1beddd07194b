"""What is written under an item by several people at once: no save overwrites another silently, and no text is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from domain import cpr
from domain.base import DomainError, now
from domain.conferences.meeting import live
from domain.conferences.meeting.door import NoSuchItem, opened
from domain.conferences.tables.meeting import FIELDS, Item, Passage, Rival

AFTER, INSTEAD, DROP = "efter", "i-stedet", "vaek"
WAYS = (AFTER, INSTEAD, DROP)
"""What becomes of a rival: set after what stands, put in its place, or laid aside because what stands says it too."""

LONGEST = 20_000
"""Characters of one field: some seven pages."""


class NoSuchField(DomainError):
    """An item has no such field."""


class TooLong(DomainError):
    """More than a field holds: everybody at the table gets all of it at each change."""


class Settled(DomainError):
    """Somebody else has just decided what becomes of that text. `item_id`: where it is seen."""

    def __init__(self, item_id: int) -> None:
        super().__init__(f"item {item_id}")
        self.item_id = item_id


class Overtaken(Settled):
    """What stands there is no longer what whoever decides has seen."""


@dataclass(frozen=True)
class Edit:
    """One field as somebody wants it, who had `version` of it before them (0: nothing stood there)."""

    field: str
    text: str
    version: int


@dataclass(frozen=True)
class Saved:
    """It stands as it was sent; `version` is what it is now known by."""

    field: str
    version: int


@dataclass(frozen=True)
class Conflict:
    """Somebody else has been quicker: their text stands, as `version`; the sent one is kept beside it as the rival of that id."""

    field: str
    version: int
    rival_id: int


def save(session: Session, item_id: int, field: str, text: str, version: int) -> Saved | Conflict:
    """One field. NoSuchItem, ItemShut, NotNow, NoSuchField."""
    return save_all(session, item_id, [Edit(field, text, version)])[0]


def save_all(session: Session, item_id: int, edits: Sequence[Edit]) -> list[Saved | Conflict]:
    """Several fields of one item at once, each with its own outcome. As `save`; CprRefused and TooLong, and then none of them is stored."""
    if any(edit.field not in FIELDS for edit in edits):
        raise NoSuchField
    if any(len(edit.text) > LONGEST for edit in edits):
        raise TooLong
    cpr.refuse(*(edit.text for edit in edits))
    item, task = opened(session, item_id)
    live.touch(session, item.conference_id)
    rows = select(Passage).where(Passage.item_id == item_id).execution_options(populate_existing=True)
    standing = {passage.field: passage for passage in session.scalars(rows)}
    return [_save(session, _Under(item, task.child_id), edit, standing.get(edit.field)) for edit in edits]


@dataclass(frozen=True)
class _Under:
    item: Item
    child_id: int | None

    def ids(self) -> dict[str, Any]:
        one = self.item
        same = {"conference_id": one.conference_id, "unit_id": one.unit_id, "task_id": one.task_id}
        return same | {"child_id": self.child_id}


def _save(session: Session, under: _Under, edit: Edit, passage: Passage | None) -> Saved | Conflict:
    stands, version = (passage.text, passage.version) if passage else ("", 0)
    if stands == edit.text:
        return Saved(edit.field, version)
    if passage is not None and version != edit.version:
        return _lost(session, under, edit, passage)
    try:
        with session.begin_nested():
            return _won(session, under, edit, passage)
    except (
        StaleDataError,
        IntegrityError,
    ):  # `touch` makes writers wait for each other; if that is ever forgotten, this holds
        rows = select(Passage).where(Passage.item_id == under.item.id, Passage.field == edit.field)
        standing = session.scalars(rows.execution_options(populate_existing=True)).one()
        return _lost(session, under, edit, standing)


def _won(session: Session, under: _Under, edit: Edit, passage: Passage | None) -> Saved:
    who, at = session.info["viewer"].staff, now()
    if passage is None:
        passage = Passage(item_id=under.item.id, field=edit.field, **under.ids())
        session.add(passage)
    passage.text, passage.written_by, passage.written_at = edit.text, who, at
    session.flush()
    return Saved(edit.field, passage.version)


def _lost(session: Session, under: _Under, edit: Edit, passage: Passage) -> Conflict:
    """Kept once: whoever writes on in a text that has lost sends it again, longer."""
    who = session.info["viewer"].staff
    own = select(Rival).where(Rival.passage_id == passage.id, Rival.written_by == who, Rival.merged_at.is_(None))
    rival = next((one for one in session.scalars(own) if edit.text.startswith(one.text)), None)
    if rival is None:
        rival = Rival(passage_id=passage.id, written_by=who, **under.ids())
        session.add(rival)
    rival.text, rival.written_at = edit.text, now()
    session.flush()
    return Conflict(edit.field, passage.version, rival.id)


def settle(session: Session, rival_id: int, way: str, version: int) -> int:
    """What becomes of a text that lost; `version` is the one that stood beside it. Returns its item. NoSuchItem, Settled, Overtaken, NotNow."""
    rows = select(Rival, Passage).join(Passage, Passage.id == Rival.passage_id).where(Rival.id == rival_id)
    found = session.execute(rows).one_or_none()
    if found is None:
        raise NoSuchItem
    live.touch(session, found.Rival.conference_id)
    rival, passage = session.execute(rows.execution_options(populate_existing=True)).one()
    if rival.merged_at is not None:
        raise Settled(passage.item_id)
    if way != DROP:
        if way == INSTEAD and passage.version != version:
            raise Overtaken(passage.item_id)
        together = (passage.text, rival.text) if way == AFTER else (rival.text,)
        passage.text = "\n".join(filter(None, together))
        passage.written_by, passage.written_at = session.info["viewer"].staff, now()
    rival.merged_at = now()
    item_id: int = passage.item_id
    return item_id
