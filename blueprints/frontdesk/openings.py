"""Åbne tider: when somebody can be booked, every week or on one day, and the one day that is different."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import groupby

from flask import Response, abort, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, IntegerField, SelectChoice, SelectField, SelectMultipleField, TimeField, widgets
from wtforms.validators import InputRequired, NumberRange, Optional

from blueprints import door
from blueprints.danish import CALENDAR, Form
from blueprints.frontdesk.mount import bp, people, tabs
from blueprints.language import day as written
from blueprints.language import weekday
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.base import today
from domain.booking.tables import Opening
from domain.booking.types import names
from domain.frontdesk import openings
from domain.frontdesk.openings import BadHours, Occurrence, Plan

AHEAD = timedelta(weeks=4)
FOR_NOW = door.LAST
SINGLE = -1
WEEKDAYS = (_l("Mandag"), _l("Tirsdag"), _l("Onsdag"), _l("Torsdag"), _l("Fredag"), _l("Lørdag"), _l("Søndag"))
WHICH = [SelectChoice(number, text) for number, text in (*enumerate(WEEKDAYS), (SINGLE, _l("Kun en enkelt dag")))]
WRONG = {
    "hours": ("ends", _l("Sluttidspunktet skal ligge efter starttidspunktet, og begge på et helt kvarter.")),
    "dates": ("valid_to", _l("Den sidste dag skal ligge efter den første.")),
    "rule": ("weekday", _l("Vælg en ugedag.")),
}


class HoursForm(Form):
    begins = TimeField(_l("Fra kl."), [InputRequired(_l("Skriv, hvornår tiden begynder."))], default=time(9))
    ends = TimeField(_l("Til kl."), [InputRequired(_l("Skriv, hvornår tiden slutter."))], default=time(12))


class OpeningForm(HoursForm):
    resource = SelectField(_l("Hvem?"), coerce=int)
    weekday = SelectField(_l("Hvornår?"), coerce=int, choices=[*WHICH])
    valid_from = DateField(_l("Første dag"), [InputRequired(_l("Vælg den første dag.")), CALENDAR], default=today)
    valid_to = DateField(
        _l("Sidste dag"),
        [Optional(), CALENDAR],
    )
    every = IntegerField(_l("Hver hvor mange uger?"), [NumberRange(1, 12, _l("Skriv et tal fra 1 til 12."))], default=1)
    types = SelectMultipleField(
        _l("Til hvad?"),
        description=_l("Uden kryds kan tiden bruges til alt."),
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )

    def plan(self) -> Plan:
        """What was typed, as the domain asks for it."""
        single = self.weekday.data == SINGLE
        return Plan(
            weekday=None if single else self.weekday.data,
            begins=minutes(self.begins.data),
            ends=minutes(self.ends.data),
            valid_from=self.valid_from.data,
            valid_to=self.valid_from.data if single else self.valid_to.data or FOR_NOW,
            every=self.every.data or 1,
            types=tuple(self.types.data or ()),
        )


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
    return done(_("Tiden er åbnet."), ".openings", hvem=form.resource.data)


@bp.post("/aabninger/<int:opening_id>/slut")
@allow(MEMBER)
def end_opening(opening_id: int) -> AnyResponse:
    """Not after today."""
    openings.end(db.session(), opening_id, today())
    return done(_("Tiden er lukket fra i morgen."), ".openings", hvem=request.form.get("hvem", type=int))


@bp.post("/aabninger/<int:opening_id>/<any(skip, restore):verb>")
@allow(MEMBER)
def one_day(opening_id: int, verb: str) -> AnyResponse:
    """One occurrence, taken out or put back."""
    day = door.day(request.form.get("dag", "")) or abort(422)
    (openings.skip if verb == "skip" else openings.restore)(db.session(), opening_id, day)
    text = _("Tiden er taget ud den dag.") if verb == "skip" else _("Tiden er åben igen den dag.")
    return done(text, ".openings", hvem=request.form.get("hvem", type=int), dag=day.isoformat())


def blame(form: Form, error: BadHours) -> None:
    """Say beside the field what the domain said no to."""
    field, text = WRONG[error.args[0]]
    form[field].errors = [*form[field].errors, text]


def _form() -> OpeningForm:
    form, choices = OpeningForm(), people()
    form.resource.choices = choices
    if not form.is_submitted():
        wanted = request.args.get("hvem", type=int)
        form.resource.data = wanted if wanted in dict(choices) else next((number for number, _name in choices), 0)
    form.types.choices = list(names(db.session()))
    return form


def _page(form: OpeningForm, status: int = 200) -> Response:
    session, who = db.session(), form.resource.data
    known = dict(form.resource.choices)
    ids = [who] if who in known else []
    kinds = dict(form.types.choices)
    rules = [
        (one, _when(one), ", ".join(kinds.get(key, key) for key in one.types))
        for one in openings.listed(session, ids, today())
    ]
    return render(
        "frontdesk/openings.html",
        status,
        form=form,
        who=who,
        name=known.get(who, g.place.name),
        choices=[(url_for(".openings", hvem=number), name, number == who) for number, name in form.resource.choices],
        rules=rules,
        weeks=_weeks(openings.occurring(session, ids, today(), today() + AHEAD)),
        tabs=tabs("openings"),
    )


def _weeks(days: Sequence[Occurrence]) -> list[tuple[int, bool, list[tuple[Occurrence, str, str | None]]]]:
    """(number, whether it stands open, its days): the week of the day that was just changed, else the first."""
    rows = [(one, spoken(one.day), _hours(one.hours) if one.hours else None) for one in days]
    wanted = door.day(request.args.get("dag", "")) or min((one.day for one in days), default=today())
    return [
        (week, week == wanted.isocalendar().week, [*of_week])
        for week, of_week in groupby(rows, key=lambda row: row[0].day.isocalendar().week)
    ]


def _when(one: Opening) -> str:
    hours = _hours((one.begins, one.ends))
    if one.weekday is None:
        return f"{spoken(one.valid_from)} {hours}"
    every = _("Hver %(weekday)s", weekday=str(WEEKDAYS[one.weekday]).lower())
    if one.every > 1:
        every = _("%(weekday)s hver %(weeks)s. uge", weekday=WEEKDAYS[one.weekday], weeks=one.every)
    until = _(", til og med %(day)s", day=written(one.valid_to)) if one.valid_to < FOR_NOW else ""
    return f"{every} {hours}{until}"


def spoken(day: date) -> str:
    return f"{weekday(day).capitalize()} {written(day)}"


def _hours(hours: tuple[int, int]) -> str:
    begins, ends = (f"{each // 60}.{each % 60:02}" for each in hours)
    return _("kl. %(begins)s–%(ends)s", begins=begins, ends=ends)


def minutes(at: time) -> int:
    return at.hour * 60 + at.minute
