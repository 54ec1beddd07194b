"""The two questions of consent: answered by each holder of custody, and taken back with one click."""

from flask import Response, abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField

from blueprints.book.asked import HEARD, MARKS, SAYS
from blueprints.book.link import bp, guardian, page, stand, start
from blueprints.danish import Form
from blueprints.rules import CUSTODY, allow
from blueprints.web import db, done
from blueprints.words.questions import ASKS
from domain.consent import BEFOREHAND, MEETING, NO, NOT_NOW, PURPOSES, YES
from domain.journey import family
from domain.starts.answers import asked

OWN_PAGE = "egen side"
OVER = _l(
    "Tiden er gået for det, I blev spurgt om. Et ja gælder ikke længere. Vil I stadig dele noget, så ring til børnehuset eller jeres sundhedsplejerske."
)
MEANS = {
    MEETING: _l(
        "Ja betyder, at hun får tiden at vide og kommer med. Når alle med forældremyndighed har sagt ja, kan hun også læse skemaet og anbefalingerne."
    ),
    BEFOREHAND: _l("Ja betyder, at hun må skrive til børnehuset, før I mødes. I kan selv læse det, hun skriver."),
}


class AnswerForm(Form):
    """One question; the button that was pressed is the answer."""

    purpose = SelectField(choices=[*PURPOSES])
    value = SelectField(choices=[YES, NO, NOT_NOW])


@bp.get("/<string:token>/samtykke")
@allow(CUSTODY)
def consent(token: str) -> Response:
    """What is asked, what one has answered oneself, and what the other has."""
    found = stand()
    questions = asked(db.session(), found.start_id, found.child_id)
    return page(
        "start/consent",
        stood=found,
        step="consent",
        questions=questions,
        me=guardian(),
        asks=ASKS,
        means=MEANS,
        says=SAYS,
        marks=MARKS,
        heard=HEARD,
        over=OVER if all(one.over for one in questions) and questions else "",
    )


@bp.post("/<string:token>/samtykke")
@allow(CUSTODY)
def answer(token: str) -> AnyResponse:
    """The answer counts from this moment; a no takes back an earlier yes."""
    form = AnswerForm()
    if not form.validate():
        abort(422)
    family.answer(db.session(), start(), form.purpose.data, form.value.data, guardian(), OWN_PAGE)
    said = {
        YES: _("Dit svar er gemt: ja."),
        NO: _("Dit svar er gemt: nej. Det gælder fra nu."),
        NOT_NOW: _("Dit svar er gemt: ikke nu."),
    }
    return done(said[form.value.data], ".consent")
