"""Inquiries over HTTP: who finds the child's name and the words, by the parents' answers; parents who ask by themselves; and leading on."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.units import District
from domain.audit import Look
from domain.conferences.tables.task import Task
from domain.consent import NO, NOT_NOW, YES
from domain.inquiries import answering, asking, handing, naming, streets, target, writing
from domain.inquiries.tables import SOCIAL, Inquiry
from domain.inquiries.writing import Words
from domain.outbox import Outbox
from domain.referrals.writing import withdraw
from tests.databases import sqlite_only
from tests.factories import SECRET, make_staff
from tests.scenes import inquiries
from tests.scenes.canaries import settle, working
from tests.scenes.municipality import Browser, build

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
SAID = "Kanarieord"
WORDS = Words(title="Om søvn", seen=f"{SAID} om natten.", wanted="Et råd.")
FORM = {"kind": "fsr", "address": "Lindevej 3", "district": "0", "title": "Søvn", "seen": "Vi sover ikke.", "key": "a"}
HOUSE = ("dagtilbud/paedagog", "dagtilbud/leder")
FSR, OTHERS = (
    ("fsr/socialraadgiver", "fsr/leder"),
    (
        *(
            "sundhedspleje/sundhedsplejerske",
            "ppr/psykolog",
            "familiehus/familieraadgiver",
            "forvaltning/administrator",
        ),
        *("fsr/socialraadgiver andetsteds", "dagtilbud/leder andetsteds"),
    ),
)
TABLE = (
    # the mother, the father                    the house, FSR, everybody else
    ((YES, YES), True, True, False),
    ((YES, None), True, False, False),
    ((YES, NOT_NOW), True, False, False),
    ((YES, NO), True, False, False),
    ((None, None), True, False, False),
)
"""By hand, of what has been sent with every yes and then answered so: who reads the words (domain.md, "Consent")."""


@pytest.fixture
def stage(database, at):
    at(NOW)
    with working(database.sessions) as session:
        town = build(session)
    with working(database.sessions) as session:
        family = settle(session, town, 1)
        names = {row.name: row.id for row in session.execute(select(District.id, District.name))}
        streets.keep(session, {names["Skovlunde"]: "Lindevej"})
    return town, family


def found(app, worker, inquiry):
    """Whether the words or the child's name are anywhere that this member of staff can look for them."""
    browser, home = Browser(app, worker.secret), f"/{worker.actor}/{worker.slug}"
    ways = (f"{home}/henvendelser/{inquiry}", f"{home}/henvendelser/", f"{home}/henvendelser/?vis=i-gang", f"{home}/")
    text = "".join(browser.get(way).text for way in ways)
    return SAID in text or ("Barn001kanarie" in text and worker.actor == "fsr")


@sqlite_only
def test_the_words_are_read_by_who_the_table_says_and_are_nowhere_else(app, database, stage, at):
    town, family = stage
    paedagog = town.workers["dagtilbud/paedagog"]
    wrong = []
    for number, (answers, *expected) in enumerate(TABLE):
        at(NOW + timedelta(minutes=2 * number))
        inquiry = inquiries.put(database.sessions, paedagog, family, SOCIAL, WORDS)
        at(NOW + timedelta(minutes=2 * number + 1))
        if answers == (None, None):
            other = replace(WORDS, title="Om mad")
            inquiries.does(database.sessions, paedagog, writing.edit, inquiry, other, sure=True)
        else:
            inquiries.answer(database.sessions, family, inquiry, *answers)
            if answers == (YES, None):  # the father has never answered to these words
                inquiries.does(
                    database.sessions, paedagog, writing.edit, inquiry, replace(WORDS, title="Om leg"), sure=True
                )
                inquiries.answer(database.sessions, family, inquiry, YES)
        for people, reads in zip((HOUSE, FSR, OTHERS), expected, strict=True):
            wrong += [(answers, one) for one in people if found(app, town.workers[one], inquiry) != reads]
        with working(database.sessions) as session:
            session.delete(session.get_one(Inquiry, inquiry))
    assert wrong == []


