"""Fravær: when somebody is away, and which bookings that hits."""

from datetime import date, datetime, time

from flask import Response, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from blueprints.danish import CALENDAR, Form
from blueprints.frontdesk.mount import bp, people, tabs
from blueprints.language import spell
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.base import COPENHAGEN, now, quarter, today
from domain.booking.finding.openings import Span
from domain.frontdesk import absences
from domain.frontdesk.absences import BadAbsence, whole_days


class AbsenceForm(Form):
    resource = SelectField(_l("Hvem?"), coerce=int)
    first = DateField(_l("Første dag"), [InputRequired(_l("Vælg den første dag.")), CALENDAR], default=today)
    last = DateField(_l("Sidste dag"), [InputRequired(_l("Vælg den sidste dag.")), CALENDAR], default=today)
    begins = TimeField(_l("Fra kl."), [Optional()])
    ends = TimeField(_l("Til kl."), [Optional()])
    reason = StringField(
        _l("Hvorfor?"), [Length(max=200)], description=_l("Ses kun i jeres egen enhed. Skriv ikke om helbred.")
    )

    def span(self) -> Span:
        """Quarters, whole days unless hours were given."""
        whole = whole_days(self.first.data, self.last.data)
        begins = _at(self.first.data, self.begins.data) if self.begins.data else whole[0]
        return begins, _at(self.last.data, self.ends.data) if self.ends.data else whole[1]


@bp.get("/fravaer", endpoint="absences")
@allow(MEMBER)
def show_absences() -> Response:
    """Who of the unit is away, from today on."""
    return _page(_form())


@bp.post("/fravaer")
@allow(MEMBER)
def add_absence() -> AnyResponse:
    """Note an absence; what is booked in it stands until somebody moves it."""
    form = _form()
    if not form.validate():
        return _page(form, 422)
    try:
        absence, hits = absences.add(db.session(), g.place.id, form.resource.data, form.span(), form.reason.data or "")
    except BadAbsence:
        form.last.errors = [*form.last.errors, _("Fraværet skal slutte, efter at det begynder.")]
        return _page(form, 422)
    count = len(hits.appointments) + hits.hidden
    if not count:
        return done(_("Fraværet er noteret. Ingen aftaler er ramt."), ".absences")
    text = ngettext(
        "Fraværet er noteret. Én aftale er ramt: vælg, hvad der skal ske med den.",
        "Fraværet er noteret. %(num)d aftaler er ramt: vælg, hvad der skal ske med dem.",
        count,
    )
    return done(text, ".sick_day", "warn", absence_id=absence.id)


@bp.post("/fravaer/<int:absence_id>/slet")
@allow(MEMBER)
def remove_absence(absence_id: int) -> AnyResponse:
    """Back again."""
    absences.remove(db.session(), absence_id)
    return done(_("Fraværet er slettet. Tiden kan bookes igen."), ".absences")


def _form() -> AbsenceForm:
    form = AbsenceForm()
    form.resource.choices = people()
    return form


def _page(form: AbsenceForm, status: int = 200) -> Response:
    known = dict(form.resource.choices)
    rows = absences.listed(db.session(), known, quarter(now()))
    return render(
        "frontdesk/absences.html",
        status,
        form=form,
        rows=[
            (one.absence, spell(one.absence.first, one.absence.last), known[one.absence.resource_id], one.reason)
            for one in rows
        ],
        tabs=tabs("absences"),
    )


def _at(day: date, at: time) -> int:
    return quarter(datetime.combine(day, at, COPENHAGEN))
