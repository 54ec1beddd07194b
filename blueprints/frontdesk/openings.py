"""Åbne tider as a list: one person's, every week or on one day, and the one day that is different."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from flask import Response, abort, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints import door
from blueprints.frontdesk.hours import SINGLE, OpeningForm, blame, clock, spoken, what, when
from blueprints.frontdesk.mount import bp, people, tabs
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.base import today
from domain.booking.kinds.types import names
from domain.frontdesk import openings, team
from domain.frontdesk.openings import Occurrence
from domain.frontdesk.plans import BadHours

AHEAD = timedelta(weeks=4)


@bp.get("/aabninger", endpoint="openings")
@allow(MEMBER)
def show_openings() -> Response:
    """One person's openings, and the coming four weeks day by day."""
    return _page(_form())


@bp.post("/aabninger")
@allow(MEMBER)
def add_opening() -> AnyResponse:
    """A new opening."""
    form = _form()
    if not form.validate():
        return _page(form, 422)
    try:
        openings.add(db.session(), form.resource.data, form.plan())
    except BadHours as error:
        blame(form, error)
        return _page(form, 422)
    return done(_("Tiden er åbnet."), ".openings", hvem=form.resource.data, dag=request.args.get("ny"))


@bp.post("/aabninger/<int:opening_id>/slut")
@allow(MEMBER)
def end_opening(opening_id: int) -> AnyResponse:
    """Not after today; what has not begun yet is gone."""
    gone = openings.end(db.session(), opening_id, today())
    text = _("Tiden er slettet.") if gone else _("Tiden er lukket fra i morgen.")
    return done(text, ".openings", hvem=request.form.get("hvem", type=door.number))


@bp.post("/aabninger/<int:opening_id>/<any(skip, restore):verb>")
@allow(MEMBER)
def one_day(opening_id: int, verb: str) -> AnyResponse:
    """One occurrence, taken out or put back."""
    day = door.day(request.form.get("dag", "")) or abort(422)
    (openings.skip if verb == "skip" else openings.restore)(db.session(), opening_id, day)
    text = _("Tiden er taget ud den dag.") if verb == "skip" else _("Tiden er åben igen den dag.")
    return done(text, ".openings", hvem=request.form.get("hvem", type=door.number), dag=day.isoformat())


def _form() -> OpeningForm:
    """`ny` in the address: a day to open, chosen in the week."""
    form, choices, day = OpeningForm(), people(), door.day(request.args.get("ny", ""))
    form.resource.choices = choices
    if not form.is_submitted():
        wanted = request.args.get("hvem", type=door.number)
        form.resource.data = wanted if wanted in dict(choices) else next((number for number, _name in choices), 0)
        if day is not None:
            form.weekday.data, form.valid_from.data = SINGLE, day
    form.offer(names(db.session()), team.spots(db.session(), g.place.id))
    return form


def _page(form: OpeningForm, status: int = 200) -> Response:
    session, who = db.session(), form.resource.data
    known = dict(form.resource.choices)
    rules, days = openings.listed(session, [who] if who in known else [], today(), today() + AHEAD)
    kinds, places = dict(form.types.choices), dict(form.place.choices)
    return render(
        "frontdesk/openings.html",
        status,
        form=form,
        who=who,
        name=known.get(who, g.place.name),
        choices=[(url_for(".openings", hvem=number), name, number == who) for number, name in form.resource.choices],
        rules=[(one, when(one), what(one, kinds, places)) for one in rules],
        weeks=_weeks(days),
        tabs=tabs("openings"),
    )


def _weeks(days: Sequence[Occurrence]) -> list[tuple[int, bool, list[tuple[Occurrence, str, str | None]]]]:
    """(number, whether it stands open, its days): the week of the day that was just changed, else the first."""
    rows = [(one, spoken(one.day), clock(one.hours) if one.hours else None) for one in _by_day(days)]
    wanted = door.day(request.args.get("dag", "")) or min((one.day for one in days), default=today())
    return [
        (week, week == wanted.isocalendar().week, [*of_week])
        for week, of_week in groupby(rows, key=lambda row: row[0].day.isocalendar().week)
    ]


def _by_day(days: Sequence[Occurrence]) -> list[Occurrence]:
    return sorted(days, key=lambda one: (one.day, one.hours or (0, 0), one.opening_id))
