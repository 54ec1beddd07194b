"""A time for a conversation, taken with nothing but the code: choose, move, cancel."""

from itertools import groupby

from flask import Response, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.anonym.case import case_key
from blueprints.anonym.enter import to_case
from blueprints.anonym.mount import bp
from blueprints.anonym.words import HOW
from blueprints.rules import CODE_HOLDER, allow
from blueprints.web import db, render
from domain.booking.finding.openings import local_day
from domain.counselling.parent import meetings


@bp.get("/sag/tid")
@allow(CODE_HOLDER)
def times() -> Response:
    return _page()


@bp.post("/sag/tid")
@allow(CODE_HOLDER)
def take() -> AnyResponse:
    """The chosen one, or that one instead of the one there was."""
    chosen = request.form.get("time", "")
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 10):  # noqa: PLR2004 -- more digits than any id has
        return _page(422, _("Vælg en tid."))
    try:
        meetings.take(db.session(), g.visit.viewer.case, case_key(), int(chosen))
    except meetings.TimeTaken:
        return _page(409, _("Tiden er lige blevet taget. Vælg en anden."))
    return to_case("tid")


@bp.post("/sag/tid/aflys")
@allow(CODE_HOLDER)
def give_back() -> AnyResponse:
    meetings.cancel(db.session(), g.visit.viewer.case)
    return to_case("aflyst")


def _page(status: int = 200, wrong: str = "") -> Response:
    free = meetings.free(db.session(), g.visit.viewer.case)
    days = [(day, [*of_day]) for day, of_day in groupby(free, key=lambda one: local_day(one.first))]
    return render("anonym/times.html", status, days=days, how=HOW, wrong=wrong)
