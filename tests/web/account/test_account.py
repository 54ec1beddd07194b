"""Staff's way in and out: the password, the waits, the idle lock, the one-time link, and one's own account."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app import create_app
from blueprints.account.entrance import DEMO_PASSWORD
from config import Settings
from domain.access import passwords, throttle
from domain.access.links import open_staff_link
from domain.access.sessions import SESSION_LASTS
from domain.access.staff import Membership, Staff, StaffLink, StaffSession
from domain.store import write_lock
from tests.conftest import dispose
from tests.databases import sqlite_only
from tests.factories import SECRET, as_house, browser_of, make_staff, make_unit, sign_in
from tests.pages import lint

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
PASSWORD = "fire tilfældige ord her"
NEW = "noget helt andet og langt"
HASH = passwords.hashed(PASSWORD)


@pytest.fixture
def staff(database, at):
    at(NOW)
    with database.sessions() as session:
        as_house(session)
        unit = make_unit(session)
        staff_id = make_staff(session, unit, "paedagog", "Jonas Bech", hours="")
        session.get(Staff, staff_id).login = "jonas"
        session.get(Staff, staff_id).password_hash = HASH
        session.commit()
    return staff_id


def rows(database, table):
    with database.sessions() as session:
        return as_house(session).scalars(select(table)).all()


def log_in(client, password=PASSWORD, login="jonas", address="192.0.2.10", **data):
    environ = {"REMOTE_ADDR": address}
    return client.post("/login", data={"login": login, "password": password} | data, environ_base=environ)


def said(answer, login):
    """The page, without what was typed and the form's token, which holds the second it was made in."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text.replace(login, ""))


def signed_in(client):
    return client.get("/konto").status_code == 200


def test_the_right_password_opens_a_session_and_leads_to_the_first_actor(client, database, staff, statements):
    with statements(most=8):
        answer = log_in(client)
    assert (answer.status_code, answer.location) == (303, "/dagtilbud/")
    (row,) = rows(database, StaffSession)
    assert (row.staff_id, row.created_at, row.locked) == (staff, NOW, False)
    assert signed_in(client)


def test_without_a_demo_the_demos_password_is_nobodys(client, database, staff):
    with database.sessions() as session:
        as_house(session).get(Staff, staff).password_hash = passwords.hashed(DEMO_PASSWORD)
        session.commit()
    assert log_in(client, DEMO_PASSWORD).status_code == 422
    assert not signed_in(client)


@pytest.mark.parametrize("login", ["JONAS", " jonas ", "paedagog-1@kommune.example"])
def test_capitals_spaces_and_the_email_are_no_obstacle(client, database, staff, login):
    if "@" in login:
        login = rows(database, Staff)[0].email.upper()
    assert log_in(client, login=login).status_code == 303


def test_the_secret_is_new_after_signing_in_and_the_database_does_not_hold_it(client, database, staff):
    before = browser_of(client)
    log_in(client)
    after = browser_of(client)
    assert after != before
    assert after not in str([(row.id, row.key) for row in rows(database, StaffSession)])


def test_what_was_typed_in_another_tab_can_still_be_sent_after_signing_in_again(client, staff):
    token = client.token()
    log_in(client)
    answer = client.post("/konto", data={"mobile": "22345678"}, headers={"X-CSRFToken": token})
    assert answer.status_code == 303


def test_a_wrong_password_and_an_unknown_login_look_the_same(client, staff):
    wrong, unknown = log_in(client, "forkert adgangskode"), log_in(client, login="nogen")
    assert wrong.status_code == unknown.status_code == 422
    assert said(wrong, "jonas") == said(unknown, "nogen")
    assert lint(wrong.text) == []


def test_a_wrong_password_and_an_unknown_login_cost_the_same(client, staff, monkeypatch):
    asked = []
    verify = passwords.HASHER.verify
    hasher = type("Counting", (), {"verify": lambda _self, one, two: asked.append(one) or verify(one, two)})()
    monkeypatch.setattr(passwords, "HASHER", hasher)
    log_in(client, "forkert adgangskode")
    log_in(client, login="nogen")
    assert asked == [HASH, passwords.DECOY]


