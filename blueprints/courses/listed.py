"""The courses of a Familiehus: one's own, the whole house's by tovholder and service, those that have ended; and what each colleague carries."""

from itertools import groupby
from typing import Any

from flask import Response, g, request

from blueprints.courses.mount import LEADS, bp, tabs
from blueprints.referrals.words import SERVICES
from blueprints.rules import MEMBER, allow
from blueprints.web import db, render
from blueprints.words.following import OUTCOMES, overdue
from domain import audit
from domain.base import moment
from domain.courses import both, listed, team


@bp.get("/")
@allow(MEMBER)
def index() -> Response:
    """What is to be looked at first stands first; the whole house's by tovholder, and what waits for a course to begin."""
    session, viewer = db.session(), db.session().info["viewer"]
    which = {"alle": "all", "afsluttede": "ended"}.get(request.args.get("vis", ""), "mine")
    own = viewer.staff if which == "mine" else None
    rows = listed.courses(session, g.place.id, ended=which == "ended", staff_id=own)
    audit.seen(session, "Forløb")
    return render(
        "courses/index.html",
        groups=_by_tovholder(rows) if which == "all" else [("", list(rows))],
        which=which,
        waiting=both.waiting(session, g.place.id) if which != "ended" else [],
        taken_back=listed.taken_back(session, g.place.id) if which == "all" else 0,
        tabs=tabs(which, leads=LEADS.admits(viewer, g.place)),
        services=SERVICES,
        outcomes=OUTCOMES,
        late=overdue,
        moment=moment,
    )


@bp.get("/fordeling")
@allow(LEADS)
def load() -> Response:
    """Drawn, with its table."""
    rows = team.load(db.session(), g.place.id)
    top = max((max(row.courses, row.times) for row in rows), default=0)
    return render("courses/load.html", rows=rows, top=top, tabs=tabs("load", leads=True))


def _by_tovholder(rows: Any) -> list[tuple[str, list[Any]]]:
    ordered = sorted(rows, key=lambda row: (row.tovholder, row.tovholder_id))
    return [(name, list(own)) for name, own in groupby(ordered, key=lambda row: row.tovholder)]
