"""The lists: who is due this week, overdue, without a time; newborn without contact; every child's line; and who has how much of it."""

from typing import Any

from flask import Response, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.door import number
from blueprints.rules import MEMBER, allow
from blueprints.visits.mount import bp
from blueprints.web import db, render
from blueprints.words.visits import AGES, KINDS, STATES, drawer
from domain import audit
from domain.visits import lists

TABS = {
    lists.WEEK: (_l("Denne uge"), _l("Besøg, hvis vindue er åbent i denne uge.")),
    lists.LATE: (_l("Overskredet"), _l("Besøg uden tid, hvis vindue er lukket.")),
    lists.TIMELESS: (_l("Mangler tid"), _l("Besøg uden tid, hvis vindue er åbent eller åbner inden fire uger.")),
    lists.NEWBORN: (_l("Uden kontakt"), _l("Nyfødte og tilflyttere, som ingen har talt med endnu.")),
    lists.ALL: (_l("Alle børn"), _l("Alle børn under ti måneder med de seks besøg på én linje.")),
}


@bp.get("/")
@allow(MEMBER)
def index() -> Response:
    """One list, a page of it; of all in the unit, or of one sundhedsplejerske's children."""
    session, unit_id = db.session(), g.place.id
    name = request.args.get("vis", "")
    name = name if name in TABS else lists.WEEK
    nurse_id, page = request.args.get("hvem", type=number), max(request.args.get("side", 1, number), 1)
    of_visits = name in lists.OF_VISITS
    rows: list[Any] = (
        lists.visits(session, name, unit_id, nurse_id, page - 1)
        if of_visits
        else lists.lines(session, name, unit_id, nurse_id, page - 1)
    )
    found = lists.counts(session, unit_id, nurse_id)
    audit.seen(session, "Besøg")
    return render(
        "visits/lists/index.html",
        name=name,
        about=TABS[name][1],
        tabs=[(_address(one, nurse_id), text, one == name, found.of(one)) for one, (text, _about) in TABS.items()],
        nurses=lists.nurses(session, unit_id),
        nurse_id=nurse_id,
        of_visits=of_visits,
        rows=rows[: lists.PAGE],
        kinds={kind: str(text) for kind, text in KINDS.items()},
        ages=AGES,
        states={standing: (*look, str(text)) for standing, (*look, text) in STATES.items()},
        drawn=drawer(),
        before=(_address(name, nurse_id, page - 1), _("Forrige")) if page > 1 else None,
        after=(_address(name, nurse_id, page + 1), _("Næste")) if len(rows) > lists.PAGE else None,
    )


@bp.get("/fordelt")
@allow(MEMBER)
def shares() -> Response:
    """The same numbers for each sundhedsplejerske, and for each of the viewer's units: one for each district."""
    session = db.session()
    units = session.info["viewer"].units("sundhedspleje")
    audit.seen(session, "Besøg")
    return render(
        "visits/lists/shares.html",
        nurses=lists.per_nurse(session, g.place.id),
        units=lists.per_unit(session, units) if len(units) > 1 else [],
        heads=[(name, text) for name, (text, _about) in TABS.items()],
        columns=[(text, "n") for text, _about in TABS.values()],
    )


def _address(name: str, nurse_id: int | None, page: int = 1) -> str:
    return url_for(".index", vis=name, hvem=nurse_id, side=page if page > 1 else None)
