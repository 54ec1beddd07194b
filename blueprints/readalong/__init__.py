"""Cases that a colleague of another service reads along in: the parent has said yes to it, and the key is theirs."""

from flask import Blueprint, Response
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.counselling.answering import NoteForm
from blueprints.counselling.words import STATES, about, language, topic
from blueprints.reading import unlocked
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain import audit
from domain.counselling.staff import colleagues, dialogue, work
from domain.counselling.staff.unlocking import Opened

bp = Blueprint("readalong", __name__)


@bp.get("/")
@allow(MEMBER)
@unlocked
def index(opened: Opened) -> Response:
    """One's own, whichever of one's units one looks from."""
    rows = colleagues.mine(db.session(), opened)
    audit.seen(db.session(), "Rådgivning", anonymous=True)
    return render("counselling/brought.html", rows=rows, states=STATES, language=language, topic=topic)


@bp.get("/<long:case_id>")
@allow(MEMBER)
@unlocked
def show(opened: Opened, case_id: int) -> Response:
    """What was written, and the notes: the counsellors answer."""
    return _page(opened, case_id, 200, NoteForm(formdata=None))


@bp.post("/<long:case_id>/note")
@allow(MEMBER)
@unlocked
def note(opened: Opened, case_id: int) -> AnyResponse:
    """To the counsellors, who may use it in their answer."""
    form = NoteForm()
    if not form.validate():
        return _page(opened, case_id, 422, form)
    it = dialogue.brought(db.session(), opened, case_id)
    work.note(db.session(), it.key, case_id, opened.staff_id, form.note.data)
    return done(_("Noten er gemt."), ".show", case_id=case_id, _anchor="noter")


def _page(opened: Opened, case_id: int, status: int, form: NoteForm) -> Response:
    it = dialogue.brought(db.session(), opened, case_id)
    return render(
        "counselling/along.html",
        status,
        it=it,
        title=topic(it.about.get("topic", "")) or _("Anonym henvendelse"),
        about=about(it.about),
        language=language(it.case.language),
        state=STATES[it.case.state],
        left=work.days_left(it.case.expires_on),
        note=form,
    )
