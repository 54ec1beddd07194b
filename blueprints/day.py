"""Min dag: what is mine to do now, for one unit or across them all."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, g, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from blueprints.events.words import KINDS as EVENTS
from blueprints.frame import may
from blueprints.rules import MEMBER, SIGNED_IN, allow
from blueprints.web import db, here, render
from blueprints.words.cards import Line, day_line, line, whole
from blueprints.words.questions import SAYS
from domain import audit, due
from domain.access import Staff
from domain.access.roles import LEADERS
from domain.base import COPENHAGEN, now, today
from domain.conferences.after.houses import There, there
from domain.conferences.after.told import AGREEMENT, FOLLOW_UP, OFFERED, OVERDUE, PERSONAL
from domain.conferences.tables.series import TYPE as CONFERENCE
from domain.conferences.tasks import lapsing

bp = Blueprint("day", __name__)
HAPPENED = 8
CONSENT = {f"{purpose}-{state}" for purpose, state in SAYS}
TOGETHER = {*EVENTS, CONFERENCE}
OPEN = ("door", "late", "waiting", "coming")
PLACED = {CONFERENCE, FOLLOW_UP, AGREEMENT, OVERDUE, OFFERED}
"""They can be of any house that the reader comes to, and say of which."""
AT_THE_DOOR = "ankommet"
"""A family that stands there now: before all that waits, however long that list is."""
UNLESS = {"ring", "aftale-over"}
"""Only to be done if nothing else happens first: it waits until its day to be seen."""
FRESH = {"henvendelse": "inquiries.index"}
"""What waits and says nothing of whom it is about, by its kind: of several that say the same there is one line, to the list that begins with them."""
NEWS = {"inquiry": "inquiries.index", "referral": "referrals.index"}
"""The same of what has happened, which nobody has to do anything about: by what it leads to."""


@bp.get("/")
@allow(MEMBER)
def show() -> Response:
    """One unit's day: a leader sees everybody's, the others their own and nobody's."""
    viewer: Staff = db.session().info["viewer"]
    everybody = viewer.roles(g.place.id) & LEADERS
    theirs = (*lapsing.LINES, *(() if g.place.actor == "dagtilbud" else PERSONAL))
    whose: Any = {"theirs": theirs, "mine": viewer.staff} if everybody else {"staff_id": viewer.staff}
    found = sort(due.of_unit(db.session(), g.place.id, **whose))
    today_ = found.pop("today")
    open_ = [row for name in OPEN for row in found[name]]
    where = there(db.session(), [row.target for row in (*today_, *open_)])
    audit.seen(db.session(), "Min dag")
    lists = {name: gathered([(row, _placed(row, where)) for row in found[name]]) for name in OPEN}
    lists["happened"] = news(found["happened"])[:HAPPENED]
    return render(
        "day/show.html",
        appointments=day_line(today_, g.place.actor, {target: one.people for target, one in where.items()}),
        count=len({whole(row) for row in today_}),
        **lists,
    )


def gathered(rows: Sequence[tuple[Any, Line]], listed: dict[str, str] = FRESH) -> list[Line]:
    """In their order; of those that are one line the first says when."""
    alike: dict[object, list[Line]] = {}
    for row, made in rows:
        page = None if made.note else listed.get(row.kind) or listed.get(row.target.partition("/")[0])
        alike.setdefault((made.title, page) if page and may(page) else row.id, []).append(made)
    return [same[0] if len(same) == 1 else _several(key, same) for key, same in alike.items()]


def _several(key: Any, same: list[Line]) -> Line:
    return replace(same[0], title=f"{same[0].title} ({len(same)})", href=here(key[1]))


def _placed(row: Any, where: dict[str, There]) -> Line:
    """With the house, of what is held at a table or was agreed on there."""
    made, held = line(row), where.get(row.target)
    return replace(made, note=held.house) if row.kind in PLACED and held else made


def sort(rows: Sequence[Any]) -> dict[str, list[Any]]:
    """The rows by what one does with them. An appointment has an `until`; whoever is at the door comes first of what waits, then what is overdue."""
    found: dict[str, list[Any]] = {"today": [], "door": [], "late": [], "waiting": [], "coming": [], "happened": []}
    at, day = now(), today()
    for row in once(rows):
        local = row.at.astimezone(COPENHAGEN).date()
        if row.until is not None and local == day:
            found["today"].append(row)
        elif row.done_at is not None:
            found["happened"].append(row)
        elif row.kind == AT_THE_DOOR and local == day:
            found["door"].append(row)
        elif row.at > at and local != day:
            if row.kind not in UNLESS:
                found["coming"].append(row)
        else:
            found["late" if local < day else "waiting"].append(row)
    return found


def once(rows: Sequence[Any]) -> Iterator[Any]:
    """An event that several of the unit hold has a row for each of them, and so has a conference: whoever sees everybody's day sees it once."""
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        key = (row.kind, row.target, row.at) if row.kind in TOGETHER else (row.id,)
        if key not in seen:
            seen.add(key)
            yield row


def news(rows: Sequence[Any]) -> list[Line]:
    """The newest first. What one family has answered about consent is one line: the start's page says what it was."""
    told: dict[object, Line] = {}
    newest = sorted(rows, key=lambda row: row.done_at, reverse=True)
    whose: dict[object, Any] = {}
    for row in newest:
        key = ("consent", row.target) if row.kind in CONSENT else row.id
        whose.setdefault(key, row)
        told[key] = line(row) if key not in told else replace(told[key], title=_("Flere svar om samtykke"))
    return gathered([(whose[key], made) for key, made in told.items()], NEWS)


@allow(SIGNED_IN)
def gather() -> AnyResponse:
    """`/<actor>/`: straight to the only unit of the actor, else the units to choose between."""
    viewer: Staff = current_user.found.viewer
    places = {one.slug: one for one in viewer.memberships if one.actor == g.actor}
    if len(places) == 1:
        return redirect(url_for(f"{g.actor}.day.show", unit=next(iter(places))), 303)
    g.staff_frame = True
    return render("day/gather.html", places=[*places.values()])
