"""An opening that is changed: from now on, or on one day alone."""

from datetime import time
from typing import Any

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints import door
from blueprints.frontdesk.mount import bp, people
from blueprints.frontdesk.openings import FOR_NOW, SINGLE, HoursForm, OpeningForm, blame, minutes, spoken
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.booking.tables import Opening
from domain.booking.types import names
from domain.frontdesk import openings
from domain.frontdesk.openings import BadHours


@bp.route("/aabninger/<int:opening_id>", methods=["GET", "POST"])
@allow(MEMBER)
def change_opening(opening_id: int) -> AnyResponse:
    """Other hours, another weekday or another end. What is booked already stands."""
    session = db.session()
    opening = openings.one(session, opening_id)
    form = OpeningForm(data=_as_typed(opening))
    form.resource.choices = [(number, name) for number, name in people() if number == opening.resource_id]
    form.types.choices = names(session)
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
    """Other hours on one day."""
    session, at = db.session(), door.day(day) or abort(404)
    opening = openings.one(session, opening_id)
    form = HoursForm(data=_as_typed(opening))
    if form.validate_on_submit():
        try:
            openings.change_one(session, opening_id, at, (minutes(form.begins.data), minutes(form.ends.data)))
        except BadHours as error:
            blame(form, error)
        else:
            return done(_("Tiden er ændret den dag."), ".openings", hvem=opening.resource_id, dag=day)
    return render(
        "frontdesk/hours.html", 422 if form.errors else 200, form=form, who=opening.resource_id, day=spoken(at)
    )


def _as_typed(one: Opening) -> dict[str, Any]:
    return {
        "resource": one.resource_id,
        "weekday": SINGLE if one.weekday is None else one.weekday,
        "begins": _clock(one.begins),
        "ends": _clock(one.ends),
        "valid_from": one.valid_from,
        "valid_to": None if one.valid_to >= FOR_NOW else one.valid_to,
        "every": one.every,
        "types": one.types,
    }


def _clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)
