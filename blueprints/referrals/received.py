"""Familiehuset's board: what was received, who waits, who has an offer, whom they help, what is to be followed up."""

from typing import Any

from flask import Response, g, request
from flask_babel import lazy_gettext as _l

from blueprints.referrals.listed import LIST, page_number
from blueprints.referrals.mount import HELPERS, received_bp
from blueprints.referrals.shown import looked_at, page
from blueprints.referrals.words import SERVICES, SHORT
from blueprints.rules import allow
from blueprints.web import db, render
from domain import audit
from domain.base import today
from domain.referrals import capacity, reading
from domain.referrals.states import OFFERED, RUNNING, SENT, WAITING

PARTS = {
    SENT: (_l("Modtaget"), _l("Nye henvisninger står her, når forældrene har sagt ja.")),
    WAITING: (_l("På venteliste"), _l("Ingen venter på en plads.")),
    OFFERED: (_l("Har et tilbud"), _l("Ingen har et tilbud lige nu.")),
    RUNNING: (_l("I gang"), _l("Ingen forløb er i gang.")),
}
"""Heading, and what stands there while nobody does."""


@received_bp.get("/")
@allow(HELPERS)
def index() -> Response:
    """In the order in which they came, a part for each thing that is to be done; with ?del= one of them whole, in pages."""
    only, number = request.args.get("del", ""), page_number()
    only = only if only in PARTS else ""
    rows = reading.board(db.session(), g.place.id, only, number if only else 0)
    audit.seen(db.session(), LIST)
    parts: dict[str, list[Any]] = {part: [one for one in rows if one.part == part] for part in PARTS}
    return render(
        "referrals/board.html",
        parts={part: parts[part] for part in ([only] if only else PARTS)},
        count={part: own[0].all if own else 0 for part, own in parts.items()},
        only=only,
        page=number,
        more=bool(rows) and rows[-1].place < rows[-1].all,
        words=PARTS,
        helped=RUNNING,
        places=capacity.of_unit(db.session(), g.place.id),
        today=today(),
        services=SERVICES,
        short=SHORT,
    )


@received_bp.get("/<int:referral_id>")
@allow(HELPERS)
def show(referral_id: int) -> Response:
    """What can be done about it by Familiehuset."""
    return page(looked_at(referral_id), ours=False)
