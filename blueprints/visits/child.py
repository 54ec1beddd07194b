"""One child's programme: its line, its visits, the days it is counted from; and the first contact."""

from flask import Response, abort, current_app
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.rules import MEMBER, allow
from blueprints.visits.mount import bp
from blueprints.web import db, done, render
from blueprints.words.visits import AGES, KINDS, NEEDS, REASONS, STATES, drawn
from domain import audit
from domain.visits import programme, reading


@bp.get("/barn/<int:child_id>")
@allow(MEMBER)
def show(child_id: int) -> Response:
    """Drawn, and as a table; with the visits by special need."""
    line = of_child(child_id)
    audit.seen(db.session(), "Besøg", [child_id])
    return render(
        "visits/child/show.html",
        line=line,
        kinds=KINDS,
        ages=AGES,
        states=STATES,
        reasons=REASONS,
        needs=NEEDS,
        drawn=drawn,
    )


@bp.post("/barn/<int:child_id>/kontakt")
@allow(MEMBER)
def contact(child_id: int) -> AnyResponse:
    """Somebody has spoken with the family."""
    programme.contacted(db.session(), child_id)
    return done(_("Første kontakt er noteret."), ".show", child_id=child_id)


@bp.post("/barn/<int:child_id>/begynd")
@allow(MEMBER)
def begin(child_id: int) -> AnyResponse:
    """A child that is here already enters at its age: it gets the visits that are not over."""
    programme.enter(db.session(), current_app.config["SECRET_KEY"], child_id)
    return done(_("Barnet er med i programmet fra sin alder nu."), ".show", child_id=child_id)


def of_child(child_id: int) -> reading.Line:
    """404 for a child that one may not see."""
    found = reading.of_child(db.session(), child_id)
    return found or abort(404, _("Barnet findes ikke, eller du har ikke adgang til det."))
