"""A new event, a copy of one, and other words for one that stands."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Response, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, HiddenField, IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from blueprints import door
from blueprints.danish import CALENDAR, Form, stripped, trimmed
from blueprints.events.mount import bp
from blueprints.events.moving import SettingForm, blame, offer
from blueprints.events.words import KINDS
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.about_people import no_cpr
from domain.booking.finding.openings import local_day
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.taking.claims import SlotTaken
from domain.events import making, reading
from domain.events.choices import Choices, choices
from domain.events.making import Matter
from domain.events.seats import TooFewSeats

ONE_DAY = timedelta(days=1)


class MatterForm(Form):
    title = StringField(
        _l("Titel"), [InputRequired(_l("Skriv, hvad arrangementet hedder.")), Length(max=120)], filters=[stripped]
    )
    kind = SelectField(_l("Hvad er det?"), choices=[SelectChoice(key, name) for key, name in KINDS.items()])
    about = TextAreaField(
        _l("Hvad handler det om?"),
        [InputRequired(_l("Skriv, hvad det handler om.")), Length(max=3000), no_cpr],
        filters=[trimmed],
        description=_l("Alle kan læse det. Skriv ikke om bestemte børn eller familier."),
    )
    district = SelectField(_l("For hvem?"), coerce=int, description=_l("Det styrer kun, hvor det vises."))
    seats = IntegerField(_l("Pladser"), [InputRequired(_l("Skriv, hvor mange der er plads til.")), NumberRange(1, 500)])
    sign_up_until = DateField(_l("Tilmelding til og med"), [Optional(), CALENDAR])

    def fill(self, found: Choices) -> None:
        self.district.choices = [(0, _("Alle forældre i kommunen")), *found.districts.items()]

    def matter(self, day: Any) -> Matter:
        """Without a last day to sign up one can until the day before."""
        last = self.sign_up_until.data or day - ONE_DAY
        words = {name: self[name].data for name in ("title", "about", "kind")}
        return Matter(district_id=self.district.data or None, sign_up_until=min(last, day), **words)


class NewForm(MatterForm, SettingForm):
    key = HiddenField(validators=[Length(max=64)])

    def fill(self, found: Choices) -> None:
        MatterForm.fill(self, found)
        offer(self, found)


@bp.route("/nyt", methods=["GET", "POST"])
@allow(MEMBER)
def new() -> AnyResponse:
    """A draft; with ?kopi=<id> everything but the day is there already."""
    found, form = choices(db.session(), g.place.id), NewForm(data=_copied())
    form.fill(found)
    if not form.validate_on_submit():
        return _new(form, 422 if form.is_submitted() else 200)
    setting = form.setting(found)
    try:
        event = making.make(
            db.session(),
            g.place.id,
            form.matter(form.day.data),
            setting,
            form.seats.data,
            form.key.data or uuid4().hex,
        )
    except (SlotTaken, TooLate, TooFar) as error:
        blame(form, error)
        return _new(form, 409)
    text = _("Kladden er gemt, og tiden er sat af hos dem, der holder det. Se den igennem, og offentliggør den.")
    return done(text, ".show", event_id=event.id)


@bp.route("/<int:event_id>/ret", methods=["GET", "POST"])
@allow(MEMBER)
def change(event_id: int) -> AnyResponse:
    """Other words or another number of seats: nobody is told, but who waits may get a seat."""
    event = reading.one(db.session(), event_id)
    form = MatterForm(data=_typed(event))
    form.fill(choices(db.session(), g.place.id))
    if form.validate_on_submit():
        try:
            making.change(db.session(), event_id, form.matter(local_day(event.first)), form.seats.data)
        except TooFewSeats as error:
            form.seats.errors = [_("%(taken)s pladser er taget. Så mange skal der mindst være.", taken=error.free)]
        else:
            return done(_("Gemt."), ".show", event_id=event_id)
    return render("events/change.html", 422 if form.errors else 200, event=event, form=form)


def _new(form: NewForm, status: int) -> Response:
    form.key.data = form.key.data or uuid4().hex
    return render("events/new.html", status, form=form)


def _copied() -> dict[str, Any]:
    number = request.args.get("kopi", type=door.number)
    if number is None or request.method != "GET":
        return {}
    event = reading.one(db.session(), number)
    return _typed(event) | SettingForm.typed(event) | {"day": None, "sign_up_until": None}


def _typed(event: reading.Shown) -> dict[str, Any]:
    words = {name: getattr(event, name) for name in ("title", "about", "kind", "seats", "sign_up_until")}
    return words | {"district": event.district_id or 0}
