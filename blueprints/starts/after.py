"""The follow-up's own page: the time that suits best, or the one that is booked, and what the first conversation led to."""

from typing import Any
from uuid import uuid4

from flask import Response, g

from blueprints.rules import MEMBER, allow
from blueprints.starts.looks import AFTER, TALK, seen_whole
from blueprints.starts.mount import bp
from blueprints.starts.page import missing
from blueprints.web import db, render
from blueprints.words.talks import TALKS, WORDS, suggestion
from domain.booking.kinds.types import FOLLOW_UP
from domain.booking.showing.of_start import latest, of_start
from domain.journey.follow_up import suggest
from domain.starts import overview


@bp.get("/<int:start_id>/opfoelgning")
@allow(MEMBER)
def follow_up(start_id: int) -> Response:
    """Booked with one click, at the time that is suggested or at another."""
    session = db.session()
    row: Any = (overview.whole(session, start_id) or missing())[0]
    times = of_start(session, start_id)
    booked, first = latest(times, FOLLOW_UP), latest(times)
    told = overview.is_told(row, g.place.id)
    wanted = booked is None and told and not row.Start.closed
    found = (
        suggest(session, start_id, first.first if first else None, first.start_ids if first else ()) if wanted else None
    )
    seen_whole(row, only=(TALK, AFTER))
    return render(
        "starts/talk/follow_up.html",
        row=row,
        start=row.Start,
        talk=TALKS[FOLLOW_UP],
        time=booked,
        own=overview.is_theirs(row, g.place.id),
        told=told,
        suggested=suggestion(found),
        key=uuid4().hex,
        **WORDS,
    )
