"""The role of tovholder: a colleague is asked, and says yes or no."""

from flask import g, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.courses.mount import bp, seen
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.following import HandForm
from domain.courses import handing, listed, team


@bp.route("/<int:course_id>/overdrag", methods=["GET", "POST"])
@allow(MEMBER)
def hand_over(course_id: int) -> AnyResponse:
    """Until they have said yes nothing changes."""
    row = listed.head(db.session(), course_id)
    form = HandForm(data={"version": row.version})
    form.fill(team.staff(db.session(), g.place.id), row.tovholder_id)
    if form.validate_on_submit():
        handing.offer(db.session(), course_id, form.to.data, form.version.data or 0)
        return done(_("Der er spurgt. Rollen skifter, når der er sagt ja."), ".show", course_id=course_id)
    seen(row.child_id)
    around = {"one": row, "about": row.child, "back": url_for(".show", course_id=course_id)}
    return render("tovholder/hand_over.html", 422 if form.errors else 200, form=form, **around)


@bp.post("/overdragelser/<int:offer_id>/ja")
@allow(MEMBER)
def take_over(offer_id: int) -> AnyResponse:
    """The role is theirs at once."""
    course = handing.answer(db.session(), offer_id, yes=True)
    return done(_("Du er tovholder nu. Opfølgningen står på din Min dag."), ".show", course_id=course.id)


@bp.post("/overdragelser/<int:offer_id>/nej")
@allow(MEMBER)
def decline(offer_id: int) -> AnyResponse:
    """Whoever had it keeps it."""
    course = handing.answer(db.session(), offer_id, yes=False)
    return done(_("Du har sagt nej. Tovholderen er den samme som før."), ".show", course_id=course.id)
