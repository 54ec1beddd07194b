"""The parents' questionnaire, saved section by section: two who write at once see each other's text and lose nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due
from domain.access import NotAllowed
from domain.base import DomainError, now
from domain.people import Start
from domain.starts.questions import OBLIGATORY, part
from domain.starts.tables import Section


@dataclass(frozen=True, kw_only=True)
class Saved:
    """A section as it stands: who wrote it last (None: staff, with the parents) and when. Version 0 has not been written."""

    version: int = 0
    answers: Mapping[str, Any]
    guardian_id: int | None = None
    at: datetime | None = None


class Conflict(DomainError):
    """The section has been saved by somebody else since this one was opened. `theirs` is what stands there now."""

    def __init__(self, theirs: Saved) -> None:
        super().__init__("the section has been saved since it was opened")
        self.theirs = theirs


EMPTY = Saved(answers={})


def sections(session: Session, start_id: int) -> dict[str, Saved]:
    """What has been saved of a start's questionnaire, as far as the viewer may read it."""
    return {row.section: _saved(row) for row in _rows(session, start_id)}


def save(session: Session, start_id: int, section: str, answers: Mapping[str, Any], version: int) -> Saved:
    """Save one section on top of the `version` that the writer saw. Sent twice, it is saved once."""
    start = _hold(session, start_id)
    rows = {row.section: row for row in _rows(session, start_id)}
    row, said = rows.get(section), part(section).cleaned(answers)
    if row is not None and row.answers == said:
        return _saved(row)
    if (row.version if row else 0) != version:
        raise Conflict(_saved(row) if row else EMPTY)
    if row is None:
        row = Section(start_id=start_id, child_id=start.child_id, section=section)
        session.add(row)
    row.unit_id, row.answers, row.version, row.at = start.unit_id, said, version + 1, now()
    row.guardian_id = session.info["viewer"].guardian
    if start.answered_at is None and {*rows, section} >= OBLIGATORY:
        _answered(session, start)
    session.flush()
    return _saved(row)


def _hold(session: Session, start_id: int) -> Start:
    """One writer at a time on a start: the versions below are read after the lock, so nobody writes between."""
    start = session.scalars(select(Start).where(Start.id == start_id).with_for_update(key_share=True)).one_or_none()
    if start is None:
        raise NotAllowed(f"start {start_id}")
    return start


def _answered(session: Session, start: Start) -> None:
    start.answered_at = now()
    entry = due.Entry(
        key=f"skema/{start.id}",
        unit_id=start.unit_id,
        kind="skema",
        at=start.answered_at,
        done_at=start.answered_at,
        target=f"start/{start.id}",
        child_id=start.child_id,
        start_id=start.id,
        purpose="start",
    )
    due.put(session, [entry])


def _rows(session: Session, start_id: int) -> list[Section]:
    return [*session.scalars(select(Section).where(Section.start_id == start_id))]


def _saved(row: Section) -> Saved:
    return Saved(version=row.version, answers=row.answers, guardian_id=row.guardian_id, at=row.at)
