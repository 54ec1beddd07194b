"""The list: which starts are coming, how far each has come, and which need somebody now."""

from collections import Counter

from flask import Response, g, request, url_for
from flask_babel import lazy_gettext as _l

from blueprints.rules import MEMBER, allow
from blueprints.starts.mount import bp
from blueprints.web import db, render
from domain import audit
from domain.base import today
from domain.starts import overview

STATES = {
    overview.OVERDUE: ("bad", "error", _l("Mangler tid")),
    overview.NOT_INVITED: ("none", "mail", _l("Ikke inviteret")),
    overview.INVITED: ("info", "mail", _l("Inviteret")),
    overview.ANSWERED: ("info", "assignment", _l("Skema udfyldt")),
    overview.BOOKED_TIME: ("ok", "calendar-month", _l("Tid booket")),
    overview.TOOK_PLACE: ("ok", "check", _l("Afholdt")),
    overview.CLOSED: ("none", "close", _l("Starter ikke")),
}
PAGE = 100


@bp.get("/")
@allow(MEMBER)
def index() -> Response:
    """All, or those in one state; a hundred at a time."""
    rows, wanted = overview.of_unit(db.session(), g.place.id), request.args.get("tilstand", "")
    audit.seen(db.session(), "Starter")
    counts = Counter(row.state for row in rows)
    shown = [row for row in rows if wanted in {"", row.state}]
    shown.sort(key=lambda row: row.starts_on <= today())  # what has begun stands last
    at = max(request.args.get("side", 1, int), 1)
    tabs = [(url_for(".index"), _l("Alle"), not wanted, len(rows))] + [
        (url_for(".index", tilstand=state), STATES[state][2], state == wanted, counts[state])
        for state in STATES
        if counts[state]
    ]
    return render(
        "starts/index.html",
        rows=shown[PAGE * (at - 1) : PAGE * at],
        tabs=tabs,
        states=STATES,
        total=len(shown),
        many=len({row.house for row in rows}) > 1,
        calls=sum(row.call for row in rows),
        back=url_for(".index", tilstand=wanted or None, side=at - 1) if at > 1 else None,
        more=url_for(".index", tilstand=wanted or None, side=at + 1) if len(shown) > PAGE * at else None,
    )
