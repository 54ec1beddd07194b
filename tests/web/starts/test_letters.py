"""Letters for those whom no message reaches: a QR code, a short code to type, and an end to both."""

import re
from datetime import timedelta

import pytest
import segno
from sqlalchemy import select, update

from blueprints.book.way_in import CODES
from blueprints.squares import square
from domain.access.citizens import Link
from domain.access.tokens import CODE_LENGTH, SIGNS, code
from domain.access.units import Unit
from domain.audit import Change, Look
from domain.base import today
from domain.people import Guardian
from tests.databases import sqlite_only
from tests.factories import SECRET, as_house, make_family, make_staff, sign_in
from tests.pages import lint
from tests.scenes.meetings import NOW

CODE = re.compile(r'class="code" dir="ltr">([0-9A-Z-]+)<')
PATH = re.compile(r'viewBox="0 0 (\d+) \d+"[^>]*><path d="([^"]+)"')


@pytest.fixture(autouse=True)
def early(at):
    at(NOW)


@pytest.fixture
def family(database):
    with database.sessions() as session:
        return make_family(session)


@pytest.fixture
def leader(database, client, family):
    with database.sessions() as session:
        sign_in(session, client, make_staff(as_house(session), family.house, "leder"))
        client.way = f"/dagtilbud/{session.get(Unit, family.house).slug}/starter/"
    return client


def set_(database, table, where, **values):
    with database.sessions() as session:
        options = {"unscoped": "test", "synchronize_session": False}
        as_house(session).execute(update(table).where(where).values(**values), execution_options=options)
        session.commit()


def unreachable(database, family, guardian):
    set_(database, Guardian, Guardian.id == guardian, email="", mobile="")


def printed(leader, family, guardian):
    answer = leader.post(f"{leader.way}{family.start}/foraeldre/{guardian}/brev")
    assert answer.status_code == 303
    page = leader.get(answer.location)
    assert page.status_code == 200
    return page.text


def typed(client, code):
    return client.post("/book/kode", data={"code": code})


def test_a_letter_holds_the_way_in_twice_and_nothing_of_the_child(app, leader, family):
    page = printed(leader, family, family.mother)
    assert lint(page) == []
    [found] = CODE.findall(page)
    assert found.replace("-", "") == code(SECRET, family.start, family.mother, 1)
    [(side, path)] = PATH.findall(page)
    assert (int(side), path) == square(f"http://127.0.0.1:8000{family.way(family.mother)}")
    letter = page.split('<article class="letter"')[1].split("</article>")[0]
    assert "Mor" in letter
    assert "Elias" not in letter


def test_the_square_is_what_a_camera_reads():
    side, path = square("https://godstart.example/book/" + "0f" * 16)
    dark = {(int(x) - 4, int(y) - 4) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)}
    matrix = segno.make("https://godstart.example/book/" + "0f" * 16, error="m", micro=False).matrix
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, one in enumerate(row) if one}
    assert side == len(matrix) + 8


@pytest.mark.parametrize("spelling", [str, str.lower, lambda one: one.replace("-", " "), lambda one: f" {one} "])
def test_a_code_leads_to_the_second_check_of_that_parents_link(app, leader, family, spelling):
    [found] = CODE.findall(printed(leader, family, family.father))
    answer = typed(app.test_client(), spelling(found))
    assert (answer.status_code, answer.location) == (303, family.way(family.father))
    assert "/bekraeft" in app.test_client().get(answer.location).location


@pytest.mark.parametrize("wrong", ["ABCDE-FGHJK", "0O1IL", "' OR 1=1", "é" * 10])
@sqlite_only
def test_another_code_leads_nowhere_and_stays_in_the_form(app, leader, family, wrong):
    printed(leader, family, family.mother)
    answer = typed(app.test_client(), wrong)
    assert answer.status_code == 422
    assert "Koden passer ikke" in answer.text
    assert lint(answer.text) == []


@sqlite_only
def test_without_a_letter_no_code_works(app, family):
    assert typed(app.test_client(), code(SECRET, family.start, family.mother, 1)).status_code == 422


def test_codes_are_tried_only_a_few_times(app, leader, family):
    [found] = CODE.findall(printed(leader, family, family.mother))
    stranger = app.test_client()
    answers = [typed(stranger, f"AAAA{number}").status_code for number in range(CODES + 1)]
    assert answers[:CODES] == [422] * CODES
    assert answers[CODES] == 429
    assert typed(stranger, found).status_code == 429
    assert typed(app.test_client(), found).status_code == 429, "another browser in the same place waits as well"


