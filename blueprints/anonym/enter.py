"""Coming back with the code, however it was typed; and what was written while the visit ran out is still there."""

from typing import Any

from flask import Response, current_app, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired

from blueprints.anonym import gate
from blueprints.anonym.mount import bp
from blueprints.danish import Form
from blueprints.rules import PUBLIC, allow
from blueprints.web import db, render, secret
from domain.counselling.crypto import codes, slow
from domain.counselling.crypto.site import Site
from domain.counselling.parent import visiting
from domain.counselling.parent.casework import NoSuchCase


class CodeForm(Form):
    code = StringField(
        _l("Din kode"),
        [DataRequired(_l("Skriv koden."))],
        description=_l("Fire grupper. Store og små bogstaver, mellemrum og streger er lige meget."),
    )
    nonce = HiddenField()
    text = HiddenField()
    """What was being written when the visit ran out."""


@bp.get("/kode")
@allow(PUBLIC)
def enter() -> Response:
    form = CodeForm(nonce=codes.new_nonce())
    return render("anonym/enter.html", form=form, gate=gate.shown(str(form.nonce.data)))


@bp.post("/kode")
@allow(PUBLIC)
def entered() -> AnyResponse:
    """A wrong code, an ended case and a deleted one are told the same, after the same work."""
    if "code" not in request.form:
        return again()  # sent on from another form, after the visit ran out
    form = CodeForm()
    met = gate.check(nonce_of(form))
    if met.question:
        return gate.hold("anonym/enter.html", met, form=form)
    if form.validate():
        try:
            keys = slow.code_keys(site(), codes.normalise(form.code.data))
            visiting.enter(db.session(), keys, secret())
        except codes.BadCode:
            form.code.errors = [
                _("Der er en slåfejl i koden. Se den efter: den har fire grupper, og den sidste er på fem tegn.")
            ]
        except NoSuchCase:
            form.code.errors = [_("Koden passer ikke til noget, vi har. Det, den hørte til, kan også være slettet.")]
        else:
            return _draft(form.text.data) if form.text.data else to_case()
    return render("anonym/enter.html", 422, form=form, gate=met)


def again() -> AnyResponse:
    """For whoever has nothing open, or no longer: the way in, with what they had written."""
    form = CodeForm(formdata=None, nonce=codes.new_nonce(), text=request.form.get("text", ""))
    return render("anonym/enter.html", 422, form=form, gate=gate.shown(str(form.nonce.data)), late=True)


def to_case(happened: str = "") -> AnyResponse:
    """`happened`: a key of `case.SAID`. In the address, as a cookie is to hold nothing."""
    return redirect(url_for("anonym.case", sket=happened or None), 303)


def site() -> Site:
    """Where codes come from."""
    found: Site = current_app.config["COUNSELLING_SITE"]
    return found


def nonce_of(form: Any) -> str:
    """The form's number; another where it has none that can be one."""
    try:
        codes.nonce_hash(form.nonce.data or "")
    except codes.BadCode:
        form.nonce.data = codes.new_nonce()
    return str(form.nonce.data)


def _draft(text: str) -> Response:
    """In again: what was written is sent by its own button, as nothing is sent by logging in."""
    nonce = codes.new_nonce()
    return render("anonym/draft.html", text=text, nonce=nonce, gate=gate.shown(nonce))
