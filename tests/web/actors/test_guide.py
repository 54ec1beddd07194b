"""Hvem kan hjælpe? and Rammer, as everybody reads them in every language and as the administrator writes them."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract
from sqlalchemy import func, select

from blueprints import language
from blueprints.guide.words import shown
from domain.guide.tables import HelpEntry, PublishedText
from domain.starts.importing.cells import LANGUAGES
from tests.databases import sqlite_only
from tests.factories import as_house, make_staff, make_unit, sign_in
from tests.pages import lint

ROOT = Path(__file__).parents[3]
AROUND = {
    "Gå til indholdet",
    "Rammer",
    "Tilgængelighedserklæring",
    "Privatliv",
    "Driftsstatus",
    "Sprog",
    "For medarbejdere",
}
ENTRY = {"name_da": "Legestuen", "about_da": "Leg for de mindste.", "reach_da": "Kom forbi.", "actor": "dagtilbud", "position": "7", "shown": "y"}  # fmt: skip


def said():
    found = set(AROUND)
    for name in ("guide/help.html", "partials/helpers.html"):
        with (ROOT / "templates" / name).open("rb") as file:
            found |= {text for _line, _name, text, _why in babel_extract(file, ["_", "gettext"], [], {})}
    return found


@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - {"da"}))
def test_the_page_is_whole_in_every_language(code):
    known = set()
    for name in language.CATALOGUES:
        if language._file(code, name).exists():
            with language._file(code, name).open("rb") as file:
                known |= {one.id for one in read_po(file, locale=code) if one.id and one.string}
    assert said() - known == set(), f"write these into translations/{code}/LC_MESSAGES/hjaelp.po"


@sqlite_only
def test_a_text_that_nobody_has_translated_is_read_as_danish(client):
    page = client.get("/hjaelp?sprog=ar&q=uyku").text
    assert '<html lang="ar" dir="rtl">' in page
    assert '<span lang="da" dir="ltr">Sundhedsplejen</span>' in page
    assert 'href="/hjaelp?q=uyku&amp;sprog=en"' in page
    english = client.get("/hjaelp?sprog=en").text
    assert "Health visitors" in english
    assert (
        '<span lang="da" dir="ltr">Spiren</span>' in english
    )  # a name that is the same in both is marked all the same
    assert '<span lang="da"' not in client.get("/hjaelp").text
    assert set(language.CITIZENS_IN) == set(LANGUAGES)
    assert '<html lang="da"' in client.get("/hjaelp?sprog=xx").text


@sqlite_only
def test_htmx_gets_the_answer_alone_and_a_search_without_one_says_what_to_do(client):
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "section#svar"}
    part = client.get("/hjaelp?q=sporg", headers=headers).text
    assert "PPR" in part
    assert "<main" not in part
    none = client.get("/hjaelp?q=xyzzy", headers=headers).text
    assert "Vi fandt ingen med de ord" in none
    assert 'href="/anonym/"' in none


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("![x](https://a.dk/x.png)", '<p>!<a href="https://a.dk/x.png">x</a></p>'),
        ("# En\n\n### To", "<h2>En</h2>\n<h3>To</h3>"),
        ("## En\n\n- a\n- **b**", "<h2>En</h2>\n<ul>\n<li>a</li>\n<li><strong>b</strong></li>\n</ul>"),
    ],
)
def test_what_is_typed_cannot_break_out(typed, wanted):
    assert shown(typed).strip() == wanted


@pytest.fixture
def office(database, client):
    with database.sessions() as session:
        unit = make_unit(as_house(session), "forvaltning", "Forvaltning", "center")
        sign_in(session, client, make_staff(session, unit, "administrator", hours=""))
    return client.get("/forvaltning/").headers["Location"] + "tekster/"


def test_the_administrator_writes_who_can_help(client, office):
    answer = client.post(f"{office}hjaelp/ny", data=ENTRY | {"about_da": " "})
    assert answer.status_code == 422
    assert "Legestuen" in answer.text
    assert lint(answer.text) == []
    assert client.post(f"{office}hjaelp/ny", data=ENTRY | {"link": "javascript:x"}).status_code == 422
    assert client.post(f"{office}hjaelp/ny", data=ENTRY | {"words": "gynge"}).status_code == 303
    assert client.post(f"{office}hjaelp/ny", data=ENTRY).status_code == 422
    assert "Legestuen" in client.get("/hjaelp?q=gynger").text.partition('id="alle"')[0]
    assert 'href="/hjaelp#legestuen"' in client.get("/").text
    assert client.post(f"{office}hjaelp/legestuen", data=ENTRY | {"shown": ""}).status_code == 303
    assert "Legestuen" not in client.get("/hjaelp").text
    assert client.get(f"{office}hjaelp/ukendt").status_code == 404


def test_a_new_version_is_read_at_once_and_the_old_one_with_its_number(client, office):
    form = {"title": "BAL", "body": "Nyt og <b>bedre</b>.", "seen": "1", "shown": "y"}
    assert client.post(f"{office}udgivet/bal", data=form).status_code == 303
    late = client.post(f"{office}udgivet/bal", data=form | {"body": "En andens ord"})
    assert late.status_code == 422
    assert "En andens ord" in late.text
    assert 'name="seen" type="hidden" value="2"' in late.text
    page = client.get("/rammer/bal").text
    assert "Nyt og &lt;b&gt;bedre&lt;/b&gt;." in page
    assert re.findall(r"Version (\d) fra", page) == ["2", "2", "1"]
    old = client.get("/rammer/bal/1").text
    assert "Det er en ældre version" in old
    assert lint(old) == []
    assert client.get("/rammer/bal/3").status_code == 404
    assert client.post(f"{office}udgivet/bal", data=form | {"seen": "2", "shown": ""}).status_code == 303
    assert [client.get(way).status_code for way in ("/rammer/bal", "/rammer/bal/1")] == [404, 404]
    assert 'href="/rammer/bal"' not in client.get("/rammer").text
    assert client.get("/rammer/pligten").status_code == 404  # what the underretning page says stands there alone


@sqlite_only
def test_reading_writes_nothing(client, database):
    for way in ("/hjaelp?q=sprog", "/rammer", "/rammer/bal"):
        client.get(way)
    with database.sessions() as session:
        as_house(session)
        assert [session.scalar(select(func.count()).select_from(one)) for one in (HelpEntry, PublishedText)] == [0, 0]
