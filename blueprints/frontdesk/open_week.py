"""Åbne tider as a week: everybody's, day by day, to open, change and take out; and a week copied to the next ones."""

from datetime import date, timedelta
from typing import Any

from flask import Response, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, SelectField, SelectMultipleField, widgets

from blueprints import door
from blueprints.danish import Form
from blueprints.frontdesk.hours import OpeningForm, clock, what
from blueprints.frontdesk.mount import PEOPLE, WEEK, WORKDAYS, bp, pager, people, side, tabs, wanted
from blueprints.language import day as written
from blueprints.language import weekday
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.base import today
from domain.booking.finding.openings import monday, public_holiday
from domain.booking.kinds.types import names
from domain.frontdesk import openings, team
from domain.frontdesk.copying import copy_week, weeks_after
from domain.frontdesk.openings import Occurrence
from domain.frontdesk.plans import BadHours

ONE_DAY = timedelta(days=1)


class CopyForm(Form):
    resource = SelectField(_l("Hvis uge?"), coerce=int)
    week = HiddenField()
    weeks = SelectMultipleField(
        _l("Til hvilke uger?"),
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )


@bp.get("/aabninger/uge")
@allow(MEMBER)
def open_week() -> Response:
    """Eight people at a time; each time leads to its own page, each day to a new one."""
    begins, page = wanted(), max(request.args.get("side", 1, door.number), 1)
    everybody = sorted(people(), key=lambda one: one[1])
    shown = everybody[PEOPLE * (page - 1) : PEOPLE * page]
    found = openings.occurring(db.session(), [number for number, _name in shown], begins, begins + WEEK - ONE_DAY)
    words = OpeningForm(formdata=None)
    words.offer(names(db.session()), team.spots(db.session(), g.place.id))
    days = _days(begins, found)
    return render(
        "frontdesk/open_week.html",
        number=begins.isocalendar().week,
        span=f"{written(days[0])}–{written(days[-1])}",
        people=[(name, None) for _number, name in shown],
        days=[
            (
                f"{day.day}.",
                _day(day),
                day == today(),
                [_cell(*one, day, found, words) for one in shown],
                day.isoformat(),
            )
            for day in days
        ],
        copy=url_for(".copy", uge=begins.isoformat()),
        tabs=tabs("openings"),
        more=side(".open_week", page + 1) if len(everybody) > PEOPLE * page else None,
        back=side(".open_week", page - 1) if page > 1 else None,
        **pager(".open_week", begins),
    )


@bp.route("/aabninger/kopier", methods=["GET", "POST"])
@allow(MEMBER)
def copy() -> AnyResponse:
    """One person's week, once more in the weeks that are chosen."""
    form, begins = _copy_form()
    if form.validate_on_submit():
        try:
            copied = copy_week(
                db.session(), form.resource.data, begins, [door.day(one) or begins for one in form.weeks.data]
            )
        except BadHours:
            form.weeks.errors = [_("Vælg mindst én uge, der ligger efter den, du kopierer.")]
        else:
            return done(_copied(copied.opened, copied.holidays), ".open_week", uge=form.weeks.data[0])
    status = 422 if form.is_submitted() else 200
    return render("frontdesk/copy.html", status, form=form, number=begins.isocalendar().week, week=begins)


def _copy_form() -> tuple[CopyForm, date]:
    form = CopyForm()
    begins = monday(door.day(form.week.data or "") or wanted())
    form.resource.choices, form.week.data = people(), begins.isoformat()
    form.weeks.choices = [
        (one.isoformat(), _("Uge %(week)s, fra %(day)s", week=one.isocalendar().week, day=written(one)))
        for one in weeks_after(begins)
    ]
    if not form.is_submitted():
        form.weeks.data = [(begins + WEEK).isoformat()]
        form.resource.data = request.args.get(
            "hvem", form.resource.choices[0][0] if form.resource.choices else 0, door.number
        )
    return form, begins


def _copied(opened: int, holidays: tuple[date, ...]) -> str:
    text = ngettext("Én tid er åbnet.", "%(num)d tider er åbnet.", opened) if opened else _("Alt var åbent i forvejen.")
    if not holidays:
        return text
    names_ = ", ".join(f"{public_holiday(day)} {written(day)}" for day in holidays)
    return f"{text} {_('Lukket som helligdag: %(days)s.', days=names_)}"


def _day(day: date) -> str:
    """Torsdag, skærtorsdag."""
    return ", ".join(filter(None, (weekday(day).capitalize(), public_holiday(day))))


def _cell(
    number: int, name: str, day: date, found: list[Occurrence], words: OpeningForm
) -> tuple[str, list[tuple[Any, ...]], str]:
    """Where a new time of the day is opened; (hours or None, for what, changed, where it leads) of those there are; whose day it is."""
    kinds, places = dict(words.types.choices or ()), dict(words.place.choices or ())
    here = [one for one in found if one.resource_id == number and one.day == day]
    times = [
        (
            clock(one.hours) if one.hours else None,
            what(one.opening, kinds, places),
            one.changed,
            url_for(".change_day", opening_id=one.opening_id, day=day.isoformat(), fra="uge"),
        )
        for one in here
    ]
    return url_for(".openings", hvem=number, ny=day.isoformat(), _anchor="ny"), times, f"{name}, {weekday(day)}"


def _days(begins: date, found: list[Occurrence]) -> list[date]:
    """Monday to Friday, and the weekend where somebody can be booked."""
    week = [begins + number * ONE_DAY for number in range(7)]
    return week if any(one.day in week[WORKDAYS:] for one in found) else week[:WORKDAYS]
