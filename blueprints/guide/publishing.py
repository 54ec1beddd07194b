"""Tekster, the administrator's: the published texts and what the underretning page says; each time it is saved there is a new version."""

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from blueprints.danish import REQUIRED, Form, stripped, trimmed
from blueprints.guide.mount import ADMINISTRATOR, editing, tabs
from blueprints.guide.words import shown
from blueprints.rules import allow
from blueprints.web import db, done, render
from domain.access.premises import NameTaken
from domain.guide import texts
from domain.guide.tables import RAMMER, UNDERRETNING
from domain.guide.texts import Overwritten, Text


class TextForm(Form):
    title = StringField(_l("Titel"), [DataRequired(REQUIRED), Length(max=texts.LONGEST_TITLE)], filters=[stripped])
    body = TextAreaField(
        _l("Tekst"),
        [DataRequired(REQUIRED), Length(max=texts.LONGEST, message=_l("Skriv lidt kortere."))],
        filters=[trimmed],
        description=_l(
            "## foran en linje gør den til overskrift, - til et punkt. **Fed**, *kursiv*, [ord](https://adresse)."
        ),
    )
    shown = BooleanField(_l("Vis den på siden"), default=True)
    seen = HiddenField()

    def number(self) -> int:
        """The version that this was written from; what no page of ours sends is the oldest."""
        data = str(self.seen.data or "")
        return int(data) if data.isascii() and data.isdigit() and len(data) < 7 else 0  # noqa: PLR2004 -- a million versions


@editing.get("/rammer")
@allow(ADMINISTRATOR)
def published() -> Response:
    """What stands on /rammer, and what has been taken down."""
    rows = texts.every(db.session(), RAMMER)
    return render("texts/published.html", tabs=tabs("texts"), rows=rows, adds=True)


@editing.get("/underretning")
@allow(ADMINISTRATOR)
def duty() -> Response:
    """What the page about an underretning says: where it goes, the duty and its paragraphs, the checklist."""
    rows = texts.every(db.session(), UNDERRETNING)
    return render("texts/published.html", tabs=tabs("duty"), rows=rows, adds=False)


@editing.route("/rammer/ny", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def add_text() -> AnyResponse:
    form = TextForm()
    if form.validate_on_submit():
        try:
            texts.add(db.session(), form.title.data, form.body.data, shown=form.shown.data)
            return done(_("Gemt. Det kan læses nu."), ".published")
        except NameTaken:
            form.title.errors = [*form.title.errors, _("Der er allerede en tekst med den titel.")]
    return _page(form, _("Ny tekst"))


@editing.route("/udgivet/<slug:text_key>", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def text(text_key: str) -> AnyResponse:
    """The next version; the ones before can still be read."""
    now = texts.versions(db.session(), text_key)[0]
    form = TextForm(data={"title": now.title, "body": now.body, "shown": now.shown, "seen": now.number})
    if form.validate_on_submit():
        try:
            one = texts.publish(
                db.session(), text_key, form.number(), form.title.data, form.body.data, shown=form.shown.data
            )
            way = ".published" if one.place == RAMMER else ".duty"
            return done(_("Version %(number)s er gemt og kan læses nu.", number=one.number), way)
        except Overwritten:
            form.seen.raw_data, form.seen.data = None, str(now.number)
            form.body.errors = [
                *form.body.errors,
                _("En anden har gemt en ny version. Se den herunder, og gem så din."),
            ]
    return _page(form, now.title, now)


def _page(form: TextForm, title: str, now: Text | None = None) -> Response:
    """With the version that stands, when another has been saved meanwhile."""
    other = shown(now.body, 3) if now and form.is_submitted() else None
    return render("texts/text.html", 422 if form.is_submitted() else 200, form=form, title=title, now=now, other=other)
