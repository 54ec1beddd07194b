"""The second cookie, by which somebody who has unlocked reads what is sealed to them; and the way to unlock."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, abort, current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from blueprints.web import SAFE, db, htmx, render
from domain.counselling.staff import unlocking
from domain.counselling.staff.unlocking import Opened

NAME = "godstart-laes"


def cookie() -> str:
    """What it is called: with TLS the browser itself sees to it that nobody else's page can set it."""
    return f"__Host-{NAME}" if current_app.config["SETTINGS"].https else NAME


def opened() -> Opened | None:
    """Whoever has unlocked in this browser. Asked for once in a request."""
    if "opened" not in g:
        secret, user = request.cookies.get(cookie(), ""), current_user
        known = bool(secret) and user.is_authenticated and not g.locked
        g.opened = (
            unlocking.opened(db.session(), user.get_id(), user.found.viewer.staff, secret[:100]) if known else None
        )
    found: Opened | None = g.opened
    return found


def unlocked(view: Callable[..., Any]) -> Callable[..., Any]:
    """Written under `@allow`: the view is given who has unlocked; whoever has not is shown the way."""

    @wraps(view)
    def inside(*args: Any, **kwargs: Any) -> Any:
        found = opened()
        return way_in() if found is None else view(found, *args, **kwargs)

    return inside


def way_in() -> AnyResponse:
    """To the page that unlocks, and back here. What was typed into a form stands in the answer, to be sent again."""
    if request.method not in SAFE:
        return _kept()
    way = url_for("account.unlock_reading", next=request.full_path.rstrip("?"))
    return Response(headers={"HX-Redirect": way}) if htmx else redirect(way, 303)


def _kept() -> Response:
    """Nothing was done. No page here may lie in the browser's memory, so going back would find an empty field."""
    if htmx:
        abort(403, _("Læsningen er låst igen. Lås op i en ny fane, og send så igen."))
    typed = [(name, text) for name, text in request.form.items(multi=True) if name != "csrf_token"]
    return render(
        "counselling/kept.html", 403, typed=typed, way=url_for("account.unlock_reading", next=url_for(".index"))
    )


def carry(response: AnyResponse, secret: str) -> AnyResponse:
    """Gone when the browser closes, never read by a script, and not sent along from another website's link."""
    https = current_app.config["SETTINGS"].https
    response.set_cookie(cookie(), secret, httponly=True, samesite="Strict", secure=https)
    return response


def forget(response: AnyResponse) -> AnyResponse:
    """Locked, or signed out: the cookie is not sent again."""
    if cookie() in request.cookies:
        response.delete_cookie(cookie(), httponly=True, samesite="Strict", secure=current_app.config["SETTINGS"].https)
    return response
