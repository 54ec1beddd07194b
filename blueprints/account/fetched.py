"""How one's own calendars stand, in words: what fetching one came to, and where the own feed is."""

from datetime import timedelta
from typing import Any

from flask import current_app, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import InputRequired

from blueprints.danish import Form, stripped
from blueprints.web import db
from domain.access.tokens import feed_token, token_hash
from domain.base import now
from domain.calendars import own, refusals

TROUBLE = {
    refusals.ADDRESS: _l("Adressen, eller den som den sender videre til, kan ikke bruges."),
    refusals.NAME: _l("Der findes ingen server med det navn. Er adressen skrevet rigtigt?"),
    refusals.PRIVATE: _l(
        "Adressen fører ind i et lukket netværk. Bed administratoren om at åbne for det, eller brug en anden."
    ),
    refusals.INSECURE: _l("Serveren sender videre til en adresse uden kryptering. Brug en, der begynder med https://."),
    refusals.SILENT: _l("Serveren svarede ikke i tide."),
    refusals.CERTIFICATE: _l("Serverens certifikat er ikke i orden, så vi kan ikke vide, hvem der svarer."),
    refusals.REDIRECTS: _l("Serveren sender videre i ring."),
    refusals.STATUS: _l("Serveren ville ikke udlevere kalenderen."),
    refusals.GONE: _l("Der er ingen kalender på adressen længere. Udgiv den igen, og gem den nye adresse her."),
    refusals.BIG: _l("Filen er for stor: højst 10 MB."),
    refusals.TYPE: _l(
        "Der ligger ikke en kalender på adressen. Brug den, der ender på .ics, og ikke den, der åbner i en browser."
    ),
    refusals.CUT: _l("Filen blev afbrudt undervejs."),
    refusals.MUCH: _l("Kalenderen gentager noget så tit, at den ikke kan regnes ud."),
    refusals.BROKEN: _l("Filen kan ikke læses som en kalender."),
}
STARTED = timedelta(minutes=2)
"""So long a calendar that has just been given is looked for by the page itself."""


class Address(Form):
    address = StringField(_l("Kalenderens adresse (.ics)"), [InputRequired()], filters=[stripped])


def shown(form: Address | None) -> dict[str, Any]:
    """For account/own.html. `waiting`: it is being fetched just now; `stale`: the times may have changed since."""
    staff_id, _resource_id = me()
    found = own.mine(db.session(), staff_id)
    last = found.fetched_at or found.since
    return {
        "calendar": form or Address(formdata=None, address=found.address),
        "fetched": found,
        "waiting": _waiting(found),
        "stale": last is not None and last < now() - own.STALE,
        "trouble": str(TROUBLE[found.trouble]) if found.trouble else "",
        "feed": _feed(staff_id, found),
    }


def _waiting(found: Any) -> bool:
    """Just now, or so lately that the page asks again by itself."""
    if found.since is None:
        return False
    never = found.fetched_at is None and not found.trouble
    asked = found.since if never else found.due_at
    return bool(now() - STARTED < asked <= now())


def _feed(staff_id: int, found: Any) -> str | None:
    """The address of the own feed, worked out again: the database holds only its hash."""
    if found.version is None:
        return None
    secret = feed_token(current_app.config["SECRET_KEY"], staff_id, found.version)
    if token_hash(secret) != found.token_hash:
        return None
    return current_app.config["SETTINGS"].public_url + url_for("feed.show", secret=secret)


def me() -> tuple[int, int]:
    """The staff id and the resource id of whoever is signed in."""
    found = current_user.found
    return found.viewer.staff, found.resource_id