@sqlite_only
def test_parents_see_their_own_and_nobody_elses(app, database, stage):
    town, family = stage
    inquiry = inquiries.put(database.sessions, town.workers["dagtilbud/paedagog"], family, SOCIAL, WORDS)
    for guardian, status in ((family.mother, 200), (family.uncle, 403)):
        browser = Browser(app, family.secrets[guardian])
        answer = browser.get(f"/book/{family.tokens[guardian]}/henvendelse/{inquiry}")
        assert (answer.status_code, SAID in answer.text) == (status, status == 200)
    arabic = Browser(app, family.secrets[family.mother])
    page = arabic.get(f"/book/{family.tokens[family.mother]}/henvendelse/{inquiry}?sprog=ar").text
    assert 'dir="rtl"' in page
    said = arabic.post(f"/book/{family.tokens[family.mother]}/henvendelse/{inquiry}", {"value": "nej"})
    assert said.status_code == 303
    assert not found(app, town.workers["fsr/socialraadgiver"], inquiry)


@sqlite_only
def test_a_parent_asks_is_answered_and_takes_it_back_and_no_mail_says_of_what(app, database, stage):
    town, _family = stage
    parent, name = Browser(app, "stranger"), {"name": "Ida Kanariefugl", "email": "ida@example.org"}
    assert parent.post("/henvendelse/", FORM | name | {"address": "Ukendt 3"}).status_code == 422
    assert parent.post("/henvendelse/", FORM | name | {"seen": "Se 010125-1234"}).status_code == 422
    assert parent.post("/henvendelse/", FORM | name | {"email": ""}).status_code == 422
    asked = parent.post("/henvendelse/", FORM | name)
    own = asked.headers["Location"]
    assert re.fullmatch(r"/henvendelse/[0-9a-f]{32}", own)
    with working(database.sessions) as session:
        inquiry = session.scalars(select(Inquiry.id)).one()
        assert "Lindevej" not in str(
            session.execute(select(Inquiry.__table__).execution_options(unscoped="test")).all()
        )
    fsr = town.workers["fsr/socialraadgiver"]
    assert "Ida Kanariefugl" in Browser(app, fsr.secret).get(f"/fsr/{fsr.slug}/henvendelser/{inquiry}").text
    for one in OTHERS:
        worker = town.workers[one]
        page = Browser(app, worker.secret).get(f"/{worker.actor}/{worker.slug}/henvendelser/{inquiry}")
        assert (page.status_code in {403, 404}, "Kanariefugl" in page.text) == (True, False), one
    inquiries.does(database.sessions, fsr, answering.take, inquiry)
    inquiries.does(database.sessions, fsr, answering.answer, inquiry, "Lad os tale sammen.")
    assert "Lad os tale sammen." in parent.get(own).text
    with working(database.sessions) as session:
        assert set(session.scalars(select(Outbox.kind))) == {"request-received", "request-news"}
    assert parent.post(f"{own}/traek").status_code == 303
    assert parent.get(own).status_code == 404


def looks(database, family):
    """How often somebody has looked at an inquiry that names the child, by (purpose, consent)."""
    with working(database.sessions) as session:
        rows = select(Look.purpose, Look.consent).where(Look.child_id == family.child, Look.kind == "Henvendelse")
        return Counter(tuple(row) for row in session.execute(rows, execution_options={"unscoped": "test"}))


