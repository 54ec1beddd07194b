"""Breve: the parents' links on paper, for those whom no message reaches."""

from collections.abc import Sequence
from typing import Any

from babel import Locale
from flask import Response, abort, current_app, redirect, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.language import day, written
from blueprints.messages import has_sms
from blueprints.rules import allow
from blueprints.squares import square
from blueprints.starts.mount import bp
from blueprints.starts.writing import DAGTILBUD
from blueprints.web import db, done, render
from domain import audit
from domain.base import today
from domain.starts import letters
from domain.starts.letters import NotInvited, Paper


@bp.post("/<int:start_id>/foraeldre/<int:guardian_id>/brev")
@allow(DAGTILBUD)
def write_letter(start_id: int, guardian_id: int) -> AnyResponse:
    """Make the letter of one guardian, and show it for the printer. Whoever prints it holds the family's way in: they are told."""
    try:
        letters.write(db.session(), current_app.config["SECRET_KEY"], start_id, guardian_id)
    except NotInvited:
        return done(
            _("Send invitationen først: så er der et link at skrive i brevet."), ".show", "warn", start_id=start_id
        )
    return redirect(url_for(".letter", start_id=start_id, guardian_id=guardian_id), 303)


@bp.get("/<int:start_id>/foraeldre/<int:guardian_id>/brev")
@allow(DAGTILBUD)
def letter(start_id: int, guardian_id: int) -> Response:
    found = letters.of_one(db.session(), current_app.config["SECRET_KEY"], start_id, guardian_id)
    if not found:
        abort(404)
    audit.seen(db.session(), "Brev", [found[0].child_id])
    return _shown(found, url_for(".show", start_id=start_id))


@bp.post("/breve")
@allow(DAGTILBUD)
def write_letters() -> AnyResponse:
    """Make all that are missing."""
    letters.write_all(db.session(), current_app.config["SECRET_KEY"], sms=has_sms())
    return redirect(url_for(".all_letters"), 303)


@bp.get("/breve")
@allow(DAGTILBUD)
def all_letters() -> Response:
    """All that have been made for those whom nothing else reaches."""
    found = letters.of_all(db.session(), current_app.config["SECRET_KEY"], sms=has_sms())
    audit.seen(db.session(), "Breve")
    return _shown(found, url_for(".index"))


def _shown(found: Sequence[Paper], back: str) -> Response:
    return render("starts/letters.html", letters=[_said(one) for one in found], back=back, on=today())


def _said(paper: Paper) -> dict[str, Any]:
    """In the guardian's own language."""
    public_url, language = current_app.config["SETTINGS"].public_url, written(paper.language)
    with force_locale(language):
        return {
            "language": language,
            "direction": Locale(language).text_direction,
            "house": paper.house,
            "to": _("Til %(name)s", name=paper.name),
            "title": _("Velkommen til %(house)s", house=paper.house),
            "lines": [
                _("Inden jeres barn begynder i %(house)s, mødes vi til en start-samtale.", house=paper.house),
                _("På din side svarer I på et skema og vælger den tid, der passer jer bedst."),
            ],
            "scan": _("Scan firkanten med telefonens kamera, så åbner din side."),
            "square": square(f"{public_url}/book/{paper.token}"),
            "type": _("Eller gå til denne adresse, og skriv koden:"),
            "address": f"{public_url.partition('://')[2]}/book",
            "code": paper.code,
            "after": [
                _("Til sidst spørger vi om jeres barns fødselsdag. Der skal ikke bruges MitID."),
                _("Vil I hellere tale med os, så ring til %(house)s, eller kom forbi.", house=paper.house),
                _("Brevet er kun til dig. Koden virker til og med %(day)s.", day=day(paper.until)),
            ],
        }
