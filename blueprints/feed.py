"""A member of staff's own bookings, for the calendar program that was given the link."""

from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.rules import PUBLIC, allow
from blueprints.web import db
from domain.booking.showing.calendar import to_feed
from domain.calendars import feed

bp = Blueprint("feed", __name__)
REFRESH = timedelta(minutes=15)


@bp.get("/kalender/<string:secret>.ics")
@allow(PUBLIC)
def show(secret: str) -> AnyResponse:
    """Whoever has the secret is known by it (web.viewer); nobody else gets anything. Unchanged, it is a 304 without a body."""
    session = db.session()
    staff_id = session.info["viewer"].staff
    if staff_id is None:
        abort(404, _("Kalenderen findes ikke, eller dens adresse er skiftet."))
    found = feed.entries(session, staff_id, current_app.config["SETTINGS"].public_url)
    response = Response(to_feed(found, "God Start", REFRESH), mimetype="text/calendar")
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)
