"""Tekster, the administrator's: who can help, in two lines and each language, the words it is found by, and its link."""

from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from blueprints.danish import REQUIRED, Form, stripped, trimmed
from blueprints.guide.mount import ADMINISTRATOR, editing, tabs
from blueprints.rules import allow
from blueprints.web import db, done, render
from domain.access.premises import NameTaken
from domain.access.roles import ACTORS
from domain.guide import entries
from domain.guide.entries import LONGEST, BadEntry, Entry
from domain.starts.importing.cells import LANGUAGES

TEXTS = {"name": _l("Navn"), "about": _l("Hvad kan de hjælpe med?"), "reach": _l("Sådan får man fat i dem")}
SHORTER = _l("Skriv lidt kortere.")
WAY = r"^(https://[^\s\"'<>]+|/[a-z0-9/-]*)$"


class EntryForm(Form):
    actor = SelectField(_l("Hører til"), choices=[SelectChoice(key, _l(name)) for key, name in ACTORS.items()])
    words = TextAreaField(
        _l("Findes med disse ord"),
        [Length(max=LONGEST["words"], message=SHORTER)],
        filters=[trimmed],
        description=_l(
            "Det, en forælder kunne skrive, også på andre sprog. Komma imellem. Stavefejl klarer søgningen."
        ),
    )
    link = StringField(
        _l("Link"),
        [
            Optional(),
            Length(max=LONGEST["link"], message=SHORTER),
            Regexp(WAY, message=_l("Skriv en adresse som https://kommune.dk, eller en herfra som /anonym/.")),
        ],
        filters=[stripped],
    )
    position = IntegerField(
        _l("Plads i rækken"),
        [InputRequired(REQUIRED), NumberRange(1, 9999)],
        default=500,
        description=_l("De seks første står også på forsiden."),
    )
    shown = BooleanField(_l("Vis den på siden"), default=True)

    def entry(self, key: str) -> Entry:
        """What was typed, as the domain asks for it."""
        texts = {name: {code: self[f"{name}_{code}"].data or "" for code in LANGUAGES} for name in TEXTS}
        kept = {name: {code: text for code, text in found.items() if text} for name, found in texts.items()}
        plain: dict[str, Any] = {name: self[name].data for name in ("actor", "position", "shown")}
        return Entry(key=key, words=self.words.data or "", link=self.link.data or "", **plain | kept)


for name in TEXTS:
    for code, (language, *_others) in LANGUAGES.items():
        field = StringField if name == "name" else TextAreaField
        made = field(language.capitalize(), [Length(max=LONGEST[name], message=SHORTER)], filters=[trimmed])
        setattr(EntryForm, f"{name}_{code}", made)


@editing.get("/")
@allow(ADMINISTRATOR)
def index() -> Response:
    """All of them, those that are not shown too."""
    return render("texts/index.html", tabs=tabs("entries"), rows=entries.every(db.session()))


@editing.route("/hjaelp/ny", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def add_entry() -> AnyResponse:
    """A new one; its Danish name gives it its place in addresses."""
    form = EntryForm()
    if form.validate_on_submit():
        try:
            entries.add(db.session(), form.entry(""))
            return done(_("Gemt. Det kan læses nu."), ".index")
        except NameTaken:
            _blame(form, "name", _("Der er allerede en med det navn."))
        except BadEntry as error:
            _blame(form, error.args[0])
    return _page(form, _("Ny, der kan hjælpe"))


@editing.route("/hjaelp/<slug:entry_key>", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def entry(entry_key: str) -> AnyResponse:
    """Other texts, other words; or not shown."""
    known = entries.one(db.session(), entry_key)
    form = EntryForm(data=_as_typed(known))
    if form.validate_on_submit():
        try:
            entries.write(db.session(), form.entry(entry_key))
            return done(_("Gemt. Det kan læses nu."), ".index")
        except BadEntry as error:
            _blame(form, error.args[0])
    return _page(form, known.name[entries.DANISH])


def _page(form: EntryForm, title: str) -> Response:
    texts = [(name, label, [(code, form[f"{name}_{code}"]) for code in LANGUAGES]) for name, label in TEXTS.items()]
    return render("texts/entry.html", 422 if form.is_submitted() else 200, form=form, title=title, texts=texts)


def _blame(form: EntryForm, name: str, text: str | None = None) -> None:
    blamed = form[f"{name}_{entries.DANISH}"]
    blamed.errors = [*blamed.errors, text or REQUIRED]


def _as_typed(one: Entry) -> dict[str, Any]:
    texts = {f"{name}_{code}": getattr(one, name).get(code, "") for name in TEXTS for code in LANGUAGES}
    return texts | {name: getattr(one, name) for name in ("actor", "words", "link", "position", "shown")}
