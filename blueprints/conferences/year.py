"""The year plan of a house: its dates, and how they are made from a rule, looked at, moved by hand, and kept."""

from typing import Any

from flask import Response, abort, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from blueprints import door
from blueprints.conferences.fields import groups
from blueprints.conferences.mount import HOUSE, PLANNER, bp
from blueprints.conferences.words import hour_of, state
from blueprints.conferences.year_form import YearForm
from blueprints.danish import WEEKDAYS
from blueprints.rules import allow
from blueprints.web import db, done, render
from domain.access.roles import role_name
from domain.base import today
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.taking.claims import SlotTaken
from domain.booking.working_days import works
from domain.conferences.year import conflicts, planning, reading, rule, table
from domain.conferences.year.choices import Choices, choices
from domain.conferences.year.rule import TooFewDays

LAST_YEARS, COMING_YEARS = 10, 1


@bp.get("/plan")
@allow(HOUSE)
def plan() -> Response:
    """One school year's dates, each with who is not free; the rule, and who is called in each time."""
    year = _year()
    found = reading.series(db.session(), g.place.id, year)
    shown = table.of_series(db.session(), found.id) if found else []
    seats = reading.seats(db.session(), found.id) if found else []
    return render(
        "conferences/year/plan.html",
        year=year,
        series=found,
        rows=[(one, state(one)) for one in shown],
        seats=[(row, role_name(row.actor, row.role)) for row in seats],
        years=_around(year),
        planner=PLANNER.admits(db.session().info["viewer"], g.place),
        weekday=WEEKDAYS[found.weekday] if found else "",
        begins=hour_of(found.begins) if found else "",
    )


@bp.route("/plan/ny", methods=["GET", "POST"])
@allow(PLANNER)
def new_plan() -> AnyResponse:
    """From last year's, where there is one. First the rule and who comes, then the dates as they would be, then they are kept."""
    year, found = _year(), choices(db.session(), g.place.id)
    if request.method == "GET" and reading.series(db.session(), g.place.id, year):
        return redirect(url_for(".plan", aar=year), 303)
    before = reading.series(db.session(), g.place.id, year - 1) if request.method == "GET" else None
    form = YearForm(data=_copied(before, found) if request.method == "GET" else None)
    form.fill(found)
    if not form.validate_on_submit():
        return _page(form, found, year, 422 if form.is_submitted() else 200, before=before)
    step = request.form.get("trin")
    if step == "regn" or not form.days.entries:
        return _reckoned(form, found, year)
    if step == "gem" and form.days_are_good(year, today()):
        return _kept(form, found, year)
    return _page(form, found, year, 422 if form.errors else 200)


def _reckoned(form: YearForm, found: Choices, year: int) -> Response:
    """The dates as the rule makes them."""
    try:
        form.put_days(rule.dates(form.rule(), year, today()))
    except TooFewDays as error:
        text = ngettext(
            "Der er kun én dag, som reglen giver plads til.",
            "Der er kun %(num)d dage, som reglen giver plads til.",
            error.days,
        )
        form.times.errors = [text, _("Undgå færre uger, eller vælg færre gange.")]
        return _page(form, found, year, 422)
    return _page(form, found, year, 200)


def _kept(form: YearForm, found: Choices, year: int) -> AnyResponse:
    wanted = planning.Year(
        year=year,
        rule=form.rule(),
        people=found.chosen(form.people.data or ()),
        roles=form.roles(),
        room=found.room(form.room.data),
    )
    try:
        planning.make_year(db.session(), g.place.id, wanted, form.chosen_days())
    except (SlotTaken, TooLate, TooFar):
        form.days.errors = [_("Et af tidspunkterne er passeret, ligger for langt ude, eller er lige blevet taget.")]
        return _page(form, found, year, 409)
    told = ngettext("Én dato er lagt.", "%(num)d datoer er lagt.", len(form.chosen_days()))
    return done(_("%(told)s Alle, der er ledige, har fået tiden sat af og en mail.", told=told), ".plan", aar=year)


def _page(form: YearForm, found: Choices, year: int, status: int, **more: Any) -> Response:
    """With who is not free on the dates that stand in the form."""
    days, hit = form.chosen_days(), []
    if days and not form.begins.errors and not form.minutes.errors:
        made, people = form.rule(), found.chosen(form.people.data or ())
        firsts = [made.first(day) for day in days]
        hit = conflicts.taken(db.session(), people, found.room(form.room.data), firsts, made.quarters)
    return render(
        "conferences/year/new.html",
        status,
        form=form,
        year=year,
        groups=groups(form.people, found),
        hit=dict(zip(days, hit, strict=False)),
        closed={day for day in days if not works(day)},
        before=more.get("before"),
    )


def _copied(before: reading.Known | None, found: Choices) -> dict[str, Any]:
    if before is None:
        leaders = [one.id for one in found.people.values() if one.unit_id == g.place.id and one.role == "leder"]
        fsr = [one.id for one in found.people.values() if one.actor == "fsr"]
        return {"people": [*leaders, *fsr], "chair": next(iter(leaders), 0), "room": next(iter(found.rooms), 0)}
    people = [row.staff_id for row in reading.seats(db.session(), before.id) if row.staff_id in found.people]
    return YearForm.typed(before) | {"people": people}


def _year() -> int:
    """The school year that is asked for, near enough to be meant; else the one we are in."""
    now_ = rule.school_year(today())
    year = request.values.get("aar", now_, door.number)
    if not now_ - LAST_YEARS <= year <= now_ + COMING_YEARS:
        abort(404)
    return year


def _around(year: int) -> tuple[int | None, int | None]:
    now_ = rule.school_year(today())
    return (year - 1 if year > now_ - LAST_YEARS else None), (year + 1 if year < now_ + COMING_YEARS else None)
