"""Rammer: what the municipality publishes, each text with its version and date; older versions can be read."""

from flask import Response, abort
from flask_babel import gettext as _

from blueprints.guide.mount import bp
from blueprints.guide.words import shown
from blueprints.rules import PUBLIC, allow
from blueprints.web import db, render
from domain.guide import texts
from domain.guide.tables import RAMMER


@bp.get("/rammer")
@allow(PUBLIC)
def rammer() -> Response:
    """All that stand, in their order."""
    return render("guide/rammer.html", rows=[one for one in texts.every(db.session(), RAMMER) if one.shown])


@bp.get("/rammer/<slug:text_key>")
@allow(PUBLIC)
def text(text_key: str) -> Response:
    """As it reads now."""
    return _page(text_key, None)


@bp.get("/rammer/<slug:text_key>/<int:version_number>")
@allow(PUBLIC)
def version(text_key: str, version_number: int) -> Response:
    """As it read then."""
    return _page(text_key, version_number)


def _page(key: str, number: int | None) -> Response:
    """A text that has been taken down is nobody's to read here, its older versions neither."""
    every = texts.versions(db.session(), key, RAMMER)
    found = next((one for one in every if number in (None, one.number)), None)
    if found is None or not every[0].shown:
        abort(404, _("Teksten findes ikke, eller den er taget ned."))
    older = [one for one in every if one.shown]
    return render("guide/text.html", one=found, newest=every[0], versions=older, body=shown(found.body))
