"""The list: which starts are coming, how far each has come, and which need somebody now."""

from collections import Counter
from collections.abc import Iterator

from flask import Response, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from blueprints.door import number
from blueprints.language import day
from blueprints.messages import has_sms
from blueprints.rules import MEMBER, allow
from blueprints.starts.mount import bp
from blueprints.web import db, render
from domain import audit
from domain.base import today
from domain.journey.family import CALLED_AFTER, CHASED_AFTER
from domain.starts import letters, overview
from domain.starts.reached import NO_LETTER, Reached, reached

STATES = {
    overview.OVERDUE: ("bad", "error", _l("Mangler tid")),
    overview.MISSED: ("bad", "call", _l("Kom ikke")),
    overview.NOT_INVITED: ("none", "mail", _l("Ikke inviteret")),
    overview.INVITED: ("info", "mail", _l("Inviteret")),
    overview.ANSWERED: ("info", "assignment", _l("Skema udfyldt")),
    overview.BOOKED_TIME: ("ok", "calendar-month", _l("Tid booket")),
    overview.TOOK_PLACE: ("ok", "check", _l("Afholdt")),
    overview.CLOSED: ("none", "close", _l("Starter ikke")),
}
OPEN = {overview.OVERDUE, overview.INVITED, overview.ANSWERED, overview.BOOKED_TIME}
PAGE = 100


def steps(row: overview.Listed, found: Reached) -> Iterator[tuple[str, str, str]]:
    """What stands beside the state: (state, text, icon), what somebody must do about it first."""
    if found.ring and not row.call:
        yield "warn", _("Ring til familien"), "call"
    if found.refused:
        yield "bad", _("Mail kunne ikke afleveres"), "mail"
    if found.paper:
        yield ("warn", _("Mangler brev"), "mail") if found.paper == NO_LETTER else ("info", _("Brev udskrevet"), "mail")


def chase(row: overview.Listed, found: Reached) -> str:
    """How far the invitation has come, and when what comes next."""
    if row.invited_at is None or row.first is not None or row.call or found.ring:
        return ""
    come = day(row.invited_at) if not found.chased else ngettext("én gang", "%(num)d gange", found.chased)
    ahead = [*CHASED_AFTER, CALLED_AFTER][found.chased :]
    if not ahead:
        return ""
    after = {"come": come, "next": day(row.invited_at + ahead[0])}
    if not found.chased:
        return _("Inviteret %(come)s, mindes %(next)s", **after)
    return (
        _("Mindet %(come)s, igen %(next)s", **after) if len(ahead) > 1 else _("Mindet %(come)s, ring %(next)s", **after)
    )


@bp.get("/")
@allow(MEMBER)
def index() -> Response:
    """All, or those in one state; a hundred at a time."""
    rows, wanted = overview.of_unit(db.session(), g.place.id), request.args.get("tilstand", "")
    audit.seen(db.session(), "Starter")
    counts = Counter(row.state for row in rows)
    shown = [row for row in rows if wanted in {"", row.state}]
    shown.sort(key=lambda row: row.starts_on <= today())  # what has begun stands last
    at = max(request.args.get("side", 1, number), 1)
    page, sms = shown[PAGE * (at - 1) : PAGE * at], has_sms()
    where = reached(db.session(), [row.id for row in page if row.state in OPEN], sms=sms)
    tabs = [(url_for(".index"), _l("Alle"), not wanted, len(rows))] + [
        (url_for(".index", tilstand=state), STATES[state][2], state == wanted, counts[state])
        for state in STATES
        if counts[state]
    ]
    return render(
        "starts/index.html",
        rows=page,
        steps={row.id: list(steps(row, where[row.id])) for row in page if row.id in where},
        chases={row.id: chase(row, where[row.id]) for row in page if row.id in where},
        letters=letters.wanted(db.session(), sms=sms) if g.place.actor == "dagtilbud" else 0,
        tabs=tabs,
        states=STATES,
        total=len(shown),
        many=len({row.house for row in rows}) > 1,
        calls=sum(row.call for row in rows),
        back=url_for(".index", tilstand=wanted or None, side=at - 1) if at > 1 else None,
        more=url_for(".index", tilstand=wanted or None, side=at + 1) if len(shown) > PAGE * at else None,
    )