def test_the_password_is_looked_at_before_the_write_begins(client, staff, monkeypatch):
    held = []
    fits = passwords.fits

    def look(*args):
        held.append(write_lock.held)
        return fits(*args)

    monkeypatch.setattr(passwords, "fits", look)
    log_in(client)
    assert held == [False]


def test_somebody_without_a_password_yet_cannot_sign_in(client, database, staff):
    with database.sessions() as session:
        as_house(session).get(Staff, staff).password_hash = None
        session.commit()
    assert log_in(client, "").status_code == log_in(client, "x").status_code == 422


def test_somebody_who_has_left_cannot_sign_in_and_an_open_session_ends(client, database, staff):
    log_in(client)
    with database.sessions() as session:
        as_house(session).get(Staff, staff).active = False
        session.commit()
    assert not signed_in(client)
    assert log_in(client).status_code == 422


@pytest.mark.parametrize(
    ("wanted", "lands"),
    [
        ("/dagtilbud/troldebo/starter/?uge=3", "/dagtilbud/troldebo/starter/?uge=3"),
        ("//evil.example/", "/dagtilbud/"),
        ("/\\evil.example/", "/dagtilbud/"),
        ("https://evil.example/", "/dagtilbud/"),
        ("/\t/evil.example", "/dagtilbud/"),
        ("javascript:alert(1)", "/dagtilbud/"),
        ("", "/dagtilbud/"),
    ],
)
def test_one_lands_where_one_was_going_and_nowhere_else(client, staff, wanted, lands):
    assert log_in(client, next=wanted).location == lands


def test_a_stranger_is_sent_to_sign_in_and_back(client, staff):
    answer = client.get("/konto?x=1")
    assert (answer.status_code, answer.location) == (303, "/login?next=/konto?x%3D1")
    assert 'value="/konto?x=1"' in client.get(answer.location).text


def test_whoever_is_signed_in_already_is_not_asked_again(client, staff):
    log_in(client)
    assert client.get("/login").location == "/dagtilbud/"


def test_five_wrong_tries_then_a_wait_that_grows(client, staff, at):
    assert [log_in(client, "forkert").status_code for _ in range(6)] == [422] * 5 + [429]
    answer = log_in(client)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert "Vent 30 sekunder" in answer.text
    assert 'value="jonas"' in answer.text
    at(NOW + timedelta(seconds=31))
    assert log_in(client, "forkert").status_code == 422
    assert log_in(client).headers["Retry-After"] == "60"
    at(NOW + timedelta(seconds=31 + 61))
    assert log_in(client).status_code == 303


def test_right_tries_are_not_counted(client, staff):
    for _ in range(20):
        assert log_in(client).status_code == 303
        client.post("/log-ud")


def test_a_right_try_forgets_the_wrong_ones(client, staff):
    for _ in range(3):
        assert [log_in(client, "forkert").status_code for _ in range(4)] == [422] * 4
        assert log_in(client).status_code == 303


def test_an_hour_without_tries_forgets_them(client, staff, at):
    for _ in range(6):
        log_in(client, "forkert")
    at(NOW + throttle.FORGOTTEN + timedelta(seconds=1))
    assert [log_in(client, "forkert").status_code for _ in range(6)] == [422] * 5 + [429]


def test_tries_from_elsewhere_lock_nobody_out(client, staff):
    for _ in range(10):
        log_in(client, "forkert", address="203.0.113.7")
    assert log_in(client, address="203.0.113.8").status_code == 429
    assert log_in(client, address="192.0.2.10").status_code == 303


def test_tries_at_one_account_do_not_stop_another_in_the_same_house(client, database, staff):
    for _ in range(10):
        log_in(client, "forkert", login="nogen-anden")
    assert log_in(client).status_code == 303


