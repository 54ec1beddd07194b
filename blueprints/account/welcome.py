"""The one-time link that the administrator's invitation carries: choose a password, and be signed in."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from blueprints.account.entrance import asked, bp, enter
from blueprints.danish import Form
from blueprints.rules import PUBLIC, allow
from blueprints.web import db, render
from domain.access import accounts, passwords
from domain.access.accounts import WeakPassword


class NewPassword(Form):
    new = PasswordField(
        _l("Ny adgangskode"),
        [InputRequired(), Length(passwords.SHORTEST, passwords.LONGEST)],
        description=_l("Mindst 12 tegn. Fire tilfældige ord er godt: det er længden, der gør den svær at gætte."),
    )
    again = PasswordField(_l("Skriv den igen"), [InputRequired(), EqualTo("new", _l("De to er ikke ens."))])


@bp.route("/velkommen/<string:token>", methods=["GET", "POST"])
@allow(PUBLIC)
def welcome(token: str) -> AnyResponse:
    """The one-time link: errors.py tells what to do when it has been used."""
    form = NewPassword()
    if form.validate_on_submit():
        try:
            opened = accounts.choose_password(db.session(), asked(), token, form.new.data)
            return enter(opened, None)
        except WeakPassword:
            form.new.errors.append(_("Den er for let at gætte. Vælg en anden."))
    staff = accounts.by_link(db.session(), token)
    return render("account/welcome.html", 422 if form.is_submitted() else 200, form=form, staff=staff)
