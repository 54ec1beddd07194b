"""The case: read, write more, say who may read along, and delete it all."""

from typing import Any

from flask import Response, g, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, TextAreaField

from blueprints.anonym import gate
from blueprints.anonym.enter import again, nonce_of, to_case
from blueprints.anonym.mount import bp
from blueprints.anonym.words import ACTORS, HOW, TEXT
from blueprints.danish import Form, trimmed
from blueprints.logs import log
from blueprints.rules import CODE_HOLDER, PUBLIC, allow
from blueprints.web import db, render, secret
from domain.counselling.crypto import codes
from domain.counselling.crypto.boxes import Key, Unreadable
from domain.counselling.parent import colleagues, ending, reading, writing

SAID = {
    "sendt": _l("Sendt. Vi svarer her på siden."),
    "gemt": _l("Dit svar er gemt."),
    "tid": _l("Tiden er din."),
    "aflyst": _l("Tiden er aflyst."),
}
"""What has just been done, said on the case's page."""


class ReplyForm(Form):
    text = TextAreaField(_l("Din besked"), TEXT, filters=[trimmed])
    nonce = HiddenField()


@bp.get("/sag")
@allow(CODE_HOLDER)
def case() -> AnyResponse:
    form = ReplyForm(nonce=codes.new_nonce())
    return _page(form, gate.shown(str(form.nonce.data)))


@bp.post("/sag/skriv")
@allow(CODE_HOLDER)
def reply() -> AnyResponse:
    """The same form twice is one message."""
    form = ReplyForm()
    nonce = nonce_of(form)
    met = gate.check(nonce)
    if met.question or not form.validate():
        return _page(form, met)
    writing.write(db.session(), g.visit.viewer.case, case_key(), nonce, form.text.data)
    return to_case("sendt")


@bp.post("/sag/medlaeser/<long:colleague_id>")
@allow(CODE_HOLDER)
def colleague(colleague_id: int) -> AnyResponse:
    """Yes or no to somebody reading along; it can be said again."""
    yes = request.form.get("answer") == "ja"
    colleagues.answer(db.session(), g.visit.viewer.case, case_key(), colleague_id, yes=yes)
    return to_case("gemt")


@bp.get("/sag/slet")
@allow(CODE_HOLDER)
def delete() -> Response:
    """A plain page: it cannot be undone."""
    return render("anonym/delete.html", to=writing.counter(db.session()))


@bp.post("/sag/slet")
@allow(CODE_HOLDER)
def deleted() -> AnyResponse:
    ending.delete_all(db.session(), g.visit.viewer.case)
    return redirect(url_for(".gone"), 303)


@bp.get("/slettet")
@allow(PUBLIC)
def gone() -> Response:
    return render("anonym/gone.html", to=writing.counter(db.session()))


def case_key() -> Key:
    """The open case's, for this request: the cookie opens what the visit keeps."""
    try:
        key: Key = g.visit.case_key(secret())
    except Unreadable:
        log.warning("an anonymous visit could not be opened")
        raise
    return key


def _page(form: ReplyForm, met: gate.Gate) -> AnyResponse:
    try:
        found: Any = reading.thread(db.session(), g.visit.viewer.case, case_key())
    except Unreadable:
        return again()
    if found.broken:
        log.warning("anonymous messages could not be opened", number=found.broken)
    shown = {
        "thread": found,
        "form": form,
        "actors": ACTORS,
        "how": HOW,
        "said": SAID.get(request.args.get("sket", ""), ""),
    }
    if met.question:
        return gate.hold("anonym/case.html", met, **shown)
    return render("anonym/case.html", 422 if form.is_submitted() else 200, gate=met, **shown)
