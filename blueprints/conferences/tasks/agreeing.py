"""The parents' yes to a task that names their child: asked for by link, or noted from a conversation."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from blueprints.conferences.mount import bp
from blueprints.conferences.tasks.shown import seen
from blueprints.conferences.tasks.writing import WRITERS
from blueprints.danish import Form
from blueprints.rules import allow
from blueprints.web import db, done, render
from domain.conferences.life import NoSuchTask
from domain.conferences.tasks import asking, queue
from domain.consent import NO, NOT_NOW, YES


class SaidForm(Form):
    """What was said or written, noted by whoever heard or read it."""

    guardian = RadioField(
        _l("Hvem har svaret?"), coerce=int, validators=[InputRequired(_l("Vælg, hvem der har svaret."))]
    )
    value = RadioField(
        _l("Svaret"),
        choices=[
            SelectChoice(YES, _l("Ja")),
            SelectChoice(NO, _l("Nej, eller samtykket er trukket tilbage")),
            SelectChoice(NOT_NOW, _l("Vil ikke svare nu")),
        ],
        validators=[InputRequired(_l("Vælg et svar."))],
    )
    how = RadioField(
        _l("Hvordan?"),
        choices=[SelectChoice("mundtligt", _l("I en samtale")), SelectChoice("skriftligt", _l("Skriftligt"))],
        validators=[InputRequired(_l("Vælg, hvordan svaret kom."))],
    )


@bp.post("/opgaver/<int:task_id>/spoerg")
@allow(WRITERS)
def ask_parents(task_id: int) -> AnyResponse:
    """A mail with a link of their own to each holder of custody; again: the mail once more."""
    number = asking.ask(db.session(), str(current_app.secret_key), task_id)
    if not number:
        text = _("Ingen af forældrene har en mailadresse her. Tal med dem, og notér svaret.")
        return done(text, ".show_task", "warn", task_id=task_id)
    text = ngettext("Forælderen har fået en mail.", "%(num)d forældre har fået en mail.", number)
    return done(text, ".show_task", task_id=task_id)


@bp.route("/opgaver/<int:task_id>/samtykke", methods=["GET", "POST"])
@allow(WRITERS)
def note_answer(task_id: int) -> AnyResponse:
    """An answer that was given in a conversation or on paper."""
    session: Any = db.session()
    found = queue.whole(session, task_id)
    if found is None or found.task.child_id is None:
        raise NoSuchTask
    form, family = SaidForm(), asking.holders(session, found.task)
    form.guardian.choices = [(row.guardian_id, row.name or _("Forælder")) for row in family]
    if form.validate_on_submit():
        asking.note(session, task_id, form.guardian.data, form.value.data, form.how.data)
        return done(_("Svaret er noteret."), ".show_task", task_id=task_id)
    seen(found.task, session.info["viewer"])
    return render(
        "conferences/tasks/agree.html", 422 if form.is_submitted() else 200, form=form, task=found.task, family=family
    )
