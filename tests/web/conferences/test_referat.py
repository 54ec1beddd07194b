"""The referat over the wire: closed, approved, read by each, added to; and as a PDF that a screen reader can follow."""

import builtins
import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from domain.access import STRANGER
from domain.access.staff import Staff
from domain.audit import Look
from domain.base import today
from domain.conferences import after
from domain.conferences.meeting import agreements
from domain.conferences.meeting.writing import save
from domain.conferences.tables.meeting import EFFORT, Addition
from domain.conferences.tables.series import BEGUN
from domain.conferences.tables.task import AGENDA
from domain.conferences.tables.task import EFFORT as TASK_EFFORT
from tests.databases import sqlite_only
from tests.factories import sign_in
from tests.pages import lint
from tests.scenes.round_table import OTHER_NURSE, lay, make_item, make_task, put_named

pytestmark = sqlite_only
SECRET_WORDS = "Alma taler mere i små grupper"


@pytest.fixture
def table(database):
    """A meeting that has been held, about a named child and about something else; with an effort."""
    table = lay(database, state=BEGUN, days=0)
    with table.home() as session:
        table.named, table.item, _child = put_named(session, table)
        task = make_task(session, table, "Uro i garderoben", state=AGENDA)
        table.effort_item = make_item(session, table, task_id=task, place=6)
    with table.seat() as session:
        save(session, table.item, "noter", SECRET_WORDS, 0)
        agreements.agree(session, table.item, "Ringe til hjemmet", table.staff["leder"], 3)
        usual = {"goal": "Ro i garderoben", "tovholder_id": table.staff["psykolog"], "starts_on": today()}
        plan = after.Plan(**usual, follow_up_on=today() + timedelta(weeks=4))
        table.effort = after.start_effort(session, task, plan, table.conference).id
    return table


def at(table, app, who):
    """A browser in which somebody who sits there is signed in, and the address of the conferences where they work."""
    client, place = app.test_client(), table.places[who]
    with table.database.sessions() as session:
        sign_in(session, client, table.staff[who])
    return client, f"/{place.actor}/{place.slug}/konferencer"


def approved(table, app):
    client, way = at(table, app, "leder")
    for step in ("luk", "godkend"):
        assert client.post(f"{way}/{table.conference}/{step}").status_code == 303
    return client, way


def test_the_chair_closes_and_approves_and_everybody_reads_what_is_theirs(table, app):
    client, way = approved(table, app)
    page = client.get(f"{way}/{table.conference}/referat").text
    assert SECRET_WORDS in page
    assert "Godkendt og låst" in page
    client, way = at(table, app, OTHER_NURSE)
    page = client.get(f"{way}/{table.conference}/referat").text
    assert "Lukket punkt: kun for dem, det angår" in page
    assert "Alma" not in page
    assert "Ro i garderoben" in page


def test_an_effort_that_was_agreed_is_shown_under_the_item_of_its_task(table, app):
    client, way = at(table, app, "leder")
    page = client.get(f"{way}/{table.conference}/moede/{table.effort_item}").text
    assert f"/indsatser/{table.effort}" in page
    assert "Ro i garderoben" in page
    assert f"/indsatser/{table.effort}" not in client.get(f"{way}/{table.conference}/moede/{table.item}").text


def test_the_referat_says_who_was_away_at_an_item_to_whoever_may_read_it(table, app):
    client, way = at(table, app, "leder")
    with table.database.sessions() as session:
        session.info["viewer"] = STRANGER
        name = session.get_one(Staff, table.staff["psykolog"]).name
    client.post(f"{way}/{table.conference}/moede/{table.item}/til-stede", data={"ude": table.staff["psykolog"]})
    approved(table, app)
    assert f"Ikke med ved punktet: {name}" in client.get(f"{way}/{table.conference}/referat").text
    client, way = at(table, app, OTHER_NURSE)
    assert "Ikke med ved punktet" not in client.get(f"{way}/{table.conference}/referat").text


def test_an_effort_is_called_what_it_is_called_on_the_agenda(table, app):
    with table.home() as session:
        task = make_task(session, table, "Ro ved bordet", state=TASK_EFFORT)
        make_item(session, table, task_id=task, kind=EFFORT, place=7)
    client, way = at(table, app, "leder")
    assert re.search(
        r"<h2[^>]*>\d+\. Indsats: Ro ved bordet</h2>", client.get(f"{way}/{table.conference}/referat").text
    )


