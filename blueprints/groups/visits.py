"""What a house visits: when, where, how many families, and with whom. Nothing of who they are."""

from flask import Response, g

from blueprints.groups.mount import visiting
from blueprints.groups.words import THEMES
from blueprints.rules import MEMBER, allow
from blueprints.web import db, render
from domain.booking.showing.who import who
from domain.groups import meetings


@visiting.get("/")
@allow(MEMBER)
def index() -> Response:
    """Those that are still to come, by time."""
    met = meetings.visits(db.session(), g.place.id)
    people = who(db.session(), [one.appointment_id for one in met])
    return render("groups/visits.html", met=met, people=people, themes=THEMES)
