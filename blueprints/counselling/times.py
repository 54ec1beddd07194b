"""Anonymous times: published, seen with the words that are said at the door, withdrawn, and called off with a word to the parent."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import Response, abort, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, HiddenField, IntegerField, SelectChoice, SelectField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from blueprints import door
from blueprints.counselling.answering import LONG
from blueprints.counselling.mount import bp, tabs
from blueprints.counselling.words import HOW
from blueprints.danish import CALENDAR, Form, trimmed
from blueprints.reading import opened, unlocked
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.access.roles import role_name
from domain.base import COPENHAGEN, quarter
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.taking.claims import SlotTaken
from domain.counselling.staff import dialogue, times, work
from domain.counselling.staff.times import LENGTHS, TimeIsTaken
from domain.counselling.staff.unlocking import Opened

SORRY = _l("Vi må desværre aflyse den tid, du har valgt. Vælg gerne en anden, eller skriv til os her.")
WRONG = {
    SlotTaken: _l("Rådgiveren er optaget på det tidspunkt."),
    TooLate: _l("Tidspunktet er passeret."),
    TooFar: _l("Dagen ligger for langt ude i fremtiden."),
}


class TimeForm(Form):
    day = DateField(_l("Dag"), [InputRequired(_l("Vælg dagen.")), CALENDAR])
    begins = TimeField(_l("Kl."), [InputRequired(_l("Skriv, hvornår tiden begynder."))])
    minutes = SelectField(
        _l("Minutter"), coerce=int, choices=[SelectChoice(one, str(one)) for one in LENGTHS], default=45
    )
    how = SelectField(_l("Hvordan?"), choices=[SelectChoice(*one) for one in HOW.items()])
    who = SelectField(_l("Rådgiver"), coerce=int)
    key = HiddenField(validators=[Length(max=64)])

    def validate_begins(self, field: Any) -> None:
        if field.data and field.data.minute % 15:
            raise ValidationError(_("Begynd på et helt kvarter."))

    def first(self) -> int:
        return quarter(datetime.combine(self.day.data, self.begins.data, COPENHAGEN))


class CallOff(Form):
    case = IntegerField(widget=HiddenInput())
    seen = IntegerField(widget=HiddenInput())
    text = TextAreaField(_l("Besked til forælderen"), [InputRequired(_l("Skriv en besked.")), LONG], filters=[trimmed])


@bp.route("/tider", methods=["GET", "POST"])
@allow(MEMBER)
def times_() -> AnyResponse:
    """What is published and taken; and one more, right after the last."""
    session, form = db.session(), TimeForm(data=_after())
    people = times.counsellors(session, g.place.id)
    form.who.choices = [(one.id, one.name) for one in people]
    if not form.validate_on_submit():
        return _page(form, 422 if form.is_submitted() else 200)
    who = next(one for one in people if one.id == form.who.data)
    try:
        key = form.key.data or uuid4().hex
        times.publish(session, g.place.id, who, form.first(), form.minutes.data, form.how.data, key)
    except (SlotTaken, TooLate, TooFar) as error:
        form.begins.errors = [WRONG[type(error)]]
        return _page(form, 409)
    ends = datetime.combine(form.day.data, form.begins.data) + timedelta(minutes=form.minutes.data)
    after = {"dag": f"{ends:%Y-%m-%d}", "kl": f"{ends:%H:%M}", "hvem": who.id}
    return done(_("Tiden er lagt ud. Kun den, der har en kode, kan vælge den."), ".times_", **after)


def _after() -> dict[str, Any]:
    """The day and the hour that the last one ended at."""
    day, clock = door.day(request.args.get("dag", "")), request.args.get("kl", "")
    try:
        begins = datetime.strptime(clock, "%H:%M").time() if clock else None  # noqa: DTZ007 -- a clock on the wall
    except ValueError:
        begins = None
    who = request.args.get("hvem", None, door.number) or db.session().info["viewer"].staff
    return {"day": day, "begins": begins, "who": who}


def _page(form: TimeForm, status: int) -> Response:
    form.key.data = form.key.data or uuid4().hex
    key = opened()
    rows = times.coming(db.session(), g.place.id, key)
    return render("counselling/times.html", status, tabs=tabs("times"), form=form, rows=rows, how=HOW, open=bool(key))


@bp.post("/tider/<int:time_id>/fjern")
@allow(MEMBER)
def withdraw(time_id: int) -> AnyResponse:
    """One that nobody has taken."""
    try:
        times.withdraw(db.session(), g.place.id, time_id)
    except TimeIsTaken:
        abort(409, _("Tiden er lige blevet valgt. Aflys den med en besked til forælderen."))
    return done(_("Tiden er trukket tilbage, og kalenderen er fri."), ".times_")


@bp.route("/tider/<int:time_id>/aflys", methods=["GET", "POST"])
@allow(MEMBER)
@unlocked
def call_off(key: Opened, time_id: int) -> AnyResponse:
    """One that is taken: the parent reads why."""
    session, form = db.session(), CallOff(text=str(SORRY))
    if form.validate_on_submit() and form.case.data:
        by = _(role_name("familiehus", "familieraadgiver"))
        times.call_off(session, g.place.id, time_id, form.case.data)
        work.tell(session, key, g.place.id, form.case.data, form.text.data, by)
        return done(_("Tiden er aflyst, og forælderen kan læse hvorfor."), ".times_")
    case_id = times.taken_by(session, g.place.id, time_id)
    it = dialogue.dialogue(session, key, g.place.id, case_id)
    form.case.data = case_id
    return render("counselling/call_off.html", 422 if form.is_submitted() else 200, form=form, it=it, time_id=time_id)
