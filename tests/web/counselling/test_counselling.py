"""The counsellors' side over HTTP: who reads what, what is answered, who is brought in, and what the log keeps of it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from domain import outbox
from domain.access import CodeHolder
from domain.access.units import Unit
from domain.audit import Change, Look
from domain.base import today
from domain.booking.tables import BOOKED, CANCELLED, Appointment, Claim
from domain.counselling.parent import colleagues, meetings
from domain.counselling.staff import bell, inbox
from domain.counselling.tables.cases import Case, Colleague, Message, Note
from domain.counselling.tables.desk import Count
from domain.counselling.tables.team import Reading
from domain.counselling.tables.times import Booking
from domain.due import Due
from tests.databases import sqlite_only
from tests.factories import as_house, browser_of, make_staff, make_unit, sign_in
from tests.pages import lint
from tests.scenes.counsellors import (
    COOKIE,
    again,
    case_key,
    days_later,
    give_key,
    make_house,
    unlock,
    unlocked,
    working,
    write,
)

MONDAY = datetime(2026, 11, 16, 9, 12, tzinfo=UTC)
SAID, ANSWER = "Min datter tør ikke sove æøå", "Prøv en lille lampe"
BY_HAND = {"unscoped": "test"}


@pytest.fixture(autouse=True)
def monday(at):
    at(MONDAY)


@pytest.fixture
def house(database):
    return make_house(database)


@pytest.fixture
def reader(app, database, house):
    """A browser in which somebody of the house has unlocked."""

    def of(staff_id):
        client = app.test_client()
        unlock(database, client, staff_id, house.keys[staff_id])
        return client

    return of


def one(database, table, *which):
    with database.sessions() as session:
        return session.execute(select(*table.__table__.c).where(*which), execution_options=BY_HAND).all()


def seen(client, way):
    return re.search(r'name="seen"[^>]*value="(\d+)"', client.get(way).text)[1]


def answer(client, house, case_id, text=ANSWER, number=None):
    way = house.way(str(case_id))
    return client.post(f"{way}/svar", data={"text": text, "seen": number or seen(client, way), "standard": "0"})


def test_a_case_is_taken_answered_closed_and_opened_by_what_the_parent_writes(database, house, reader):
    case_id = write(database, SAID, topic="soevn", age=2, wish="skriv")
    anne, bo = reader(house.first), reader(house.second)
    page = anne.get(house.way(str(case_id)))
    assert SAID in page.text
    assert not lint(page.text)
    assert anne.post(house.way(f"{case_id}/tag")).status_code == 303
    assert ">Søvn</a>" in anne.get(house.way("?vis=mine")).text
    assert ">Søvn</a>" not in bo.get(house.way("?vis=mine")).text
    assert answer(anne, house, case_id).status_code == 303
    assert ANSWER in bo.get(house.way(str(case_id))).text
    assert ">Søvn</a>" not in bo.get(house.way()).text
    assert anne.post(house.way(f"{case_id}/luk")).status_code == 303
    assert ">Søvn</a>" in bo.get(house.way("?vis=lukkede")).text
    again(database, house, case_id, "Nu sover hun")
    assert ">Søvn</a>" in bo.get(house.way()).text
    [counted] = one(database, Count)
    assert (counted.topic, counted.opened, counted.answered, counted.in_time) == ("soevn", 1, 1, 1)


def test_nothing_that_is_written_stands_in_the_database_in_clear(database, house, reader):
    case_id, anne = write(database, SAID), reader(house.first)
    answer(anne, house, case_id)
    anne.post(house.way(f"{case_id}/note"), data={"note": "Ring til Bo om æblerne"})
    anne.post(house.way(f"{case_id}/maerke"), data={"label": "Mørkeræd"})
    page = anne.get(house.way(str(case_id))).text
    assert all(text in page for text in (SAID, ANSWER, "Ring til Bo om æblerne", "Mørkeræd"))
    rows = [*one(database, Case), *one(database, Message), *one(database, Note)]
    kept = b"|".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
    assert not [text for text in (SAID, ANSWER, "æblerne", "Mørkeræd") if text.encode() in kept]


def test_whoever_writes_while_another_answers_is_told_and_nothing_is_lost(database, house, reader):
    case_id, anne, bo = write(database, SAID), reader(house.first), reader(house.second)
    number = seen(anne, house.way(str(case_id)))
    answer(bo, house, case_id, "Bos svar")
    late = answer(anne, house, case_id, "Annes svar", number)
    assert late.status_code == 409
    assert "Bos svar" in late.text
    assert "Annes svar" in late.text
    assert re.search(r'name="seen"[^>]*value="2"', late.text)
    assert len(one(database, Message, Message.__table__.c.case_id == case_id)) == 2


@pytest.mark.parametrize("who", ["administrator", "counsellor"])
def test_a_forged_sign_in_reads_nothing_without_the_passphrase(app, database, house, client, who):
    case_id = write(database, SAID)
    with database.sessions() as session:
        staff = house.first
        if who == "administrator":
            staff = make_staff(as_house(session), house.unit, "administrator", "Admin", "")
            session.commit()
        sign_in(session, client, staff)
    for page in ("", str(case_id), "?vis=lukkede", "tider", "hold", "tal"):
        answer_ = client.get(house.way(page), follow_redirects=True)
        assert SAID not in answer_.text
    assert client.get(house.way(str(case_id))).headers["Location"].startswith("/laesekode/laas-op")
    assert client.post(house.way(f"{case_id}/svar"), data={"text": "x", "seen": "1"}).status_code == 403


@sqlite_only
def test_an_answer_sent_after_the_lock_is_kept_and_can_be_sent_again(database, house, reader):
    case_id, anne = write(database, SAID), reader(house.first)
    said = {"text": "Et langt svar <b>", "seen": "1"}
    anne.post("/laesekode/laas")
    kept = anne.post(house.way(f"{case_id}/svar"), data=said)
    assert kept.status_code == 403
    assert "Et langt svar &lt;b&gt;</textarea>" in kept.text
    assert 'name="seen" value="1"' in kept.text
    assert SAID not in kept.text
    assert len(one(database, Message, Message.__table__.c.case_id == case_id)) == 1
    assert lint(kept.text) == []


@sqlite_only
def test_the_row_alone_and_the_cookie_alone_open_nothing(app, database, house, reader):
    case_id, anne = write(database, SAID), reader(house.first)
    assert SAID in anne.get(house.way(str(case_id))).text
    other = app.test_client()
    with database.sessions() as session:
        sign_in(session, other, house.first)
    other.set_cookie(COOKIE, browser_of(anne))
    assert other.get(house.way(str(case_id))).status_code == 303  # another session's cookie
    anne.delete_cookie(COOKIE)
    assert anne.get(house.way(str(case_id))).status_code == 303  # the row stands still
    assert len(one(database, Reading)) == 1


@pytest.mark.parametrize(("pauses", "open_"), [([19, 19], True), ([21], False), ([19] * 26, False)])
@sqlite_only
def test_it_is_locked_after_twenty_idle_minutes_and_after_eight_hours(database, house, app, at, pauses, open_):
    app.config["SETTINGS"].__dict__["idle_minutes"] = 30
    client = app.test_client()
    unlock(database, client, house.first, house.keys[house.first])
    for minutes in pauses:
        days_later(at, minutes=minutes)
        status = client.get(house.way()).status_code
    app.config["SETTINGS"].__dict__["idle_minutes"] = 15
    assert (status == 200) is open_


@sqlite_only
def test_signing_out_and_locking_take_the_key_away(database, house, reader):
    anne, bo = reader(house.first), reader(house.second)
    left = anne.post("/log-ud")
    assert f"{COOKIE}=;" in left.headers["Set-Cookie"]
    assert [row.staff_id for row in one(database, Reading)] == [house.second]
    bo.post("/laesekode/laas")
    assert one(database, Reading) == []


@sqlite_only
def test_the_second_cookie_is_for_this_site_and_no_script(database, house, app, client):
    with database.sessions() as session:
        sign_in(session, client, house.leader)
    client.post("/konto/laesekode", data={"new": "fire grønne stole vælter", "again": "fire grønne stole vælter"})
    found = client.post("/laesekode/laas-op", data={"passphrase": "fire grønne stole vælter"})
    [cookie] = [one_ for one_ in found.headers.getlist("Set-Cookie") if one_.startswith(COOKIE)]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Max-Age" not in cookie
    assert "Expires" not in cookie
    client.delete_cookie(COOKIE)  # a link in a mail: the browser is another site's at that moment
    assert "Gå videre" in client.get("/laesekode/laas-op?next=/konto").text


def test_the_oldest_waits_first_and_what_is_over_the_promise_is_said(database, house, reader, at):
    write(database, "Den ældste", topic="mad")
    days_later(at, days=4)
    write(database, "Den næste", topic="soevn")
    days_later(at, days=1)
    flood = [write(database, "xxx", topic="andet", suspected=True) for _ in range(3)]
    anne = reader(house.first)
    text = anne.get(house.way()).text
    order = [text.index(f">{word}</a>") for word in ("Mad", "Søvn", "Noget andet")]
    assert order == sorted(order)
    assert text.count("Over tiden") == 1
    assert "3 henvendelser ligner en massehenvendelse" in text
    assert anne.post(house.way("til-side")).status_code == 303
    assert "Noget andet" not in anne.get(house.way()).text
    assert anne.get(house.way("?vis=til-side")).text.count("Noget andet") == 3
    assert len(one(database, Case)) == 5
    anne.post(house.way(f"{flood[0]}/frem"))
    assert anne.get(house.way()).text.count(">Noget andet</a>") == 1


@sqlite_only
def test_the_list_costs_the_same_however_long_it_is(database, house, reader, statements):
    write(database, SAID)
    anne = reader(house.first)
    with statements(most=5) as few:
        anne.get(house.way())
    for _ in range(inbox.PAGE + 5):
        write(database, SAID)
    with statements(most=5) as many:
        page = anne.get(house.way())
    assert len(many) == len(few)
    assert "side=2" in page.text


@pytest.fixture
def nurse(app, database):
    """(somebody of a sundhedspleje with a reading passphrase, a browser in which they have unlocked, the address of their list)"""
    client = app.test_client()
    with database.sessions() as session:
        unit = make_unit(as_house(session), "sundhedspleje", "Sundhedsplejen", "distrikt")
        staff = make_staff(session, unit, "sundhedsplejerske", "Karen", "")
        key = give_key(session, staff)
        slug = session.get_one(Unit, unit).slug
        session.commit()
    with database.sessions() as session:
        sign_in(session, client, staff)
        unlocked(session, browser_of(client), staff, key)
        session.commit()
    client.set_cookie(COOKIE, browser_of(client))
    return staff, client, f"/sundhedspleje/{slug}/raadgivning/"


def parent_says(database, house, case_id, *, yes):
    key = case_key(database, house, case_id)
    [asked] = one(database, Colleague)
    with working(database, CodeHolder(case=case_id)) as session:
        colleagues.answer(session, case_id, key, asked.id, yes=yes)
        session.commit()


def test_a_colleague_reads_along_only_between_the_parents_yes_and_no(database, house, reader, nurse):
    case_id, other = write(database, SAID), write(database, "En anden")
    staff, karen, along = nurse
    anne = reader(house.first)
    assert "Karen" in anne.get(house.way(f"{case_id}/kollega")).text
    assert anne.post(house.way(f"{case_id}/kollega"), data={"who": staff}).status_code == 303
    assert SAID not in karen.get(f"{along}{case_id}").text
    parent_says(database, house, case_id, yes=True)
    assert str(case_id) in karen.get(along).text
    page = karen.get(f"{along}{case_id}")
    assert SAID in page.text
    assert not lint(page.text)
    assert karen.get(f"{along}{other}").status_code == 404
    assert karen.post(f"{along}{case_id}/note", data={"note": "Mål hendes vægt"}).status_code == 303
    assert "Mål hendes vægt" in anne.get(house.way(str(case_id))).text
    assert karen.post(house.way(f"{case_id}/svar"), data={"text": "x", "seen": "1"}).status_code == 403
    parent_says(database, house, case_id, yes=False)
    assert karen.get(f"{along}{case_id}").status_code == 404
    assert [row.sealed for row in one(database, Colleague)] == [None]


def test_whoever_says_they_have_forgotten_reads_along_no_longer(database, house, reader, nurse):
    """A stolen sign-in can do so: a new key gets nothing that the old one had."""
    case_id, (staff, karen, along) = write(database, SAID), nurse
    assert reader(house.first).post(house.way(f"{case_id}/kollega"), data={"who": staff}).status_code == 303
    parent_says(database, house, case_id, yes=True)
    new = {"glemt-new": "kølige ænder svømmer sent", "glemt-again": "kølige ænder svømmer sent"}
    assert karen.post("/konto/laesekode/glemt", data=new).status_code == 303
    assert one(database, Colleague) == []
    assert str(case_id) not in karen.get(along).text


def test_only_who_has_a_passphrase_can_be_asked_for_and_nobody_twice(database, house, reader, nurse):
    case_id, (staff, _karen, _along), anne = write(database, SAID), nurse, reader(house.first)
    way = house.way(f"{case_id}/kollega")
    assert anne.post(way, data={"who": house.leader}).status_code == 422
    assert anne.post(way, data={"who": staff}).status_code == 303
    assert anne.post(way, data={"who": staff}).status_code == 422
    [asked] = one(database, Colleague)
    assert anne.post(house.way(f"{case_id}/kollega/{asked.id}/fjern")).status_code == 303
    assert one(database, Colleague) == []


def test_a_time_is_published_taken_by_code_and_called_off_with_a_word(database, house, reader):
    case_id, anne = write(database, SAID), reader(house.first)
    form = {"day": "2026-11-18", "begins": "10:00", "minutes": "45", "how": "her", "who": house.first}
    assert anne.post(house.way("tider"), data=form).status_code == 303
    assert anne.post(house.way("tider"), data=form).status_code == 409  # the calendar is taken
    assert len(one(database, Claim)) == 3
    key = case_key(database, house, case_id)
    with working(database, CodeHolder(case=case_id)) as session:
        [free] = meetings.free(session, case_id)
        meetings.take(session, case_id, key, free.id)
        session.commit()
    [kept] = one(database, Booking)
    page = anne.get(house.way("tider")).text
    words = re.search(r"<strong>(\w+ \w+)</strong>", page)[1]
    assert words in anne.get(house.way(str(case_id))).text
    assert words.encode() not in kept.words
    assert anne.post(house.way(f"tider/{free.id}/fjern")).status_code == 409
    way = house.way(f"tider/{free.id}/aflys")
    assert words.split()[0] not in anne.get(way).headers
    assert anne.post(way, data={"case": case_id, "text": "Rådgiveren er syg"}).status_code == 303
    assert "Rådgiveren er syg" in anne.get(house.way(str(case_id))).text
    assert one(database, Booking) == one(database, Claim) == []
    assert [row.state for row in one(database, Appointment)] == [CANCELLED] != [BOOKED]


def test_the_bell_says_something_new_at_the_next_half_hour_once_and_without_a_number(database, house, at):
    case_id = write(database, SAID)
    days_later(at, minutes=5)
    again(database, house, case_id, "Mere")
    rows = one(database, outbox.Outbox)
    assert {(row.staff_id, row.due_at.replace(tzinfo=UTC)) for row in rows} == {
        (who, MONDAY.replace(hour=9, minute=30)) for who in (house.first, house.second)
    }
    assert {row.subject for row in rows} == {f"news/{house.unit}"}
    assert not [row for row in rows if str(case_id) in str(tuple(row))]
    days_later(at, minutes=20)
    again(database, house, case_id, "Endnu mere")
    assert len(one(database, outbox.Outbox)) == 4
    [due] = one(database, Due)
    assert due.done_at is None
    assert str(case_id) not in str(tuple(due))


def test_the_bell_is_silent_when_nothing_waits(database, house, reader):
    case_id, anne = write(database, SAID), reader(house.first)

    def settle():
        with database.sessions() as session:
            bell.settle(as_house(session))
            session.commit()
        return one(database, Due)[0].done_at

    assert settle() is None
    answer(anne, house, case_id)
    assert settle() is not None


def test_the_log_keeps_the_day_of_what_staff_do_with_a_case_and_not_the_time(database, house, reader):
    case_id, anne = write(database, SAID), reader(house.first)
    with database.sessions() as session:
        session.execute(delete(Change.__table__), execution_options=BY_HAND)
        session.commit()
    anne.get(house.way(str(case_id)))
    answer(anne, house, case_id)
    changes = [row for row in one(database, Change) if row.kind.startswith("anonymous")]
    looks = [row for row in one(database, Look) if "anonymous" in row.kind]
    assert {row.staff_id for row in (*changes, *looks)} == {house.first}
    assert {(row.at.hour, row.at.minute, row.at.second) for row in (*changes, *looks)} <= {(11, 0, 0), (12, 0, 0)}


def test_a_swapped_message_is_refused_and_the_page_still_stands(database, house, reader):
    one_, other = write(database, SAID), write(database, "Fra en anden sag")
    table = Message.__table__
    with database.sessions() as session:
        body = session.scalar(select(table.c.body).where(table.c.case_id == other), execution_options=BY_HAND)
        session.execute(update(table).where(table.c.case_id == one_).values(body=body), execution_options=BY_HAND)
        session.commit()
    page = reader(house.first).get(house.way(str(one_)))
    assert page.status_code == 200
    assert "Denne besked kan ikke vises" in page.text
    assert "Fra en anden sag" not in page.text


def test_a_case_that_has_run_out_is_nobodys(database, house, reader, at):
    case_id = write(database, SAID)
    days_later(at, days=91)
    anne = reader(house.first)
    assert anne.get(house.way(str(case_id))).status_code == 404
    assert "Ingen venter" in anne.get(house.way()).text


@sqlite_only
def test_standard_texts_are_put_into_an_answer_without_sending_it(database, house, reader):
    case_id, anne = write(database, SAID), reader(house.first)
    anne.post(house.way("tekster/ny"), data={"title": "Åbent", "body": "Vi har åbent fra 9."})
    text_id = re.search(r"/tekster/(\d+)", anne.get(house.way("tekster")).text)[1]
    form = {"text": "Hej.", "seen": "1", "standard": text_id, "insert": "1"}
    page = anne.post(house.way(f"{case_id}/svar"), data=form)
    assert page.status_code == 200
    assert "Hej.\n\nVi har åbent fra 9." in page.text.replace("\r", "")
    assert len(one(database, Message)) == 1
    assert anne.post(house.way(f"tekster/{text_id}/slet")).status_code == 303


@sqlite_only
def test_what_cannot_be_sent_comes_back_with_what_was_typed(database, house, reader):
    case_id, anne = write(database, SAID), reader(house.first)
    long = "a" * 10_001
    page = anne.post(house.way(f"{case_id}/svar"), data={"text": long, "seen": "1", "standard": "0"})
    assert page.status_code == 422
    assert long in page.text
    assert not lint(page.text)


def test_an_administrator_decides_days_and_texts_and_sees_counts_but_no_case(database, house, client):
    for _ in range(6):
        write(database, SAID, topic="soevn")
    write(database, SAID, topic="mad")
    with database.sessions() as session:
        office = make_unit(as_house(session), "forvaltning", "Forvaltningen", "center")
        admin = make_staff(session, office, "administrator", "Admin", "")
        way = f"/forvaltning/{session.get_one(Unit, office).slug}/adgang/raadgivning"
        session.commit()
        sign_in(session, client, admin)
    days = {"open": "y", "answer_days": "2", "retention_days": "30", "backup_days": "0"}
    assert client.post(f"{way}/{house.unit}", data=days | {"retention_days": "3"}).status_code == 422
    assert client.post(f"{way}/{house.unit}", data=days).status_code == 303
    form = {"answer_da": "Vi svarer på hverdage.", "network_en": "The firewall."}
    assert client.post(f"{way}/{house.unit}/tekster", data=form).status_code == 303
    page = client.get(way)
    assert not lint(page.text)
    assert 'value="30"' in page.text
    assert "Søvn" in page.text
    assert SAID not in page.text
    mad = page.text.split(">Mad<")[1][:200]
    assert "skjult" in mad
    [case] = one(database, Case)[:1]
    assert case.expires_on == today() + timedelta(days=90)  # as it was promised when it was written
