"""The first message: what one should know before writing, the form, and the code in the answer to it."""

from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from blueprints.anonym import gate
from blueprints.anonym.enter import again, nonce_of, site, to_case
from blueprints.anonym.mount import bp
from blueprints.anonym.words import SPOKEN, TEXT, TOPICS, WISHES
from blueprints.danish import Form, trimmed
from blueprints.language import chosen
from blueprints.rules import PUBLIC, allow
from blueprints.web import db, render, secret
from domain.base import today
from domain.counselling.crypto import codes, slow
from domain.counselling.parent import visiting, writing
from domain.counselling.parent.casework import NoSuchCase
from domain.counselling.staff.promise import answer_by

YEARS = range(1, 18)
SPOKEN_CHOICES = [SelectChoice(code, name) for code, name in SPOKEN.items()]


class LetterForm(Form):
    text = TextAreaField(_l("Hvad vil du gerne have hjælp til?"), TEXT, filters=[trimmed])
    topic = SelectField(_l("Hvad drejer det sig om?"), default="")
    age = SelectField(_l("Hvor gammelt er barnet?"), default="")
    language = SelectField(_l("Hvilket sprog vil du have svar på?"), choices=SPOKEN_CHOICES, default="da")
    wish = RadioField(_l("Hvordan vil du helst have svar?"), default="")
    nonce = HiddenField()

    def offer(self) -> "LetterForm":
        """What can be chosen, in the page's language; nothing is chosen beforehand."""
        nothing, either = SelectChoice("", _("Vil ikke svare")), SelectChoice("", _("Det er lige meget"))
        years = [SelectChoice("0", _("Under 1 år")), *(SelectChoice(str(one), _age(one)) for one in YEARS)]
        self.topic.choices = [nothing, *(SelectChoice(key, name) for key, name in TOPICS.items())]
        self.age.choices = [nothing, *years]
        self.wish.choices = [either, *(SelectChoice(key, name) for key, name in WISHES.items())]
        return self

    def letter(self) -> writing.Letter:
        return writing.Letter(
            text=self.text.data or "",
            topic=self.topic.data,
            age=int(self.age.data) if self.age.data else None,
            wish=self.wish.data,
            language=self.language.data,
        )


class GroupForm(Form):
    group = StringField(
        _l("Skriv den sidste gruppe af koden"),
        [DataRequired(_l("Skriv den sidste gruppe af koden."))],
        description=_l("Så ved vi, at du har fået koden med dig."),
    )
    nonce = HiddenField()


@bp.get("/")
@allow(PUBLIC)
def index() -> Response:
    """What one should know, and the box."""
    nonce = codes.new_nonce()
    return _page(LetterForm(language=chosen(), nonce=nonce).offer(), gate.shown(nonce))


@bp.post("/")
@allow(PUBLIC)
def write() -> Response:
    """A case, and its code in this very answer: no address leads to it. The same form again shows the same code."""
    form = LetterForm().offer()
    nonce = nonce_of(form)
    met = gate.check(nonce)
    if met.question:
        return _page(form, met, 429)
    if not form.validate():
        return _page(form, met, 422)
    code = codes.code_of(site(), nonce)
    keys = slow.code_keys(site(), code)
    try:
        to = writing.open_case(db.session(), keys, nonce, form.letter(), suspected=met.suspected)
    except NoSuchCase:
        return render("anonym/gone.html", 410, to=writing.counter(db.session()))
    return _receipt(GroupForm(formdata=None, nonce=nonce), code, to)


@bp.post("/kvittering")
@allow(PUBLIC)
def receipt() -> Any:
    """The last group of the code, as somebody writes who has it on paper; then the case is open in this browser."""
    form = GroupForm()
    try:
        code = codes.code_of(site(), form.nonce.data or "")
    except codes.BadCode:
        return again()
    if form.validate() and not codes.same_group(code, form.group.data):
        form.group.errors = [_("Det er ikke den sidste gruppe. Se på koden igen.")]
    if form.errors:
        return _receipt(form, code, writing.counter(db.session()), 422)
    keys = slow.code_keys(site(), code)
    try:
        visiting.enter(db.session(), keys, secret())
    except NoSuchCase:
        return render("anonym/gone.html", 410, to=writing.counter(db.session()))
    return to_case()


def _age(years: int) -> str:
    return _("%(number)d år", number=years)


def _page(form: LetterForm, met: gate.Gate, status: int = 200) -> Response:
    about = _promised(writing.counter(db.session()))
    if met.question:
        return gate.hold("anonym/letter.html", met, form=form, **about)
    return render("anonym/letter.html", status, form=form, gate=met, **about)


def _receipt(form: GroupForm, code: str, to: writing.Counter | None, status: int = 200) -> Response:
    return render("anonym/receipt.html", status, form=form, groups=codes.groups(code), **_promised(to))


def _promised(to: writing.Counter | None) -> dict[str, Any]:
    """What the Familiehus says, and the day until which an answer to what comes today is in time."""
    return {"to": to, "answer_by": answer_by(today(), to.answer_days) if to else None}
