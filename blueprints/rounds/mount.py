"""The blueprint that the files of this package hang their pages on, and whose round of which day is meant."""

from datetime import date

from flask import Blueprint, abort, g, request

from blueprints import door
from blueprints.web import db
from domain.access import Viewer
from domain.base import today
from domain.frontdesk import team

bp = Blueprint("rounds", __name__)


def viewer() -> Viewer:
    found: Viewer = db.session().info["viewer"]
    return found


def wanted() -> date:
    """From the address or the form: today where nothing is said."""
    return door.day(request.values.get("dag", "")) or today()


def colleagues() -> tuple[int, list[tuple[int, str]]]:
    """Whose round it is, one's own where nobody is named, and everybody of the unit as (staff, name). One statement."""
    people = [(one.id, one.name) for one in team.of_unit(db.session(), g.place.id)]
    staff = request.values.get("hvem", type=door.number) or viewer().staff or 0
    if staff not in dict(people):
        abort(404)
    return staff, people