def test_spraying_many_accounts_from_one_network_is_slowed_down(client, database, staff):
    spray(database, "203.0.113.7", 100)
    answer = log_in(client, "forkert", address="203.0.113.99")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")


def test_whoever_has_signed_in_from_there_before_does_not_wait_for_the_sprayer(client, database, staff):
    log_in(client, address="203.0.113.7")
    client.post("/log-ud")
    spray(database, "203.0.113.7", 150)
    assert log_in(client, address="203.0.113.8").status_code == 303


def spray(database, address, times):
    for number in range(times):
        try:
            throttle.count(database.engine, throttle.buckets(SECRET, f"nogen{number}", address))
        except throttle.TooManyTries:
            break


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        (None, "unknown"),
        ("en socket", "unknown"),
    ],
)
def test_a_network_is_a_household_or_an_office(address, place):
    assert throttle.network(address) == place


def test_the_table_of_tries_names_neither_account_nor_network(client, database, staff):
    log_in(client, "forkert")
    found = str([vars(row) for row in rows(database, throttle.SignInTry)])
    assert all(word not in found for word in ("jonas", "192.0.2"))


def test_signing_out_ends_the_session_in_the_database_too(client, database, staff):
    log_in(client)
    answer = client.post("/log-ud")
    assert (answer.status_code, answer.location) == (303, "/")
    assert rows(database, StaffSession) == []
    assert not signed_in(client)


def test_change_user_ends_the_session_and_asks_who_comes(client, database, staff):
    log_in(client)
    assert client.post("/skift-bruger").location == "/login"
    assert rows(database, StaffSession) == []


def test_sign_out_everywhere_ends_every_browsers_session(app, client, database, staff):
    other = app.test_client()
    log_in(client)
    log_in(other)
    assert client.post("/log-ud-alle").location == "/login"
    assert not signed_in(client)
    assert not signed_in(other)


def test_signing_in_again_ends_what_this_browser_had(client, database, staff):
    log_in(client)
    log_in(client)
    assert len(rows(database, StaffSession)) == 1


def test_a_session_ends_after_a_working_day(client, database, staff, at):
    log_in(client)
    later = NOW
    while later < NOW + SESSION_LASTS:
        at(later)
        assert signed_in(client)
        later += timedelta(minutes=14)
    at(NOW + SESSION_LASTS + timedelta(seconds=1))
    assert client.get("/konto").location.startswith("/login")


def test_old_sessions_are_swept_out_when_somebody_signs_in(app, client, database, staff, at):
    log_in(app.test_client())
    at(NOW + SESSION_LASTS + timedelta(minutes=1))
    log_in(client)
    assert len(rows(database, StaffSession)) == 1


def test_an_idle_screen_is_locked_and_one_goes_on_where_one_was(client, staff, at):
    log_in(client)
    at(NOW + timedelta(minutes=16))
    answer = client.get("/konto?x=1")
    assert answer.location == "/laas-op?next=/konto?x%3D1"
    page = client.get(answer.location)
    assert "Jonas Bech" in page.text
    assert lint(page.text) == []
    opened = client.post("/laas-op", data={"password": PASSWORD, "next": "/konto?x=1"})
    assert (opened.status_code, opened.location) == (303, "/konto?x=1")
    assert signed_in(client)


def test_the_lock_does_not_open_with_another_password(client, staff, at):
    log_in(client)
    at(NOW + timedelta(minutes=16))
    assert [client.post("/laas-op", data={"password": "forkert"}).status_code for _ in range(6)] == [422] * 5 + [429]
    assert client.get("/konto").location.startswith("/laas-op")


def test_work_keeps_the_screen_open(client, staff, at):
    log_in(client)
    for minutes in range(0, 60, 10):
        at(NOW + timedelta(minutes=minutes))
        assert signed_in(client)


