"""Plakaten: the way to the anonymous counselling on a sheet for a wall or a family's hand, in each language."""

from typing import Any

from babel import Locale
from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints.headers import ANONYMOUS
from blueprints.rules import MEMBER, allow
from blueprints.squares import square
from blueprints.web import render
from domain.starts.importing.cells import LANGUAGES

bp = Blueprint("poster", __name__)


@bp.get("/")
@allow(MEMBER)
def show() -> Response:
    wanted = request.args.get("paa", "")
    language = wanted if wanted in LANGUAGES else "da"
    choices = [(url_for(".show", paa=code), Locale(code).display_name or code, code == language) for code in LANGUAGES]
    return render("poster/show.html", poster=_said(language), choices=choices)


def _said(language: str) -> dict[str, Any]:
    """In the family's language; the square leads to the pages in it."""
    address = f"{current_app.config['SETTINGS'].public_url}/{ANONYMOUS}/"
    with force_locale(language):
        return {
            "language": language,
            "direction": Locale(language).text_direction,
            "title": _("Skriv til en rådgiver uden at sige, hvem du er"),
            "lead": _(
                "Er du i tvivl om dit barn, jeres hverdag eller dig selv som forælder? Rådgiverne i Familiehuset svarer."
            ),
            "points": [
                _("Du skriver hverken navn, telefonnummer eller adresse."),
                _("Du får en kode. Med den kan du komme tilbage, læse svaret og skrive mere."),
                _("Det er gratis, og det kan slettes igen."),
            ],
            "scan": _("Scan firkanten med din egen telefon, eller gå til:"),
            "square": square(f"{address}?sprog={language}"),
            "address": address.partition("://")[2].rstrip("/"),
            "urgent": _("Er nogen i fare lige nu, så ring 112."),
        }
