"""One's own account: what the house knows of one, another password, and where one is signed in."""

from flask import Response, g
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length

from blueprints.account import fetched
from blueprints.account.entrance import asked, bp, wait
from blueprints.account.welcome import NewPassword
from blueprints.danish import Form, mobile, stripped
from blueprints.language import LANGUAGES
from blueprints.rules import SIGNED_IN, allow
from blueprints.web import db, done, render
from domain.access import accounts, passwords
from domain.access.accounts import WeakPassword, WrongPassword
from domain.access.throttle import TooManyTries


class ChangePassword(NewPassword):
    password = PasswordField(_l("Nuværende adgangskode"), [InputRequired(), Length(max=passwords.LONGEST)])


class Mobile(Form):
    mobile = StringField(
        _l("Mobil"),
        [mobile],
        filters=[stripped],
    )


class Tongue(Form):
    language = RadioField(_l("Siderne og beskeder til dig"), choices=[SelectChoice(*one) for one in LANGUAGES.items()])


@bp.get("/konto")
@allow(SIGNED_IN)
def own() -> Response:
    return own_page(200)


@bp.post("/konto")
@allow(SIGNED_IN)
def save() -> AnyResponse:
    form = Mobile()
    if not form.validate_on_submit():
        return own_page(422, mobile=form)
    accounts.change_mobile(db.session(), current_user.found.viewer.staff, form.mobile.data or "")
    return done(_("Dit nummer er gemt."), ".own")


@bp.post("/konto/sprog")
@allow(SIGNED_IN)
def speak() -> AnyResponse:
    """Remembered; what the municipality has written itself stays as it was written."""
    form = Tongue()
    if not form.validate_on_submit():
        return own_page(422, tongue=form)
    accounts.change_language(db.session(), current_user.found.viewer.staff, form.language.data)
    with force_locale(form.language.data):
        return done(_("Dit sprog er gemt."), ".own")


@bp.post("/konto/adgangskode")
@allow(SIGNED_IN)
def change_password() -> AnyResponse:
    form = ChangePassword()
    if not form.validate_on_submit():
        return own_page(422, password=form)
    try:
        accounts.change_password(db.session(), asked(), current_user.get_id(), form.password.data, form.new.data)
    except WrongPassword:
        form.password.errors.append(_("Det er ikke din nuværende adgangskode."))
    except WeakPassword:
        form.new.errors.append(_("Den er for let at gætte. Vælg en anden."))
    except TooManyTries as error:
        form.form_errors.append(wait(error))
        return own_page(429, password=form)
    else:
        return done(_("Din adgangskode er skiftet. Andre steder er du logget ud."), ".own")
    return own_page(422, password=form)


def own_page(
    status: int,
    mobile: Mobile | None = None,
    password: ChangePassword | None = None,
    calendar: fetched.Address | None = None,
    tongue: Tongue | None = None,
) -> Response:
    g.staff_frame = True
    found = current_user.found
    mine = accounts.own_account(db.session(), found.viewer.staff)
    return render(
        "account/own.html",
        status,
        me=mine,
        units={one.unit_id: one for one in found.viewer.memberships}.values(),
        sessions=accounts.own_sessions(db.session(), found.viewer.staff),
        this=current_user.get_id(),
        mobile=mobile or Mobile(formdata=None, mobile=mine.mobile),
        tongue=tongue or Tongue(formdata=None, language=found.viewer.language),
        password=password or ChangePassword(formdata=None),
        **fetched.shown(calendar),
    )
