"""Who came to a meeting: one short list, saved in one go."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from blueprints import door
from blueprints.groups.mount import bp
from blueprints.groups.words import PRESENCES, THEMES
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain import audit
from domain.groups import presence, reading
from domain.groups.came import EXCUSED
from domain.groups.presence import NotBegun

UNKNOWN = ("", _l("Ikke noteret"))


@bp.get("/moede/<int:meeting_id>/fremmoede")
@allow(MEMBER)
def present(meeting_id: int) -> Response:
    """Before the meeting only who has said that they will not come; afterwards who came."""
    return _page(meeting_id)


@bp.post("/moede/<int:meeting_id>/fremmoede")
@allow(MEMBER)
def note_presence(meeting_id: int) -> AnyResponse:
    """All of the list at once; what is not chosen is not known. What stays as the page showed it leaves alone what a parent has said since."""
    session, met = db.session(), reading.meeting(db.session(), meeting_id)
    known = {"", *PRESENCES}
    fields, shown = _of_each("kom-"), _of_each("stod-")
    chosen = {number: fields[str(number)] for number in door.numbers(fields) if fields.get(str(number)) in known}
    said = {number: value for number, value in chosen.items() if value != shown.get(str(number))}
    try:
        presence.note(session, meeting_id, said)
    except NotBegun:
        return _page(meeting_id, 409, _("Mødet er ikke begyndt. Indtil da kan I kun notere afbud."))
    return done(_("Fremmødet er gemt."), ".show", group_id=met.group_id)


def _of_each(name: str) -> dict[str, str]:
    """A field of every parent on the list, by their number."""
    return {key.removeprefix(name): value for key, value in request.form.items() if key.startswith(name)}


def _page(meeting_id: int, status: int = 200, wrong: str = "") -> Response:
    session, met = db.session(), reading.meeting(db.session(), meeting_id)
    audit.seen(session, "Gruppe")
    choices: list[Any] = [UNKNOWN, *((key, text) for key, text in PRESENCES.items() if met.over or key == EXCUSED)]
    rows = presence.called(session, meeting_id)
    return render(
        "groups/meeting/presence.html", status, met=met, rows=rows, choices=choices, wrong=wrong, themes=THEMES
    )
