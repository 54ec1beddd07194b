"""Who comes: signed up by telephone, taken off, and ticked at the door."""

from typing import Any
from uuid import uuid4

from flask import Response, abort, current_app, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import EmailField, HiddenField, SelectField, StringField, TelField
from wtforms.validators import InputRequired, Length

from blueprints import door as limits
from blueprints.danish import Form
from blueprints.events.mount import bp
from blueprints.rules import MEMBER, allow
from blueprints.sign_up.listed import NUMBERS
from blueprints.web import db, done, render
from blueprints.words.contact import ADDRESS, MOBILE, NAME
from domain import audit
from domain.events import door, reading, seats
from domain.events.seats import Guest
from domain.events.tables import WAITS


class GuestForm(Form):
    """Whoever rings up may have neither mail nor mobile at hand."""

    name = StringField(_l("Navn"), [InputRequired(_l("Skriv navnet.")), NAME])
    email = EmailField(_l("E-mail"), ADDRESS)
    mobile = TelField(_l("Mobil"), MOBILE)
    seats = SelectField(_l("Pladser"), coerce=int, choices=NUMBERS, default=1)
    key = HiddenField(validators=[Length(max=64)])


@bp.route("/<int:event_id>/tilmeld", methods=["GET", "POST"])
@allow(MEMBER)
def add(event_id: int) -> AnyResponse:
    """For a family that rings up."""
    event, form = reading.one(db.session(), event_id), GuestForm()
    form.key.data = form.key.data or uuid4().hex
    if not form.validate_on_submit():
        return render("events/add.html", 422 if form.is_submitted() else 200, event=event, form=form)
    told: dict[str, Any] = {name: form[name].data or "" for name in ("name", "email", "mobile")}
    guest = Guest(seats=form.seats.data, language="da", **told)
    if seats.sign_up(db.session(), str(current_app.secret_key), event_id, guest, form.key.data) is None:
        form.email.errors = [_("Den e-mail er tilmeldt i forvejen.")]
        return render("events/add.html", 422, event=event, form=form)
    return done(_("%(name)s er skrevet op.", name=guest.name), ".show", event_id=event_id)


@bp.post("/<int:event_id>/meld-fra")
@allow(MEMBER)
def take_off(event_id: int) -> AnyResponse:
    """Somebody has rung up and does not come."""
    event = reading.one(db.session(), event_id)
    seats.take_off(db.session(), event.id, _guest())
    return done(_("Meldt fra. Er der nogen på ventelisten, har de fået pladsen."), ".show", event_id=event_id)


@bp.get("/<int:event_id>/doeren")
@allow(MEMBER)
def door_list(event_id: int) -> Response:
    """On the screen to tick, on paper to tick with a pen."""
    event = reading.one(db.session(), event_id)
    audit.seen(db.session(), "Deltagerliste")
    guests = [one for one in reading.guests(db.session(), event_id) if one.standing != WAITS]
    here = sum(one.wanted for one in guests if one.arrived_at)
    return render("events/door.html", event=event, guests=guests, here_=here, unit=g.place)


@bp.post("/<int:event_id>/doeren")
@allow(MEMBER)
def arrived(event_id: int) -> AnyResponse:
    """A tick, or no tick."""
    event, there = reading.one(db.session(), event_id), request.form.get("kommet") == "1"
    door.arrived(db.session(), event, _guest(), there=there)
    return done(_("Sat kryds.") if there else _("Krydset er fjernet."), ".door_list", event_id=event_id)


def _guest() -> int:
    return request.form.get("deltager", None, limits.number) or abort(422)
