"""What all of the parents' pages share: the link they came by, the start it leads to, and the steps on the way."""

import re
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, has_request_context, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from blueprints.language import CITIZENS_IN, chosen, same_language
from blueprints.web import db, render, secret
from domain.access.sessions import Arrival, area_key
from domain.base import now
from domain.starts.progress import Progress, progress
from domain.starts.second_check import FRESH, keep_open

bp = Blueprint("book", __name__, url_prefix="/book")
bp.url_defaults(same_language)
NOTED = timedelta(minutes=5)
PAGE = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")
"""What comes behind the token in the address of a parents' page."""


@bp.url_defaults
def same_link(endpoint: str, values: dict[str, Any]) -> None:
    """Ways from one page of a link to another stay on it."""
    token = (request.view_args or {}).get("token") if has_request_context() else None
    if token and "token" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "token"):
        values["token"] = token


@bp.errorhandler(404)
def gone(_error: NotFound) -> Response:
    """An ended or unknown link, and the way to another, in each language."""
    db.session().rollback()
    ways = [(code, name, url_for(".lost", sprog=code), code == chosen()) for code, name in CITIZENS_IN.items()]
    return render("book/way_in/gone.html", 404, ways=ways)


@bp.after_request
def stay_open(response: Response) -> Response:
    """A browser in use stays open; noted now and then, when the page's own reads have ended."""
    found = g.get("arrival")
    if request.method == "GET" and found and found.confirmed_at and found.seen_at < now() - NOTED:
        db.session().rollback()
        keep_open(db.engine, found.link_id, browser())
    return response


def browser() -> str:
    """The key that this browser is known by on the parents' pages."""
    return area_key(secret(), "book")


def arrival() -> Arrival:
    found: Arrival = g.arrival
    return found


def start() -> int:
    """The start that the link leads to; not there for a family that has a link without one."""
    return arrival().start_id or abort(404)


def guardian() -> int:
    return arrival().viewer.guardian


def custody() -> bool:
    return bool(arrival().viewer.custody())


def fresh() -> bool:
    """The second check was passed so lately that what the parents wrote about health may be shown."""
    at = arrival().confirmed_at
    return at is not None and at > now() - FRESH


def stand() -> Progress:
    """The start as this guardian may see it."""
    found = progress(db.session(), start(), guardian())
    return found or abort(404)


def onward(token: str, wanted: str) -> str:
    """The page of the same link that was asked for, in the language that was chosen on the way, or the overview."""
    said = request.args.get("sprog", "")
    page = f"/book/{token}/{wanted}" + (f"?sprog={said}" if said in CITIZENS_IN else "")
    return page if PAGE.fullmatch(wanted) else url_for(".overview")


def steps(found: Progress, here: str) -> list[tuple[str, str | None, str]]:
    """Skema, Samtykke, Tid, Kvittering: (text, address, place) as ui.steps takes them; newcomers are not asked for consent."""
    settled = found.state is not None
    ways = [
        ("questionnaire", _("Skema"), found.answered_at is not None, True),
        ("consent", _("Samtykke"), found.consented, True),
        ("times", _("Tid"), settled, not settled),
        ("receipt", _("Kvittering"), False, settled),
    ]
    asked = [way for way in ways if way[0] != "consent" or found.asked]
    return [
        (
            text,
            url_for(f".{name}") if open_ and name != here else None,
            "now" if name == here else "done" if over else "ahead",
        )
        for name, text, over, open_ in asked
    ]


def page(template: str, status: int = 200, *, stood: Progress, step: str = "", **context: Any) -> Response:
    """A page about the start, with the steps over it for those who take them."""
    way = steps(stood, step) if step and custody() else []
    return render(f"book/{template}.html", status, found=stood, steps=way, custody=custody(), **context)
