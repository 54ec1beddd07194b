"""The quick exit: ends the visit, forgets the cookie, and lands where anybody with children might be."""

from flask import redirect, session, url_for
from werkzeug.wrappers import Response

from blueprints.anonym.mount import bp
from blueprints.rules import PUBLIC, allow
from blueprints.web import db, secret
from domain.access.sessions import area_key
from domain.counselling import keeping

STORAGE = '"storage"'
"""Not "cache", which makes Chromium wait; not "cookies", which signs out of the whole municipality's domain."""


@bp.get("/forlad")
@allow(PUBLIC)
def leave() -> Response:
    """A plain link, so that it works whatever else has run out. It tells the next page nothing of where one comes from."""
    keeping.leave(db.engine, area_key(secret(), "anonym"))
    session.clear()
    answer = redirect(url_for("sign_up.index"), 303)
    answer.headers.update({"Clear-Site-Data": STORAGE, "Referrer-Policy": "no-referrer"})
    return answer
