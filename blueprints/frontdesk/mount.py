"""The blueprint that the files of this package hang their pages on, and what they share."""

from flask import Blueprint, g, request, url_for
from flask_babel import gettext as _

from blueprints.web import db
from domain.access import Staff
from domain.frontdesk import team

bp = Blueprint("frontdesk", __name__)
Tabs = list[tuple[str, str, bool, str]]


def tabs(current: str) -> Tabs:
    """Frontdesk's own pages, for ui.tabs; the week that one looks at is kept."""
    week = request.args.get("uge")
    pages = {
        "week": (url_for(".week", uge=week), _("Uge"), "calendar-month"),
        "list": (url_for(".week", uge=week, vis="liste"), _("Liste"), "list-bulleted"),
        "openings": (url_for(".openings"), _("Åbne tider"), "time"),
        "absences": (url_for(".absences"), _("Fravær"), "hourglass"),
        "waiting": (url_for(".waiting_list"), _("Venteliste"), "list-bulleted"),
    }
    return [(href, text, page == current, icon) for page, (href, text, icon) in pages.items()]


def people() -> list[tuple[int, str]]:
    """(resource, name) of the unit's staff, oneself first, for a form to choose from."""
    me = viewer().staff
    found = team.of_unit(db.session(), g.place.id)
    return [(one.resource_id, one.name) for one in sorted(found, key=lambda one: one.id != me)]


def viewer() -> Staff:
    found: Staff = db.session().info["viewer"]
    return found
