"""Børn: finding a child one may see, and the child's page: consent, what has happened, and who has looked."""

from itertools import groupby
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Row
from werkzeug.wrappers import Response as AnyResponse

from blueprints.door import number
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.looked import in_words
from blueprints.words.questions import consent_items
from blueprints.words.timeline import timeline
from blueprints.words.visits import STATES, drawn
from domain import audit, consent, due
from domain.consent import TIME
from domain.people import find
from domain.people.looked import looks_at
from domain.starts import lost_link
from domain.visits import reading

bp = Blueprint("children", __name__)
LOOKS, ALL_LOOKS = 5, 500


@bp.get("/")
@allow(MEMBER)
def index() -> Response:
    """Search in two letters, else the unit's own children."""
    text, page = request.args.get("q", "").strip(), max(request.args.get("side", 1, number), 1) - 1
    rows = find.search(db.session(), text) if text else find.of_unit(db.session(), g.place.id, page)
    audit.seen(db.session(), "Børn")
    more = url_for(".index", side=page + 2) if not text and len(rows) > find.PAGE else None
    back = url_for(".index", side=page) if page and not text else None
    return render("children/index.html", rows=rows if text else rows[: find.PAGE], text=text, back=back, more=more)


@bp.get("/<int:child_id>")
@allow(MEMBER)
def show(child_id: int) -> Response:
    """One child: as much of it as this viewer may see."""
    session = db.session()
    rows = find.profile(session, child_id) or abort(404, _("Barnet findes ikke, eller du har ikke adgang til det."))
    requests = consent.of_child(session, child_id)
    entries = due.of_child(session, child_id)
    line = reading.of_child(session, child_id) if g.place.actor == "sundhedspleje" else None
    audit.seen(session, "Barn", [child_id], consent=None if rows[0].ours else consent.known_by(session, requests))
    if any(row.until for row in entries):
        audit.seen(session, "Tid", [child_id], consent=TIME if g.place.actor == "sundhedspleje" else None)
    return render(
        "children/show.html",
        child=rows[0],
        starts=_once(rows, "start_id"),
        guardians=_once(rows, "guardian_id"),
        consents=consent_items(requests),
        happened=timeline(entries, child_id),
        looks=in_words(looks_at(session, child_id, LOOKS)),
        line=line,
        drawing=drawn(line) if line and line.programme else None,
        visit_states=STATES,
    )


@bp.post("/<int:child_id>/foraeldre/<int:guardian_id>/nyt-link")
@allow(MEMBER)
def new_link(child_id: int, guardian_id: int) -> AnyResponse:
    """A link may have come into the wrong hands: all of that parent's end, and they get others."""
    lost_link.renew_of_child(db.session(), str(current_app.secret_key), child_id, guardian_id, g.place.id)
    return done(_("De gamle links virker ikke længere. Nye er på vej til forælderen."), ".show", child_id=child_id)


@bp.get("/<int:child_id>/set")
@allow(MEMBER)
def looks(child_id: int) -> Response:
    """The whole list of who has looked, which the parents can be given."""
    session = db.session()
    rows = find.profile(session, child_id) or abort(404, _("Barnet findes ikke, eller du har ikke adgang til det."))
    audit.seen(session, "Hvem har kigget", [child_id])
    return render("children/looks.html", child=rows[0], looks=in_words(looks_at(session, child_id, ALL_LOOKS)))


def _once(rows: Any, key: str) -> list[Row[Any]]:
    named = sorted((row for row in rows if getattr(row, key) is not None), key=lambda row: getattr(row, key))
    return [next(same) for _key, same in groupby(named, key=lambda row: getattr(row, key))]
