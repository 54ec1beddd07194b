"""One case: read it, answer it, note and label it."""

from typing import Any

from flask import Response, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from blueprints.counselling.mount import bp
from blueprints.counselling.words import ANSWERS, HOW, READS_ALONG, STATES, about, language, topic
from blueprints.danish import Form, stripped, trimmed
from blueprints.reading import unlocked
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.access.roles import role_name
from domain.counselling.staff import dialogue, texts, work
from domain.counselling.staff.dialogue import Dialogue
from domain.counselling.staff.unlocking import Opened
from domain.counselling.staff.work import Overtaken
from domain.counselling.tables.cases import LONGEST

SHORT = Length(max=120, message=_l("Skriv lidt kortere."))
LONG = Length(max=LONGEST, message=_l("Skriv lidt kortere."))


class AnswerForm(Form):
    text = TextAreaField(_l("Dit svar"), [InputRequired(_l("Skriv et svar.")), LONG], filters=[trimmed])
    seen = IntegerField(widget=HiddenInput())
    standard = SelectField(_l("Standardtekst"), coerce=int, default=0, validate_choice=False)
    insert = SubmitField(_l("Indsæt"))


class NoteForm(Form):
    note = TextAreaField(
        _l("Ny note"),
        [InputRequired(_l("Skriv noten.")), LONG],
        filters=[trimmed],
        description=_l("Kun for jer, der læser henvendelsen. Forælderen ser den aldrig."),
    )


class LabelForm(Form):
    label = StringField(
        _l("Mærke"), [SHORT], filters=[stripped], description=_l("Jeres eget ord i listen. Ingen navne.")
    )


@bp.get("/<long:case_id>")
@allow(MEMBER)
@unlocked
def show(opened: Opened, case_id: int) -> Response:
    return page(opened, case_id, 200)


@bp.post("/<long:case_id>/svar")
@allow(MEMBER)
@unlocked
def answer(opened: Opened, case_id: int) -> AnyResponse:
    """Sent to the parent's page; or, with the other button, a standard text is put where one writes, and nothing is sent."""
    form = AnswerForm()
    if form.insert.data:
        return page(opened, case_id, 200, answer=_with_standard(form))
    if not form.validate():
        return page(opened, case_id, 422, answer=form)
    by = _(role_name("familiehus", "familieraadgiver"))
    try:
        work.answer(db.session(), opened, g.place.id, case_id, form.text.data, form.seen.data or 0, by)
    except Overtaken:
        text = _("Der er kommet noget nyt, siden du åbnede siden. Læs det, ret dit svar, og send så igen.")
        form.text.errors = [text]
        form.seen.raw_data = None
        return page(opened, case_id, 409, answer=form)
    return done(_("Svaret er sendt. Forælderen ser det næste gang med sin kode."), ".show", case_id=case_id)


def _with_standard(form: AnswerForm) -> AnswerForm:
    chosen = form.standard.data
    if chosen:
        form.text.data = "\n\n".join(filter(None, (form.text.data, texts.one(db.session(), g.place.id, chosen).body)))
    return form


@bp.post("/<long:case_id>/note")
@allow(MEMBER)
@unlocked
def note(opened: Opened, case_id: int) -> AnyResponse:
    """Locked as the messages are."""
    form = NoteForm()
    if not form.validate():
        return page(opened, case_id, 422, note=form)
    case = work.one(db.session(), g.place.id, case_id)
    work.note(db.session(), opened.case(case), case_id, opened.staff_id, form.note.data)
    return done(_("Noten er gemt."), ".show", case_id=case_id, _anchor="noter")


@bp.post("/<long:case_id>/maerke")
@allow(MEMBER)
@unlocked
def label(opened: Opened, case_id: int) -> AnyResponse:
    form = LabelForm()
    if not form.validate():
        return page(opened, case_id, 422, label=form)
    work.label(db.session(), opened, g.place.id, case_id, form.label.data or "")
    return done(_("Mærket er gemt."), ".show", case_id=case_id)


def page(opened: Opened, case_id: int, status: int, **forms: Form) -> Response:
    """The whole case, with the form that came back beside the others."""
    found = dialogue.dialogue(db.session(), opened, g.place.id, case_id)
    return render("counselling/show.html", status, **_context(opened, found), **_forms(found, forms))


def _context(opened: Opened, found: Dialogue) -> dict[str, Any]:
    return {
        "it": found,
        "title": topic(found.about.get("topic", "")) or _("Anonym henvendelse"),
        "about": about(found.about),
        "language": language(found.case.language),
        "state": STATES[found.case.state],
        "mine": found.case.staff_id == opened.staff_id,
        "left": work.days_left(found.case.expires_on),
        "answers": ANSWERS,
        "along": READS_ALONG,
        "how": HOW,
    }


def _forms(found: Dialogue, given: dict[str, Form]) -> dict[str, Form]:
    forms: dict[str, Form] = {
        "answer": given.get("answer") or AnswerForm(formdata=None),
        "note": given.get("note") or NoteForm(formdata=None),
        "label": given.get("label") or LabelForm(formdata=None, label=found.label),
    }
    forms["answer"]["standard"].choices = _choices()
    forms["answer"]["seen"].data = found.case.sequence
    return forms


def _choices() -> list[tuple[int, str]]:
    if "standard" not in g:
        g.standard = [(one.id, one.title) for one in texts.of_unit(db.session(), g.place.id)]
    return [(0, _("Vælg")), *g.standard]
