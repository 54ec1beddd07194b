"""What a unit has referred, and where each stands."""

from typing import Any

from flask import Response, g, request

from blueprints import door
from blueprints.referrals.mount import READERS, REFERRERS, bp
from blueprints.referrals.words import SERVICES, STATES
from blueprints.rules import allow
from blueprints.web import db, render
from blueprints.words.agreeing import said_of
from domain import audit
from domain.referrals import reading

LIST = "Henvisninger"


@bp.get("/")
@allow(READERS)
def index() -> Response:
    """What is under way, newest first; with ?slut=1 what is over."""
    over, number = bool(request.args.get("slut")), page_number()
    rows = reading.sent(db.session(), g.place.id, over=over, page=number)
    audit.seen(db.session(), LIST)
    shown, more = rows[: reading.PAGE], len(rows) > reading.PAGE
    return render(
        "referrals/index.html",
        rows=shown,
        over=over,
        states=STATES,
        services=SERVICES,
        said_of=said_of,
        page=number,
        more=more,
        writes=REFERRERS.admits(db.session().info["viewer"], g.place),
    )


def page_number() -> int:
    """How many pages back."""
    number: Any = request.args.get("side", type=door.number)
    return min(max(number or 0, 0), 10_000)
