"""What a house or a sundhedsplejerske wants to take up about the child: the parents read it, say yes or no, and take it back as easily."""

from typing import Any

from babel import Locale
from flask import Response, abort, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField

from blueprints.book.link import bp, guardian, page, stand
from blueprints.conferences.tasks.words import PARTS, VOICES
from blueprints.danish import Form
from blueprints.language import written
from blueprints.rules import CUSTODY, allow
from blueprints.web import db, done
from domain.conferences import sending
from domain.conferences.task import WITHDRAWN
from domain.conferences.tasks import asking, queue
from domain.consent import NO, NOT_NOW, YES
from domain.starts.answers import about
from domain.starts.importing.cells import LANGUAGES

SAYS = {YES: _l("Ja"), NO: _l("Nej"), NOT_NOW: _l("Ikke nu"), None: _l("Ikke svaret")}
MARKS = {YES: ("ok", "check"), NO: ("bad", "close"), NOT_NOW: ("none", "hourglass"), None: ("none", "help")}


class AnswerForm(Form):
    """The button that was pressed is the answer."""

    value = SelectField(choices=[YES, NO, NOT_NOW])


@bp.get("/<string:token>/opgave/<int:task_id>")
@allow(CUSTODY)
def task(token: str, task_id: int) -> Response:
    """Who asks about what, to whom it goes and until when; the text itself; and one's answer, in the parent's own language."""
    stood, session = stand(), db.session()
    found = queue.whole(session, task_id)
    questions = about(session, asking.subject(task_id), found.task.child_id or 0) if found else []
    if found is None or not questions:
        abort(404)
    language = _language()
    with force_locale(language):
        return page(
            "task",
            stood=stood,
            it=found,
            question=questions[0],
            me=guardian(),
            over=found.task.state == WITHDRAWN,
            says=SAYS,
            marks=MARKS,
            parts_of=PARTS,
            voices=VOICES,
            language=language,
            direction=Locale(language).text_direction,
            languages=_languages(task_id, language),
        )


@bp.get("/<string:token>/konference/<int:item_id>")
@allow(CUSTODY)
def conference(token: str, item_id: int) -> Response:
    """When and where their own item is, and nothing else of the conference."""
    stood, met = stand(), sending.to_parents(db.session(), item_id)
    if met is None:
        abort(404, _("I er ikke inviteret længere. Ring til huset, hvis I er i tvivl."))
    return page("conference", stood=stood, met=met)


@bp.post("/<string:token>/opgave/<int:task_id>")
@allow(CUSTODY)
def answer_task(token: str, task_id: int) -> AnyResponse:
    """The answer counts from this moment; a no takes back an earlier yes."""
    form = AnswerForm()
    if not form.validate():
        abort(422)
    asking.answer(db.session(), task_id, guardian(), form.value.data)
    language = _language()
    with force_locale(language):
        said = {
            YES: _("Dit svar er gemt: ja."),
            NO: _("Dit svar er gemt: nej. Det gælder fra nu."),
            NOT_NOW: _("Dit svar er gemt: ikke nu."),
        }
        return done(said[form.value.data], ".task", task_id=task_id, sprog=language)


def _language() -> str:
    """The one that was chosen on the page, else the one that this parent is written to in."""
    wanted = request.args.get("sprog", "")
    return wanted if wanted in LANGUAGES else written(asking.language(db.session(), guardian()))


def _languages(task_id: int, language: str) -> list[tuple[Any, ...]]:
    names = ((code, Locale(code).display_name or code) for code in LANGUAGES)
    return [(code, name, url_for(".task", task_id=task_id, sprog=code), code == language) for code, name in names]
