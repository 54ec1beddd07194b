"""The texts that the municipality publishes: versions that stand beside each other, never written over. The first ones come with God Start."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.premises import NameTaken, NotThere, keep, note, slug_of
from domain.base import DomainError, today
from domain.guide.tables import PLACES, RAMMER, PublishedText

FOLDER = Path(__file__).parent / "first"
FIRST_ON = date(2026, 11, 22)
"""The day that the first texts were written."""
LONGEST, LONGEST_TITLE = 20_000, 120
WHERE, DUTY, CHECKLIST = "hvor-sendes-den", "pligten", "tjekliste"
"""The keys of what the underretning page says."""


class Overwritten(DomainError):
    """Somebody has published a newer version since this one was read."""


class EmptyText(DomainError):
    """A text has a title and something under it; `args[0]` is the field."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """One version: see PublishedText."""

    key: str
    number: int
    place: str
    position: int
    title: str
    body: str
    shown: bool = True
    published_on: date = FIRST_ON


@cache
def first() -> tuple[Text, ...]:
    """Version 1 of each that God Start comes with. A file is a text: its first line the title, its name `place`-number-key."""
    files = ((place, path) for place in PLACES for path in sorted((FOLDER / place).glob("*.md")))
    return tuple(_read_file(place, path) for place, path in files)


def _read_file(place: str, path: Path) -> Text:
    position, _, key = path.stem.partition("-")
    title, _, body = path.read_text(encoding="utf-8").partition("\n")
    return Text(
        key=key, number=1, place=place, position=int(position), title=title.lstrip("# ").strip(), body=body.strip()
    )


def every(session: Session, place: str) -> list[Text]:
    """The version that holds of each, also those taken down, in their order. One statement."""
    newest: dict[str, Text] = {one.key: one for one in first() if one.place == place}
    rows = session.scalars(select(PublishedText).where(PublishedText.place == place).order_by(PublishedText.number))
    newest |= {row.key: _read(row) for row in rows}
    return sorted(newest.values(), key=lambda one: (one.position, one.title))


def versions(session: Session, key: str, place: str = "") -> list[Text]:
    """All of one text, the newest first. NotThere. One statement."""
    rows = session.scalars(select(PublishedText).where(PublishedText.key == key))
    known = [one for one in first() if one.key == key] + [_read(row) for row in rows]
    found = sorted((one for one in known if place in ("", one.place)), key=lambda one: -one.number)
    if not found:
        raise NotThere
    return found


def publish(session: Session, key: str, seen: int, title: str, body: str, *, shown: bool = True) -> Text:
    """The next version, from today. `seen` is the one that it was written from. Overwritten, EmptyText, NotThere."""
    _check(title, body)
    last = versions(session, key)[0]
    if last.number != seen:
        raise Overwritten
    newer = replace(last, number=seen + 1, title=title, body=body, shown=shown, published_on=today())
    try:
        return _put(session, newer)
    except NameTaken as error:
        raise Overwritten from error


def add(session: Session, title: str, body: str, *, shown: bool = True) -> Text:
    """A new one for /rammer, last in the list. EmptyText, NameTaken."""
    _check(title, body)
    known = [*every(session, RAMMER), *(one for one in first() if one.place != RAMMER)]
    key = slug_of(title)
    if key in {one.key for one in known}:
        raise NameTaken
    position = max(one.position for one in known) + 1
    made = Text(key=key, number=1, place=RAMMER, position=position, title=title, body=body, shown=shown)
    return _put(session, replace(made, published_on=today()))


def _put(session: Session, wanted: Text) -> Text:
    row = PublishedText(**asdict(wanted), staff_id=session.info["viewer"].staff)
    keep(session, row)
    note(session, "create", row)
    return wanted


def _check(title: str, body: str) -> None:
    for name, value in (("title", title), ("body", body)):
        if not value.strip():
            raise EmptyText(name)


def _read(row: PublishedText) -> Text:
    return Text(**{name: getattr(row, name) for name in Text.__dataclass_fields__})
