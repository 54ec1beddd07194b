"""The inbox, and putting a flood aside."""

from typing import Any

from flask import Response, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from blueprints.counselling.mount import bp, tabs
from blueprints.counselling.words import EMPTY, STATES, VIEWS, language, topic
from blueprints.door import number
from blueprints.reading import unlocked
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain import audit
from domain.counselling.staff import desk, inbox, work
from domain.counselling.staff.unlocking import Opened

FARTHEST = 1000
"""Pages of a list."""


@bp.get("/")
@allow(MEMBER)
@unlocked
def index(opened: Opened) -> Response:
    """One view, a page of it: oldest first beside the promise."""
    session, view = db.session(), request.args.get("vis", inbox.WAITS)
    view = view if view in inbox.VIEWS else inbox.WAITS
    page = min(max(request.args.get("side", 1, number), 1), FARTHEST)
    state = desk.state(session, g.place.id)
    counts = inbox.counts(session, g.place.id, opened.staff_id)
    rows, more = inbox.page(session, opened, g.place.id, view, page - 1, state.answer_days)
    audit.seen(session, "Rådgivning", anonymous=True)
    return render(
        "counselling/index.html",
        tabs=tabs("inbox"),
        views=[(url_for(".index", vis=key), name, key == view, counts[key]) for key, name in VIEWS.items()],
        view=view,
        title=VIEWS[view],
        empty=EMPTY[view],
        rows=rows,
        states=STATES,
        language=language,
        topic=topic,
        suspected=counts["suspected"],
        state=state,
        inside=any(not one.ended for one in opened.of_unit(g.place.id)),
        **_pager(view, page, more=more),
    )


def _pager(view: str, page: int, *, more: bool) -> dict[str, Any]:
    def way(to: int) -> tuple[str, str]:
        return url_for(".index", vis=view, side=to), _("Side %(page)s", page=to)

    return {"before": way(page - 1) if page > 1 else None, "after": way(page + 1) if more else None, "page": page}


@bp.post("/til-side")
@allow(MEMBER)
@unlocked
def flood_aside(_opened: Opened) -> AnyResponse:
    """All that are suspected and that nobody has taken."""
    count = work.put_flood_aside(db.session(), g.place.id)
    text = ngettext(
        "Én henvendelse er lagt til side. Den er ikke slettet.",
        "%(num)d henvendelser er lagt til side. De er ikke slettet.",
        count,
    )
    return done(text if count else _("Der var intet at lægge til side."), ".index")