def test_tries_to_sign_in_keep_nobody_out_of_their_own_locked_screen(client, app, staff, at):
    log_in(client)
    at(NOW + timedelta(minutes=16))
    assert [log_in(app.test_client(), "forkert").status_code for _ in range(6)] == [422] * 5 + [429]
    environ = {"REMOTE_ADDR": "192.0.2.10"}
    assert client.post("/laas-op", data={"password": PASSWORD}, environ_base=environ).status_code == 303
    assert signed_in(client)


def test_nothing_is_written_from_a_locked_screen(client, staff, at):
    log_in(client)
    at(NOW + timedelta(minutes=16))
    assert client.post("/konto", data={"mobile": "22345678"}).status_code == 403
    assert client.post("/skift-bruger").location == "/login"


def test_a_screen_that_covered_itself_is_not_opened_by_another_password_while_another_tab_is_in_use(client, staff):
    log_in(client)
    assert client.post("/laas-op", data={"password": "forkert"}).status_code == 422
    assert client.post("/laas-op", data={"password": PASSWORD}).status_code == 303


def test_unlocking_without_a_lock_leads_to_signing_in(client, staff):
    assert client.get("/laas-op?next=/konto").location == "/login?next=/konto"


@pytest.fixture
def invited(database, staff):
    with database.sessions() as session:
        as_house(session).get(Staff, staff).password_hash = None
        token = open_staff_link(session, SECRET, staff, NOW + timedelta(days=14))
        session.commit()
    return f"/velkommen/{token}"


def test_the_one_time_link_chooses_a_password_and_signs_in(client, database, invited, statements):
    with statements(most=5):
        page = client.get(invited)
    assert "Jonas Bech" in page.text
    assert lint(page.text) == []
    with statements(most=8):
        answer = client.post(invited, data={"new": NEW, "again": NEW})
    assert (answer.status_code, answer.location) == (303, "/dagtilbud/")
    assert signed_in(client)
    assert rows(database, StaffLink) == []
    client.post("/log-ud")
    assert log_in(client, NEW).status_code == 303


def test_the_one_time_link_works_once(app, client, invited):
    client.post(invited, data={"new": NEW, "again": NEW})
    other = app.test_client()
    for answer in (other.get(invited), other.post(invited, data={"new": NEW, "again": NEW})):
        assert answer.status_code == 404
        assert "Linket er brugt" in answer.text


def test_the_one_time_link_ends(client, invited, at):
    at(NOW + timedelta(days=14, seconds=1))
    assert client.get(invited).status_code == 404


def test_the_one_time_link_ends_the_sessions_there_are(app, client, database, staff):
    log_in(client)
    with database.sessions() as session:
        token = open_staff_link(as_house(session), SECRET, staff, NOW + timedelta(days=14))
        session.commit()
    app.test_client().post(f"/velkommen/{token}", data={"new": NEW, "again": NEW})
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        ("for kort", "for kort", "Skriv fra 12 til 200 tegn."),
        (NEW, NEW + "!", "De to er ikke ens."),
        ("jonas-bech-1234", "jonas-bech-1234", "for let at gætte"),
        ("GodStart2026", "GodStart2026", "for let at gætte"),
        ("aaaabbbbcccc", "aaaabbbbcccc", "for let at gætte"),
        ("", "", "Udfyld feltet."),
    ],
)
def test_what_is_easy_to_guess_is_not_taken(client, database, invited, *, new, again, said):
    answer = client.post(invited, data={"new": new, "again": again})
    assert answer.status_code == 422
    assert said in answer.text
    assert lint(answer.text) == []
    assert len(rows(database, StaffLink)) == 1


def test_own_account_shows_what_the_house_knows(client, staff, statements):
    log_in(client)
    with statements(most=5):
        page = client.get("/konto")
    assert all(word in page.text for word in ("Jonas Bech", "jonas", "Troldebo", "Denne browser"))
    assert lint(page.text) == []


