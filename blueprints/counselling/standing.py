"""How the team stands against what it has promised, and how many it has helped: small numbers hidden."""

from flask import Response, g, request
from flask_babel import gettext as _

from blueprints.counselling.mount import bp, tabs
from blueprints.counselling.words import topic
from blueprints.door import number
from blueprints.rules import MEMBER, allow
from blueprints.web import db, render
from domain.base import today
from domain.counselling.staff import desk
from domain.figures import counselling as figures

FIRST, LAST = 2020, 2099


@bp.get("/tal")
@allow(MEMBER)
def standing_() -> Response:
    """A year, month by month and topic by topic."""
    year = min(max(request.args.get("aar", today().year, number), FIRST), LAST)
    found = figures.year(db.session(), g.place.id, year)
    state = desk.state(db.session(), g.place.id)
    return render("counselling/standing.html", tabs=tabs("standing"), **shown(found, state))


def shown(found: figures.Year, state: desk.State) -> dict[str, object]:
    """For partials/drawn/counted.html, which the administrator's page shows as well."""
    return {
        "year": found.year,
        "state": state,
        "whole": found.whole,
        "months": [(found.months[number - 1], number) for number in range(1, 13)],
        "topics": [(topic(key) or _("Uden emne"), count) for key, count in found.topics],
    }
