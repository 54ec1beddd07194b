"""What the parents are asked about a matter that names their child: they read it, say yes or no, and take it back as easily. One page for all kinds."""

from typing import Any

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField

from blueprints.book.link import bp, custody, guardian
from blueprints.danish import Form
from blueprints.web import db, done, render
from domain.asking import RAN_OUT
from domain.consent import NO, NOT_NOW, YES, AnsweredTooLate
from domain.starts.answers import about

SAYS = {YES: _l("Ja"), NO: _l("Nej"), NOT_NOW: _l("Ikke nu"), None: _l("Ikke svaret"), RAN_OUT: _l("Udløbet")}
MARKS = {
    YES: ("ok", "check"),
    NO: ("bad", "close"),
    NOT_NOW: ("none", "hourglass"),
    None: ("none", "help"),
    RAN_OUT: ("none", "lock"),
}
TOO_LATE = _l(
    "Tiden er gået for det, I blev spurgt om. Et ja gælder ikke længere. Skal det fortsætte, spørger vi jer igen."
)
NOT_KEPT = _l("Dit svar er ikke gemt. Der er ikke mere at svare på her: læs hvorfor nedenfor.")
HEARD = {"mundtligt": _l("noteret efter en samtale"), "skriftligt": _l("noteret efter det, du skrev")}
"""How an answer came that was not given on the own page."""


class AnswerForm(Form):
    """The button that was pressed is the answer."""

    value = SelectField(choices=[YES, NO, NOT_NOW])


def asked(template: str, subject: str, child_id: int, over: Any = "", **context: Any) -> Response:
    """Templates extend book/asked.html. `over`: why there is nothing to answer any longer."""
    questions = about(db.session(), subject, child_id)
    if not questions:
        abort(404)
    return render(
        f"book/{template}.html",
        question=questions[0],
        me=guardian(),
        custody=custody(),
        over=over or (TOO_LATE if questions[0].over else ""),
        says=SAYS,
        marks=MARKS,
        heard=HEARD,
        **context,
    )


def said() -> str:
    """What the pressed button answers."""
    form = AnswerForm()
    if not form.validate():
        abort(422)
    return str(form.value.data)


@bp.errorhandler(AnsweredTooLate)
def too_late(_error: AnsweredTooLate) -> AnyResponse:
    """From a page that was opened while there was something to answer: back to it, where it says why there is not any longer."""
    db.session().rollback()
    flash(NOT_KEPT, "warn")
    return redirect(request.full_path.rstrip("?"), 303)


def kept(value: str, endpoint: str, **values: Any) -> AnyResponse:
    """Back to the page, which says that the answer is kept."""
    words = {
        YES: _("Dit svar er gemt: ja."),
        NO: _("Dit svar er gemt: nej. Det gælder fra nu."),
        NOT_NOW: _("Dit svar er gemt: ikke nu."),
    }
    return done(words[value], endpoint, **values)