def test_own_mobile_is_saved_and_a_strange_one_is_not(client, database, staff, statements):
    log_in(client)
    with statements(most=8):
        assert client.post("/konto", data={"mobile": " 22 34 56 78 "}).status_code == 303
    assert rows(database, Staff)[0].mobile == "+4522345678"
    answer = client.post("/konto", data={"mobile": "ring bare"})
    assert answer.status_code == 422
    assert "Skriv nummeret" in answer.text


def test_another_password_signs_the_other_browsers_out(app, client, staff, statements):
    other = app.test_client()
    log_in(client)
    log_in(other)
    with statements(most=8):
        answer = client.post("/konto/adgangskode", data={"password": PASSWORD, "new": NEW, "again": NEW})
    assert answer.status_code == 303
    assert signed_in(client)
    assert not signed_in(other)
    assert log_in(other, PASSWORD).status_code == 422
    assert log_in(other, NEW).status_code == 303


def test_another_password_asks_for_the_one_there_is_and_waits_after_five(client, staff):
    log_in(client)
    data = {"password": "forkert", "new": NEW, "again": NEW}
    tries = [client.post("/konto/adgangskode", data=data) for _ in range(6)]
    assert [answer.status_code for answer in tries] == [422] * 5 + [429]
    assert all(lint(answer.text) == [] for answer in tries)
    assert "Det er ikke din nuværende adgangskode" in tries[0].text


def test_a_weak_new_password_is_not_taken(client, staff):
    log_in(client)
    data = {"password": PASSWORD, "new": "jonas jonas jonas", "again": "jonas jonas jonas"}
    answer = client.post("/konto/adgangskode", data=data)
    assert answer.status_code == 422
    assert "for let at gætte" in answer.text


def test_whoever_belongs_nowhere_lands_on_their_account(client, database, staff):
    with database.sessions() as session:
        as_house(session)
        for row in session.scalars(select(Membership)):
            session.delete(row)
        session.commit()
    assert log_in(client).location == "/konto"
    assert "ikke knyttet til en enhed" in client.get("/konto").text


def test_the_demo_accounts_stand_nowhere_but_in_the_demo(client, staff):
    page = client.get("/login?login=paedagog").text
    assert "god-start" not in page
    assert "Prøv som" not in page


def test_sign_in_page_keeps_to_its_budget(client, staff, statements):
    with statements(most=1):
        page = client.get("/login?next=/konto")
    assert lint(page.text) == []


def test_another_staffs_session_row_is_another_browsers(client, database, staff):
    with database.sessions() as session:
        sign_in(as_house(session), client, staff)
    assert signed_in(client)


@sqlite_only
def test_in_the_demo_one_click_fills_in_the_form(database, tmp_path):
    url = database.url
    app = create_app(Settings(instance_path=tmp_path, database_url=url, secret_key=SECRET, demo=True, testing=True))
    try:
        client = app.test_client()
        plain, chosen = client.get("/login").text, client.get("/login?login=leder&next=/konto").text
        assert 'href="/login?login=leder"' in plain
        assert "god-start" not in plain
        assert 'value="leder"' in chosen
        assert 'value="god-start"' in chosen
        assert 'href="/login?login=ppr&amp;next=/konto"' in chosen
        assert "god-start" not in client.get("/login?login=jonas").text
        assert lint(plain) == lint(chosen) == []
    finally:
        dispose(app)


def test_who_chooses_english_reads_staff_pages_in_english_until_they_choose_again(app, client, staff):
    log_in(client)
    assert client.post("/konto/sprog", data={"language": "en"}).status_code == 303
    page = client.get("/konto").text
    assert '<html lang="en"' in page
    assert "Your language is saved." in page
    there = app.test_client()
    log_in(there)
    assert "My account" in there.get("/konto").text
    assert '<html lang="en"' in there.get("/dagtilbud/troldebo/").text
    assert there.post("/konto/sprog", data={"language": "so"}).status_code == 422
    client.post("/konto/sprog", data={"language": "da"})
    assert "Min konto" in client.get("/konto").text
