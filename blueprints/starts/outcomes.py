"""What became of a conversation, as staff say it: the family is here, it was held, nobody came, or it was given back late."""

from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired, Optional

from blueprints.danish import Form
from blueprints.rules import MEMBER, allow
from blueprints.starts.booking import standing
from blueprints.starts.looks import seen_whole
from blueprints.starts.mount import bp
from blueprints.starts.page import missing
from blueprints.web import db, done, render
from blueprints.words.talks import AFTER, FIRST, FOLLOW, REASONS, TALKS
from blueprints.words.times import spoken
from domain.base import now, quarter
from domain.booking.tables import EXCUSED, HELD, LATE, NO_SHOW, Appointment
from domain.journey import outcome, talk
from domain.starts import overview

SAID = {
    HELD: _l("Samtalen blev afholdt"),
    NO_SHOW: _l("De kom ikke, og de gav ikke besked"),
    EXCUSED: _l("De har meldt afbud"),
    LATE: _l("Tiden aflyses"),
}


class MissedForm(Form):
    state = RadioField(_l("Hvad skete der?"), validators=[InputRequired(_l("Vælg, hvad der skete."))])
    reason = RadioField(
        _l("Hvorfor?"),
        choices=[SelectChoice("", _l("Det ved vi ikke")), *(SelectChoice(*one) for one in REASONS.items())],
        validators=[Optional()],
        default="",
    )


@bp.post("/<int:start_id>/ankommet", defaults=FIRST)
@bp.post("/<int:start_id>/opfoelgning/ankommet", endpoint=f"{FOLLOW}arrived", defaults=AFTER)
@allow(MEMBER)
def arrived(start_id: int, which: str) -> AnyResponse:
    """The family is at the door."""
    outcome.arrive(db.session(), standing(start_id, which))
    return done(_("Noteret, at familien er her."), ".show", start_id=start_id)


@bp.post("/<int:start_id>/afholdt", defaults=FIRST)
@bp.post("/<int:start_id>/opfoelgning/afholdt", endpoint=f"{FOLLOW}held", defaults=AFTER)
@allow(MEMBER)
def held(start_id: int, which: str) -> AnyResponse:
    """It took place; what the first one led to is written next."""
    outcome.finish(db.session(), standing(start_id, which), HELD)
    text = (
        _("Opfølgningen er afholdt.")
        if TALKS[which].pre
        else _("Samtalen er afholdt. Skriv nu anbefalingerne til forældrene.")
    )
    return done(text, ".show", start_id=start_id)


@bp.route("/<int:start_id>/udeblevet", methods=["GET", "POST"], defaults=FIRST)
@bp.route("/<int:start_id>/opfoelgning/udeblevet", methods=["GET", "POST"], endpoint=f"{FOLLOW}missed", defaults=AFTER)
@allow(MEMBER)
def missed(start_id: int, which: str) -> AnyResponse:
    """The family did not come, had told so, or the time is given back on the telephone after the parents' own limit; and why."""
    session = db.session()
    row: Any = (overview.whole(session, start_id) or missing())[0]
    appointment, form = standing(start_id, which), MissedForm()
    began = appointment.first <= quarter(now())
    form.state.choices = [SelectChoice(key, SAID[key]) for key in ((NO_SHOW, EXCUSED) if began else (EXCUSED, LATE))]
    if form.validate_on_submit():
        _noted(appointment, form.state.data, form.reason.data or "")
        return done(_("Det er noteret. Ring til familien, og find en ny tid."), ".show", start_id=start_id)
    seen_whole(row)
    when = spoken(appointment.first, appointment.quarters)
    return _page(form, row, which, when, _("Samtalen blev ikke til noget"))


@bp.route("/<int:start_id>/udfald/<int:appointment_id>", methods=["GET", "POST"])
@allow(MEMBER)
def correct(start_id: int, appointment_id: int) -> AnyResponse:
    """What has been noted was wrong: what became of the time is said anew, by whoever was there or leads them."""
    session = db.session()
    row: Any = (overview.whole(session, start_id) or missing())[0]
    appointment = outcome.noted(session, start_id, appointment_id)
    form = MissedForm(state=appointment.state, reason=appointment.reason)
    form.state.choices = [SelectChoice(key, SAID[key]) for key in (HELD, NO_SHOW, EXCUSED)]
    if form.validate_on_submit():
        outcome.finish(session, appointment, form.state.data, form.reason.data or "")
        return done(_("Udfaldet er rettet."), ".show", start_id=start_id)
    seen_whole(row)
    return _page(form, row, appointment.type_key, spoken(appointment.first, appointment.quarters), _("Ret udfaldet"))


def _page(form: MissedForm, row: Any, which: str, when: str, title: str) -> Response:
    status = 422 if form.is_submitted() else 200
    return render("starts/talk/missed.html", status, form=form, row=row, talk=TALKS[which], when=when, title=title)


def _noted(appointment: Appointment, state: str, reason: str) -> None:
    if state == LATE:
        talk.cancel(db.session(), appointment, reason=reason)
    else:
        outcome.finish(db.session(), appointment, state, reason)