@sqlite_only
def test_what_comes_of_it_begins_with_the_words_and_leads_back(app, database, stage):
    town, family = stage
    paedagog, fsr = town.workers["dagtilbud/paedagog"], town.workers["fsr/socialraadgiver"]
    inquiry = inquiries.put(database.sessions, paedagog, family, SOCIAL, WORDS)
    inquiries.does(database.sessions, fsr, answering.take, inquiry)
    inquiries.does(database.sessions, fsr, answering.close, inquiry, "konference")
    browser, home = Browser(app, paedagog.secret), f"/dagtilbud/{paedagog.slug}"
    page = browser.get(f"{home}/henvendelser/{inquiry}").text
    way = re.search(r'href="([^"]+opgaver/ny/enkeltbarn\?henvendelse=\d+)"', page)
    assert way is not None
    form = browser.get(way[1]).text
    assert SAID in form
    assert f'value="{family.start}" selected' in form
    assert looks(database, family) == {("inquiries", None): 2}, "the form has been looked at as the page has"
    task = {"start": str(family.start), "title": "Om søvn", "urgency": "1", "minutes": "30"}
    assert browser.post(way[1], task).status_code == 303
    with working(database.sessions) as session:
        led_to = session.get_one(Inquiry, inquiry).led_to
    task_way = f"{home}/konferencer/opgaver/{led_to.removeprefix('task/')}"
    assert task_way in browser.get(f"{home}/henvendelser/{inquiry}").text
    assert f"{home}/henvendelser/{inquiry}" in browser.get(task_way).text, "and back"
    number = int(led_to.removeprefix("task/"))
    task = inquiries.does(database.sessions, paedagog, Session.get_one, Task, number)
    assert inquiries.does(database.sessions, paedagog, target.source, task).id == inquiry
    assert inquiries.does(database.sessions, town.workers["ppr/psykolog"], target.source, task) is None
    assert browser.post(f"{task_way}/traek").status_code == 303
    page, others = (
        Browser(app, one.secret).get(f"/{one.actor}/{one.slug}/henvendelser/{inquiry}").text for one in (paedagog, fsr)
    )
    assert ("trukket tilbage" in page, "trukket tilbage" in others) == (True, True)
    assert (way[1] in page, "Skriv opgaven igen" in others) == (True, False)
    assert browser.post(way[1], {"start": "0", "title": "Om ro", "urgency": "1", "minutes": "30"}).status_code == 303
    with working(database.sessions) as session:
        nameless = session.scalars(select(Task.id).order_by(Task.id.desc())).first()
        assert session.get_one(Inquiry, inquiry).led_to == handing.TASK, "no number, or the child would be known by it"
    assert "henvendelser" not in browser.get(f"{home}/konferencer/opgaver/{nameless}").text.partition("<main")[2]
    page = browser.get(f"{home}/henvendelser/{inquiry}").text
    assert "Der er skrevet en opgave" in page
    assert "konferencer/opgaver" not in page.partition("<main")[2]


@sqlite_only
def test_a_referral_that_it_led_to_is_said_to_be_withdrawn_and_may_be_written_again(app, database, stage):
    town, family = stage
    paedagog, fsr = town.workers["dagtilbud/paedagog"], town.workers["fsr/socialraadgiver"]
    inquiry = inquiries.put(database.sessions, paedagog, family, SOCIAL, WORDS)
    inquiries.does(database.sessions, fsr, answering.take, inquiry)
    inquiries.does(database.sessions, fsr, answering.close, inquiry, "henvisning")
    both = [(one, Browser(app, one.secret)) for one in (fsr, paedagog)]

    def shown():
        pages = (who.get(f"/{one.actor}/{one.slug}/henvendelser/{inquiry}").text for one, who in both)
        return [("Henvisningen er trukket tilbage" in page, "Skriv henvisningen igen" in page) for page in pages]

    way = f"/fsr/{fsr.slug}/henvisninger/ny?henvendelse={inquiry}"
    written = {"service": "familiesamtaler", "background": "Uro", "goal": "Ro", "house": town.units["familiehus"]}
    for key in ("a", "b"):
        answer = both[0][1].post(way, written | {"key": key})
        assert answer.status_code == 303, answer.text
        assert shown() == [(False, False), (False, False)]
        with working(database.sessions) as session:
            led_to = session.get_one(Inquiry, inquiry).led_to
        inquiries.does(database.sessions, fsr, withdraw, int(led_to.removeprefix("referral/")), "Familien ville vente.")
        assert shown() == [(True, True), (True, False)]


@sqlite_only
def test_sent_without_a_yes_it_is_refused_with_the_way_forward(app, database, stage):
    town, family = stage
    paedagog = town.workers["dagtilbud/paedagog"]
    inquiry = inquiries.does(database.sessions, paedagog, writing.write, paedagog.unit, SOCIAL, WORDS, family.child).id
    inquiries.does(database.sessions, paedagog, asking.ask, SECRET, inquiry)
    answer = Browser(app, paedagog.secret).post(f"/dagtilbud/{paedagog.slug}/henvendelser/{inquiry}/send")
    assert answer.status_code == 409
    assert "forældrenes ja mangler" in answer.text
    assert "/anonymt" in answer.text


