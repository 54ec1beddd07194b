"""The ways in to the parents' pages: a link, the second check, and what happens without them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.access.citizens import Visit
from domain.outbox import Outbox
from tests.factories import arrive, make_family
from tests.scenes.meetings import write_to

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
BIRTHDAY = {"day": "20", "month": "1"}


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        return make_family(session)


@pytest.mark.parametrize("page", ["", "skema", "samtykke", "tid", "flyt", "kvittering", "kalender.ics", "ring"])
def test_before_the_second_check_every_page_leads_to_it(client, family, page):
    answer = client.get(family.way(family.mother, page))
    asked = f"bekraeft?videre={page}" if page else "bekraeft"
    assert (answer.status_code, answer.location) == (303, family.way(family.mother, asked))


def test_the_second_check_asks_without_telling_anything(client, family, statements):
    with statements(most=2):
        answer = client.get(family.way(family.mother, "bekraeft"))
    assert answer.status_code == 200
    assert not any(word in answer.text for word in ("Elias", "Troldebo", "Mariehønen"))


def test_the_childs_birthday_opens_the_pages(client, family, statements):
    with statements(most=8):
        answer = client.post(family.way(family.mother, "bekraeft"), data=BIRTHDAY)
    assert (answer.status_code, answer.location) == (303, family.way(family.mother))
    assert "Elias begynder i Troldebo" in client.get(answer.location).text


def test_another_browser_is_not_opened(app, client, family):
    client.post(family.way(family.mother, "bekraeft"), data=BIRTHDAY)
    assert app.test_client().get(family.way(family.mother)).status_code == 303


def test_a_wrong_day_is_said_and_the_form_is_kept(client, family):
    answer = client.post(family.way(family.mother, "bekraeft"), data={"day": "21", "month": "1"})
    assert answer.status_code == 422
    assert "Det er ikke den dag" in answer.text
    assert 'value="21"' in answer.text


@pytest.mark.parametrize(
    "data", [{}, {"day": "32", "month": "1"}, {"day": "x", "month": "1"}, {"day": "1", "month": "13"}]
)
def test_what_is_no_day_costs_no_try(client, family, data):
    for _ in range(6):
        assert client.post(family.way(family.mother, "bekraeft"), data=data).status_code == 422
    assert client.post(family.way(family.mother, "bekraeft"), data=BIRTHDAY).status_code == 303


def test_after_five_wrong_days_one_has_to_wait(client, family, at):
    for _ in range(5):
        assert client.post(family.way(family.mother, "bekraeft"), data={"day": "1", "month": "2"}).status_code == 422
    answer = client.post(family.way(family.mother, "bekraeft"), data=BIRTHDAY)
    assert answer.status_code == 429
    assert "Vent 15 minutter" in answer.text
    at(NOW + timedelta(minutes=16))
    assert client.post(family.way(family.mother, "bekraeft"), data=BIRTHDAY).status_code == 303


def test_the_check_leads_back_to_the_page_that_asked(client, family):
    answer = client.post(family.way(family.mother, "bekraeft?videre=skema/trivsel"), data=BIRTHDAY)
    assert answer.location == family.way(family.mother, "skema/trivsel")
    for elsewhere in ("//ondt.example", "../../login", "https://ondt.example", "skema?a=b"):
        answer = client.post(family.way(family.mother, "bekraeft"), query_string={"videre": elsewhere}, data=BIRTHDAY)
        assert answer.location == family.way(family.mother)


@pytest.mark.parametrize("page", ["", "/bekraeft", "/skema", "/tid"])
def test_an_unknown_link_is_met_with_help(client, family, page):
    answer = client.get(f"/book/{'0' * 32}{page}")
    assert answer.status_code == 404
    assert 'href="/book/"' in answer.text


def test_a_link_ends_with_its_window(database, client, family, at):
    at(NOW + timedelta(weeks=22, days=1))
    assert client.get(family.way(family.mother)).status_code == 404


def test_what_was_sent_after_an_hour_is_not_lost(database, client, family, at):
    with database.sessions() as session:
        arrive(session, client, family, family.mother)
    at(NOW + timedelta(minutes=61))
    answer = client.post(
        family.way(family.mother, "skema/vaner"), data={"version": "0", "mad": "Grødkanarie", "troest": ["sut", "sang"]}
    )
    assert answer.status_code == 403
    assert all(text in answer.text for text in ("Grødkanarie", 'value="sut"', 'value="sang"', "bekraeft"))


def test_a_browser_in_use_stays_open(database, client, family, at):
    with database.sessions() as session:
        arrive(session, client, family, family.mother)
    for minutes in (40, 80, 120):
        at(NOW + timedelta(minutes=minutes))
        assert client.get(family.way(family.mother)).status_code == 200
    with database.sessions() as session:
        visit = session.scalars(select(Visit).execution_options(unscoped="test")).one()
    assert (visit.confirmed_at, visit.seen_at) == (NOW, NOW + timedelta(minutes=120))


def test_the_answer_to_a_lost_link_says_nothing(database, client, family, statements):
    with database.sessions() as session:
        write_to(session, family.mother, email="mor@mail.example")
    with statements(most=8) as known:
        yes = client.post("/book/", data={"contact": "Mor@mail.example"})
    with statements(most=8) as unknown:
        no = client.post("/book/", data={"contact": "ingen@mail.example"})
    assert (yes.status_code, yes.text) == (no.status_code, no.text)
    assert len(known) == len(unknown)
    with database.sessions() as session:
        sent = session.scalars(select(Outbox).where(Outbox.failed_at.is_(None)).execution_options(unscoped="test"))
        assert [(row.kind, row.guardian_id) for row in sent] == [("lost-link", family.mother)]


def test_who_only_knows_an_address_ends_no_link_and_who_holds_it_does_though_it_is_shut_by_wrong_days(
    database, client, family
):
    with database.sessions() as session:
        write_to(session, family.mother, email="mor@mail.example")
    way = family.way(family.mother)
    client.post("/book/", data={"contact": "mor@mail.example"})
    assert client.get(way).status_code == 303
    tried = [client.post(f"{way}/bekraeft", data={"day": day, "month": 1}).status_code for day in range(1, 8)]
    assert tried[-1] == 429
    assert f'action="{way}/luk"' in client.get(f"{way}/bekraeft").text
    closed = client.post(f"{way}/luk", follow_redirects=True)
    assert "Dit link er lukket" in closed.text
    assert client.get(way).status_code == client.post(f"{way}/luk").status_code == 404


def test_asking_for_the_same_address_again_and_again_has_to_wait(client, family):
    statuses = [client.post("/book/", data={"contact": "ingen@mail.example"}).status_code for _ in range(7)]
    assert statuses[:5] == [200] * 5
    assert statuses[-1] == 429


def test_a_lost_link_needs_an_address(client, family):
    assert client.get("/book/").status_code == 200
    assert client.post("/book/", data={"contact": " "}).status_code == 422
