"""What one does with one's own calendars: the one that is fetched, and the one that other programs fetch from here."""

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from blueprints.account.entrance import bp
from blueprints.account.fetched import Address, me
from blueprints.account.own import own_page
from blueprints.rules import SIGNED_IN, allow
from blueprints.web import db, done
from domain.calendars import own

WRONG = {
    "address": _l("Skriv en adresse som https://outlook.office365.com/owa/calendar/…/calendar.ics."),
    "insecure": _l("Adressen skal begynde med https://, så ingen kan læse med undervejs."),
}


@bp.post("/konto/kalender")
@allow(SIGNED_IN)
def follow() -> AnyResponse:
    """Fetched by the worker a moment later: no page waits for somebody else's server."""
    form = Address()
    if not form.validate_on_submit():
        return own_page(422, calendar=form)
    try:
        wanted = own.address(form.address.data, http=current_app.config["SETTINGS"].calendar_http)
    except own.BadAddress as error:
        form.address.errors.append(WRONG[error.args[0]])
        return own_page(422, calendar=form)
    own.follow(db.session(), *me(), wanted)
    return done(_("Adressen er gemt. Kalenderen hentes nu."), ".own", _anchor="kalender")


@bp.post("/konto/kalender/hent")
@allow(SIGNED_IN)
def fetch_now() -> AnyResponse:
    own.again(db.session(), me()[0])
    return done(_("Kalenderen hentes nu."), ".own", _anchor="kalender")


@bp.post("/konto/kalender/fjern")
@allow(SIGNED_IN)
def forget() -> AnyResponse:
    own.forget(db.session(), *me())
    return done(_("Kalenderen hentes ikke længere, og dens tider er slettet."), ".own", _anchor="kalender")


@bp.post("/konto/abonnement")
@allow(SIGNED_IN)
def renew() -> AnyResponse:
    own.renew(db.session(), current_app.config["SECRET_KEY"], me()[0])
    return done(_("Her er den nye adresse. En tidligere virker ikke længere."), ".own", _anchor="abonnement")


@bp.post("/konto/abonnement/stop")
@allow(SIGNED_IN)
def end() -> AnyResponse:
    own.end(db.session(), me()[0])
    return done(_("Ingen kan abonnere på dine aftaler længere."), ".own", _anchor="abonnement")
