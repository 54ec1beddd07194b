"""Which language a page is in: a parent's own, the one chosen on the way, and the one that is kept."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from domain.people import Guardian
from tests.databases import sqlite_only
from tests.factories import make_family
from tests.scenes.meetings import write_to

pytestmark = sqlite_only
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        made = make_family(session)
        write_to(session, made.mother, language="ar")
        session.commit()
        return made


@pytest.fixture
def mother(client, family):
    client.post(family.way(family.mother, "bekraeft"), data={"day": "20", "month": "1"})
    return client


def test_a_link_opens_in_its_parents_own_language(client, family):
    assert '<html lang="ar" dir="rtl"' in client.get(family.way(family.mother, "bekraeft")).text
    assert '<html lang="da" dir="ltr"' in client.get(family.way(family.father, "bekraeft")).text


def test_what_goes_wrong_is_said_in_it_as_well(mother, family):
    wrong = mother.post(family.way(family.mother, "bekraeft"), data={"day": "", "month": "1"})
    assert (wrong.status_code, "Skriv dagen" in wrong.text) == (422, False)
    assert '<html lang="ar"' in mother.get(family.way(family.mother, "besoeg/999999")).text
    assert '<html lang="ar"' in mother.post(family.way(family.mother, "samtykke"), data={"value": "x"}).text


def test_another_is_chosen_for_once_and_goes_along(mother, family):
    page = mother.get(family.way(family.mother, "samtykke?sprog=so")).text
    assert '<html lang="so" dir="ltr"' in page
    assert f"{family.way(family.mother, 'skema')}?sprog=so" in page
    assert '<html lang="ar"' in mother.get(family.way(family.mother, "samtykke")).text


def test_it_is_kept_for_pages_and_messages_when_that_is_asked_for(database, mother, family):
    assert "/sprog?videre=samtykke" in mother.get(family.way(family.mother, "samtykke?sprog=so")).text
    kept = mother.post(family.way(family.mother, "sprog?videre=samtykke"), data={"language": "so"})
    assert (kept.status_code, kept.location) == (303, family.way(family.mother, "samtykke"))
    page = mother.get(kept.location).text
    assert '<html lang="so"' in page
    assert "/sprog?videre" not in page
    with database.sessions() as session:
        kept = select(Guardian.language).where(Guardian.id == family.mother)
        assert session.scalar(kept.execution_options(unscoped="test")) == "so"
    assert mother.post(family.way(family.mother, "sprog"), data={"language": "xx"}).status_code == 422


def test_whoever_has_lost_the_link_chooses_on_the_page(client):
    page = client.get("/book/?sprog=ur")
    assert '<html lang="ur" dir="rtl"' in page.text
    assert 'action="/book/?sprog=ur"' in page.text
    assert '<html lang="pl"' in client.post("/book/?sprog=pl", data={"contact": ""}).text
