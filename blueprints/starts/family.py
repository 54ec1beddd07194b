"""How each guardian is reached: what was sent to them and whether it came, another address, another link."""

from collections.abc import Callable
from typing import Any

from flask import Response, current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import EmailField, SelectField, TelField
from wtforms.validators import Optional

from blueprints.danish import Form
from blueprints.messages.told import told
from blueprints.rules import MEMBER, allow
from blueprints.starts.looks import TALK, seen, seen_whole
from blueprints.starts.mount import bp
from blueprints.starts.page import missing
from blueprints.web import db, done, render
from blueprints.words.contact import ADDRESS, MOBILE
from blueprints.words.parents import SPOKEN
from domain import bounces
from domain.starts import lost_link, overview
from domain.starts.sent import to_family

SENT = "Beskeder"


def changed(check: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """What stands already may stand: the list that it came with had its own rules."""
    return lambda form, field: check(form, field) if field.data != field.object_data else None


class ReachForm(Form):
    email = EmailField(_l("E-mail"), [Optional(), changed(ADDRESS[-1])])
    mobile = TelField(_l("Mobil"), [Optional(), changed(MOBILE[-1])])
    language = SelectField(_l("Sprog"), choices=SPOKEN)


@bp.route("/<int:start_id>/foraeldre/<int:guardian_id>", methods=["GET", "POST"])
@allow(MEMBER)
def reach(start_id: int, guardian_id: int) -> AnyResponse:
    """What the family has said on the telephone."""
    row = _guardian(start_id, guardian_id)
    form = ReachForm(email=row.email, mobile=row.mobile, language=row.language)
    if form.validate_on_submit():
        given = {"email": form.email.data or "", "mobile": form.mobile.data or "", "language": form.language.data}
        bounces.reach(db.session(), start_id, guardian_id, **given)
        return done(_("Gemt. De næste beskeder sendes dertil."), ".show", start_id=start_id)
    seen_whole(row, only=())
    return render("starts/family/reach.html", 422 if form.is_submitted() else 200, form=form, row=row)


@bp.post("/<int:start_id>/foraeldre/<int:guardian_id>/nyt-link")
@allow(MEMBER)
def new_link(start_id: int, guardian_id: int) -> AnyResponse:
    """The old link may have come into the wrong hands."""
    lost_link.renew(db.session(), current_app.config["SECRET_KEY"], start_id, guardian_id)
    text = _("Det gamle link og brevet virker ikke længere. Et nyt link er på vej til forælderen.")
    return done(text, ".show", start_id=start_id)


@bp.get("/<int:start_id>/beskeder")
@allow(MEMBER)
def sent(start_id: int) -> Response:
    """All that has been sent, is to be sent, and could not be."""
    session = db.session()
    row = (overview.whole(session, start_id) or missing())[0]
    rows = to_family(session, start_id)
    seen(row.Start.child_id, row.Start.unit_id, row.sundhedspleje_id, [SENT, *([TALK] if row.first else [])])
    return render("starts/family/messages.html", row=row, told=[told(one, one.name) for one in rows])


def _guardian(start_id: int, guardian_id: int) -> Any:
    rows = overview.whole(db.session(), start_id) or missing()
    return next((row for row in rows if row.guardian_id == guardian_id), None) or missing()
