"""One date: added to the year, moved, called off, and led by others or held elsewhere than usual."""

from flask import abort, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from blueprints import door
from blueprints.conferences.fields import RolesForm, TimeForm
from blueprints.conferences.mount import PLANNER, bp
from blueprints.danish import of_minutes
from blueprints.rules import allow
from blueprints.web import db, done, render
from domain.base import today
from domain.booking.finding.openings import local_day
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.taking.claims import SlotTaken
from domain.conferences.before import changing
from domain.conferences.year import conflicts, planning, reading, rule, table
from domain.conferences.year.choices import choices

WRONG = {
    TooLate: _l("Tidspunktet er passeret."),
    TooFar: _l("Dagen ligger for langt ude i fremtiden."),
    SlotTaken: _l("En anden har lige taget tiden hos en af deltagerne. Prøv igen."),
}


@bp.route("/plan/dato", methods=["GET", "POST"])
@allow(PLANNER)
def new_date() -> AnyResponse:
    """One more date in a school year that is planned."""
    known = reading.series(db.session(), g.place.id, request.args.get("aar", rule.school_year(today()), door.number))
    if known is None:
        abort(404)
    form = TimeForm(data={"begins": of_minutes(known.begins), "minutes": known.minutes})
    del form.minutes  # as long as the others
    if form.validate_on_submit():
        if rule.school_year(form.day.data) != known.year:
            form.day.errors = [_("Dagen ligger ikke i skoleåret.")]
        else:
            try:
                planning.one_more(db.session(), known.id, form.first, choices(db.session(), g.place.id))
            except (TooLate, TooFar, SlotTaken) as error:
                form.day.errors = [WRONG[type(error)]]
            else:
                return done(_("Datoen er lagt, og deltagerne har fået besked."), ".plan", aar=known.year)
    return render("conferences/date/new.html", 422 if form.errors else 200, form=form, year=known.year)


@bp.route("/<int:conference_id>/flyt", methods=["GET", "POST"])
@allow(PLANNER)
def move(conference_id: int) -> AnyResponse:
    """To a time at which all are free, chosen from a list, or to any time that is typed."""
    form = TimeForm()
    if form.validate_on_submit():
        try:
            changing.move(db.session(), conference_id, form.first, form.quarters)
        except (TooLate, TooFar, SlotTaken) as error:
            form.day.errors = [WRONG[type(error)]]
        else:
            return done(_("Flyttet. Alle deltagere har fået den nye tid."), ".show", conference_id=conference_id)
    one = _ours(conference_id)
    if request.method == "GET":
        form = TimeForm(data=TimeForm.typed(one, _suggested()))
    people = table.table_of(db.session(), conference_id)
    return render(
        "conferences/date/move.html",
        422 if form.errors else 200,
        one=one,
        form=form,
        conference_id=conference_id,
        times=conflicts.times(db.session(), one, people) if not form.errors else [],
    )


@bp.route("/<int:conference_id>/aflys", methods=["GET", "POST"])
@allow(PLANNER)
def cancel(conference_id: int) -> AnyResponse:
    """A plain page: it cannot be undone."""
    one = _ours(conference_id)
    if request.method == "POST":
        changing.cancel(db.session(), conference_id)
        text = _("Aflyst. Deltagerne har fået besked, og deres tid er fri igen.")
        return done(text, ".plan", aar=rule.school_year(local_day(one.first)))
    return render("conferences/date/cancel.html", one=one, conference_id=conference_id)


@bp.route("/<int:conference_id>/ret", methods=["GET", "POST"])
@allow(PLANNER)
def change(conference_id: int) -> AnyResponse:
    """Who leads it, and in which room."""
    one, found = _ours(conference_id), choices(db.session(), g.place.id)
    form = RolesForm(data=RolesForm.typed_roles(one) if request.method == "GET" else None)
    form.fill(found)
    if form.validate_on_submit():
        free = planning.lead(db.session(), conference_id, form.roles(), found.room(form.room.data))
        text = _("Gemt.") if free else _("Gemt, men lokalet er optaget på det tidspunkt.")
        return done(text, ".show", "ok" if free else "warn", conference_id=conference_id)
    return render(
        "conferences/date/change.html", 422 if form.errors else 200, one=one, form=form, conference_id=conference_id
    )


def _ours(conference_id: int) -> table.Shown:
    """One of the acting house's."""
    one = table.one(db.session(), conference_id)
    if one.unit_id != g.place.id:
        abort(404)
    return one


def _suggested() -> int | None:
    """A time that was chosen from the list, in quarters."""
    return request.args.get("til", None, door.slot)
