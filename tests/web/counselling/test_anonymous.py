"""A parent without a name, over HTTP: writes, keeps the code, comes back, answers, takes a time, deletes; and what goes wrong on the way."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, update
from structlog.testing import capture_logs

from domain.access import CodeHolder, sees
from domain.access.sessions import area_key
from domain.audit import Change, Look
from domain.counselling.crypto import boxes, codes
from domain.counselling.tables.cases import Case, Colleague, Message, Visit
from domain.counselling.tables.desk import Count
from domain.counselling.tables.times import Booking
from tests.databases import sqlite_only
from tests.factories import as_house, make_staff, make_unit
from tests.scenes import anonymous
from tests.scenes.anonymous import TEXT, Parent, code_in

MONDAY = datetime(2026, 11, 23, 10, 7, 31, tzinfo=UTC)


@dataclass
class Place:
    unit: int
    team: boxes.Key
    counsellor: int


@pytest.fixture
def place(session, at) -> Place:
    at(MONDAY)
    unit = make_unit(as_house(session), actor="familiehus", name="Familiehuset", kind="familiehus")
    _epoch, team = anonymous.epoch(session, unit)
    return Place(unit, team, make_staff(session, unit, role="familieraadgiver"))


@pytest.fixture
def parent(session, place, client):
    session.commit()
    return Parent(client)


def kept(session, of=Case):
    session.rollback()
    session.info["writing"] = False
    rows = session.execute(select(*of.__table__.c), execution_options=anonymous.BY_HAND).all()
    session.rollback()
    session.info["writing"] = True
    return rows


def test_a_case_from_the_first_word_to_the_last(parent, session, place, at):
    page, code = parent.in_hand(topic="soevn", age="2", wish="samtale")
    assert page.request.path == "/anonym/sag"
    assert TEXT in page.text
    again = parent.send("/anonym/sag/skriv", page, text="Nu sover han.")
    assert "Sendt." in again.text
    assert "Nu sover han." in again.text
    [case] = kept(session)
    assert sorted(row.sequence for row in kept(session, Message)) == [1, 2]
    assert (case.state, case.waiting_since, case.expires_on) == ("venter", MONDAY.date(), date(2027, 2, 21))
    at(MONDAY + timedelta(days=89))
    later = parent.come_back(code.lower().replace("-", " "))
    assert "Nu sover han." in later.text
    assert "i morgen" in later.text
    gone = parent.send("/anonym/sag/slet", parent.go("/anonym/sag/slet"))
    assert "Det er slettet" in gone.text
    assert kept(session) == kept(session, Message) == kept(session, Visit) == []
    assert "passer ikke til noget" in parent.come_back(code).text
    [count] = [row for row in kept(session, Count) if row.topic == "soevn"]
    assert count.opened == 1


def test_only_the_text_is_asked_for(parent, session):
    empty = parent.client.post("/anonym/", data={"text": "  "})
    assert empty.status_code == 422
    assert "Skriv, hvad det drejer sig om." in empty.text
    assert parent.client.post("/anonym/", data={"text": "Hej"}).status_code == 200
    assert len(kept(session)) == 1


def test_too_long_a_text_is_still_there(parent, session):
    page = parent.send("/anonym/", parent.go("/anonym/"), text="Langt. " * 2000)
    assert page.status_code == 422
    assert "højst 10.000 tegn" in page.text
    assert page.text.count("Langt.") == 2000
    assert kept(session) == []


def test_a_form_that_is_sent_twice_shows_the_same_code_and_makes_one_case(parent, session):
    form = parent.go("/anonym/")
    first, second = (parent.send("/anonym/", form, text=TEXT) for _ in range(2))
    assert code_in(first) == code_in(second)
    assert len(kept(session)) == len(kept(session, Message)) == 1
    page = parent.send("/anonym/kvittering", first, group=codes.last_group(code_in(first)))
    for _ in range(2):
        parent.send("/anonym/sag/skriv", page, text="Mere.")
    assert len(kept(session, Message)) == 2


def test_a_form_that_is_sent_again_after_all_was_deleted_brings_nothing_back(parent, session):
    form = parent.go("/anonym/")
    first = parent.send("/anonym/", form, text=TEXT)
    parent.send("/anonym/kvittering", first, group=codes.last_group(code_in(first)))
    parent.send("/anonym/sag/slet", parent.go("/anonym/sag/slet"))
    again = parent.send("/anonym/", form, text=TEXT)
    assert (again.status_code, "Det er slettet" in again.text) == (410, True)
    assert kept(session) == []


def test_the_last_group_is_asked_for_and_a_wrong_one_shows_the_code_again(parent):
    answer, code = parent.write()
    wrong = parent.send("/anonym/kvittering", answer, group="ABCDE")
    assert wrong.status_code == 422
    assert code_in(wrong) == code
    assert parent.go("/anonym/sag").headers["Location"] == "/anonym/kode"
    assert parent.send("/anonym/kvittering", wrong, group=codes.last_group(code).lower()).request.path == "/anonym/sag"


@sqlite_only
def test_the_code_stands_in_the_answer_and_nowhere_else(parent):
    answer, code = parent.write()
    said = " ".join(codes.last_group(code))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert f"<li>{said}</li>" in answer.text
    assert code not in f"{answer.headers} {answer.request.path} {re.search('<title>.*?</title>', answer.text)[0]}"
    assert code.replace("-", "") not in str(answer.headers)


@pytest.mark.parametrize("typed", ["", "ABCD", "0" * 65, "0000-0000-0000-00001", "U" * 17, "æ" * 17])
@sqlite_only
def test_what_is_no_code_is_refused_before_any_key_is_worked_out(parent, monkeypatch, typed):
    monkeypatch.setattr("domain.counselling.crypto.slow._derived", None)
    page = parent.come_back(typed)
    assert (page.status_code, "form-error-message" in page.text) == (422, True)


@sqlite_only
def test_a_wrong_an_ended_and_a_deleted_code_look_the_same(parent, session, place, at):
    _page, ended = parent.in_hand()
    _page, deleted = parent.in_hand()
    parent.send("/anonym/sag/slet", parent.go("/anonym/sag/slet"))
    at(MONDAY + timedelta(days=91))
    never = codes.code_of(anonymous.SITE, codes.new_nonce())
    pages = [parent.come_back(code) for code in (never, ended, deleted)]
    changing = re.compile(r'name="(?:csrf_token|nonce|opened)"[^>]*>|value="[^"]*"')
    assert len({(page.status_code, changing.sub("", page.text)) for page in pages}) == 1
    assert len({tuple(sorted(name for name, _value in page.headers)) for page in pages}) == 1


def test_after_a_quarter_of_an_hour_the_code_is_asked_for_and_what_was_written_is_kept(parent, session, at):
    page, code = parent.in_hand()
    at(MONDAY + timedelta(minutes=16))
    assert parent.go("/anonym/sag").headers["Location"] == "/anonym/kode"
    late = parent.send("/anonym/sag/skriv", page, text="Det jeg ville sige.")
    assert "Skriv din kode igen" in late.text
    draft = parent.send("/anonym/kode", late, code=code)
    assert "Du er inde igen" in draft.text
    assert len(kept(session, Message)) == 1
    sent = parent.client.post(
        "/anonym/sag/skriv", data={"text": "Det jeg ville sige.", "nonce": codes.new_nonce()}, follow_redirects=True
    )
    assert "Det jeg ville sige." in sent.text


def test_a_colleague_reads_along_as_long_as_the_parent_says_yes(parent, session, place):
    page, _code = parent.in_hand()
    [case] = kept(session)
    as_house(session)
    question, private = anonymous.ask_for(session, case.id, place.counsellor)
    session.commit()
    page = parent.go("/anonym/sag")
    assert "En sundhedsplejerske" in page.text
    way = f"/anonym/sag/medlaeser/{question}"
    page = parent.send(way, page, answer="ja")
    assert "Læser med" in page.text
    [row] = kept(session, Colleague)
    key = boxes.unseal(private, row.sealed)
    [message] = kept(session, Message)
    assert boxes.decrypt(key, case.id, "ind", 1, message.body)["text"] == TEXT
    page = parent.send(way, page, answer="nej")
    assert "Læser ikke med" in page.text
    assert kept(session, Colleague)[0].sealed is None


def test_a_yes_that_stands_in_the_database_hands_nothing_over_when_the_parent_comes_back(parent, session, place):
    _page, code = parent.in_hand()
    [case] = kept(session)
    as_house(session)
    question, _private = anonymous.ask_for(session, case.id, place.counsellor)
    session.execute(update(Colleague).where(Colleague.id == question).values(answer="ja"))
    session.commit()
    parent.come_back(code)
    assert kept(session, Colleague)[0].sealed is None


def test_a_time_is_taken_moved_and_given_back(parent, session, place):
    as_house(session)
    first, second, *_others = anonymous.times(session, place.unit, place.counsellor)
    session.commit()
    parent.in_hand()
    page = parent.send("/anonym/sag/tid", parent.go("/anonym/sag/tid"), time=first)
    words = re.search(r'class="words"[^>]*>([^<]+)<', page.text)[1]
    assert len(words.split()) == 2
    assert f'value="{first}"' not in parent.go("/anonym/sag/tid").text
    page = parent.send("/anonym/sag/tid", parent.go("/anonym/sag/tid"), time=second)
    assert words in page.text
    assert [row.time_id for row in kept(session, Booking)] == [second]
    page = parent.send("/anonym/sag/tid/aflys", page)
    assert "Tiden er aflyst." in page.text
    assert kept(session, Booking) == []


def test_a_time_that_has_just_been_taken_is_not_sold_twice(parent, session, place, app):
    as_house(session)
    first, *_others = anonymous.times(session, place.unit, place.counsellor)
    session.commit()
    other = Parent(app.test_client())
    for one in (parent, other):
        one.in_hand()
    form = other.go("/anonym/sag/tid")
    parent.send("/anonym/sag/tid", parent.go("/anonym/sag/tid"), time=first)
    late = other.send("/anonym/sag/tid", form, time=first)
    assert (late.status_code, "lige blevet taget" in late.text) == (409, True)
    assert len(kept(session, Booking)) == 1


def test_one_case_does_not_see_another(session, place):
    one, other = (anonymous.open_case(session, place.unit, text) for text in ("Den ene", "Den anden"))
    session.commit()
    session.expunge_all()
    sees(session, CodeHolder(case=one.case))
    assert session.scalars(select(Case.id)).all() == [one.case]
    assert session.scalars(select(Message.case_id)).all() == [one.case]
    assert other.case != one.case


def test_a_message_that_was_moved_or_cut_is_not_shown_and_the_page_stands(parent, session):
    parent.in_hand("Den ene")
    parent.in_hand("Den anden")
    [first, second] = kept(session, Message)
    table = Message.__table__
    for row, body in ((first, second.body), (second, first.body)):
        changed = update(table).where(table.c.id == row.id).values(body=body)
        session.execute(changed, execution_options=anonymous.BY_HAND)
    session.commit()
    with capture_logs() as logged:
        page = parent.go("/anonym/sag")
    assert page.status_code == 200
    assert "kan ikke vises" in page.text
    assert "Den ene" not in page.text
    assert logged == [{"event": "anonymous messages could not be opened", "number": 1, "log_level": "warning"}]


def test_a_message_that_was_taken_away_leaves_its_gap(parent, session):
    page, _code = parent.in_hand("Først")
    parent.send("/anonym/sag/skriv", page, text="Så")
    table = Message.__table__
    session.execute(delete(table).where(table.c.sequence == 1), execution_options=anonymous.BY_HAND)
    session.commit()
    page = parent.go("/anonym/sag")
    assert "kan ikke vises" in page.text
    assert "Så" in page.text


@sqlite_only
def test_what_a_parent_does_is_in_no_log(parent, session, place):
    page, code = parent.in_hand()
    parent.send("/anonym/sag/skriv", page, text="Mere")
    parent.come_back(code)
    session.rollback()
    for log in (Change, Look):
        assert session.scalar(select(func.count()).select_from(log), execution_options=anonymous.BY_HAND) == 0


@sqlite_only
def test_the_visit_that_is_stored_opens_nothing_without_the_cookie(parent, session):
    parent.in_hand()
    [visit] = kept(session, Visit)
    with parent.client.session_transaction() as cookie:
        cookie["s"] = "another browser's"
    assert parent.go("/anonym/sag").status_code == 303
    session.execute(update(Visit).values(key=area_key("another browser's", "anonym")))
    session.commit()
    page = parent.go("/anonym/sag")
    assert (page.status_code, TEXT in page.text) == (422, False)
    assert visit.sealed not in page.data
