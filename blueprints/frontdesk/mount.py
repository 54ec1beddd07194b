"""The blueprint that the files of this package hang their pages on, and what they share."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, g, request, url_for
from flask_babel import gettext as _

from blueprints import door
from blueprints.web import db
from domain.access import Staff
from domain.base import today
from domain.booking.finding.openings import monday
from domain.frontdesk import team

bp = Blueprint("frontdesk", __name__)
Tabs = list[tuple[str, str, bool, str]]
WEEK = timedelta(weeks=1)
WORKDAYS = 5
WEEKEND = timedelta(days=7 - WORKDAYS)
PEOPLE = 8
"""Side by side in a week: more do not fit."""


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


def wanted() -> date:
    """The Monday of the week that is looked at: in a weekend the one that comes, as the other is over."""
    return monday(door.day(request.args.get("uge", "")) or today() + WEEKEND)


def pager(endpoint: str, begins: date, **kept: Any) -> dict[str, tuple[str, str]]:
    """The week before, the one after, and this one, for ui.pager."""

    def way(to: date) -> tuple[str, str]:
        return url_for(endpoint, uge=to.isoformat(), **kept), _("Uge %(week)s", week=to.isocalendar().week)

    return {
        "prev": way(begins - WEEK),
        "next": way(begins + WEEK),
        "now_": (url_for(endpoint, uge=today().isoformat(), **kept), _("I dag")),
    }


def side(endpoint: str, page: int) -> str:
    """Other people in the same week."""
    return url_for(endpoint, uge=request.args.get("uge"), side=page)


def people() -> list[tuple[int, str]]:
    """(resource, name) of the unit's staff, oneself first, for a form to choose from."""
    me = viewer().staff
    found = team.of_unit(db.session(), g.place.id)
    return [(one.resource_id, one.name) for one in sorted(found, key=lambda one: one.id != me)]


def viewer() -> Staff:
    found: Staff = db.session().info["viewer"]
    return found
