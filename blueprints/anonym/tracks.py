"""What a browser and a device remember of a visit, how one removes it, and what we protect against and what not."""

from flask import Response, current_app

from blueprints.anonym.mount import bp
from blueprints.rules import PUBLIC, allow
from blueprints.web import render


@bp.get("/spor")
@allow(PUBLIC)
def tracks() -> Response:
    return render("anonym/tracks.html")


@bp.get("/sikkerhed")
@allow(PUBLIC)
def protection() -> Response:
    """The threat model in short: docs/anonym-raadgivning.md is the long one."""
    return render("anonym/protection.html", https=current_app.config["SETTINGS"].https)
