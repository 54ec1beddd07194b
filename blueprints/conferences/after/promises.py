"""What people have promised at the table and not yet done: the house's, and one's own elsewhere."""

from flask import Response, g
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.conferences.mount import bp
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.following import overdue
from domain import audit
from domain.conferences.after.agreements import listed
from domain.conferences.meeting import agreements


@bp.get("/aftaler")
@allow(MEMBER)
def promises() -> Response:
    """By the day on which they are to be done."""
    rows = listed(db.session(), g.place.id)
    audit.seen(db.session(), "Aftaler fra konferencer")
    return render("conferences/after/promises.html", rows=rows, late=overdue)


@bp.post("/aftaler/<int:agreement_id>/udfoert")
@allow(MEMBER)
def kept(agreement_id: int) -> AnyResponse:
    """Done, by whoever promised it or those who lead."""
    agreements.done(db.session(), agreement_id)
    return done(_("Aftalen er udført."), ".promises")
