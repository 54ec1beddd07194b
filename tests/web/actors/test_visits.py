"""Who sees a child's home visits and why there is one more: the own sundhedspleje, and the guardians; nobody else, whatever they have said yes to."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from domain.access.roles import ROLES
from domain.consent import BEFOREHAND, MEETING, YES
from domain.people import Child, Guardian
from domain.visits import extra, outcome, programme
from domain.visits.tables import HomeVisit
from tests.databases import sqlite_only
from tests.factories import SECRET, sign_in
from tests.scenes import canaries
from tests.scenes.answers import FIRST_DAY, early_and_late
from tests.scenes.canaries import working
from tests.scenes.lists import words_of
from tests.scenes.municipality import ELSEWHERE, Browser, build
from tests.scenes.wards import make_ward

pytestmark = sqlite_only
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
PLAN, VISIT = "Hemmelig plan om søvn", "8-9 måneders besøg"
SEES = {
    "sundhedspleje/sundhedsplejerske": {PLAN, VISIT},
    "sundhedspleje/leder": {PLAN, VISIT},
    "forælder med": {VISIT},
    "forælder uden": {VISIT},
}
"""Everybody else: nothing. The table by hand."""


@pytest.fixture
def town(database, at):
    at(NOW)
    with database.sessions() as session:
        return build(session)


@pytest.fixture
def family(database, town):
    """Every consent there is has been given."""
    with working(database.sessions) as session:
        one = canaries.settle(session, town, 1)
        other = canaries.settle(session, town, 2)
        child = session.get_one(Child, one.child)
        programme.begin(session, SECRET, child)
        extra.add(session, SECRET, child.id, date(2026, 11, 9), date(2026, 11, 20), "soevn", PLAN)
    canaries.answer(database.sessions, one, MEETING, (YES, YES))
    canaries.answer(database.sessions, one, BEFOREHAND, (YES, YES))
    with early_and_late(database.sessions, town) as session:
        canaries.book(session, one, 0, FIRST_DAY)
    return one, other


def pages_of(place, child, visits) -> list[str]:
    home = f"/{place.actor}/{place.slug}"
    own = [f"{home}/boern/{child}", f"{home}/", *(f"/til/visit/{one}" for one in visits), f"/til/programme/{child}"]
    if place.actor == "sundhedspleje":
        lists = [f"{home}/besoeg/?vis={name}" for name in ("uge", "overskredet", "uden-tid", "uden-kontakt", "alle")]
        own += [*lists, f"{home}/besoeg/barn/{child}", *(f"{home}/besoeg/{one}" for one in visits)]
    return own


def look(browser: Browser, way: str):
    answer = browser.get(way)
    return browser.get(answer.location) if answer.status_code == 303 else answer


def test_the_own_sundhedspleje_and_the_guardians_see_the_visits_and_nobody_else(app, database, town, family):
    one, other = family
    with working(database.sessions) as session:
        visits = session.scalars(select(HomeVisit.id).where(HomeVisit.child_id == one.child)).all()
    every = [f"{actor}/{role}{where}" for actor, roles in ROLES.items() for role in roles for where in ("", ELSEWHERE)]
    for name in every:
        place = town.workers.get(name)
        if place is None:
            continue
        browser = Browser(app, place.secret)
        seen = "".join(words_of(look(browser, way)) for way in pages_of(place, one.child, visits))
        found = {word for word in (PLAN, VISIT) if word in seen}
        assert found == SEES.get(name, set()), name
    for name, whose, guardian in (
        ("forælder med", one, one.mother),
        ("forælder uden", one, one.uncle),
        ("en andens forælder", other, other.mother),
    ):
        browser, link = Browser(app, whose.secrets[guardian]), f"/book/{whose.tokens[guardian]}"
        ways = [f"{link}/familien", *(f"{link}/besoeg/{visit}" for visit in visits)]
        seen = "".join(words_of(browser.get(way)) for way in ways)
        assert {word for word in (PLAN, VISIT) if word in seen} == SEES.get(name, set()), name


def test_a_guardian_without_custody_cannot_say_no_for_the_family(app, database, family):
    one, _other = family
    with working(database.sessions) as session:
        visit = session.scalars(select(HomeVisit.id).where(HomeVisit.child_id == one.child)).first()
    sent = Browser(app, one.secrets[one.uncle]).post(f"/book/{one.tokens[one.uncle]}/besoeg/{visit}/nej-tak", {})
    assert sent.status_code == 403


def test_a_slip_in_the_year_of_birth_makes_nobody_a_child_that_has_grown_and_is_deleted(app, database, town, family):
    one, _other = family
    nurse = town.workers["sundhedspleje/sundhedsplejerske"]
    way = f"/sundhedspleje/{nurse.slug}/besoeg/barn/{one.child}/dage"
    assert Browser(app, nurse.secret).post(way, {"born": "2016-01-02"}).status_code == 422
    assert Browser(app, nurse.secret).post(way, {"born": "2026-01-02"}).status_code == 200


def test_parents_take_back_a_no_of_their_own_and_nothing_else(app, database, family):
    one, _other = family
    with working(database.sessions) as session:
        mine, theirs = session.scalars(select(HomeVisit.id).where(HomeVisit.child_id == one.child)).all()[:2]
        outcome.decline(session, mine)
        outcome.call_off(session, theirs, "flyttet")
    link, browser = f"/book/{one.tokens[one.mother]}/besoeg", Browser(app, one.secrets[one.mother])
    assert browser.post(f"{link}/{mine}/ja-alligevel", {}).status_code == 303
    assert browser.post(f"{link}/{theirs}/ja-alligevel", {}).status_code == 409
    with working(database.sessions) as session:
        states = dict(session.execute(select(HomeVisit.id, HomeVisit.state)).all())
    assert (states[mine], states[theirs]) == ("planlagt", "aflyst")


def test_the_family_reads_it_all_in_its_own_language_or_the_one_it_chose(app, database, family):
    """Also what they are told after an answer, and on the page that they come to."""
    one, _other = family
    with working(database.sessions) as session:
        session.get_one(Guardian, one.mother).language = "pl"
        visit = session.scalars(select(HomeVisit.id).where(HomeVisit.child_id == one.child)).first()
    home, browser = f"/book/{one.tokens[one.mother]}", Browser(app, one.secrets[one.mother])
    for page in ("familien", f"besoeg/{visit}", f"besoeg/{visit}/tid"):
        assert 'lang="pl"' in browser.get(f"{home}/{page}").text, page
    answer = browser.post(f"{home}/besoeg/{visit}/nej-tak", {})
    assert "Zrezygnowali Państwo" in browser.get(answer.location).text
    answer = browser.post(f"{home}/besoeg/{visit}/ja-alligevel?sprog=tr", {})
    assert answer.location.endswith("?sprog=tr")
    assert 'lang="tr"' in browser.get(answer.location).text


def test_each_time_says_who_comes_where_several_could_and_nothing_where_the_own_one_does(app, database, at):
    at(NOW)
    with database.sessions() as session:
        ward, client = make_ward(session), app.test_client()
        sign_in(session, client, ward.others[0])
    shown = []
    for nurse in (ward.karen, None):
        with working(database.sessions) as session:
            session.get_one(Child, ward.children[5]).sundhedsplejerske_id = nurse
            visit = extra.add(
                session, SECRET, ward.children[5], date(2026, 11, 9), date(2026, 11, 20), "soevn", PLAN
            ).id
        page = client.get(f"/sundhedspleje/{ward.slug}/besoeg/{visit}/tid").text
        shown.append(re.findall(r"<span>[\d.]+–[\d.]+(?:<small>([^<]*)</small>)?</span>", page))
    own, several = shown
    assert set(own) == {""}
    assert several
    assert set(several) <= {"Karen Lindegaard", "Mette Lund", "Ida Holm", "Bodil Dam"}
