"""Uden forældrenes ja: what those who may not read a task can do about it. Its text is on no page of this file."""

from flask import Response, current_app, g
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.conferences.mount import bp
from blueprints.conferences.tasks.words import STATES
from blueprints.messages.sms import has_sms
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.agreeing import CONSENT
from blueprints.words.following import overdue
from domain import audit
from domain.conferences.after import unagreed as verbs
from domain.consent import REFUSED


@bp.get("/opgaver/<int:task_id>/uden-ja")
@allow(MEMBER)
def unagreed(task_id: int) -> AnyResponse:
    """Who can ask the parents again, who has been told, and the end of it. Where they say yes again: the task."""
    found = verbs.one(db.session(), task_id)
    if found.agreed:
        return done(_("Forældrene siger ja igen. Opgaven er, hvor den var."), ".show_task", "info", task_id=task_id)
    audit.seen(db.session(), "Uden dato")
    return _page(found)


@bp.post("/opgaver/<int:task_id>/uden-ja/spoerg")
@allow(MEMBER)
def ask_again(task_id: int) -> AnyResponse:
    """A mail with a link of their own to each holder of custody: who they are is not said here."""
    reach = verbs.ask(db.session(), str(current_app.secret_key), task_id, sms=has_sms())
    if not reach.found:
        text = _("Ingen af forældrene kan få besked herfra. Den, der skrev opgaven, kan tale med dem og notere svaret.")
        return done(text, ".unagreed", "warn", task_id=task_id)
    return done(_("Forældrene er spurgt igen. Siger de ja, er opgaven, hvor den var."), ".unagreed", task_id=task_id)


@bp.post("/opgaver/<int:task_id>/uden-ja/luk")
@allow(MEMBER)
def close_unagreed(task_id: int) -> AnyResponse:
    """It ends, unread."""
    verbs.close(db.session(), task_id)
    return done(_("Opgaven er lukket, og det, der var i gang for den, er afsluttet."), f"{g.actor}.day.show")


def _page(found: verbs.Unagreed) -> Response:
    return render(
        "conferences/after/unagreed.html",
        found=found,
        state=STATES[found.state],
        said=CONSENT[found.consent],
        refused=found.consent == REFUSED,
        late=overdue,
    )
