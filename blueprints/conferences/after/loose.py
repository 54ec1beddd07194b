"""Uden dato: what would fall between two conferences if nobody looked."""

from flask import Response, g
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.conferences.after.words import WHY
from blueprints.conferences.mount import PLANNER, bp
from blueprints.rules import allow
from blueprints.web import db, done, render
from domain import audit
from domain.conferences.after import undated as loose
from domain.conferences.after.undated import LEFT_BEHIND, NO_EFFORT, NO_YES, NOT_DECIDED, NOT_ENDED


@bp.get("/uden-dato")
@allow(PLANNER)
def undated() -> Response:
    """For whoever leads the house: each with what can be done about it."""
    rows = loose.of_house(db.session(), g.place.id)
    audit.seen(db.session(), "Uden dato")
    decide = {NOT_DECIDED, NO_EFFORT}
    named = {"ended": NOT_ENDED, "no_yes": NO_YES, "left_behind": LEFT_BEHIND}
    return render("conferences/after/undated.html", rows=rows, why=WHY, decide=decide, **named)


@bp.post("/opgaver/<int:task_id>/i-koe")
@allow(PLANNER)
def requeue(task_id: int) -> AnyResponse:
    """Off the agenda that it was left on."""
    loose.requeue(db.session(), task_id)
    return done(_("Opgaven kommer på den næste dagsorden, eller venter i køen til den."), ".undated")
