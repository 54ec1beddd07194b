"""Staff and the interpreter: the family's wish as told on the telephone, and the one from outside, ordered and confirmed."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length

from blueprints.danish import Form, stripped
from blueprints.rules import MEMBER, allow
from blueprints.starts.looks import TALK, seen_whole
from blueprints.starts.mount import bp
from blueprints.starts.page import missing
from blueprints.web import db, done, render
from blueprints.words.talks import AFTER, BY, FIRST, FOLLOW, ORDERS, TALKS
from domain.booking.showing.interpreters import IN_PERSON
from domain.booking.showing.of_start import Time, latest, of_start
from domain.journey import family, interpreters, talk
from domain.starts import overview


class WishForm(Form):
    """Empty: none is wanted any longer."""

    language = StringField(
        _l("Sprog"),
        [Length(max=60)],
        filters=[stripped],
        description=_l("Lad feltet være tomt, hvis der ikke skal tolk på."),
    )
    way = RadioField(
        _l("Hvordan?"),
        choices=[SelectChoice(*one) for one in BY.items()],
        validators=[InputRequired()],
        default=IN_PERSON,
    )


class OrderForm(WishForm):
    state = RadioField(_l("Tolken"), validators=[InputRequired()])
    cost_centre = StringField(_l("Omkostningssted"), [Length(max=40)], filters=[stripped])


@bp.route("/<int:start_id>/tolk", methods=["GET", "POST"], defaults=FIRST)
@bp.route("/<int:start_id>/opfoelgning/tolk", methods=["GET", "POST"], endpoint=f"{FOLLOW}interpreter", defaults=AFTER)
@allow(MEMBER)
def interpreter(start_id: int, which: str) -> AnyResponse:
    """Another language is asked for anew; else the house says how far the order has come."""
    session = db.session()
    row: Any = (overview.whole(session, start_id) or missing())[0]
    time = latest(of_start(session, start_id), which)
    form = _form(row.Start, time)
    if form.validate_on_submit():
        _settle(start_id, which, row.Start, form)
        return done(_("Tolken er noteret."), ".show", start_id=start_id)
    seen_whole(row, only=(TALK,))
    return render(
        "starts/talk/interpreter.html",
        422 if form.is_submitted() else 200,
        form=form,
        row=row,
        talk=TALKS[which],
        ordered=isinstance(form, OrderForm),
    )


@bp.post("/<int:start_id>/tolk/afbestilt")
@allow(MEMBER)
def interpreter_called_off(start_id: int) -> AnyResponse:
    """Told that there is no need: off Min dag."""
    interpreters.called_off(db.session(), start_id)
    return done(_("Noteret, at tolken er afbestilt."), ".show", start_id=start_id)


def _form(start: Any, time: Time | None) -> WishForm:
    wish = {"language": start.interpreter, "way": start.interpreter_way or IN_PERSON}
    if time is None or not time.booked or time.ordered is None:
        return WishForm(data=wish)
    form = OrderForm(data=wish | {"way": time.way, "state": time.ordered, "cost_centre": time.cost_centre})
    form.state.choices = [SelectChoice(key, text) for key, (_state, text) in ORDERS.items()]
    return form


def _settle(start_id: int, which: str, start: Any, form: WishForm) -> None:
    session, language = db.session(), (form.language.data or "").lower()
    appointment = talk.standing(session, start_id, which) if isinstance(form, OrderForm) else None
    if not isinstance(form, OrderForm) or appointment is None or language != start.interpreter:
        family.interpreter(session, start_id, language, form.way.data)
    else:
        interpreters.settle(session, appointment, form.state.data, form.way.data, form.cost_centre.data or "")
