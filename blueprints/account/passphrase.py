"""The reading passphrase: chosen, changed, forgotten; and unlocking with it for a shift."""

from typing import Any

from flask import Response, current_app, g, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from blueprints import reading
from blueprints.account.entrance import bp, first_actor, local, start_page, wait
from blueprints.danish import Form
from blueprints.rules import SIGNED_IN, allow
from blueprints.web import db, done, render
from domain.access.throttle import TooManyTries
from domain.counselling.staff import passphrase, unlocking
from domain.counselling.staff.passphrase import LONGEST, SHORTEST, NoPassphrase, WeakPassphrase, WrongPassphrase
from domain.demo.passphrase import PASSPHRASE

WEAK = _l("Den er for let at gætte. Vælg fire tilfældige ord.")
WRONG = _l("Læsekoden passer ikke. Prøv igen.")


class Choose(Form):
    new = PasswordField(
        _l("Ny læsekode"),
        [InputRequired(), Length(SHORTEST, LONGEST)],
        description=_l("Mindst 16 tegn, og en anden end din adgangskode. Fire tilfældige ord er godt."),
    )
    again = PasswordField(_l("Skriv den igen"), [InputRequired(), EqualTo("new", _l("De to er ikke ens."))])


class Change(Choose):
    old = PasswordField(_l("Nuværende læsekode"), [InputRequired(), Length(max=LONGEST)])


class Unlock(Form):
    passphrase = PasswordField(_l("Læsekode"), [InputRequired(), Length(max=LONGEST)])
    next = HiddenField()


@bp.route("/konto/laesekode", methods=["GET", "POST"])
@allow(SIGNED_IN)
def passphrase_() -> AnyResponse:
    """Chosen the first time, changed after that."""
    made = passphrase.chosen_on(db.session(), _me())
    form = Change() if made else Choose()
    if form.validate_on_submit():
        try:
            _save(form)
            return done(_("Læsekoden er gemt. Kun du kender den."), ".passphrase_")
        except WeakPassphrase:
            form.new.errors = [WEAK]
        except WrongPassphrase:
            form.old.errors = [WRONG]
    return _page(422 if form.is_submitted() else 200, form=form)


def _save(form: Choose) -> None:
    if isinstance(form, Change):
        passphrase.change(db.session(), _me(), form.old.data, form.new.data)
    else:
        passphrase.choose(db.session(), _me(), form.new.data)


@bp.post("/konto/laesekode/glemt")
@allow(SIGNED_IN)
def forgotten() -> AnyResponse:
    """A new key: what was sealed to the old one nobody can open, so a colleague lets them in again."""
    form = Choose(prefix="glemt")
    if form.validate_on_submit():
        try:
            passphrase.choose(db.session(), _me(), form.new.data)
            text = _("Du har en ny læsekode. Bed nu en kollega om at lukke dig ind igen.")
            return reading.forget(done(text, ".passphrase_"))
        except WeakPassphrase:
            form.new.errors = [WEAK]
    return _page(422, forgot=form)


def _page(status: int, form: Choose | None = None, forgot: Choose | None = None) -> Response:
    g.staff_frame = True
    made = passphrase.chosen_on(db.session(), _me())
    return render(
        "account/passphrase.html",
        status,
        made=made,
        mark=passphrase.own_mark(db.session(), _me()),
        form=form or (Change(formdata=None) if made else Choose(formdata=None)),
        forgot=forgot or Choose(formdata=None, prefix="glemt"),
    )


@bp.route("/laesekode/laas-op", methods=["GET", "POST"])
@allow(SIGNED_IN)
def unlock_reading() -> AnyResponse:
    """Once in a shift, and back to where one was."""
    form = Unlock(next=request.args.get("next"))
    if form.validate_on_submit():
        try:
            secret = unlocking.unlock(*_browser(), form.passphrase.data)
            return reading.carry(redirect(_after(form), 303), secret)
        except (WrongPassphrase, NoPassphrase):
            form.passphrase.errors = [WRONG]
        except TooManyTries as error:
            form.passphrase.errors = [wait(error)]
            return _locked(form, 429)
    return _locked(form, 422 if form.is_submitted() else 200)


def _browser() -> tuple[Any, str, str, int]:
    return db.session(), str(current_app.secret_key), current_user.get_id(), _me()


def _locked(form: Unlock, status: int) -> Response:
    """Whoever comes from a mail has not brought the cookie: a link of our own brings it."""
    g.staff_frame = True
    session = db.session()
    return render(
        "account/unlock_reading.html",
        status,
        form=form,
        chosen=passphrase.chosen_on(session, _me()),
        on=_after(form) if unlocking.waits_for_cookie(session, current_user.get_id()) else None,
        demo=PASSPHRASE if current_app.config["SETTINGS"].demo else None,
    )


@bp.post("/laesekode/laas")
@allow(SIGNED_IN)
def lock_reading() -> AnyResponse:
    unlocking.lock(db.session(), current_user.get_id())
    return reading.forget(done(_("Læsningen er låst."), ".unlock_reading"))


def _after(form: Unlock) -> str:
    return local(form.next.data) or start_page(first_actor())


def _me() -> int:
    who: int = current_user.found.viewer.staff
    return who
