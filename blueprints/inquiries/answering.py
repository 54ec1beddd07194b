"""What those who are asked do: take it, hand it back, answer it, close it with what came of it."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from blueprints.danish import Form, trimmed
from blueprints.inquiries.mount import ASKED, bp
from blueprints.inquiries.shown import AnswerForm, inquiry_page, seen
from blueprints.inquiries.words import OUTCOMES as CALLED
from blueprints.inquiries.words import WORDS
from blueprints.rules import allow
from blueprints.web import db, done, render
from blueprints.words.about_people import no_cpr
from domain.inquiries import answering, reading
from domain.inquiries.tables import OUTCOMES
from domain.inquiries.writing import NoSuchInquiry


class CloseForm(Form):
    outcome = RadioField(_l("Hvad kom der ud af det?"), validators=[InputRequired(_l("Vælg, hvad der kom ud af det."))])
    note = TextAreaField(
        _l("Til den, der spurgte (hvis du vil)"),
        [Length(max=1000, message=_l("Skriv lidt kortere.")), no_cpr],
        filters=[trimmed],
        render_kw={"rows": 3},
    )


@bp.post("/<int:inquiry_id>/tag")
@allow(ASKED)
def take(inquiry_id: int) -> AnyResponse:
    """Whoever takes it answers it."""
    answering.take(db.session(), inquiry_id)
    return done(_("Henvendelsen er din."), ".show", inquiry_id=inquiry_id)


@bp.post("/<int:inquiry_id>/giv-tilbage")
@allow(ASKED)
def hand_back(inquiry_id: int) -> AnyResponse:
    """It finds a colleague by itself."""
    answering.hand_back(db.session(), inquiry_id)
    return done(_("Henvendelsen er givet tilbage. En kollega kan tage den."), ".index")


@bp.post("/<int:inquiry_id>/svar")
@allow(ASKED)
def answer(inquiry_id: int) -> AnyResponse:
    """In writing; whoever asked is told that there is an answer."""
    form: Any = AnswerForm()
    if not form.validate():
        return inquiry_page(inquiry_id, 422, form=form)
    answering.answer(db.session(), inquiry_id, form.answer.data)
    return done(_("Svaret er sendt."), ".show", inquiry_id=inquiry_id)


@bp.route("/<int:inquiry_id>/luk", methods=["GET", "POST"])
@allow(ASKED)
def close(inquiry_id: int) -> AnyResponse:
    """With what came of it, and the way on."""
    session = db.session()
    found = reading.whole(session, inquiry_id)
    if found is None:
        raise NoSuchInquiry
    form = CloseForm()
    form.outcome.choices = [SelectChoice(key, CALLED[key]) for key in OUTCOMES[found.inquiry.kind]]
    if form.validate_on_submit():
        answering.close(session, inquiry_id, form.outcome.data, form.note.data or "")
        return done(_("Henvendelsen er lukket."), ".show", inquiry_id=inquiry_id)
    seen(found)
    status = 422 if request.method == "POST" else 200
    return render("inquiries/close.html", status, form=form, inquiry=found.inquiry, found=found, **WORDS)
