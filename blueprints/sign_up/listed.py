"""What is held: by day, and one event with its form."""

from dataclasses import replace
from itertools import groupby
from typing import Any
from uuid import uuid4

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import EmailField, HiddenField, SelectChoice, SelectField, StringField, TelField
from wtforms.validators import InputRequired, Length, ValidationError

from blueprints.danish import Form
from blueprints.events.words import KINDS
from blueprints.language import chosen
from blueprints.rules import PUBLIC, allow
from blueprints.sign_up.mount import bp
from blueprints.web import db, done, render
from blueprints.words.contact import ADDRESS, MOBILE, NAME
from domain.access import throttle
from domain.access.premises import slugged_districts
from domain.booking.finding.openings import local_day
from domain.events import reading, seats
from domain.events.door import KEPT
from domain.events.seats import MOST, Guest

OWN, HOUSEHOLD, LONGEST = 4, 60, 60.0
"""Sign-ups an hour that cost nothing: with one address or number, and from one network, behind which many may sit. Then a minute's wait at most."""
NUMBERS = [SelectChoice(number, str(number)) for number in range(1, MOST + 1)]


class SignUpForm(Form):
    name = StringField(_l("Dit navn"), [InputRequired(_l("Skriv dit navn.")), NAME])
    email = EmailField(_l("E-mail"), ADDRESS)
    mobile = TelField(_l("Mobil"), MOBILE)
    seats = SelectField(_l("Hvor mange kommer I?"), coerce=int, choices=NUMBERS, default=1)
    key = HiddenField(validators=[Length(max=64)])

    def validate_mobile(self, field: Any) -> None:
        if not field.data and not self.email.data and not self.email.errors:
            raise ValidationError(_("Skriv din e-mail eller dit mobilnummer, så vi kan give besked."))

    def guest(self) -> Guest:
        contact = {"email": self.email.data or "", "mobile": self.mobile.data or ""}
        return Guest(name=self.name.data, seats=self.seats.data, language=chosen(), **contact)


@bp.get("/")
@allow(PUBLIC)
def index() -> Response:
    """What is to come, day by day, for one district or for all."""
    district = request.args.get("distrikt", "")
    events = reading.listed(db.session(), district)
    known = slugged_districts(db.session())
    days = [(day, [*of_day]) for day, of_day in groupby(events, key=lambda one: local_day(one.first))]
    choices = [(url_for(".index"), _("Alle distrikter"), not district)]
    choices += [(url_for(".index", distrikt=slug), name, slug == district) for slug, name in known]
    return render("sign_up/index.html", days=days, choices=choices, kinds=KINDS)


@bp.route("/<int:event_id>", methods=["GET", "POST"])
@allow(PUBLIC)
def show(event_id: int) -> AnyResponse:
    """One event; a form as long as one can sign up."""
    form = SignUpForm()
    if not form.validate_on_submit():
        return _page(event_id, form, 422 if form.is_submitted() else 200)
    contact = form.email.data or form.mobile.data
    try:
        throttle.count(db.engine, _tries(contact))
    except throttle.TooManyTries as error:
        wait = ngettext(
            "Vent %(num)d sekund, og prøv så igen.", "Vent %(num)d sekunder, og prøv så igen.", error.seconds
        )
        form.form_errors.append(_("For mange tilmeldinger på kort tid.") + " " + wait)
        return _page(event_id, form, 429)
    token = seats.sign_up(db.session(), str(current_app.secret_key), event_id, form.guest(), _key(event_id, form))
    if token is None:
        text = _(
            "Den e-mail er tilmeldt i forvejen. Vi har sendt linket dertil igen: der kan I rette antallet eller melde fra."
        )
        return done(text, ".show", "info", event_id=event_id)
    return done(_("Tak. Her er din tilmelding."), ".seat", token=token)


def _key(event_id: int, form: SignUpForm) -> str:
    """A form without one, from a page that nobody made, is a form of its own."""
    return form.key.data or f"{event_id}-{uuid4().hex}"


def _page(event_id: int, form: SignUpForm, status: int) -> Response:
    event = reading.public(db.session(), event_id)
    form.key.data = form.key.data or uuid4().hex
    kept = {"kept": KEPT.days, "kind": KINDS[event.kind]}
    return render("sign_up/show.html", status, event=event, form=form, **kept)


def _tries(contact: str) -> throttle.Buckets:
    """Apart from the tries at passwords and lost links. Keys are hashes: nothing says who it was, or from where."""
    secret, address = str(current_app.secret_key), request.remote_addr
    own = throttle.buckets(secret, f"sign-up {contact}", address).own
    household = throttle.buckets(secret, "sign-up", address).own
    return throttle.Buckets(
        replace(own, free=OWN, longest=LONGEST), replace(household, free=HOUSEHOLD, longest=LONGEST)
    )
