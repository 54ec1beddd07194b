"""A guest's own link: what they signed up for, another number of seats, not coming after all, and the entry for the calendar."""

from typing import Any

from flask import Response, abort, current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField

from blueprints.danish import Form
from blueprints.messages import download
from blueprints.rules import PUBLIC, allow
from blueprints.sign_up.listed import NUMBERS
from blueprints.sign_up.mount import bp
from blueprints.web import db, done, render
from domain.base import moment
from domain.events import reading, seats
from domain.events.door import KEPT
from domain.events.seats import TooFewSeats
from domain.messages import Meeting


class NumberForm(Form):
    seats = SelectField(_l("Hvor mange kommer I?"), coerce=int, choices=NUMBERS)


@bp.get("/plads/<string:token>")
@allow(PUBLIC)
def seat(token: str) -> Response:
    """Whether they have seats, and how many."""
    found = reading.seat(db.session(), token)
    return _page(found, token, NumberForm(seats=found.wanted))


@bp.post("/plads/<string:token>", endpoint="seats")
@allow(PUBLIC)
def change(token: str) -> AnyResponse:
    """Another number; what is freed goes to whoever waits."""
    form = NumberForm()
    if not form.validate():
        return _page(reading.seat(db.session(), token), token, form, 422)
    try:
        seats.change(db.session(), token, form.seats.data)
    except TooFewSeats as error:
        form.seats.errors = [_less(error.free)]
        return _page(reading.seat(db.session(), token), token, form, 409)
    return done(_("Antallet er rettet."), ".seat", token=token)


@bp.get("/plads/<string:token>/afmeld")
@allow(PUBLIC)
def leave(token: str) -> AnyResponse:
    """A plain page: it cannot be taken back when somebody else has the seat."""
    found = reading.seat(db.session(), token)
    if found.left:
        return done(_("Du er meldt fra."), ".seat", "info", token=token)
    return render("sign_up/leave.html", event=found.event, token=token)


@bp.post("/plads/<string:token>/afmeld")
@allow(PUBLIC)
def left(token: str) -> AnyResponse:
    """The seats are free, or the place on the waiting list is."""
    seats.leave(db.session(), token)
    return done(_("Du er meldt fra."), ".seat", token=token)


@bp.get("/plads/<string:token>/kalender.ics")
@allow(PUBLIC)
def calendar(token: str) -> Response:
    """One entry for the own calendar."""
    found = reading.seat(db.session(), token)
    if not found.holds or found.event.cancelled_at:
        abort(404)
    public, event = current_app.config["SETTINGS"].public_url, found.event
    meeting = Meeting(
        appointment_id=event.appointment_id,
        name=event.title,
        house=event.maker,
        place=event.place,
        start=moment(event.first),
        end=moment(event.first + event.quarters),
        sequence=event.sequence,
    )
    data = download(meeting, public, public + url_for(".seat", token=token))
    name = {"Content-Disposition": 'attachment; filename="arrangement.ics"'}
    return Response(data, mimetype="text/calendar", headers=name)


def _page(found: reading.Seat, token: str, form: Any, status: int = 200) -> Response:
    return render("sign_up/seat.html", status, found=found, event=found.event, form=form, token=token, kept=KEPT.days)


def _less(free: int) -> str:
    return ngettext("Der er kun plads til %(num)d.", "Der er kun plads til %(num)d i alt.", free)
