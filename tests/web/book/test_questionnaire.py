"""The questionnaire as parents fill it in: a section a page, two at once, and what a link left open does not show."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.starts.questions import KEYS
from tests.factories import make_family

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        return make_family(session)


def fill(client, way, version=0, **answers):
    return client.post(way, data={"version": version} | answers)


def test_section_by_section_to_the_end(mother, family, statements):
    assert "Begynd" in mother.get(family.way(family.mother, "skema")).text
    for number, key in enumerate(KEYS, 1):
        way = family.way(family.mother, f"skema/{key}")
        with statements(most=5):
            assert f"Del {number} af {len(KEYS)}" in mother.get(way).text
        with statements(most=8):
            answer = fill(mother, way, sprog="Dansk", **{"bor-med": "Os"})
        assert answer.status_code == 303
    assert answer.location == family.way(family.mother, "skema")
    with statements(most=5):
        page = mother.get(answer.location).text
    assert "Tak. Skemaet er gemt." in page
    assert "Videre til samtykke" in page


def test_what_was_written_stands_in_the_form_again(mother, family):
    way = family.way(family.mother, "skema/udvikling")
    fill(mother, way, kan=["sidder", "ord"], optaget='Katte & "hunde" <b>')
    page = mother.get(way).text
    assert "Katte &amp; &#34;hunde&#34; &lt;b&gt;" in page
    assert page.count("checked") == 2


def test_what_must_be_said_is_asked_for_and_the_rest_is_kept(mother, family):
    answer = fill(mother, family.way(family.mother, "skema/sprog"), mest="Polskkanarie")
    assert answer.status_code == 422
    assert "Ret én ting" in answer.text
    assert "Polskkanarie" in answer.text


def test_the_later_of_two_keeps_their_text_and_sees_the_other(mother, enter, family):
    father, way = enter(family.father), family.way(family.father, "skema/vaner")
    fill(mother, family.way(family.mother, "skema/vaner"), mad="<b>Grødkanarie</b> 100 % sukkerfri", troest=["sut"])
    answer = fill(father, way, mad="Mælkekanarie", troest=["sut"])
    assert answer.status_code == 409
    assert "Mælkekanarie</textarea>" in answer.text
    assert "&lt;b&gt;Grødkanarie&lt;/b&gt; 100 % sukkerfri</p>" in answer.text
    assert "af den anden forælder" in answer.text
    assert 'id="gemt-troest"' not in answer.text
    assert 'name="version" value="1"' in answer.text
    assert fill(father, way, version=1, mad="Grød og mælk").status_code == 303


def test_health_is_covered_until_the_birthday_is_confirmed_again(mother, family, at):
    way = family.way(family.mother, "skema/trivsel")
    fill(mother, way, fortael="Helbredskanarie")
    assert "Helbredskanarie" in mother.get(way).text
    at(NOW + timedelta(minutes=16))
    page = mother.get(way).text
    assert "Helbredskanarie" not in page
    assert "bekraeft?videre=skema/trivsel" in page
    mother.post(family.way(family.mother, "bekraeft"), data={"day": "20", "month": "1"})
    assert "Helbredskanarie" in mother.get(way).text


def test_what_is_not_about_health_stays_readable(mother, family, at):
    way = family.way(family.mother, "skema/sprog")
    fill(mother, way, sprog="Polskkanarie")
    at(NOW + timedelta(minutes=16))
    assert "Polskkanarie" in mother.get(way).text


def test_a_section_that_is_still_empty_can_be_written_later_on(mother, family, at):
    at(NOW + timedelta(minutes=16))
    way = family.way(family.mother, "skema/trivsel")
    assert "<textarea" in mother.get(way).text
    assert fill(mother, way, fortael="Godt").status_code == 303


def test_a_conflict_does_not_show_what_is_covered(mother, enter, family, at):
    father, way = enter(family.father), family.way(family.father, "skema/trivsel")
    fill(mother, family.way(family.mother, "skema/trivsel"), fortael="Helbredskanarie")
    at(NOW + timedelta(minutes=16))
    answer = fill(father, way, fortael="Fars ord")
    assert answer.status_code == 409
    assert "Helbredskanarie" not in answer.text
    assert "Fars ord</textarea>" in answer.text
    assert 'name="version" value="0"' in answer.text
    father.post(family.way(family.father, "bekraeft"), data={"day": "20", "month": "1"})
    assert "Helbredskanarie" in fill(father, way, fortael="Fars ord").text


def test_the_overview_shows_none_of_what_was_written(mother, family):
    for key in KEYS:
        fill(
            mother,
            family.way(family.mother, f"skema/{key}"),
            **dict.fromkeys(("foedsel", "mad", "optaget", "fortael", "sprog", "bor-med", "start"), "Tekstkanarie"),
        )
    for page in ("", "skema"):
        assert "Tekstkanarie" not in mother.get(family.way(family.mother, page)).text


@pytest.mark.parametrize("page", ["skema", "skema/vaner", "samtykke", "tid", "aflys", "anbefalinger"])
def test_a_guardian_without_custody_is_told_no(enter, family, page):
    assert enter(family.uncle).get(family.way(family.uncle, page)).status_code == 403


def test_there_is_no_other_section(mother, family):
    assert mother.get(family.way(family.mother, "skema/andet")).status_code == 404
