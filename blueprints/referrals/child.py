"""The child of a referral as the unit that wrote it knows it: what the unit has written of it, and what has become of that."""

from collections.abc import Sequence
from typing import Any

from flask import Response, g, url_for

from blueprints.language import day
from blueprints.referrals.mount import READERS, bp
from blueprints.referrals.shown import SEEN
from blueprints.referrals.words import SERVICES, STATES
from blueprints.rules import allow
from blueprints.web import db, render
from blueprints.words.questions import of_matter
from domain import audit
from domain.referrals import reading
from domain.referrals.agreeing import typed
from domain.referrals.states import HELPS, OVER
from domain.referrals.steps import NoSuchReferral

Entry = tuple[Any, ...]


@bp.get("/<int:referral_id>/barnet")
@allow(READERS)
def child(referral_id: int) -> Response:
    """Also of a family that is known by the referral alone. What others know of the child is on no page of this unit's."""
    session = db.session()
    rows = reading.of_child(session, referral_id, g.place.id)
    if not rows:
        raise NoSuchReferral
    this = next(row for row in rows if row.id == referral_id)
    if this.child_id is not None:
        audit.seen(session, SEEN, [this.child_id])
    return render(
        "referrals/child.html",
        this=this,
        rows=rows,
        parents=typed(session, referral_id),
        happened=[_happened(one, rows) for one in reading.steps(session, [row.id for row in rows])],
        consents=[of_matter(row, SERVICES[row.service], row.consent, over=row.state in OVER) for row in rows],
        states=STATES,
        services=SERVICES,
    )


def _happened(step: Any, rows: Sequence[Any]) -> Entry:
    """For partials/time/timeline.html."""
    service = next(SERVICES[row.service] for row in rows if row.id == step.referral_id)
    actor = "familiehus" if step.state in HELPS else g.place.actor
    way = url_for(".show", referral_id=step.referral_id)
    return (False, actor, day(step.at), step.at.isoformat(), service, STATES[step.state][2], None, way)
