"""The role of tovholder: somebody else is asked, and says yes or no."""

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.conferences.mount import bp
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.following import HandForm
from domain import audit
from domain.conferences.after import handing, listed
from domain.conferences.after.efforts import NoTovholder


@bp.route("/indsatser/<int:effort_id>/overdrag", methods=["GET", "POST"])
@allow(MEMBER)
def hand_over(effort_id: int) -> AnyResponse:
    """Until they have said yes nothing changes."""
    row = listed.head(db.session(), effort_id)
    form = HandForm(data={"version": row.version})
    form.fill(handing.candidates(db.session(), row.task_id), row.tovholder_id)
    if form.validate_on_submit():
        try:
            handing.offer(db.session(), effort_id, form.to.data, form.version.data or 0)
        except NoTovholder:
            form.to.errors = [_("Vælg en, der kan se opgaven.")]
        else:
            text = _("Der er spurgt. Rollen skifter, når der er sagt ja.")
            return done(text, ".effort", effort_id=effort_id)
    audit.seen(db.session(), "Indsats", [row.child_id] if row.child_id else [])
    around = {"one": row, "about": row.goal, "back": url_for(".effort", effort_id=effort_id)}
    return render("tovholder/hand_over.html", 422 if form.errors else 200, form=form, **around)


@bp.post("/overdragelser/<int:handover_id>/ja")
@allow(MEMBER)
def take_over(handover_id: int) -> AnyResponse:
    """The role is theirs at once."""
    effort = handing.answer(db.session(), handover_id, yes=True)
    return done(_("Du er tovholder nu. Opfølgningen står på din Min dag."), ".effort", effort_id=effort.id)


@bp.post("/overdragelser/<int:handover_id>/nej")
@allow(MEMBER)
def decline(handover_id: int) -> AnyResponse:
    """Whoever had it keeps it."""
    effort = handing.answer(db.session(), handover_id, yes=False)
    return done(_("Du har sagt nej. Tovholderen er den samme som før."), ".effort", effort_id=effort.id)
