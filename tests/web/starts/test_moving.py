"""Staff move an appointment over a page that says what speaks against it; and the day on paper."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from domain.access.jobs import work_as
from domain.access.staff import Staff
from domain.access.units import Unit
from domain.booking.finding.search import Candidate
from domain.booking.kinds.types import START_TALK
from domain.booking.tables import Appointment, AppointmentType, Participant
from domain.consent import YES
from domain.journey import talk
from tests.factories import answer_consent, as_guardian, as_house, make_family, make_staff, sign_in
from tests.pages import lint
from tests.scenes.bookings import at_clock, busy, kind

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
TIME = at_clock(date(2026, 11, 18), "9:00")
LATER = {"dag": "2026-11-19", "kl": "10:00"}


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        family = make_family(session, starts_on=date(2026, 12, 14))
    for guardian in (family.mother, family.father):
        with database.sessions() as session:
            answer_consent(as_guardian(session, family, guardian), family, guardian, YES)
    return family


@pytest.fixture
def leader(app, database, family):
    client = app.test_client()
    with database.sessions() as session:
        unit = as_house(session).get(Unit, family.house)
        staff_id = make_staff(session, family.house, "leder", "Else Madsen")
        session.commit()
        way = f"/dagtilbud/{unit.slug}"
    with database.sessions() as session:
        sign_in(session, client, staff_id)
    client.post(f"{way}/starter/{family.start}/tid", data={"slot": TIME, "key": "a" * 32})
    return client, way


@pytest.fixture
def page(leader, database):
    number = read(database, Appointment.id)[0].id
    return f"{leader[1]}/frontdesk/aftaler/{number}/flyt"


def read(database, *columns):
    with database.sessions() as session:
        rows = select(*columns).order_by(*columns[0].property.columns[0].table.primary_key)
        return session.execute(rows.execution_options(unscoped="test")).all()


def test_a_time_is_asked_for_looked_at_and_moved_to(leader, page, statements, database):
    client, way = leader
    with statements(most=5):
        first = client.get(page)
    assert lint(first.text) == []
    assert "Nu: onsdag 18.11.2026 kl. 9.00–10.00." in first.text
    with statements(most=5):
        second = client.get(page, query_string=LATER)
    assert lint(second.text) == []
    assert "Alle har tid." in second.text
    assert client.post(page, data=LATER).status_code == 303
    assert read(database, Appointment.first) == [(at_clock(date(2026, 11, 19), "10:00"),)]
    assert "flyt" in client.get(f"{way}/frontdesk/?uge=2026-11-19").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"dag": "i morgen"}, "Skriv en dato som"),
        ({"kl": "10:07"}, "Skriv et helt kvarter."),
        ({"kl": ""}, "Skriv, hvornår den begynder."),
    ],
)
def test_a_time_that_is_none_is_said_beside_its_field(leader, page, wrong, said):
    client, _way = leader
    for answer in (client.get(page, query_string=LATER | wrong), client.post(page, data=LATER | wrong)):
        assert answer.status_code == 422
        assert said in answer.text


def test_the_past_is_told_and_the_form_is_kept(leader, page):
    client, _way = leader
    past = {"dag": "2026-11-13", "kl": "10:00"}
    answer = client.post(page, data=past | {"set": []})
    assert answer.status_code == 422
    assert 'value="2026-11-13"' in answer.text
    assert "Den tid er allerede begyndt." in answer.text


def test_what_comes_in_the_way_after_the_page_was_shown_is_shown_anew(leader, page, family, database):
    client, way = leader
    assert "Alle har tid." in client.get(page, query_string=LATER).text
    resource = read(database, Staff.resource_id, Staff.id)
    paedagog = next(one.resource_id for one in resource if one.id == family.paedagog)
    client.post(f"{way}/frontdesk/fravaer", data={"resource": paedagog, "first": "2026-11-19", "last": "2026-11-19"})
    answer = client.post(page, data=LATER)
    assert answer.status_code == 409
    assert lint(answer.text) == []
    assert "Det har ændret sig" in answer.text
    assert "Jonas Bech er væk" in answer.text
    assert 'value="2026-11-19"' in answer.text
    assert read(database, Appointment.first) == [(TIME,)]
    shown = re.findall(r'name="set" value="([^"]+)"', answer.text)
    assert client.post(page, data=LATER | {"set": shown}).status_code == 303
    assert read(database, Appointment.first) != [(TIME,)]


def test_the_day_is_written_out_with_what_one_may_see(leader, family, statements):
    client, way = leader
    with statements(most=5):
        day = client.get(f"{way}/frontdesk/papir?dag=2026-11-18")
    assert lint(day.text) == []
    for text in ("Onsdag 18. november", "9.00–10.00", "Elias", "Karen Lindegaard"):
        assert text in day.text
    assert "Elias" not in client.get(f"{way}/frontdesk/papir?dag=2026-11-19").text
    assert "Elias" in client.get(f"{way}/frontdesk/papir?dag=2026-11-16&hele=1").text
    assert "Elias" not in client.get(f"{way}/frontdesk/papir?dag=2026-11-18&hvem=999999").text


def test_a_short_gap_is_looked_at_again_as_the_time_is_moved_in_the_picker(leader, family, database, statements):
    client, way = leader
    slot, page = at_clock(date(2026, 11, 19), "10:00"), f"{way}/starter/{family.start}/tid"
    assert "kort pause" not in client.get(page, query_string={"uge": "2026-11-19"}).text
    with database.sessions() as session:
        who = as_house(session).get_one(Staff, family.paedagog)
        busy(session, Candidate(who.resource_id, who.id, family.house), slot + 5, 2, kind(session, "besøg"))
        session.commit()
    answer = client.post(page, data={"slot": slot, "uge": "2026-11-19"})
    assert answer.status_code == 409
    assert lint(answer.text) == []
    assert "kort pause for Jonas Bech" in answer.text
    assert (TIME, 0) in read(database, Appointment.first, Appointment.sequence)
    shown = re.findall(r'name="set" value="([^"]+)"', answer.text)
    with statements(most=14):
        assert client.post(page, data={"slot": slot, "set": shown}).status_code == 303
    assert (slot, 1) in read(database, Appointment.first, Appointment.sequence)


def test_what_is_booked_keeps_its_roles_when_the_type_gets_others(leader, family, database):
    client, way = leader
    with database.sessions() as session:
        as_house(session).get_one(AppointmentType, START_TALK).roles = ["leder"]
        session.commit()
    before = read(database, Participant.role, Participant.resource_id)
    answer = client.post(f"{way}/starter/{family.start}/tid", data={"slot": at_clock(date(2026, 11, 19), "10:00")})
    assert answer.status_code == 303
    assert read(database, Participant.role, Participant.resource_id) == before
    assert {role for role, _who in before} >= {"sundhedsplejerske", "paedagog"}


def test_a_short_gap_stands_beside_its_time_and_is_looked_at_again_as_it_is_booked(leader, family, database):
    client, way = leader
    slot, page = at_clock(date(2026, 11, 19), "10:00"), f"{way}/starter/{family.start}/tid"
    with database.sessions() as session:
        session.info["writing"] = True
        work_as(session, "test")
        talk.cancel(session, talk.standing(session, family.start))
        session.commit()
    assert "kort pause" not in client.get(page, query_string={"uge": "2026-11-19"}).text
    with database.sessions() as session:
        who = as_house(session).get_one(Staff, family.paedagog)
        other = kind(session, "besøg")
        busy(session, Candidate(who.resource_id, who.id, family.house), slot + 5, 2, other)
        session.commit()
    answer = client.post(page, data={"slot": slot, "key": "b" * 32, "uge": "2026-11-19"})
    assert answer.status_code == 409
    assert lint(answer.text) == []
    assert "Det har ændret sig" in answer.text
    assert "kort pause for Jonas Bech" in answer.text
    assert f'value="{slot}" required checked' in answer.text
    shown = re.findall(r'name="set" value="([^"]+)"', answer.text)
    assert client.post(page, data={"slot": slot, "key": "b" * 32, "set": shown}).status_code == 303
    assert (slot,) in read(database, Appointment.first)
