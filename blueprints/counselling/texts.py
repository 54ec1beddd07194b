"""Standard texts: what the team often writes."""

from flask import Response, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from blueprints.counselling.mount import bp, tabs
from blueprints.danish import Form, stripped, trimmed
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.counselling.staff import texts


class TextForm(Form):
    title = StringField(
        _l("Titel"),
        [InputRequired(_l("Skriv, hvad teksten hedder.")), Length(max=120)],
        filters=[stripped],
        description=_l("Skriv sproget i titlen, når den ikke er på dansk."),
    )
    body = TextAreaField(
        _l("Tekst"),
        [InputRequired(_l("Skriv teksten.")), Length(max=texts.LONGEST, message=_l("Skriv lidt kortere."))],
        filters=[trimmed],
        description=_l("Om alle og ingen: skriv ikke om en bestemt familie."),
    )


@bp.get("/tekster")
@allow(MEMBER)
def texts_() -> Response:
    rows = texts.of_unit(db.session(), g.place.id)
    return render("counselling/texts.html", tabs=tabs("texts"), rows=rows)


@bp.route("/tekster/ny", methods=["GET", "POST"])
@allow(MEMBER)
def add_text() -> AnyResponse:
    return _write(TextForm(), None)


@bp.route("/tekster/<int:text_id>", methods=["GET", "POST"])
@allow(MEMBER)
def text(text_id: int) -> AnyResponse:
    """Other words; or gone."""
    return _write(TextForm(obj=texts.one(db.session(), g.place.id, text_id)), text_id)


def _write(form: TextForm, text_id: int | None) -> AnyResponse:
    if form.validate_on_submit():
        texts.write(db.session(), g.place.id, form.title.data, form.body.data, text_id)
        return done(_("Teksten er gemt."), ".texts_")
    return render("counselling/text.html", 422 if form.is_submitted() else 200, form=form, text_id=text_id)


@bp.post("/tekster/<int:text_id>/slet")
@allow(MEMBER)
def drop_text(text_id: int) -> AnyResponse:
    texts.drop(db.session(), g.place.id, text_id)
    return done(_("Teksten er slettet."), ".texts_")
