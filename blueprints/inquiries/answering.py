"""What those who are asked do: take it, hand it back or to a colleague, answer it, close it with what came of it."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from blueprints.danish import Form, trimmed
from blueprints.door import number
from blueprints.guide.words import helper
from blueprints.inquiries.mount import ASKED, bp
from blueprints.inquiries.shown import AnswerForm, inquiry_page, seen
from blueprints.inquiries.words import OUTCOMES as CALLED
from blueprints.inquiries.words import WORDS
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.about_people import no_cpr
from domain.guide import entries
from domain.inquiries import answering, colleagues, handing, reading
from domain.inquiries.tables import DISABILITY, FAMILY_TEAM, OTHER
from domain.inquiries.writing import NoSuchInquiry

TEAMS = (DISABILITY, FAMILY_TEAM)
"""The outcomes that are called as those who can help are (domain/guide/first)."""


class CloseForm(Form):
    outcome = RadioField(_l("Hvad kom der ud af det?"), validators=[InputRequired(_l("Vælg, hvad der kom ud af det."))])
    offer = SelectField(
        _l("Hvilket tilbud?"),
        default="",
        description=_l("Kun når du viser videre til et andet tilbud. Den, der spurgte, får vejen dertil."),
    )
    note = TextAreaField(
        _l("Til den, der spurgte (hvis du vil)"),
        [Length(max=1000, message=_l("Skriv lidt kortere.")), no_cpr],
        filters=[trimmed],
        render_kw={"rows": 3},
    )

    def validate_note(self, field: Any) -> None:
        if self.outcome.data == OTHER and not self.offer.data and not field.data:
            raise ValidationError(_("Vælg tilbuddet på listen, eller skriv her, hvilket det er."))


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


@bp.post("/<int:inquiry_id>/giv")
@allow(ASKED)
def give(inquiry_id: int) -> AnyResponse:
    """To a colleague by name: it is on their Min dag from now on."""
    name = colleagues.give(db.session(), inquiry_id, request.form.get("staff", 0, number))
    return done(_("Givet til %(name)s.", name=name), ".show", inquiry_id=inquiry_id)


@bp.post("/<int:inquiry_id>/intet")
@allow(MEMBER)
def leave(inquiry_id: int) -> AnyResponse:
    """What was meant to lead on does not: it leaves Min dag."""
    handing.leave(db.session(), inquiry_id)
    return done(_("Noteret: det blev ikke til noget."), ".show", inquiry_id=inquiry_id)


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
    form.outcome.choices = [SelectChoice(key, CALLED[key]) for key in handing.outcomes(found.inquiry)]
    helpers = [helper(one) for one in entries.shown(session)]
    form.offer.choices = [("", _("Ikke på listen")), *((one.key, one.name.text) for one in helpers)]
    if form.validate_on_submit():
        known, outcome = {one.key for one in helpers}, form.outcome.data
        offer = form.offer.data if outcome == OTHER else outcome if outcome in TEAMS and outcome in known else ""
        answering.close(session, inquiry_id, outcome, form.note.data or "", offer)
        return done(_("Henvendelsen er lukket."), ".show", inquiry_id=inquiry_id)
    seen(found)
    status = 422 if request.method == "POST" else 200
    return render("inquiries/close.html", status, form=form, inquiry=found.inquiry, found=found, **WORDS)