@sqlite_only
def test_who_wrote_in_polish_reads_polish_by_the_link_in_the_mail_too(app, database, stage):
    parent, name = Browser(app, "stranger"), {"name": "Ida Kanariefugl", "email": "ida@example.org"}
    wrong = parent.post("/henvendelse/?sprog=pl", FORM | name | {"seen": ""})
    assert "Napisz, o co chodzi." in wrong.text
    own = parent.post("/henvendelse/?sprog=pl", FORM | name).location.partition("?")[0]
    assert 'lang="pl"' in parent.get(own).text
    assert 'lang="da"' in parent.get(f"{own}?sprog=da").text
    assert parent.post(f"{own}/traek", {}).location.endswith("?sprog=pl")


@sqlite_only
def test_a_colleague_and_an_offer_are_chosen_on_the_page_and_the_help_with_an_underretning_has_the_words(
    app, database, stage
):
    town, family = stage
    paedagog, fsr = town.workers["dagtilbud/paedagog"], town.workers["fsr/socialraadgiver"]
    with working(database.sessions) as session:
        colleague = make_staff(session, fsr.unit, "socialraadgiver", "Birgit Holm")
    on, shown = (inquiries.put(database.sessions, paedagog, family, SOCIAL, WORDS) for _ in range(2))
    browser, home = Browser(app, fsr.secret), f"/fsr/{fsr.slug}/henvendelser"
    for one in (on, shown):
        inquiries.does(database.sessions, fsr, answering.take, one)
    assert browser.post(f"{home}/{on}/giv", {"staff": paedagog.staff}).status_code == 422
    assert browser.post(f"{home}/{on}/giv", {"staff": colleague}).status_code == 303
    assert "Birgit Holm" in browser.get(f"{home}/{on}").text
    nobody = browser.post(f"{home}/{shown}/luk", {"outcome": "andet-tilbud", "offer": ""})
    assert (nobody.status_code, "hvilket det er" in nobody.text) == (422, True)
    assert browser.post(f"{home}/{shown}/luk", {"outcome": "andet-tilbud", "offer": "sesam"}).status_code == 303
    for who in (browser, Browser(app, paedagog.secret)):
        place = home if who is browser else f"/dagtilbud/{paedagog.slug}/henvendelser"
        assert "/hjaelp#sesam" in who.get(f"{place}/{shown}").text
    page = Browser(app, paedagog.secret).get(f"/dagtilbud/{paedagog.slug}/underretning/?henvendelse={shown}").text
    assert SAID in page
    assert {why for why, _consent in looks(database, family)} == {"inquiries"}, "nobody can find out of what is written"
    assert (
        SAID
        not in Browser(app, town.workers["ppr/psykolog"].secret)
        .get(f"/ppr/{town.workers['ppr/psykolog'].slug}/underretning/?henvendelse={shown}")
        .text
    )


@sqlite_only
def test_a_sundhedsplejerske_chooses_among_few_children_and_looks_for_one_of_many(app, database, stage, monkeypatch):
    town, family = stage
    nurse = town.workers["sundhedspleje/sundhedsplejerske"]
    browser, way = Browser(app, nurse.secret), f"/sundhedspleje/{nurse.slug}/henvendelser/ny/fsr"
    assert f'<option value="{family.child}">Barn001kanarie' in browser.get(way).text
    monkeypatch.setattr(naming, "FEW", 0)
    assert "Barn001kanarie" not in browser.get(way).text
    typed = {"sought": "barn001", "title": "Om søvn", "seen": SAID}
    found = browser.post(way, typed | {"find": "1"})
    assert found.status_code == 200
    assert f'value="{family.child}"' in found.text
    assert SAID in found.text
    assert browser.post(way, typed | {"found": family.child}).status_code == 303
    own = inquiries.does(database.sessions, nurse, lambda session: session.scalars(select(Inquiry.child_id)).one())
    assert own == family.child
