"""The public pages: the front door, privacy, accessibility, and whether everything works."""

from math import ceil
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from blueprints.errors import RETRY_AFTER, UNAVAILABLE, unavailable
from blueprints.guide.words import helper
from blueprints.rules import PUBLIC, allow
from blueprints.web import db, render
from domain import outbox
from domain.guide import entries

bp = Blueprint("citizen", __name__)

ON_THE_FRONT = 6


@bp.get("/")
@allow(PUBLIC)
def front() -> Response:
    """The first of those who can help, as the administrator has put them."""
    helpers = [helper(one) for one in entries.shown(db.session())[:ON_THE_FRONT]]
    return render("citizen/front.html", helpers=helpers)


@bp.get("/privatliv")
@allow(PUBLIC)
def privacy() -> Response:
    settings = current_app.config["SETTINGS"]
    days = max(settings.referrals_kept_days, settings.inquiries_kept_days, settings.conferences_kept_days)
    return render("citizen/privacy.html", years=ceil(days / 365), days=settings.children_kept_days)


@bp.get("/was")
@allow(PUBLIC)
def accessibility() -> AnyResponse:
    """The municipality's own statement, once its address is known."""
    statement = current_app.config["SETTINGS"].accessibility_url
    return redirect(statement, 302) if statement else render("citizen/accessibility.html")


@bp.get("/status")
@allow(PUBLIC)
def status() -> Response:
    return told(database=True, messages=not outbox.stuck(db.session()))


def no_database(error: Any) -> Response:
    """Also when nobody could be asked who is asking, which is before the view."""
    return told(database=False, messages=False) if request.endpoint == "citizen.status" else unavailable(error)


for kind in UNAVAILABLE:
    bp.register_error_handler(kind, no_database)


def told(*, database: bool, messages: bool) -> Response:
    """For people, and for the machine that watches: it asks for JSON."""
    well = database and messages
    if request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json":
        response = jsonify(ok=well, database=database, messages=messages)
        response.status_code = 200 if well else 503
    else:
        response = render("citizen/status.html", 200 if well else 503, well=well, database=database, messages=messages)
    if not well:
        response.headers["Retry-After"] = RETRY_AFTER
    return response
