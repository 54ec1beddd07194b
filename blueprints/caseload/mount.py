"""The blueprint that the files of this package hang their pages on, and what they share."""

from flask import Blueprint, abort, g
from flask_babel import lazy_gettext as _l

from blueprints.web import db
from domain.caseload import load
from domain.caseload.load import Load
from domain.caseload.tables import END, HOLIDAY, LEAVE, OTHER

bp = Blueprint("caseload", __name__)
REASONS = {HOLIDAY: _l("Ferie"), LEAVE: _l("Orlov"), END: _l("Fratræder"), OTHER: _l("Andet")}


def people(nurse_id: int) -> tuple[Load, list[Load]]:
    """Whoever the page is about, and the colleagues who could have children, those with most room first. One statement."""
    found = load.of_unit(db.session(), g.place.id)
    own = next((one for one in found if one.staff_id == nurse_id), None) or abort(404)
    return own, sorted((one for one in found if one.works and one is not own), key=_fullness)


def _fullness(one: Load) -> tuple[float, str]:
    return one.children / one.target if one.target else one.children, one.name
