"""Hvem kan hjælpe? Each actor and offer: the first ones come with God Start, and the administrator's stand in their place."""

import tomllib
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.premises import NameTaken, NotThere, change, keep, note, slug_of
from domain.base import DomainError
from domain.guide.tables import HelpEntry

FIRST = Path(__file__).parent / "first" / "entries.toml"
DANISH = "da"
LONGEST = {"name": 80, "about": 400, "reach": 400, "words": 2000, "link": 300}


class BadEntry(DomainError):
    """Without a Danish name, text and way nobody can use it; `args[0]` is the field."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """As it is shown: see HelpEntry."""

    key: str
    position: int
    actor: str
    link: str = ""
    words: str = ""
    shown: bool = True
    name: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    reach: dict[str, str] = field(default_factory=dict)


@cache
def first() -> tuple[Entry, ...]:
    """Those that God Start comes with, in their order."""
    rows = tomllib.loads(FIRST.read_text(encoding="utf-8"))["entry"]
    return tuple(Entry(position=10 * place, **row) for place, row in enumerate(rows, 1))


def every(session: Session) -> list[Entry]:
    """All of them, those that are not shown too, by position. One statement."""
    written = {row.key: _read(row) for row in session.scalars(select(HelpEntry))}
    found = {one.key: one for one in first()} | written
    return sorted(found.values(), key=lambda one: (one.position, one.key))


def shown(session: Session) -> list[Entry]:
    """What the public reads."""
    return [one for one in every(session) if one.shown]


def one(session: Session, key: str) -> Entry:
    """Also one that is not shown. NotThere."""
    found = next((entry for entry in every(session) if entry.key == key), None)
    if found is None:
        raise NotThere
    return found


def write(session: Session, wanted: Entry) -> None:
    """Another text for a key that is known. BadEntry, NotThere."""
    _check(wanted)
    one(session, wanted.key)
    values = asdict(wanted)
    row = session.scalars(select(HelpEntry).where(HelpEntry.key == wanted.key)).one_or_none()
    if row is not None:
        change(session, row, values)
        return
    _add(session, wanted)


def add(session: Session, wanted: Entry) -> str:
    """A new one; its key, made of the Danish name. BadEntry, NameTaken."""
    _check(wanted)
    key = slug_of(wanted.name[DANISH])
    if key in {entry.key for entry in every(session)}:
        raise NameTaken
    _add(session, replace(wanted, key=key))
    return key


def _add(session: Session, wanted: Entry) -> None:
    row = HelpEntry(**asdict(wanted))
    keep(session, row)
    note(session, "create", row)


def _check(wanted: Entry) -> None:
    for name in ("name", "about", "reach"):
        if not getattr(wanted, name).get(DANISH, "").strip():
            raise BadEntry(name)


def _read(row: HelpEntry) -> Entry:
    return Entry(**{name: getattr(row, name) for name in Entry.__dataclass_fields__})
