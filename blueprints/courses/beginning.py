"""A course begins from a referral: goal, tovholder, and the day on which it is looked at again."""

from flask import g
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.courses.mount import bp, seen
from blueprints.referrals.words import SERVICES
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.following import GoalForm
from domain.courses import both, team
from domain.tovholder.followed import Plan


@bp.route("/ny/<int:referral_id>", methods=["GET", "POST"])
@allow(MEMBER)
def begin(referral_id: int) -> AnyResponse:
    """The referral is under way with it."""
    session, found = db.session(), both.suggested(db.session(), referral_id)
    form = GoalForm(data={"goal": found.goal[:500], "tovholder": session.info["viewer"].staff})
    form.fill(team.staff(session, g.place.id))
    if form.validate_on_submit():
        made = both.begin(session, referral_id, Plan(**form.agreed()))
        return done(_("Forløbet er begyndt. Det står på tovholderens Min dag."), ".show", course_id=made.id)
    seen(found.child_id, "Henvisning")
    context = {"form": form, "found": found, "service": SERVICES[found.service]}
    return render("courses/begin.html", 422 if form.errors else 200, **context)
