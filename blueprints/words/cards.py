"""What the shared partials are given: an appointment as a card, and a due row as a line."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Row

from blueprints.language import age, clock, day, hour
from blueprints.words.due import KINDS
from domain.base import COPENHAGEN, now, quarter, today

NEAR = {-1: _l("i går"), 0: _l("i dag"), 1: _l("i morgen")}


@dataclass(kw_only=True)
class Card:
    """See templates/partials/time/appointment_card.html. `who`: (actor, name); `states`: (state, icon, text); `facts`: (icon, text)."""

    id: int
    title: str
    actor: str
    href: str | None = None
    note: str | None = None
    subtitle: str | None = None
    done: bool = False
    who: list[tuple[str, str]] = field(default_factory=list)
    states: list[tuple[str, str, str]] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    actions: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A due row: what, about whom, since or until when."""

    href: str
    title: str
    note: str
    state: str
    icon: str
    at: datetime
    when: str


def line(row: Row[Any]) -> Line:
    kind = KINDS[row.kind]
    whom = f"{row.name}, {age(row.birth_date)}" if row.name else _week(row.target)
    title = kind.told if row.done_at else kind.text
    return Line(
        href=f"/til/{row.target}",
        title=str(title),
        note=whom,
        state=kind.state,
        icon=kind.icon,
        at=row.at,
        when=when(row.done_at or row.at, timed=row.until is not None),
    )


def _week(target: str) -> str:
    """Which week it is about, where it is about one: "week/20261123"."""
    kind, _slash, monday = target.partition("/")
    return _("Uge %(week)s", week=date.fromisoformat(monday).isocalendar().week) if kind == "week" else ""


def when(at: datetime, *, timed: bool) -> str:
    """The day, in a word where it is near; with the time for what has one."""
    local = at.astimezone(COPENHAGEN)
    said = str(NEAR.get((local.date() - today()).days) or day(local))
    return _("%(day)s kl. %(time)s", day=said, time=hour(local)) if timed else said


def card(row: Row[Any], actor: str, who: list[tuple[str, str]]) -> Card:
    """A due row that has a beginning and an end."""
    kind = KINDS[row.kind]
    held = [("ok", "check", _("Afholdt"))] if row.done_at else []
    return Card(
        id=row.id,
        title=row.name or str(kind.text),
        note=age(row.birth_date) if row.name else None,
        subtitle=str(kind.text) if row.name else None,
        actor=actor,
        href=f"/til/{row.target}",
        done=bool(row.done_at) or row.until < now(),
        who=who,
        states=held,
    )


def day_line(rows: list[Row[Any]], actor: str, who: dict[str, list[tuple[str, str]]]) -> list[tuple[Any, ...]]:
    """The day for partials/time/day.html: cards in order, the gaps between them, and now. What is held for several children is one."""
    items: list[tuple[Any, ...]] = []
    at, before, shown = now(), None, False
    cards: dict[str, Card] = {}
    for row in rows:
        if row.name and (one := cards.get(whole(row))):
            one.title, one.note = _("%(one)s og %(other)s", one=one.title, other=row.name), None
            continue
        made = cards[whole(row)] = card(row, actor, who.get(row.target, []))
        if not shown and row.at > at:
            items.append(_now(at))
            shown = True
        elif before is not None and (gap := int((row.at - before).total_seconds()) // 60) > 0:
            items.append(("gap", "time", _("%(minutes)s min. uden aftale", minutes=gap)))
        items.append(("card", clock(quarter(row.at)), clock(quarter(row.until)), made))
        before = row.until
    return items if shown or not items else [*items, _now(at)]


def whole(row: Row[Any]) -> str:
    """The same for all rows of one appointment in one unit: "appointment/412/7", without the child."""
    return "/".join(row.key.split("/")[:3]) if row.key.startswith("appointment/") else str(row.key)


def _now(at: datetime) -> tuple[str, str, str]:
    return ("now", _("kl. %(time)s", time=hour(at)), at.isoformat())
