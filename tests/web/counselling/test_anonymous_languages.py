"""The anonymous pages in every language they are offered in; and in one that is read from the right, which nobody has translated yet."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from blueprints import language
from tests.databases import sqlite_only
from tests.factories import as_house, make_unit
from tests.scenes import anonymous
from tests.scenes.anonymous import Parent, code_in

ROOT = Path(__file__).parents[3]
WORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "_l": None}
SHARED = ("partials/thread.html", "ui/forms.html")
AROUND = {"Gå til indholdet", "Tilgængelighedserklæring", "Privatliv", "Driftsstatus", "Forlad siden", "Sprog"}
OTHERS = sorted(set(language.ANONYMOUS_IN) - {"da"})


def said():
    """All that the parents' pages say, as the first form of each sentence."""
    templates = [*(ROOT / "templates/anonym").glob("*.html"), *(ROOT / "templates" / name for name in SHARED)]
    found = set(AROUND)
    for path in templates:
        with path.open("rb") as file:
            found |= {first(said) for _line, _name, said, _why in babel_extract(file, list(WORDS), [], {}) if said}
    for path in (ROOT / "blueprints/anonym").glob("*.py"):
        with path.open("rb") as file:
            found |= {first(message) for _line, message, _why, _more in extract("python", file, WORDS)}
    return found


def first(message):
    return message if isinstance(message, str) else next(one for one in message if one)


@pytest.mark.parametrize("code", OTHERS)
def test_everything_on_the_pages_is_translated(code):
    known = set()
    for name in language.CATALOGUES:
        with language._file(code, name).open("rb") as file:
            known |= {first(one.id) for one in read_po(file, locale=code) if one.id and one.string}
    assert said() - known == set(), f"write these into translations/{code}/LC_MESSAGES/anonym.po"


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_names_what_the_danish_names(code):
    with language._file(code, "anonym").open("rb") as file:
        for one in read_po(file, locale=code):
            danish, other = (text if isinstance(text, tuple) else (text,) for text in (one.id, one.string))
            for text in other if one.id else ():
                assert set(re.findall(r"%\(\w+\)[sd]", text)) <= set(re.findall(r"%\(\w+\)[sd]", danish[-1])), text


@pytest.fixture
def parent(session, client):
    unit = make_unit(as_house(session), actor="familiehus", name="Familiehuset", kind="familiehus")
    anonymous.epoch(session, unit)
    session.commit()
    return Parent(client, "?sprog=en")


@sqlite_only
def test_the_chosen_language_goes_along_without_a_cookie(parent):
    answer, code = parent.write("My son does not sleep.")
    assert '<html lang="en" dir="ltr">' in answer.text
    assert "Keep your code" in answer.text
    case = parent.send("/anonym/kvittering", answer, group=code[-5:])
    assert "Your messages" in case.text
    assert 'href="/anonym/sag/tid?sprog=en"' in case.text
    with parent.client.session_transaction() as cookie:
        assert set(cookie) <= {"s", "csrf_token"}


class Backwards(language.NullTranslations):
    """Every sentence in brackets: what is not in brackets cannot be translated."""

    def gettext(self, message):
        return f"[{message}]"

    def ngettext(self, one, many, number):
        return self.gettext(one if number == 1 else many)

    ugettext, ungettext = gettext, ngettext


@sqlite_only
def test_a_language_that_is_read_from_the_right_only_wants_its_catalogue(parent, monkeypatch):
    monkeypatch.setitem(language.ANONYMOUS_IN, "ar", "العربية")
    monkeypatch.setattr(language, "catalogue", lambda _code: Backwards())
    monkeypatch.setattr(language.Languages.domain_instance, "found", {})
    parent.asked = "?sprog=ar"
    answer, code = parent.write("ابني لا ينام")
    case = parent.send("/anonym/kvittering", answer, group=code[-5:])
    for page in (parent.go("/anonym/"), answer, case, parent.go("/anonym/sag/tid"), parent.go("/anonym/sag/slet")):
        assert '<html lang="ar" dir="rtl">' in page.text
        assert bare(page.text) == set()
    assert 'dir="ltr" aria-hidden="true"><span>' in answer.text
    assert '<p class="pre" dir="auto">ابني لا ينام</p>' in case.text
    assert code == code_in(answer)


OURS = {"God Start", "112", "116 111", "35 55 55 57", "·"}
"""What is the same in all languages."""


def bare(page):
    """Danish words that no catalogue is asked for."""
    body = re.sub(r"<(script|style|select|option|svg|title).*?</\1>", "", page.partition("<body")[2], flags=re.DOTALL)
    texts = {re.sub(r"\[[^\[\]]*\]", "", text).strip() for text in re.findall(r">([^<>]+)<", body)}
    return {text for text in texts if re.search(r"[a-zæøå]{3}", text)} - OURS - set(language.ANONYMOUS_IN.values())