def test_a_locked_referat_takes_additions_and_nothing_else(table, app):
    client, way = approved(table, app)
    written = client.post(f"{way}/{table.conference}/referat/{table.item}", data={"text": "Det var tirsdag."})
    assert written.status_code == 303
    page = client.get(f"{way}/{table.conference}/referat").text
    assert "Det var tirsdag." in page
    assert "Tilføjet af Lis Overgaard" in page
    assert client.post(f"{way}/{table.conference}/godkend").status_code == 409
    kept = client.post(f"{way}/{table.conference}/referat/{table.item}", data={"text": ""})
    assert (kept.status_code, "Skriv, hvad der skal tilføjes" in kept.text) == (422, True)
    refused = client.post(f"{way}/{table.conference}/referat/{table.item}", data={"text": "Ring 010203-1234"})
    assert (refused.status_code, "ligner et CPR-nummer" in refused.text, "Ring 010203-1234" in refused.text) == (
        *(422, True),
        True,
    )
    with table.home() as session:
        assert len(session.scalars(select(Addition)).all()) == 1


def test_the_pdf_is_tagged_titled_and_in_danish_and_holds_what_the_page_holds(table, app):
    client, way = approved(table, app)
    answer = client.get(f"{way}/{table.conference}/referat.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    book = PdfReader(BytesIO(answer.data))
    root = book.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("da")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert str(book.metadata.title).startswith("Referat")
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TH"} <= tags(root["/StructTreeRoot"])
    assert SECRET_WORDS in " ".join(page.extract_text() for page in book.pages).replace("\n", " ")
    client, way = at(table, app, OTHER_NURSE)
    others = PdfReader(BytesIO(client.get(f"{way}/{table.conference}/referat.pdf").data))
    assert "Alma" not in " ".join(page.extract_text() for page in others.pages)


def tags(node):
    """Every tag of the tree."""
    found = {str(node["/S"])} if "/S" in node else set()
    below = node.get("/K", [])
    for one in below if isinstance(below, list) else [below]:
        part = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(part, dict):
            found |= tags(part)
    return found


def test_where_the_parts_of_the_pdf_library_are_missing_a_sentence_says_so(table, app, monkeypatch):
    client, way = approved(table, app)
    known = builtins.__import__

    def without(name, *rest, **how):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return known(name, *rest, **how)

    monkeypatch.setattr(builtins, "__import__", without)
    answer = client.get(f"{way}/{table.conference}/referat.pdf")
    assert answer.status_code == 303
    assert "mangler systembiblioteket Pango" in client.get(answer.location).text


def test_an_effort_is_followed_up_and_evaluated_and_bad_input_is_kept(table, app):
    client, home = at(table, app, "psykolog")
    way = f"{home}/indsatser/{table.effort}"
    assert "Ro i garderoben" in client.get(f"{home}/indsatser").text
    assert "Ro i garderoben" in client.get(f"{way}/overdrag").text
    with table.home() as session:
        assert "Indsats" in session.scalars(select(Look.kind)).all()  # a look, also where the role is handed on
    wrong = client.post(f"{way}/opfoelgning", data={"version": "1", "text": "Det går", "next_on": "2020-01-01"})
    assert (wrong.status_code, "Det går" in wrong.text, "ikke er passeret" in wrong.text) == (422, True, True)
    later = str(today() + timedelta(weeks=6))
    form = {"version": "1", "text": "Det går", "goal": "Ro i garderoben", "who_does_what": "", "next_on": later}
    assert client.post(f"{way}/opfoelgning", data=form).status_code == 303
    late = client.post(f"{way}/opfoelgning", data=form | {"text": "Jeg skrev samtidig", "goal": "Mit mål"})
    assert (late.status_code, lint(late.text)) == (409, [])
    assert ">Jeg skrev samtidig</textarea>" in late.text.replace("\r\n", "").replace(">\n", ">")
    assert 'value="2"' in late.text  # it can be sent again, and overwrites no other goal
    assert "Mål: Mit mål" in late.text
    ends = {"version": "2", "outcome": "naaet", "learned": "To hold"}
    assert client.post(f"{way}/evaluering", data=ends).status_code == 303
    assert "To hold" in client.get(way).text
    closed = client.post(f"{way}/opfoelgning", data=form | {"text": "For sent"})
    assert (closed.status_code, "For sent" in closed.text) == (409, True)
