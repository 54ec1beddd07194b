"""The public pages: the front door, who can help, privacy, accessibility, and whether everything works."""

from itertools import groupby
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from blueprints.errors import RETRY_AFTER, UNAVAILABLE, unavailable
from blueprints.rules import PUBLIC, allow
from blueprints.web import db, render
from domain import outbox
from domain.access import directory

bp = Blueprint("citizen", __name__)

HELPERS = (
    (
        "sundhedsplejen",
        "sundhedspleje",
        _l("Sundhedsplejen"),
        _l("Hjemmebesøg det første år, mødregrupper og råd om barnets sundhed og trivsel."),
        _l("Sådan får du fat i dem"),
        _l(
            "Skriv eller ring til din egen sundhedsplejerske. Har du ikke hendes nummer, så ring til kommunen og spørg efter sundhedsplejen."
        ),
    ),
    (
        "dagtilbud-og-dagpleje",
        "dagtilbud",
        _l("Dagtilbud og dagpleje"),
        _l("Børnehuse i alle distrikter og dagpleje i private hjem. Mød jeres pædagog, før barnet begynder."),
        _l("Find jeres børnehus"),
        _l("Tal med personalet, når du henter og bringer, eller med husets pædagogiske leder."),
    ),
    (
        "socialraadgivere",
        "fsr",
        _l("Forebyggende socialrådgivere"),
        _l("Tidlig hjælp og gode råd, uden at der skal træffes en afgørelse."),
        _l("Find jeres distrikt"),
        _l(
            "Ring til kommunen, og spørg efter den forebyggende socialrådgiver i dit distrikt. Barnets dagtilbud kan også hjælpe dig i gang."
        ),
    ),
    (
        "psykologer",
        "ppr",
        _l("PPR"),
        _l("Psykologer, logopæder og motorikvejledere, som hjælper, når et barn har brug for noget særligt."),
        _l("Sådan foregår det"),
        _l(
            "Begynd i barnets dagtilbud: de tager det op med PPR sammen med dig. Du kan også ringe til kommunen og spørge efter PPR."
        ),
    ),
    (
        "familiehuset",
        "familiehus",
        _l("Familiehuset"),
        _l("Åben rådgivning uden henvisning, og forløb, når en familie har brug for mere."),
        _l("Sådan foregår det"),
        _l("Ring til kommunen, og spørg efter Familiehuset. Du behøver ikke sige, hvem du er."),
    ),
    (
        "teams",
        "forvaltning",
        _l("Handicapteamet og Familieteamet"),
        _l("Råd til familier med et barn med handicap eller lang sygdom, og støtte efter loven."),
        _l("Kontakt et team"),
        _l("Ring til kommunen, og spørg efter teamet. Din sundhedsplejerske kan også hjælpe dig videre."),
    ),
)


@bp.get("/")
@allow(PUBLIC)
def front() -> Response:
    return render("citizen/front.html", helpers=[one[:5] for one in HELPERS])


@bp.get("/hjaelp")
@allow(PUBLIC)
def help_page() -> Response:
    by_district = groupby(directory.houses(db.session()), key=lambda row: row.district)
    districts = [(district, [(None, row.name, row.address) for row in rows]) for district, rows in by_district]
    return render("citizen/help.html", helpers=HELPERS, districts=districts)


@bp.get("/privatliv")
@allow(PUBLIC)
def privacy() -> Response:
    return render("citizen/privacy.html")


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
