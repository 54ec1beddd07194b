"""One referral whole, for both sides: what is asked for, what the parents say, what has become of it."""

from typing import Any

from flask import Response, g

from blueprints.messages.sms import has_sms
from blueprints.referrals.mount import READERS, REFERRERS, bp
from blueprints.referrals.words import NOTES, RECEIVED, SERVICES, STATES
from blueprints.rules import allow
from blueprints.web import db, render
from blueprints.words.agreeing import said_of
from domain import audit
from domain.consent import PURPOSES, REFERRAL
from domain.referrals import reading
from domain.referrals.agreeing import whom
from domain.referrals.reading import Whole
from domain.referrals.steps import NoSuchReferral

SEEN = "Henvisning"
SETS: dict[str, Any] = {
    "services": SERVICES,
    "note_words": NOTES,
    "said_of": said_of,
}


@bp.get("/<int:referral_id>")
@allow(READERS)
def show(referral_id: int) -> Response:
    """What can be done about it by whoever wrote it; their leader reads it."""
    return page(looked_at(referral_id), ours=True)


def looked_at(referral_id: int) -> Whole:
    """Read, and noted: a look at a child's referral is a look at the child. NoSuchReferral."""
    found = reading.whole(db.session(), referral_id)
    if found is None:
        raise NoSuchReferral
    row = found.referral
    if row.child_id is not None:
        own = g.place.id == row.from_unit_id
        audit.seen(db.session(), SEEN, [row.child_id], consent=None if own else PURPOSES[REFERRAL].full)
    return found


def page(found: Whole, status: int = 200, *, ours: bool, **more: Any) -> Response:
    """The same page again when what was asked for could not be done: `more` says why."""
    writes = ours and REFERRERS.admits(db.session().info["viewer"], g.place)
    steps, days = reading.marks(db.session(), found.referral.id)
    return render(
        "referrals/show.html",
        status,
        found=found,
        it=found.referral,
        stands=found.standing,
        steps=steps,
        days=days,
        notes=reading.notes(db.session(), found.referral.id),
        states=STATES if ours else RECEIVED,
        ours=ours,
        writes=writes,
        reach=whom(db.session(), found.referral, found.parents, sms=has_sms()) if writes and found.to_answer else None,
        **SETS | more,
    )
