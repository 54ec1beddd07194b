"""A child's line of time, whatever capability it comes from: what several units hold together is one entry, and of very many a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy import Row

from blueprints.door import number
from blueprints.language import at, day
from blueprints.words.due import KINDS
from domain.access.roles import ACTORS
from domain.base import now

PAGE = 40
Way = tuple[str, str]


@dataclass(frozen=True)
class Timeline:
    """`entries` for partials/time/timeline.html; `tabs` where there are several actors' to choose between; `newer` and `older` are ways or none."""

    entries: list[tuple[Any, ...]]
    tabs: list[tuple[str, str, bool]]
    newer: Way | None
    older: Way | None


def timeline(rows: Sequence[Row[Any]], child_id: int) -> Timeline:
    """Of all that the viewer may see, as the address asks: `hvem` one actor's, `side` a page of it."""
    actors = [one for one in ACTORS if any(row.actor == one for row in rows)]
    chosen = request.args.get("hvem", "")
    chosen = chosen if chosen in actors else ""
    found = _together([row for row in rows if chosen in ("", row.actor)])
    last = max(len(found) - 1, 0) // PAGE
    page = min(max(request.args.get("side", 1, number), 1) - 1, last)

    def way(who: str, side: int) -> str:
        asked: dict[str, Any] = ({"hvem": who} if who else {}) | ({"side": side + 1} if side else {})
        return url_for(".show", child_id=child_id, _anchor="forloeb-afsnit", **asked)

    ways = [(way(one, 0), _(ACTORS[one]), one == chosen) for one in actors] if len(actors) > 1 else []
    return Timeline(
        entries=[_entry(*one) for one in found[page * PAGE : (page + 1) * PAGE]],
        tabs=[(way("", 0), _("Alle"), not chosen), *ways] if ways else [],
        newer=(way(chosen, page - 1), _("Nyere")) if page else None,
        older=(way(chosen, page + 1), _("Ældre")) if page < last else None,
    )


def _together(rows: Sequence[Row[Any]]) -> list[tuple[Row[Any], str]]:
    """Each with the units that have it: an appointment has a row for each that takes part."""
    found: dict[tuple[Any, ...], list[Row[Any]]] = {}
    for row in rows:
        found.setdefault((row.kind, row.target, row.at, row.done_at is None), []).append(row)
    return [(same[0], _(" og ").join(dict.fromkeys(row.unit for row in same))) for same in found.values()]


def _entry(row: Row[Any], who: str) -> tuple[Any, ...]:
    """For partials/time/timeline.html."""
    kind, ahead = KINDS[row.kind], row.done_at is None and row.at > now()
    when = at(row.at) if row.until else day(row.at)
    title = kind.text if row.done_at is None else kind.told
    return (ahead, row.actor, when, row.at.isoformat(), who, str(title), None, f"/til/{row.target}")
