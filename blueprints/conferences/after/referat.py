"""The referat on the screen, on paper and as a PDF; closed, approved, and afterwards added to."""

from typing import Any, cast

from flask import Response, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from blueprints.conferences.after import paper
from blueprints.conferences.after.words import LOOKS
from blueprints.conferences.meeting.words import named
from blueprints.conferences.mount import bp
from blueprints.conferences.words import DOORS, FIELDS, REFERAT
from blueprints.danish import Form, trimmed
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.about_people import no_cpr
from domain import audit
from domain.access import Viewer
from domain.access.roles import role_name
from domain.conferences.after import reading
from domain.conferences.after import referat as verbs
from domain.conferences.meeting.door import OPEN
from domain.conferences.tables.series import APPROVED, BEGUN, BUSY, CLOSED, COMES


class AdditionForm(Form):
    text = TextAreaField(
        _l("Tilføjelse"),
        [InputRequired(_l("Skriv, hvad der skal tilføjes.")), Length(max=4000), no_cpr],
        filters=[trimmed],
    )


@bp.get("/<int:conference_id>/referat")
@allow(MEMBER)
def referat(conference_id: int) -> Response:
    """What was said, as far as it is for whoever reads; for the chair: the way on."""
    return _page(conference_id)


@bp.post("/<int:conference_id>/luk", endpoint="close_conference")
@allow(MEMBER)
def close(conference_id: int) -> AnyResponse:
    """The meeting is over."""
    verbs.close(db.session(), conference_id)
    return done(_("Mødet er slut. Læs referatet igennem, og godkend det."), ".referat", conference_id=conference_id)


@bp.post("/<int:conference_id>/godkend")
@allow(MEMBER)
def approve(conference_id: int) -> AnyResponse:
    """Locked from now on, and everybody around the table has a link."""
    try:
        verbs.approve(db.session(), conference_id)
    except verbs.Unsettled as error:
        text = _("To tekster står ved siden af hinanden her. Vælg, hvad der skal stå, og godkend så referatet.")
        return done(text, ".meeting", "warn", conference_id=conference_id, item_id=error.item_id)
    text = _("Referatet er godkendt og låst. Alle, der var kaldt ind, har fået et link.")
    return done(text, ".referat", conference_id=conference_id)


@bp.post("/<int:conference_id>/referat/<int:item_id>")
@allow(MEMBER)
def add(conference_id: int, item_id: int) -> AnyResponse:
    """Beside what was approved, with name and time."""
    form = AdditionForm()
    if form.validate_on_submit():
        verbs.add(db.session(), item_id, form.text.data or "")
        return done(_("Tilføjelsen står ved punktet."), ".referat", conference_id=conference_id)
    return _page(conference_id, 422, {item_id: form})


@bp.get("/<int:conference_id>/referat.pdf")
@allow(MEMBER)
def pdf(conference_id: int) -> AnyResponse:
    """The same, tagged for screen readers. Where the server cannot make it, a sentence that says so and why."""
    found = _read(conference_id)
    if found.conference.state not in {CLOSED, APPROVED}:
        raise verbs.NotHeld
    try:
        made = paper.pdf("conferences/after/paper.html", **_shown(found))
    except paper.NoPdf:
        text = _(
            "Serveren kan ikke lave PDF: den mangler systembiblioteket Pango. Udskriv siden i stedet, eller bed driften installere det."
        )
        return done(text, ".referat", "warn", conference_id=conference_id)
    name = f"referat-{found.conference.slug}-{conference_id}.pdf"
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": f"inline; filename={name}"})


def _page(conference_id: int, status: int = 200, typed: dict[int, AdditionForm] | None = None) -> Response:
    found = _read(conference_id)
    viewer = cast("Viewer", db.session().info["viewer"])
    one = found.conference
    leads = verbs.signs(viewer, one)
    locked = one.state == APPROVED
    forms = {point.id: AdditionForm(formdata=None) for point in found.points if locked and point.door == OPEN}
    return render(
        "conferences/after/referat.html",
        status,
        **_shown(found),
        conference_id=conference_id,
        state=REFERAT.get(one.state),
        leads=leads,
        locked=locked,
        waits=one.state == CLOSED,
        begun=one.state == BEGUN,
        forms=forms | (typed or {}),
        back=url_for(".show", conference_id=conference_id),
    )


def _read(conference_id: int) -> reading.Referat:
    found = reading.referat(db.session(), conference_id)
    audit.seen(db.session(), "Referat", {one.child_id for one in found.points if one.child_id is not None})
    return found


def _shown(found: reading.Referat) -> dict[str, Any]:
    """What page and paper have in common."""
    people = [(row, role_name(row.actor, row.role)) for row in found.people]
    return {
        "found": found,
        "one": found.conference,
        "there": [pair for pair in people if pair[0].state == COMES],
        "busy": [pair for pair in people if pair[0].state == BUSY],
        "away": [pair for pair in people if pair[0].state != COMES and pair[0].state != BUSY],
        "named": named,
        "fields": FIELDS,
        "looks": LOOKS,
        "doors": DOORS,
        "open_door": OPEN,
    }
