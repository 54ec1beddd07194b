"""What a house or a sundhedsplejerske wants to take up about the child: the parents' page for one task, and for their part of the meeting."""

from flask import Response, abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from blueprints.book.asked import asked, kept, said
from blueprints.book.link import bp, guardian, page, stand
from blueprints.conferences.tasks.words import PARTS, VOICES
from blueprints.rules import CUSTODY, allow
from blueprints.web import db
from domain.conferences.before import sending
from domain.conferences.tables.task import WITHDRAWN
from domain.conferences.tasks import asking, queue

TAKEN_BACK = _l("Opgaven er trukket tilbage. Ingen andre kan læse den.")


@bp.get("/<string:token>/opgave/<int:task_id>")
@allow(CUSTODY)
def task(token: str, task_id: int) -> Response:
    """Who asks about what, to whom it goes and until when; the text itself; and one's answer, in the parent's own language."""
    stood, found = stand(), queue.whole(db.session(), task_id)
    over = TAKEN_BACK if found and found.task.state == WITHDRAWN else ""
    if found is None or found.task.child_id is None:
        abort(404)
    context = {"found": stood, "it": found, "parts_of": PARTS, "voices": VOICES}
    return asked("task/show", asking.subject(task_id), found.task.child_id, over, **context)


@bp.post("/<string:token>/opgave/<int:task_id>")
@allow(CUSTODY)
def answer_task(token: str, task_id: int) -> AnyResponse:
    """The answer counts from this moment; a no takes back an earlier yes."""
    value = said()
    asking.answer(db.session(), task_id, guardian(), value)
    return kept(value, ".task", task_id=task_id)


@bp.get("/<string:token>/konference/<int:item_id>")
@allow(CUSTODY)
def conference(token: str, item_id: int) -> Response:
    """When and where their own item is, and nothing else of the conference."""
    stood, met = stand(), sending.to_parents(db.session(), item_id)
    if met is None:
        abort(404, _("I er ikke inviteret længere. Ring til huset, hvis I er i tvivl."))
    return page("start/conference", stood=stood, met=met)
