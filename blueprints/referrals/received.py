"""Familiehuset's board: what was received, who waits, who has an offer, whom they help, what is to be followed up."""

from typing import Any

from flask import Response, g

from blueprints.referrals.listed import LIST
from blueprints.referrals.mount import HELPERS, received_bp
from blueprints.referrals.shown import looked_at, page
from blueprints.referrals.words import RECEIVED, SERVICES, SHORT
from blueprints.rules import allow
from blueprints.web import db, render
from domain import audit
from domain.base import today
from domain.referrals import capacity, reading
from domain.referrals.tables import OFFERED, SENT, WAITING


@received_bp.get("/")
@allow(HELPERS)
def index() -> Response:
    """In the order in which they came, a part for each thing that is to be done."""
    rows = reading.board(db.session(), g.place.id)
    audit.seen(db.session(), LIST)
    helped = [one for one in rows if one.state not in {SENT, WAITING, OFFERED}]
    parts = {state: [one for one in rows if one.state == state] for state in (SENT, WAITING, OFFERED)}
    return render(
        "referrals/board.html",
        new=parts[SENT],
        waiting=parts[WAITING],
        offered=parts[OFFERED],
        helped=sorted(helped, key=_follow_on),
        places=capacity.of_unit(db.session(), g.place.id),
        most=reading.MOST,
        full=len(rows) == reading.MOST,
        today=today(),
        states=RECEIVED,
        services=SERVICES,
        short=SHORT,
    )


@received_bp.get("/<int:referral_id>")
@allow(HELPERS)
def show(referral_id: int) -> Response:
    """What can be done about it by Familiehuset."""
    return page(looked_at(referral_id), ours=False)


def _follow_on(row: Any) -> tuple[bool, Any, int]:
    """What is to be followed up first; what has no day after that."""
    return row.follow_on is None, row.follow_on or row.starts_on, row.id
