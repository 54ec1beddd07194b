"""How many places each service has, drawn with its table: who is helped, who waits, and how long it took to get help."""

from flask import Response, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from blueprints.danish import Form
from blueprints.referrals.mount import HELPERS, LEADS, received_bp
from blueprints.referrals.words import SERVICES, SHORT
from blueprints.rules import allow
from blueprints.web import db, done, render
from domain.figures import referrals as figures
from domain.referrals import capacity
from domain.referrals.tables import ADVICE, INTENSIVE, PRACTICAL, TALKS

HOW_MANY = [InputRequired(_l("Skriv et tal.")), NumberRange(0, 500)]


class PlacesForm(Form):
    """How many families each service helps at a time."""

    advice = IntegerField(SERVICES[ADVICE], HOW_MANY)
    talks = IntegerField(SERVICES[TALKS], HOW_MANY)
    practical = IntegerField(SERVICES[PRACTICAL], HOW_MANY)
    intensive = IntegerField(SERVICES[INTENSIVE], HOW_MANY)


FIELDS = {"advice": ADVICE, "talks": TALKS, "practical": PRACTICAL, "intensive": INTENSIVE}


@received_bp.get("/pladser")
@allow(HELPERS)
def places() -> Response:
    """Small numbers are hidden in what tells of families that have been helped."""
    return _page(PlacesForm(None))


@received_bp.post("/pladser")
@allow(LEADS)
def set_places() -> AnyResponse:
    """From now on."""
    form = PlacesForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    capacity.fix(db.session(), g.place.id, {service: form[name].data for name, service in FIELDS.items()})
    return done(_("Antallet af pladser er gemt."), ".places")


def _page(form: PlacesForm, status: int = 200) -> Response:
    rows = capacity.of_unit(db.session(), g.place.id)
    if not form.is_submitted():
        known = {one.service: one.places for one in rows}
        for name, service in FIELDS.items():
            form[name].data = known.get(service, 0)
    waited = figures.waits(db.session(), g.place.id)
    leads = LEADS.admits(db.session().info["viewer"], g.place)
    return render(
        "referrals/places.html",
        status,
        form=form,
        rows=rows,
        waited=waited,
        leads=leads,
        services=SERVICES,
        short=SHORT,
        fewest=figures.FEWEST,
    )
