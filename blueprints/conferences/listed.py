"""The conferences that are to come: a house's own, and those that the members of another unit are called in to."""

from flask import Response, g

from blueprints.conferences.mount import bp, central
from blueprints.rules import MEMBER, allow
from blueprints.web import db, render
from domain.conferences import table


@bp.get("/")
@allow(MEMBER)
def index() -> Response:
    """By time."""
    return render("conferences/index.html", rows=table.coming(db.session(), g.place.id))


@central.get("/", endpoint="index")
@allow(MEMBER)
def centre() -> Response:
    """Forvaltningens way in."""
    return render("conferences/centre.html")
