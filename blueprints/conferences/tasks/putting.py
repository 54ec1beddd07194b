"""Putting a task to the house, taking it back, putting it again without a name, and a voice's number."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.conferences.mount import bp
from blueprints.conferences.tasks.shown import NumberForm, task_page
from blueprints.conferences.tasks.writing import WRITERS, wrong
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.conferences.tables.task import RUNS, WITHDRAWN
from domain.conferences.tasks import writing as verbs
from domain.conferences.tasks.writing import NotAgreed, NotWhole
from domain.suspicion import LooksNamed


@bp.post("/opgaver/<int:task_id>/indsend")
@allow(WRITERS)
def submit_task(task_id: int) -> AnyResponse:
    """To the house's queue; without the parents' yes it is refused, with the way forward."""
    session = db.session()
    try:
        verbs.submit(session, task_id, sure="sure" in request.form)
    except (LooksNamed, NotWhole, NotAgreed) as error:
        return task_page(task_id, 409, way=wrong(error), ask_sure=isinstance(error, LooksNamed))
    return done(_("Opgaven er indsendt. Huset tager den på en kommende konference."), ".show_task", task_id=task_id)


@bp.route("/opgaver/<int:task_id>/traek", methods=["GET", "POST"])
@allow(WRITERS)
def withdraw_task(task_id: int) -> AnyResponse:
    """One plain page, since it cannot be undone."""
    session = db.session()
    if request.method == "POST":
        verbs.withdraw(session, task_id)
        return done(_("Opgaven er trukket tilbage. Kun du kan se teksten."), ".tasks")
    task = verbs.own(session, task_id)
    if task.state == WITHDRAWN:
        return done(_("Opgaven er allerede trukket tilbage."), ".show_task", "info", task_id=task_id)
    return render("conferences/tasks/withdraw.html", task=task, runs=task.state in RUNS)


@bp.post("/opgaver/<int:task_id>/anonymt")
@allow(WRITERS)
def put_again(task_id: int) -> AnyResponse:
    """A new draft without a name; what was written before can be read beside it, by its writer alone."""
    task = verbs.again(db.session(), task_id)
    text = _("Her er en ny, anonym kladde. Skriv den med nye ord; den gamle opgave er trukket tilbage.")
    return done(text, ".edit_task", task_id=task.id)


@bp.post("/opgaver/<int:task_id>/tal")
@allow(MEMBER)
def add_number(task_id: int) -> AnyResponse:
    """One more number of a voice; those before it stay."""
    form = NumberForm()
    if not form.validate():
        return task_page(task_id, 422, number=form)
    verbs.enter(db.session(), task_id, form.voice.data, form.value.data, form.reason.data or "")
    return done(_("Tallet er gemt."), ".show_task", task_id=task_id)
