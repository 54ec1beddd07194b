"""The parents' yes to a task that names their child: asked for by link, or noted from a conversation."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.conferences.mount import bp
from blueprints.conferences.tasks.shown import seen
from blueprints.conferences.tasks.writing import WRITERS
from blueprints.messages.sms import has_sms
from blueprints.rules import allow
from blueprints.web import db, done, render
from blueprints.words.agreeing import SaidForm, mailed
from domain.asking import holders
from domain.conferences.tasks import asking, queue
from domain.conferences.tasks.life import NoSuchTask


@bp.post("/opgaver/<int:task_id>/spoerg")
@allow(WRITERS)
def ask_parents(task_id: int) -> AnyResponse:
    """A mail with a link of their own to each holder of custody; again: the mail once more."""
    reach = asking.ask(db.session(), str(current_app.secret_key), task_id, sms=has_sms())
    return mailed(reach, ".show_task", task_id=task_id)


@bp.route("/opgaver/<int:task_id>/samtykke", methods=["GET", "POST"])
@allow(WRITERS)
def note_answer(task_id: int) -> AnyResponse:
    """An answer that was given in a conversation or on paper."""
    session: Any = db.session()
    found = queue.whole(session, task_id)
    if found is None or found.task.child_id is None:
        raise NoSuchTask
    form = SaidForm()
    form.fill(holders(session, found.task.child_id, found.task.start_id))
    if form.validate_on_submit():
        said = form.guardian.data, form.value.data, form.how.data
        asking.note(session, str(current_app.secret_key), task_id, *said)
        return done(_("Svaret er noteret."), ".show_task", task_id=task_id)
    seen(found.task, session.info["viewer"])
    status = 422 if form.is_submitted() else 200
    return render("conferences/tasks/agree.html", status, form=form, task=found.task)
