"""The unit's inquiries: what waits, what runs, what is over, what it has asked itself; and how much each carries."""

from dataclasses import replace
from typing import Any

from flask import Response, g, request, url_for
from flask_babel import gettext as _

from blueprints import door
from blueprints.inquiries.mount import ASKED, ASKS, bp
from blueprints.inquiries.words import WORDS
from blueprints.rules import MEMBER, allow
from blueprints.web import db, render
from domain import audit
from domain.inquiries import reading
from domain.inquiries.reading import OVER, PAGE, RUNNING, WAITING

TABS = {"venter": WAITING, "i-gang": RUNNING, "lukkede": OVER}
SENT = "sendt"
FURTHEST = 200


@bp.get("/")
@allow(MEMBER)
def index() -> Response:
    """Who is asked begins with what waits; who only asks has one list."""
    asked = ASKED.admits(db.session().info["viewer"], g.place)
    tab = request.args.get("vis", "venter" if asked else SENT)
    tab = tab if (asked and tab in TABS) or g.place.actor not in ("fsr", "ppr") else "venter"
    page = min(max(request.args.get("side", 0, type=door.number), 0), FURTHEST)
    if tab in TABS and asked:
        rows = reading.received(db.session(), g.place.id, TABS[tab], page)
    else:
        rows, tab = reading.sent(db.session(), g.place.id, page), SENT
    audit.seen(db.session(), "Henvendelser")
    return render(
        "inquiries/index.html",
        rows=rows[:PAGE],
        tab=tab,
        tabs=_tabs(tab, asked),
        asks=ASKS.get(g.place.actor, ()),
        asked=asked,
        waited=reading.waited,
        before=(url_for(".index", vis=tab, side=page - 1), _("Forrige")) if page else None,
        after=(url_for(".index", vis=tab, side=page + 1), _("Næste")) if len(rows) > PAGE else None,
        **WORDS,
    )


@bp.get("/belastning")
@allow(ASKED)
def load() -> Response:
    """Drawn, with its table: each colleague; by role for PPR, by district for FSR."""
    session, actor = db.session(), g.place.actor
    people = [replace(one, note=_(one.note)) for one in reading.load(session, g.place.id, actor)]
    parts = reading.per_district(session) if actor == "fsr" else []
    if actor == "ppr":
        parts = [replace(one, name=_(one.name)) for one in reading.per_role(session)]
    top = max((max(one.open, one.waiting) for one in (*people, *parts)), default=0)
    heading = _("For hver rolle") if actor == "ppr" else _("I hvert distrikt")
    return render("inquiries/load.html", people=people, parts_=parts, heading=heading, top=top, **WORDS)


def _tabs(tab: str, asked: bool) -> list[tuple[Any, ...]]:
    named = {"venter": _("Venter"), "i-gang": _("I gang"), "lukkede": _("Lukkede")} if asked else {}
    if g.place.actor in ASKS:
        named[SENT] = _("Vi har spurgt")
    return [(url_for(".index", vis=key), text, key == tab) for key, text in named.items()]
