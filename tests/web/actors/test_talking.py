"""Asking the parents where no message finds them: the page says to talk with them and to note the answer, in tasks, inquiries and referrals alike."""

import pytest
from sqlalchemy import delete, update

from domain.access.citizens import Guardianship
from domain.inquiries import writing
from domain.inquiries.tables import SOCIAL
from domain.people import Guardian
from tests.databases import sqlite_only
from tests.scenes import inquiries, tasks
from tests.scenes.canaries import settle, working
from tests.scenes.municipality import Browser, build
from tests.writes import REFERRED

pytestmark = sqlite_only
WRITER = "dagtilbud/paedagog"
WAITS, TALK, NOBODY = (
    "Venter på forældrenes svar",
    "Tal med forældrene",
    "Der er ikke noteret nogen med forældremyndighed",
)
NO_WAY = {"email": "", "mobile": ""}
ANYBODYS = {"unscoped": "a family without a telephone", "synchronize_session": False}


@pytest.fixture
def stage(database):
    with working(database.sessions) as session:
        town = build(session)
    with working(database.sessions) as session:
        return town, settle(session, town, 1)


@pytest.fixture(params=["task", "inquiry"])
def draft(request, app, database, stage):
    """Somebody in the house, and the address of a draft of theirs that names the child."""
    town, family = stage
    by = town.workers[WRITER]
    if request.param == "task":
        way = f"konferencer/opgaver/{tasks.write(database.sessions, by, by.unit, start=family.start)}"
    else:
        made = inquiries.does(database.sessions, by, writing.write, by.unit, SOCIAL, inquiries.WORDS, family.child)
        way = f"henvendelser/{made.id}"
    return Browser(app, by.secret), f"/dagtilbud/{by.slug}/{way}"


def unknown(database, *guardians):
    with working(database.sessions) as session:
        session.execute(update(Guardian).where(Guardian.id.in_(guardians)).values(NO_WAY), execution_options=ANYBODYS)


def test_where_no_message_finds_a_parent_the_page_says_to_talk_with_them_and_takes_the_answer(database, stage, draft):
    (_town, family), (writer, way) = stage, draft
    unknown(database, family.holders[1])
    page = writer.get(way).text
    assert ("Vi kan ikke skrive til" in page, f"{way}/spoerg" in page) == (True, True), "the other one is asked by link"
    unknown(database, *family.holders)
    page = writer.get(way).text
    assert (TALK in page, f"{way}/samtykke" in page, f"{way}/spoerg" in page) == (True, True, False)
    assert writer.post(f"{way}/spoerg", {}).status_code == 303
    assert (WAITS in writer.get(way).text, TALK in writer.get(way).text) == (False, True), "asked, and still nobody can"
    for one in family.holders:
        said = {"guardian": str(one), "value": "ja", "how": "mundtligt"}
        assert writer.post(f"{way}/samtykke", said).status_code == 303
    agreed = writer.get(way).text
    assert ("Forældrene siger ja" in agreed, TALK in agreed) == (True, False)


def test_where_nobody_is_noted_as_holding_custody_the_page_says_so(database, stage, draft):
    (_town, family), (writer, way) = stage, draft
    with working(database.sessions) as session:
        rows = delete(Guardianship).where(Guardianship.child_id == family.child)
        session.execute(rows, execution_options=ANYBODYS)
    page = writer.get(way).text
    assert (NOBODY in page, f"{way}/spoerg" in page, f"{way}/samtykke" in page) == (True, False, False)


def test_of_a_referral_it_is_said_by_what_was_typed_alone(app, database, stage):
    town, _family = stage
    writer = Browser(app, town.workers["fsr/socialraadgiver"].secret)
    family = {"email_1": "", "mobile_1": "+4520304050", "email_2": "", "mobile_2": "+4520304051"}
    form = REFERRED | family | {"house": town.units["familiehus"], "key": "k"}
    way = writer.post("/fsr/fsr-skovlunde/henvisninger/ny", form).headers["Location"]
    page = writer.get(way).text
    assert (TALK in page, f"{way}/spoerg" in page, f"{way}/samtale" in page) == (True, False, True)
    writer.post(f"{way}/samtale", {})
    page = writer.get(way).text
    assert (WAITS in page, TALK in page, f"{way}/samtykke" in page) == (False, True, True)
    assert "Alle med forældremyndighed skal svare" in page
