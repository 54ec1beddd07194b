"""The page about an underretning: everybody's, with the administrator's own words, and no row of it on either database."""

import pytest
from sqlalchemy import select

from domain.schema import metadata
from tests.factories import as_house, make_staff, make_unit, sign_in
from tests.pages import lint

FORM = {"urgency": "snart", "talked": "ja", "seen": "Kanariefuglen på Åløse Torv", "tried": "Blåmejsen"}


@pytest.fixture
def way(database, client):
    with database.sessions() as session:
        unit = make_unit(as_house(session), "forvaltning", "Forvaltning", "center")
        sign_in(session, client, make_staff(session, unit, "administrator", hours=""))
    return client.get("/forvaltning/").headers["Location"]


def rows(database):
    """All that the database holds, read round every net."""
    with database.engine.connect() as disk:
        return [
            str(row)
            for table in metadata.sorted_tables
            for row in disk.execute(select(table).execution_options(unscoped="all there is"))
        ]


def test_no_table_knows_what_was_typed(client, way, database):
    before = rows(database)
    answer = client.post(f"{way}underretning/", data=FORM)
    assert answer.status_code == 200
    assert "Kanariefuglen" in answer.text
    assert lint(answer.text) == []
    assert client.post(f"{way}underretning/", data=FORM | {"seen": ""}).status_code == 422
    assert [one for one in rows(database) if "Kanarie" in one or "Blåmejsen" in one] == []
    assert len(rows(database)) == len(before)
    assert before != []
    with client.session_transaction() as cookie:
        assert set(cookie) <= {"s", "csrf_token"}


def test_where_it_goes_and_the_paragraphs_are_the_administrators_words(client, way):
    page = client.get(f"{way}underretning/").text
    assert "§ 133" in page
    assert "Pligten er din egen" in page
    form = {"title": "Send den her", "body": "Ring på 12 34 56 78.", "seen": "1", "shown": "y"}
    assert client.post(f"{way}tekster/udgivet/hvor-sendes-den", data=form).location == f"{way}tekster/underretning"
    assert "Ring på 12 34 56 78." in client.get(f"{way}underretning/").text
    assert "Ring på 12 34 56 78." in client.post(f"{way}underretning/", data=FORM).text
    gone = {"title": "Pligten", "body": "x", "seen": "1", "shown": ""}
    client.post(f"{way}tekster/udgivet/pligten", data=gone)
    assert "§ 133" not in client.get(f"{way}underretning/").text


def test_nothing_of_the_page_is_kept_by_a_browser(client, way):
    page = client.get(f"{way}underretning/")
    form = page.text[page.text.index('<form class="stack"') :].partition("</form>")[0]
    fields = [
        one for one in form.split("<")[1:] if one.startswith(("textarea", "input")) and 'type="hidden"' not in one
    ]
    assert len(fields) == 11
    assert [one for one in fields if "autocomplete=" not in one] == []
    assert 'hx-history="false"' in form
    assert "hx-post" not in form
    assert page.headers["Cache-Control"] == "no-store"
