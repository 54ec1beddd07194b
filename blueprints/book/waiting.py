"""The waiting list as the family meets it: which days and hours it wishes, and the time that is held for it."""

from contextlib import suppress
from datetime import time

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectChoice, SelectMultipleField, TimeField
from wtforms.validators import InputRequired

from blueprints.book.booked import when
from blueprints.book.link import bp, page, stand, start
from blueprints.danish import WEEKDAYS, Box, Form, minutes, of_minutes
from blueprints.rules import CUSTODY, allow
from blueprints.web import db, done
from blueprints.words.times import spoken
from domain.booking.kinds.limits import TooLate
from domain.booking.taking.waitlist import Waiting
from domain.booking.verbs import Changed, NotBooked
from domain.frontdesk.plans import BadHours
from domain.journey.talk import AlreadyBooked
from domain.journey.waitlist import waiting as verbs
from domain.journey.waitlist.waiting import OfferGone

FIRST, LAST = time(8), time(16)
TOO_LATE = (OfferGone, Changed, NotBooked, AlreadyBooked, TooLate)


class WishForm(Form):
    weekdays = SelectMultipleField(
        _l("Hvilke dage?"),
        [InputRequired(_l("Vælg mindst én dag."))],
        coerce=int,
        choices=[SelectChoice(day, WEEKDAYS[day]) for day in verbs.WEEKDAYS],
        option_widget=Box(),
    )
    begins = TimeField(_l("Tidligst kl."), [InputRequired(_l("Vælg et klokkeslæt."))])
    ends = TimeField(_l("Slut senest kl."), [InputRequired(_l("Vælg et klokkeslæt."))])


@bp.get("/<string:token>/venteliste")
@allow(CUSTODY)
def waiting(token: str) -> Response:
    """What the family wishes, whether it is on the list, and what is held for it."""
    return _page(None)


@bp.post("/<string:token>/venteliste")
@allow(CUSTODY)
def wait(token: str) -> AnyResponse:
    """On the list, or with other wishes at the same place in the line."""
    form = WishForm()
    if not form.validate():
        return _page(form, 422)
    hours = minutes(form.begins.data), minutes(form.ends.data)
    try:
        verbs.ask(db.session(), start(), form.weekdays.data, *hours)
    except BadHours:
        form.ends.errors = [*form.ends.errors, _("Det skal slutte, efter at det begynder.")]
        return _page(form, 422)
    return done(_("I står på ventelisten. Vi skriver, når en tid bliver ledig."), ".waiting")


@bp.post("/<string:token>/venteliste/forlad")
@allow(CUSTODY)
def wait_no_more(token: str) -> AnyResponse:
    """Off the list."""
    verbs.leave(db.session(), start())
    return done(_("I står ikke på ventelisten længere."), ".overview")


@bp.get("/<string:token>/tilbud")
@allow(CUSTODY)
def offer(token: str) -> AnyResponse:
    """The time that is held, until when, and what happens to the one they have."""
    session, stood = db.session(), stand()
    waits = verbs.of_start(session, stood.start_id)
    held = verbs.offer(session, waits) if waits else None
    if held is None:
        return done(_("Der er ikke reserveret en tid til jer lige nu."), ".waiting", "info")
    time_ = spoken(held.appointment.first, held.appointment.quarters)
    return page("time/offer", stood=stood, held=held, time=time_, now=when(stood) if stood.booked else "")


@bp.post("/<string:token>/tilbud/tag")
@allow(CUSTODY)
def take_offer(token: str) -> AnyResponse:
    """The conversation is then; the time they had is given back."""
    try:
        verbs.take(db.session(), start())
    except TOO_LATE:
        return done(_("Tiden er ikke reserveret til jer længere."), ".overview", "warn")
    return done(_("Tiden er jeres. Alle har fået besked."), ".receipt")


@bp.post("/<string:token>/tilbud/afslag")
@allow(CUSTODY)
def decline_offer(token: str) -> AnyResponse:
    """The next family is asked; this one stays on the list."""
    with suppress(*TOO_LATE):
        verbs.decline(db.session(), start())
    return done(_("Tak for svaret. I står stadig på ventelisten."), ".waiting")


def _page(form: WishForm | None, status: int = 200) -> Response:
    session, stood = db.session(), stand()
    waits = verbs.of_start(session, stood.start_id)
    on_list = waits is not None and waits.ended_at is None
    held = verbs.offer(session, waits) if waits and on_list else None
    shown = form or WishForm(formdata=None, data=_wishes(waits if on_list else None))
    return page("time/waiting", status, stood=stood, form=shown, on_list=on_list, held=held)


def _wishes(waits: Waiting | None) -> dict[str, object]:
    if waits is None:
        return {"weekdays": [*verbs.WEEKDAYS], "begins": FIRST, "ends": LAST}
    return {"weekdays": waits.weekdays, "begins": of_minutes(waits.begins), "ends": of_minutes(waits.ends)}
