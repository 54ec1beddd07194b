"""An appointment moved by staff: to any time, by a form or by a drop in the week, and always over a page that says what speaks against it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, TimeField
from wtforms.validators import InputRequired, ValidationError

from blueprints.danish import CALENDAR, Form
from blueprints.frontdesk.mount import bp
from blueprints.language import hours
from blueprints.rules import MEMBER, allow
from blueprints.starts.looks import TALK, seen
from blueprints.web import db, done, render
from blueprints.words import doubts as words
from domain.base import COPENHAGEN, QUARTER, moment, now, quarter
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.showing.who import names_of
from domain.booking.tables import BOOKED
from domain.booking.taking.claims import SlotTaken
from domain.journey import by_hand
from domain.journey.by_hand import Booked
from domain.journey.choosing.doubts import Doubt, Doubted

CANNOT = {
    SlotTaken: _l("En, der skal være med, har lige fået en anden aftale på den tid. Vælg en anden."),
    TooLate: _l("Den tid er allerede begyndt. Vælg en anden."),
    TooFar: _l("Den tid ligger længere ude, end der kan bookes."),
}


class WhenForm(Form):
    """Read from the address too, where a drop or the form itself has put it: so no token."""

    class Meta(Form.Meta):
        csrf = False

    dag = DateField(_l("Dag"), [InputRequired(_l("Vælg en dag.")), CALENDAR])
    kl = TimeField(_l("Fra kl."), [InputRequired(_l("Skriv, hvornår den begynder."))])

    def validate_kl(self, field: TimeField) -> None:
        if field.data and (field.data.minute * 60 % QUARTER or field.data.second):
            raise ValidationError(_("Skriv et helt kvarter."))
        if field.data and self.dag.data and not self.dag.errors and self.first() < quarter(now()):
            raise ValidationError(CANNOT[TooLate])

    def first(self) -> int:
        return quarter(datetime.combine(self.dag.data, self.kl.data, COPENHAGEN))


@bp.get("/aftaler/<int:appointment_id>/flyt")
@allow(MEMBER)
def move(appointment_id: int) -> Response:
    """First which time; then, with a time in the address, what speaks against it and the button that moves."""
    one = by_hand.booked(db.session(), appointment_id)
    start = moment(one.appointment.first).astimezone(COPENHAGEN)
    form = WhenForm(request.args or None, dag=start.date(), kl=start.time())
    asked = bool(request.args.get("dag"))
    if not asked or not form.validate():
        return _page(one, form, status=422 if asked else 200)
    return _page(one, form, found=by_hand.against(db.session(), one, form.first()))


@bp.post("/aftaler/<int:appointment_id>/flyt")
@allow(MEMBER)
def move_to(appointment_id: int) -> AnyResponse:
    """Move it; what has come in the way since the page was shown is shown anew, and the form is kept."""
    session, form = db.session(), WhenForm(request.form)
    one = by_hand.booked(session, appointment_id)
    if not form.validate():
        return _page(one, form, status=422)
    try:
        moved = by_hand.move(session, one, form.first(), request.form.getlist("set"))
    except Doubted as error:
        return _page(one, form, found=error.args[0], status=409, anew=True)
    except tuple(CANNOT) as error:
        return _page(
            one, form, status=409, cannot=next(str(CANNOT[kind]) for kind in CANNOT if isinstance(error, kind))
        )
    when = _spoken(moved.first, moved.quarters)
    return done(_("Flyttet til %(when)s. Alle har fået besked.", when=when), ".week", uge=form.dag.data.isoformat())


def _page(
    one: Booked,
    form: WhenForm,
    *,
    found: Sequence[Doubt] | None = None,
    status: int = 200,
    anew: bool = False,
    cannot: str = "",
) -> Response:
    own = one.appointment
    seen(one.child_id, own.unit_id, one.sundhedspleje_id, [TALK])
    names = names_of(db.session(), own.id)
    extra: dict[str, Any] = {}
    if found is not None:
        extra = {"warned": words.warned(found, names), "then": _spoken(form.first(), own.quarters)}
    return render(
        "frontdesk/move.html",
        status,
        form=form,
        child=one.child,
        kind=_(one.type.name),
        now_at=_spoken(own.first, own.quarters),
        names=list(names.values()),
        booked=own.state == BOOKED,
        start_id=own.start_id,
        back=url_for(".week", uge=moment(own.first).astimezone(COPENHAGEN).date().isoformat()),
        anew=anew,
        cannot=cannot,
        **extra,
    )


def _spoken(first: int, quarters: int) -> str:
    return hours(moment(first), moment(first + quarters))
