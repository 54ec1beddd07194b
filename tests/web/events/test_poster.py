"""The poster: the way to the anonymous pages in every language, without a word of Danish left, from any actor's own pages."""

import re

import pytest
from babel import Locale

from blueprints.squares import square
from domain.starts.importing.cells import LANGUAGES
from tests.databases import sqlite_only
from tests.factories import as_house, make_staff, make_unit, sign_in

pytestmark = sqlite_only
SHEET = re.compile(r'<article class="letter poster".*?</article>', re.DOTALL)


@pytest.fixture
def day(client, database):
    """The way to Min dag of somebody in PPR."""
    with database.sessions() as session:
        unit = make_unit(as_house(session), "ppr", "PPR", "afdeling")
        sign_in(session, client, make_staff(session, unit, "psykolog", hours=""))
    return client.get("/ppr/").headers["Location"]


def sheet(client, way, language):
    return SHEET.search(client.get(f"{way}?paa={language}").text)[0]


def test_min_dag_leads_to_it(client, day):
    shown = client.get(day).text
    assert "Kender du en familie, der hellere vil være anonym?" in shown
    assert f'href="{day}plakat/"' in shown


def test_each_language_has_its_own_sheet(client, day):
    texts = {language: sheet(client, f"{day}plakat/", language) for language in LANGUAGES}
    lines = {language: set(re.findall(r">([^<>]{12,})<", text)) for language, text in texts.items()}
    for language, text in texts.items():
        direction = Locale(language).text_direction
        assert f'lang="{language}" dir="{direction}"' in text
        assert square(f"http://127.0.0.1:8000/anonym/?sprog={language}").path in text
        same = lines[language] & lines["da"] - {"127.0.0.1:8000/anonym"}
        assert language == "da" or same == set(), "write these into translations/"


def test_an_unknown_language_is_danish(client, day):
    assert sheet(client, f"{day}plakat/", "xx") == sheet(client, f"{day}plakat/", "da")
