"""Signing in, the idle lock of a shared computer, and signing out."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import PasswordInput

from blueprints import reading
from blueprints.danish import Form, stripped
from blueprints.rules import PUBLIC, SIGNED_IN, allow
from blueprints.web import db, done, render
from domain.access import accounts, passwords
from domain.access.accounts import Asked, Opened, WrongPassword
from domain.access.throttle import TooManyTries

bp = Blueprint("account", __name__)

DEMO = {
    "sundhedsplejerske": _l("Sundhedsplejerske"),
    "paedagog": _l("Pædagog"),
    "leder": _l("Pædagogisk leder"),
    "ppr": _l("PPR-medarbejder"),
    "fsr": _l("Forebyggende socialrådgiver"),
    "familieteamet": _l("Socialrådgiver i Familieteamet"),
    "handicapteamet": _l("Socialrådgiver i Handicapteamet"),
    "familieraadgiver": _l("Familierådgiver"),
    "familiehusleder": _l("Leder af Familiehuset"),
    "konsulent": _l("Konsulent"),
    "administrator": _l("Administrator"),
    "tolk": _l("Tolk"),
}
DEMO_PASSWORD = "god-start"  # noqa: S105 - everybody may know it: the demo holds nobody's data
MINUTE = 60


class SignIn(Form):
    login = StringField(_l("Brugernavn"), [InputRequired(), Length(max=200)], filters=[stripped])
    password = PasswordField(_l("Adgangskode"), [InputRequired(), Length(max=passwords.LONGEST)])
    next = HiddenField()


class Unlock(Form):
    password = PasswordField(_l("Adgangskode"), [InputRequired(), Length(max=passwords.LONGEST)])
    next = HiddenField()


@bp.route("/login", methods=["GET", "POST"])
@allow(PUBLIC)
def login() -> AnyResponse:
    form = SignIn(login=request.args.get("login"), next=request.args.get("next"))
    if form.validate_on_submit():
        try:
            opened = accounts.sign_in(db.session(), asked(), form.login.data, typed(form))
            return enter(opened, form.next.data)
        except WrongPassword:
            form.form_errors.append(_("Brugernavn og adgangskode passer ikke sammen. Prøv igen."))
        except TooManyTries as error:
            return too_many(form, error, "account/login.html", **demo_accounts(form))
    if not form.is_submitted() and current_user.is_authenticated and not g.locked:
        return redirect(local(form.next.data) or start_page(first_actor()), 303)
    return render("account/login.html", 422 if form.is_submitted() else 200, form=form, **demo_accounts(form))


@bp.route("/laas-op", methods=["GET", "POST"])
@allow(PUBLIC)
def unlock() -> AnyResponse:
    """Back to where one was. A screen that covered itself may ask while another tab has kept the session open."""
    form = Unlock(next=request.args.get("next"))
    who = g.locked or (current_user.found if current_user.is_authenticated and form.is_submitted() else None)
    if who is None:
        return redirect(url_for("account.login", next=local(form.next.data)), 303)
    if form.validate_on_submit():
        try:
            accounts.unlock(db.session(), asked(), current_user.get_id(), form.password.data)
            return redirect(local(form.next.data) or start_page(first_actor()), 303)
        except WrongPassword:
            form.password.errors.append(_("Adgangskoden passer ikke. Prøv igen."))
        except TooManyTries as error:
            return too_many(form, error, "account/unlock.html", who=who)
    return render("account/unlock.html", 422 if form.is_submitted() else 200, form=form, who=who)


@bp.post("/log-ud")
@allow(PUBLIC)
def leave() -> AnyResponse:
    end_session()
    return reading.forget(done(_("Du er logget ud."), "citizen.front"))


@bp.post("/skift-bruger")
@allow(PUBLIC)
def change_user() -> AnyResponse:
    end_session()
    return reading.forget(redirect(url_for(".login"), 303))


@bp.post("/log-ud-alle")
@allow(SIGNED_IN)
def leave_everywhere() -> AnyResponse:
    accounts.sign_out_everywhere(db.session(), current_user.found.viewer.staff)
    session.clear()
    return reading.forget(done(_("Du er logget ud alle steder."), ".login"))


def asked() -> Asked:
    before = current_user.get_id() if current_user.is_authenticated else None
    return Asked(key=str(current_app.secret_key), address=request.remote_addr, before=before)


def typed(form: SignIn) -> str:
    """Where there is no demo its password is nobody's: a database that was tried out may have gone into use."""
    known = form.password.data == DEMO_PASSWORD and not current_app.config["SETTINGS"].demo
    return "" if known else str(form.password.data)


def enter(opened: Opened, after: str | None) -> AnyResponse:
    session["s"] = opened.secret
    return redirect(local(after) or start_page(opened.actor), 303)


def end_session() -> None:
    if current_user.is_authenticated:
        accounts.sign_out(db.session(), current_user.get_id())
    session.clear()


def too_many(form: Form, error: TooManyTries, template: str, **context: Any) -> Response:
    """The form is kept: what was typed is right or wrong, nobody has looked."""
    form.form_errors.append(wait(error))
    response = render(template, 429, form=form, **context)
    response.headers["Retry-After"] = str(error.seconds)
    return response


def wait(error: TooManyTries) -> str:
    if error.seconds < 2 * MINUTE:
        return ngettext(
            "Vent %(num)d sekund, og prøv så igen.", "Vent %(num)d sekunder, og prøv så igen.", error.seconds
        )
    return _("Vent %(minutes)d minutter, og prøv så igen.", minutes=-(-error.seconds // MINUTE))


def local(address: str | None) -> str | None:
    """The address when it is one of our own pages; nobody is sent elsewhere by a link to our sign-in."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")) or not address.isprintable():
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def start_page(actor: str | None) -> str:
    return url_for(f"{actor}.home") if actor else url_for("account.own")


def first_actor() -> str | None:
    return next((one.actor for one in current_user.found.viewer.memberships), None)


def demo_accounts(form: SignIn) -> dict[str, Any]:
    """Everybody's password, filled in for a demo account, and only where there is a demo."""
    if not current_app.config["SETTINGS"].demo:
        return {"accounts": {}}
    if not form.is_submitted() and form.login.data in DEMO:
        form.password.widget = PasswordInput(hide_value=False)
        form.password.data = DEMO_PASSWORD
    return {"accounts": DEMO}
