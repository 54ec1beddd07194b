"""What parents are written to, in every language that one can have: nothing is left in Danish, and nothing is lost on the way."""

import re
from datetime import timedelta

import pytest
from babel.messages.pofile import read_po
from babel.support import NullTranslations
from flask_babel import force_locale

from blueprints import language as texts
from blueprints.messages import compose, compose_text
from blueprints.messages.noted import TO_NOTED
from blueprints.messages.nurses import TO_FAMILIES
from blueprints.messages.words import TO_PARENTS
from blueprints.starts.letters import _said
from domain import messages, outbox
from domain.booking.tables import BOOKED
from domain.starts import letters
from domain.starts.importing.cells import LANGUAGES
from tests.databases import sqlite_only
from tests.factories import SECRET
from tests.scenes.meetings import NOW, becomes, meeting, works, write_to

OTHERS = [code for code in LANGUAGES if code != "da"]
PLACE = re.compile(r"%\(\w+\)[sd]")


def messages_of(language, name="messages"):
    with (texts.TRANSLATIONS / language / "LC_MESSAGES" / f"{name}.po").open("rb") as file:
        return [one for one in read_po(file, locale=language) if one.id]


@pytest.mark.parametrize(("language", "name"), [*((one, "messages") for one in OTHERS), ("en", "personale")])
def test_a_translation_names_what_the_danish_names(language, name):
    for one in messages_of(language, name):
        several = one.string if isinstance(one.string, tuple) else (one.string,)
        danish = one.id if isinstance(one.id, tuple) else (one.id,)
        assert all(several), one.id
        for text in several:
            assert set(PLACE.findall(text)) <= set(PLACE.findall(danish[-1])), text
            assert set(PLACE.findall(danish[0])) <= set(PLACE.findall(text)), text


def test_every_language_has_the_same_sentences():
    sentences = {language: {one.id for one in messages_of(language)} for language in OTHERS}
    every = set.union(*sentences.values())
    assert {language: every - known for language, known in sentences.items() if every - known} == {}


class Missing(NullTranslations):
    """Notes what no catalogue has."""

    def __init__(self):
        super().__init__()
        self.asked = set()

    def gettext(self, message):
        self.asked.add(message)
        return message

    def ngettext(self, one, many, number):
        self.asked.add(one)
        return one if number == 1 else many

    ugettext, ungettext = gettext, ngettext


@sqlite_only
@pytest.mark.parametrize("language", OTHERS)
def test_all_that_is_written_to_parents_is_translated(app, session, at, monkeypatch, language):
    at(NOW)
    missing, real = Missing(), texts.catalogue

    def noted(name):
        found = real(name)
        found.add_fallback(missing)
        return found

    monkeypatch.setattr(texts, "catalogue", noted)
    monkeypatch.setattr(texts.Languages.domain_instance, "found", {})
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
    assert missing.asked == set(), f"write these into translations/{language}/LC_MESSAGES/messages.po"


def written(session, family, kind):
    """The letter of one kind, as its cause would have it written."""
    wanted = messages.WANTS.get(kind)
    becomes(session, family, (wanted or (BOOKED,))[0])
    outbox.put(session, kind, family.about if wanted else f"start/{family.start}", guardians=family.guardians[:1])
    session.commit()
    [taken] = outbox.take(session, 1, timedelta(minutes=5))
    session.commit()
    return messages.letter(session, taken, SECRET)
