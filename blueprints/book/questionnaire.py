"""The questionnaire: one section a page, saved on its own, so that a father on a bus loses nothing."""

from functools import cache
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Field, RadioField, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import ListWidget

from blueprints import door
from blueprints.book.link import bp, fresh, guardian, page, stand, start
from blueprints.danish import Box, Form
from blueprints.rules import CUSTODY, allow
from blueprints.web import db, done
from domain.starts.questionnaire import EMPTY, Conflict, Saved, save, sections
from domain.starts.questions import KEYS, LONGEST, PARTS, Part, Question, part

SECTION = f"/<string:token>/skema/<any({','.join(KEYS)}):section>"


@bp.get("/<string:token>/skema")
@allow(CUSTODY)
def questionnaire(token: str) -> Response:
    """The sections, and who has written each."""
    found = stand()
    return page(
        "questionnaire/index",
        stood=found,
        step="questionnaire",
        sections=PARTS,
        saved=sections(db.session(), found.start_id),
        me=guardian(),
    )


@bp.get(SECTION)
@allow(CUSTODY)
def section(token: str, section: str) -> Response:
    """One section, to write in or to correct; masked when it is about health and the second check is long ago."""
    saved = sections(db.session(), start()).get(section, EMPTY)
    if part(section).health and saved.answers and not fresh():
        return page("questionnaire/masked", stood=stand(), step="questionnaire", part=part(section))
    return _shown(section, form_of(section)(data=dict(saved.answers)), saved.version)


@bp.post(SECTION)
@allow(CUSTODY)
def save_section(token: str, section: str) -> AnyResponse:
    """Save it; when somebody else has saved it meanwhile, both texts are shown, and nothing is lost."""
    form, version = form_of(section)(), request.form.get("version", 0, door.number)
    if not form.validate():
        return _shown(section, form, version, 422)
    asked = part(section)
    try:
        save(db.session(), start(), section, form.data, version)
    except Conflict as error:
        hidden = asked.health and not fresh()
        return _shown(
            section, form, version if hidden else error.theirs.version, 409, theirs=error.theirs, hidden=hidden
        )
    after = KEYS[KEYS.index(section) + 1 :]
    if after:
        return done(_("Gemt: %(part)s", part=_(asked.title)), ".section", section=after[0])
    return done(_("Tak. Skemaet er gemt."), ".questionnaire")


def _shown(
    key: str, form: Form, version: int, status: int = 200, *, theirs: Saved | None = None, hidden: bool = False
) -> Response:
    asked, number = part(key), KEYS.index(key) + 1
    mine = asked.cleaned(form.data)
    return page(
        "questionnaire/section",
        status,
        stood=stand(),
        step="questionnaire",
        part=asked,
        number=number,
        many=len(KEYS),
        before=url_for(".section", section=KEYS[number - 2]) if number > 1 else None,
        form=form,
        version=version,
        theirs=theirs,
        hidden=hidden,
        differs=[one.key for one in asked.questions if theirs and theirs.answers.get(one.key) != mine.get(one.key)],
        me=guardian(),
    )


@cache
def form_of(key: str) -> type[Form]:
    """The section's questions as a form."""
    asked: Part = part(key)
    return type("SectionForm", (Form,), {one.key: _field(one) for one in asked.questions})


def _field(asked: Question) -> Field:
    needed: list[Any] = [InputRequired(_l("Det skal vi vide."))] if asked.required else [Optional()]
    label, hint = _l(asked.label), _l(asked.hint) if asked.hint else ""
    choices = [SelectChoice(value, _l(text)) for value, text in asked.options]
    if asked.kind == "one":
        return RadioField(label, needed, choices=choices, description=hint)
    if asked.kind == "many":
        return SelectMultipleField(
            label, needed, choices=choices, description=hint, option_widget=Box(), widget=ListWidget()
        )
    kind = StringField if asked.kind == "line" else TextAreaField
    longest = Length(max=LONGEST[asked.kind], message=_l("Det er for langt: højst %(max)d tegn."))
    return kind(label, [*needed, longest], description=hint)
