"""Lists of tasks: one's own, and what waits, is on an agenda, under way or over in a house."""

from typing import Any

from flask import Response, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints import door
from blueprints.conferences.mount import bp
from blueprints.conferences.tasks.shown import WORDS
from blueprints.conferences.tasks.writing import WRITERS
from blueprints.rules import allow
from blueprints.web import db, render
from domain import audit
from domain.access.roles import LEADERS
from domain.conferences.tasks import queue
from domain.conferences.year import planning

LISTS = {
    "venter": (_l("Venter på en dato"), queue.WAITING),
    "dagsorden": (_l("På dagsorden"), queue.ON_AGENDA),
    "i-gang": (_l("I gang"), queue.RUNNING),
    "afsluttet": (_l("Afsluttet"), queue.OVER),
}
MINE = "mine"
FURTHEST = 1000


@bp.get("/opgaver")
@allow(WRITERS)
def tasks() -> Response:
    """A house's leaders begin with what waits, everybody else with their own."""
    session = db.session()
    viewer, house = session.info["viewer"], g.place.actor == "dagtilbud"
    leads = bool(viewer.roles(g.place.id) & LEADERS)
    which = request.args.get("liste", "venter" if house and leads else MINE)
    page = min(max(request.args.get("side", 0, type=door.number), 0), FURTHEST)
    if which not in LISTS or not house:
        which = MINE
    if which == MINE:
        rows = queue.mine(session, viewer.staff, page)
    else:
        rows = queue.listed(session, g.place.id, LISTS[which][1], page)
    audit.seen(session, "Opgaver")
    return render(
        "conferences/tasks/index.html",
        rows=rows[: queue.PAGE],
        which=which,
        lists=_tabs(which) if house else [],
        waited=queue.waited,
        before=(url_for(".tasks", liste=which, side=page - 1), _("Forrige")) if page else None,
        after=(url_for(".tasks", liste=which, side=page + 1), _("Næste")) if len(rows) > queue.PAGE else None,
        coming=planning.next_of(session, g.place.id) if house else None,
        **WORDS,
    )


def _tabs(which: str) -> list[tuple[Any, ...]]:
    own = (url_for(".tasks", liste=MINE), _("Mine"), which == MINE)
    return [*((url_for(".tasks", liste=key), name, which == key) for key, (name, _states) in LISTS.items()), own]
