"""What parents are written to, in every language that one can have: nothing is left in Danish, and nothing is lost on the way."""

import re
from datetime import timedelta

import pytest
from babel.messages.pofile import read_po
from flask_babel import force_locale

from blueprints.language import TRANSLATIONS
from blueprints.messages import compose, compose_text
from blueprints.messages.noted import TO_NOTED
from blueprints.messages.nurses import TO_FAMILIES
from blueprints.messages.words import TO_PARENTS
from blueprints.starts.letters import _said
from domain import messages, outbox
from domain.booking.kinds.types import INITIAL
from domain.booking.tables import BOOKED
from domain.starts import letters
from domain.starts.importing.cells import LANGUAGES
from tests.databases import sqlite_only
from tests.factories import SECRET
from tests.scenes.meetings import NOW, becomes, meeting, works, write_to
from tests.texts import known, missing, texts

OTHERS = [code for code in LANGUAGES if code != "da"]
UNWRITTEN = {"anonym-raadgivning"}
"""Kinds of appointment that no mail to a parent names: a case without a name has no address."""
PLACE = re.compile(r"%\(\w+\)[sd]")


PARENTS = (
    *("templates/book/", "templates/errors/", "templates/inquire/", "templates/messages/", "templates/sign_up/"),
    *(
        "templates/citizen/accessibility.html",
        "templates/citizen/front.html",
        "templates/citizen/directory.html",
        "templates/citizen/privacy.html",
        "templates/citizen/status.html",
        "templates/guide/help.html",
        "templates/partials/slot_picker.html",
    ),
    *("blueprints/book/", "blueprints/sign_up/", "blueprints/danish.py", "domain/starts/questions.py"),
)
"""Where every text is one that parents meet. Those that they share with staff are asked for by their pages: test_statement_budgets.py."""


def entries(language):
    for path in sorted((TRANSLATIONS / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            yield from (one for one in read_po(file, locale=language) if one.id)


def said_in(language):
    """What a catalogue has once it has as well where it is not counted."""
    every = set().union(*known(language).values())
    return every | {text[0] for text in every if not isinstance(text, str)}


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_names_what_the_danish_names(language):
    for one in entries(language):
        danish = [one.id] if isinstance(one.id, str) else one.id
        several = [one.string] if isinstance(one.string, str) else one.string
        assert all(several), one.id
        for text in several:
            assert set(PLACE.findall(text)) <= set(PLACE.findall(danish[-1])), text
            assert len(danish) > 1 or set(PLACE.findall(danish[0])) <= set(PLACE.findall(text)), text
        if len(danish) > 1:  # "one" may be a word; the others say how many, and all that there is besides
            assert set(PLACE.findall(several[-1])) == set(PLACE.findall(danish[-1])), one.id


def test_each_catalogue_has_what_is_read_in_its_language_and_nothing_that_nobody_says():
    said = texts()
    to_parents = {text for text, files in said.items() if any(file.startswith(PARENTS) for file in files)}
    found = {language: said_in(language) for language in OTHERS}
    every = set.union(*(has for language, has in found.items() if language != "en"))
    unsaid = {
        language: (said.keys() if language == "en" else to_parents | every) - has for language, has in found.items()
    }
    assert {language: sorted(map(str, texts)) for language, texts in unsaid.items() if texts - {""}} == {}
    idle = {language: set().union(*known(language).values()) - said.keys() for language in OTHERS}
    assert {language: texts for language, texts in idle.items() if texts} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_a_kind_of_appointment_that_a_municipality_begins_with_is_named_in_the_parents_language(language):
    """In their mails and calendars. Those that a municipality makes or renames are its own words, in Danish."""
    written_of = {one["name"] for one in INITIAL if one["key"] not in UNWRITTEN}
    assert written_of <= said_in(language)


@sqlite_only
@pytest.mark.parametrize("language", OTHERS)
def test_all_that_is_written_to_parents_is_translated(app, session, at, monkeypatch, language):
    at(NOW)
    asked = missing(monkeypatch)
    family = meeting(works(session))
    write_to(session, family.guardians[0], language=language, former_email="foer@mail.example")
    for kind in TO_PARENTS | TO_NOTED | TO_FAMILIES:
        one = written(session, family, kind)
        with app.app_context():
            compose(one, app.config["SETTINGS"])
            compose_text(one, app.config["SETTINGS"])
    with app.test_request_context(), force_locale(language):
        paper = {"name": "Mor", "house": "Troldebo", "token": "0f", "code": "23456", "until": NOW.date()}
        _said(letters.Paper(start_id=1, child_id=1, language=language, **paper))
    assert asked == set(), "write these into translations/"


def written(session, family, kind):
    """The letter of one kind, as its cause would have it written."""
    wanted = messages.WANTS.get(kind)
    becomes(session, family, (wanted or (BOOKED,))[0])
    outbox.put(session, kind, family.about if wanted else f"start/{family.start}", guardians=family.guardians[:1])
    session.commit()
    [taken] = outbox.take(session, 1, timedelta(minutes=5))
    session.commit()
    return messages.letter(session, taken, SECRET)