@sqlite_only
def test_who_types_the_right_code_has_all_tries_again(app, leader, family):
    [found] = CODE.findall(printed(leader, family, family.mother))
    for _round in range(3):
        for number in range(CODES - 1):
            assert typed(app.test_client(), f"AAAA{number}").status_code == 422
        assert typed(app.test_client(), found).status_code == 303


def test_there_are_too_many_codes_to_guess():
    assert len(SIGNS) ** CODE_LENGTH > 5 * 10**14
    assert not set("01OILU") & set(SIGNS)


def test_the_database_holds_only_a_hash_that_the_secret_is_needed_for(database, leader, family):
    from hashlib import sha256

    [found] = CODE.findall(printed(leader, family, family.mother))
    with database.sessions() as session:
        row = as_house(session).execute(select(*Link.__table__.columns).where(Link.guardian_id == family.mother)).one()
    plain = found.replace("-", "")
    held = {str(value) for value in row}
    assert not {found, plain, sha256(plain.encode()).hexdigest(), sha256(f"code|{plain}".encode()).hexdigest()} & held
    assert row.printed_at == NOW


def test_a_code_ends_with_its_link(app, database, leader, family):
    [found] = CODE.findall(printed(leader, family, family.mother))
    set_(database, Link, Link.guardian_id == family.mother, expires_on=today() - timedelta(days=1))
    assert typed(app.test_client(), found).status_code == 422


def test_a_leaked_link_ends_with_its_letter_and_its_browsers_and_another_is_sent(app, database, leader, family):
    from domain.outbox import Outbox
    from tests.factories import arrive

    [found] = CODE.findall(printed(leader, family, family.mother))
    mother = app.test_client()
    with database.sessions() as session:
        arrive(session, mother, family, family.mother)
    assert mother.get(family.way(family.mother)).status_code == 200
    answer = leader.post(f"{leader.way}{family.start}/foraeldre/{family.mother}/nyt-link")
    assert answer.status_code == 303
    assert mother.get(family.way(family.mother)).status_code == 404
    assert typed(app.test_client(), found).status_code == 422
    with database.sessions() as session:
        sent = as_house(session).execute(select(Outbox.kind, Outbox.guardian_id)).all()
    assert sent == [("new-link", family.mother)]
    [new] = CODE.findall(printed(leader, family, family.mother))
    assert new != found
    assert typed(app.test_client(), new).status_code == 303
    father = app.test_client()
    assert "/bekraeft" in father.get(family.way(family.father)).location


def test_the_list_offers_a_letter_for_each_whom_nothing_else_reaches(database, leader, family):
    assert "Udskriv" not in leader.get(leader.way).text
    unreachable(database, family, family.mother)
    set_(database, Guardian, Guardian.id == family.father, refused_email=Guardian.email)
    listed = leader.get(leader.way).text
    assert "Udskriv 2 breve" in listed
    assert "Mangler brev" in listed
    answer = leader.post(f"{leader.way}breve")
    page = leader.get(answer.location).text
    assert lint(page) == []
    assert len(set(CODE.findall(page))) == 2
    listed = leader.get(leader.way).text
    assert "Udskriv" not in listed
    assert "Brev udskrevet" in listed


def test_printing_is_logged_and_told_to_the_family(database, leader, family):
    printed(leader, family, family.mother)
    with database.sessions() as session:
        as_house(session)
        options = {"unscoped": "test"}
        changes = session.execute(
            select(Change.child_id, Change.columns).where(Change.kind == "link"), execution_options=options
        )
        looks = session.execute(select(Look.child_id).where(Look.kind == "Brev"), execution_options=options)
        assert changes.all() == [(family.child, ["code_hash", "printed_at"])]
        assert looks.all() == [(family.child,)]


@sqlite_only
@pytest.mark.parametrize(
    ("language", "direction", "word"),
    [("ar", "rtl", "مرحبًا"), ("en", "ltr", "Welcome to"), ("uk", "ltr", "Ласкаво"), ("fo", "ltr", "Velkommen til")],
)
def test_a_letter_is_in_the_parents_own_language(database, leader, family, language, direction, word):
    set_(database, Guardian, Guardian.id == family.mother, language=language)
    page = printed(leader, family, family.mother)
    assert lint(page) == []
    assert word in page
    said = language if language != "fo" else "da"
    assert f'<article class="letter" lang="{said}" dir="{direction}">' in page


@sqlite_only
def test_sundhedsplejen_prints_no_letters(database, client, family):
    with database.sessions() as session:
        sign_in(session, client, family.nurse)
        way = f"/sundhedspleje/{session.get(Unit, family.sundhedspleje).slug}/starter/"
    assert client.post(f"{way}{family.start}/foraeldre/{family.mother}/brev").status_code == 403
    assert client.post(f"{way}breve").status_code == 403
    assert "Udskriv brev" not in client.get(f"{way}{family.start}").text
