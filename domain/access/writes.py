"""The write net: every guarded row of a flush is asked whether this viewer may write it, and the flush is written down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import inspect
from sqlalchemy.orm import InstanceState, Session, UOWTransaction

from domain.access.net import Guarded, NoViewer, Verb
from domain.access.viewers import Viewer
from domain.base import DomainError


class NotAllowed(DomainError):
    """This viewer may not write this row."""


@dataclass(frozen=True)
class Written:
    """One row of a flush: what was done to it, and which columns, never what stands in them."""

    verb: Verb
    kind: str
    row_id: int
    child_id: int | None
    columns: tuple[str, ...]
    anonymous: bool = False


class Before:
    """A changed row as the database has it, for `writable_by`: who cannot write a row cannot make it theirs by writing."""

    def __init__(self, row: Guarded) -> None:
        self._row = row
        self._state = cast("InstanceState[Any]", inspect(row))

    def __getattr__(self, name: str) -> object:
        return self._state.committed_state.get(name, getattr(self._row, name))


def _no_ledger(_session: Session, _viewer: Viewer, _rows: Sequence[Written]) -> None:
    raise RuntimeError("a guarded row was written while nobody keeps the ledger: import domain.audit")


ledger: list[Callable[[Session, Viewer, Sequence[Written]], None]] = [_no_ledger]
"""Who writes the flush down: domain/audit.py puts itself here, because it stands above and may not be imported."""


def ask(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Session event `before_flush`."""
    for row, verb in _guarded_rows(session):
        viewer = _viewer(session)
        asked = [row.writable_by(viewer, verb)]
        if verb != "create":
            asked.append(type(row).writable_by(cast("Any", Before(row)), viewer, verb))
        if not all(asked):
            raise NotAllowed(f"{viewer.name or type(viewer).__name__}: {verb} {type(row).__name__}")


def note(session: Session, _context: UOWTransaction) -> None:
    """Session event `after_flush`: the ids are known, and the history is still there."""
    rows = [_written(row, verb) for row, verb in _guarded_rows(session)]
    if rows:
        ledger[-1](session, _viewer(session), rows)


def _viewer(session: Session) -> Viewer:
    viewer: Viewer | None = session.info.get("viewer")
    if viewer is None:
        raise NoViewer("a guarded row is written before anybody has said who asks")
    return viewer


def _guarded_rows(session: Session) -> list[tuple[Guarded, Verb]]:
    rows: list[tuple[Guarded, Verb]] = [(row, "create") for row in session.new if isinstance(row, Guarded)]
    changed = (row for row in session.dirty if isinstance(row, Guarded))
    rows += [(row, "change") for row in changed if session.is_modified(row, include_collections=False)]
    return rows + [(row, "delete") for row in session.deleted if isinstance(row, Guarded)]


def _written(row: Guarded, verb: Verb) -> Written:
    state = cast("InstanceState[Any]", inspect(row))
    columns = (name for name in state.mapper.columns.keys() if state.attrs[name].history.has_changes())  # noqa: SIM118 - not a dict
    return Written(
        verb=verb,
        kind=state.mapper.local_table.description,
        row_id=state.mapper.primary_key_from_instance(row)[0],
        child_id=row.child_of(),
        columns=tuple(sorted(columns)) if verb == "change" else (),
        anonymous=row.anonymous,
    )
