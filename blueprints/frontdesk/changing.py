"""An opening that is changed: from now on, or on one day alone."""

from flask import abort, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints import door
from blueprints.frontdesk.hours import HoursForm, OpeningForm, as_typed, blame, spoken
from blueprints.frontdesk.mount import bp, people
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.base import today
from domain.booking.kinds.types import names
from domain.frontdesk import openings, team
from domain.frontdesk.plans import BadHours


@bp.route("/aabninger/<int:opening_id>", methods=["GET", "POST"])
@allow(MEMBER)
def change_opening(opening_id: int) -> AnyResponse:
    """Other hours, another weekday, place or end. What is booked already stands."""
    session = db.session()
    opening = openings.one(session, opening_id)
    form = OpeningForm(data=as_typed(opening))
    form.resource.choices = [(number, name) for number, name in people() if number == opening.resource_id]
    form.offer(names(session), team.spots(session, g.place.id), opening)
    if form.validate_on_submit():
        try:
            openings.change(session, opening_id, form.plan())
        except BadHours as error:
            blame(form, error)
        else:
            return done(_("Gemt. Det, der er booket, står."), ".openings", hvem=opening.resource_id)
    return render("frontdesk/opening.html", 422 if form.errors else 200, form=form, who=opening.resource_id)


@bp.route("/aabninger/<int:opening_id>/dag/<string:day>", methods=["GET", "POST"])
@allow(MEMBER)
def change_day(opening_id: int, day: str) -> AnyResponse:
    """One day of an opening: other hours, or none; the way on to all its days."""
    session, at = db.session(), door.day(day) or abort(404)
    one = openings.occurrence(session, opening_id, at)
    form = HoursForm(data=as_typed(one.opening, one.hours))
    if form.validate_on_submit():
        try:
            openings.change_one(session, opening_id, at, form.hours())
        except BadHours as error:
            blame(form, error)
        else:
            return done(_("Tiden er ændret den dag."), ".openings", hvem=one.resource_id, dag=day)
    return render(
        "frontdesk/hours.html",
        422 if form.errors else 200,
        form=form,
        one=one,
        day=spoken(at),
        back=request.args.get("fra") == "uge",
        ahead=one.opening.valid_to > today(),
    )
