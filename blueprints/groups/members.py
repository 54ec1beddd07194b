"""Who is put down for a group, who is written to, and what they have said on the telephone."""

from flask import abort, current_app, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired

from blueprints import door
from blueprints.danish import Form
from blueprints.groups.listed import which
from blueprints.groups.mount import bp
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done
from domain.groups import making, seats
from domain.groups.tables import HOLDS, NO, WAITS

REMOVE = "fjern"


class SaidForm(Form):
    """The button that was pressed says what was said."""

    seat = IntegerField(validators=[InputRequired()])
    value = SelectField(choices=[seats.YES, NO, REMOVE])


@bp.post("/foreslaa")
@allow(MEMBER)
def propose() -> AnyResponse:
    """One parent into one group; nobody is written to yet."""
    child, parent, group = _three(request.form.get("who", ""))
    making.propose(db.session(), group, [(parent, child)])
    month, page = which()
    text = _("Skrevet op. Forælderen hører først noget, når I inviterer fra gruppen.")
    return done(text, ".index", foedt=month, side=page or None)


@bp.post("/<int:group_id>/inviter")
@allow(MEMBER)
def invite(group_id: int) -> AnyResponse:
    """Everybody who has been proposed is written to by mail or SMS, with the family's own link."""
    number = seats.invite(db.session(), str(current_app.secret_key), group_id)
    text = ngettext("Én forælder er inviteret.", "%(num)d forældre er inviteret.", number)
    return done(text if number else _("Alle er inviteret i forvejen."), ".show", group_id=group_id)


@bp.post("/<int:group_id>/svar")
@allow(MEMBER)
def note(group_id: int) -> AnyResponse:
    """They have rung up; or the proposal was none after all."""
    form = SaidForm()
    if not form.validate():
        abort(422)
    seat, value = form.seat.data or 0, form.value.data
    if value == REMOVE:
        seats.take_back(db.session(), group_id, seat)
        return done(_("Forslaget er fjernet."), ".show", group_id=group_id)
    told = {
        HOLDS: _("Noteret: har plads."),
        WAITS: _("Gruppen er fuld. Noteret på ventelisten."),
    }
    standing = seats.note(db.session(), group_id, seat, value)
    return done(told.get(standing, _("Noteret: nej tak.")), ".show", group_id=group_id)


def _three(text: str) -> tuple[int, int, int]:
    """The child, the parent and the group that the button named."""
    found = door.numbers(text.split("."))
    if len(found) != 3:  # noqa: PLR2004 -- the three that are named
        abort(422)
    return found[0], found[1], found[2]
