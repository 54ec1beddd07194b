"""The unit's week, its open hours and its absences; Min dag and the child's page beside them."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select

from domain.access.staff import Staff
from domain.access.units import Unit
from domain.booking.tables import Absence, AbsenceReason, Opening, OpeningException
from domain.consent import YES
from tests.factories import answer_consent, as_guardian, as_house, make_family, make_room, make_staff, sign_in
from tests.pages import lint
from tests.scenes.bookings import at_clock

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
STARTS = date(2026, 12, 14)
TIME = at_clock(date(2026, 11, 18), "9:00")


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        family = make_family(session, starts_on=STARTS)
    for guardian in (family.mother, family.father):
        with database.sessions() as session:
            answer_consent(as_guardian(session, family, guardian), family, guardian, YES)
    return family


@pytest.fixture
def leader(app, database, family):
    """A signed-in leader of the house, and the beginning of its addresses."""
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
def resource(database, leader, family):
    with database.sessions() as session:
        statement = select(Staff.resource_id).where(Staff.id == family.paedagog)
        return session.scalar(statement.execution_options(unscoped="test"))


def find(pattern, text):
    [found] = re.findall(pattern, text)[:1]
    return found


def read(database, *columns):
    with database.sessions() as session:
        rows = select(*columns).order_by(*columns[0].property.columns[0].table.primary_key)
        return session.execute(rows.execution_options(unscoped="test")).all()


@pytest.mark.parametrize("view", ["", "?vis=liste"])
def test_the_week_shows_who_has_what_and_when(leader, statements, view):
    client, way = leader
    with statements(most=3):
        page = client.get(f"{way}/frontdesk/{view}")
    assert lint(page.text) == []
    assert "Jonas Bech" in page.text
    assert "9.00" in page.text
    assert "Elias" in page.text
    other = client.get(f"{way}/frontdesk/?uge=2026-11-23")
    assert "Elias" not in other.text


def test_a_week_that_is_no_week_is_this_week(leader):
    client, way = leader
    assert "Uge 47" in client.get(f"{way}/frontdesk/?uge=i-morgen&side=-3").text


def test_hours_are_opened_one_day_is_taken_out_and_put_back(leader, resource, database):
    client, way = leader
    hours = {
        "resource": resource,
        "weekday": 2,
        "begins": "13:00",
        "ends": "15:00",
        "valid_from": "2026-11-16",
        "every": 1,
    }
    assert lint(client.get(f"{way}/frontdesk/aabninger?hvem={resource}").text) == []
    assert client.post(f"{way}/frontdesk/aabninger", data=hours | {"ends": "12:00"}).status_code == 422
    assert client.post(f"{way}/frontdesk/aabninger", data=hours | {"begins": "13:07"}).status_code == 422
    assert client.post(f"{way}/frontdesk/aabninger", data=hours).status_code == 303
    opening = read(database, Opening.id, Opening.begins)[-1]
    assert opening.begins == 13 * 60
    day = {"hvem": resource, "dag": "2026-11-18"}
    assert client.post(f"{way}/frontdesk/aabninger/{opening.id}/skip", data=day).status_code == 303
    assert read(database, OpeningException.day, OpeningException.begins) == [(date(2026, 11, 18), None)]
    assert client.post(f"{way}/frontdesk/aabninger/{opening.id}/restore", data=day).status_code == 303
    assert read(database, OpeningException.day) == []
    other = {"begins": "10:00", "ends": "11:00"}
    assert lint(client.get(f"{way}/frontdesk/aabninger/{opening.id}/dag/2026-11-18").text) == []
    assert client.post(f"{way}/frontdesk/aabninger/{opening.id}/dag/2026-11-18", data=other).status_code == 303
    assert read(database, OpeningException.begins, OpeningException.ends) == [(600, 660)]
    assert client.get(f"{way}/frontdesk/aabninger/{opening.id}/dag/2026-11-99").status_code == 404
    assert lint(client.get(f"{way}/frontdesk/aabninger/{opening.id}").text) == []
    assert client.post(f"{way}/frontdesk/aabninger/{opening.id}", data=hours | {"begins": "16:00"}).status_code == 422
    assert client.post(f"{way}/frontdesk/aabninger/{opening.id}", data=hours | {"begins": "12:30"}).status_code == 303
    assert read(database, Opening.begins)[-1] == (12 * 60 + 30,)
    assert client.post(f"{way}/frontdesk/aabninger/{opening.id}/slut", data={"hvem": resource}).status_code == 303
    assert read(database, Opening.valid_to)[-1] == (date(2026, 11, 16),)


@pytest.mark.parametrize("day", ["", "2026-13-45", "i dag"])
def test_a_day_that_is_no_day_is_told_apart_from_a_fault(leader, resource, database, day):
    client, way = leader
    opening = read(database, Opening.id)[0].id
    assert client.post(f"{way}/frontdesk/aabninger/{opening}/skip", data={"dag": day}).status_code in {400, 404, 422}


def test_an_absence_says_how_many_appointments_it_hits(leader, resource, database):
    client, way = leader
    away = {"resource": resource, "first": "2026-11-18", "last": "2026-11-18", "reason": "Kursus"}
    assert client.post(f"{way}/frontdesk/fravaer", data=away | {"last": "2026-11-17"}).status_code == 422
    answer = client.post(f"{way}/frontdesk/fravaer", data=away, follow_redirects=True)
    assert "Én aftale er ramt" in answer.text
    assert read(database, AbsenceReason.text) == [("Kursus",)]
    page = client.get(f"{way}/frontdesk/fravaer")
    assert lint(page.text) == []
    assert "Kursus" in page.text
    absence = read(database, Absence.id)[0].id
    assert client.post(f"{way}/frontdesk/fravaer/{absence}/slet").status_code == 303
    assert read(database, Absence.id) == []


def test_min_dag_begins_with_todays_appointments(leader, family, at, statements):
    client, way = leader
    with statements(most=3):
        page = client.get(f"{way}/")
    assert lint(page.text) == []
    assert "Ingen aftaler i dag" in page.text
    assert "Elias" in page.text  # what comes within two weeks


def test_the_childs_page_shows_what_has_happened_and_who_has_looked(leader, family, statements):
    client, way = leader
    client.get(f"{way}/boern/{family.child}")
    with statements(most=5):
        page = client.get(f"{way}/boern/{family.child}")
    assert lint(page.text) == []
    assert "Start-samtale" in page.text
    assert "Troldebo" in page.text.split("Hvem har kigget")[1]
    assert client.get(f"{way}/boern/{family.child + 1000}").status_code == 404


def test_a_child_is_found_by_two_letters(leader, family):
    client, way = leader
    assert "Elias" in client.get(f"{way}/boern/?q=li").text
    assert "Elias" not in client.get(f"{way}/boern/?q=%25%25").text
    part = client.get(f"{way}/boern/?q=eli", headers={"HX-Request-Type": "partial", "HX-Target": "section#resultat"})
    assert "<html" not in part.text
    assert "Elias" in part.text


def test_an_appointment_that_an_absence_hits_is_marked_in_the_week(leader, resource):
    client, way = leader
    day = {"resource": resource, "first": "2026-11-18", "last": "2026-11-18"}
    client.post(f"{way}/frontdesk/fravaer", data=day | {"begins": "10:00", "ends": "11:00"})
    assert "ramt af fravær" not in client.get(f"{way}/frontdesk/").text  # from nine to ten
    client.post(f"{way}/frontdesk/fravaer", data=day | {"begins": "09:45", "ends": "10:00"})
    for view in ("", "?vis=liste"):
        assert "Start-samtale, Elias: ramt af fravær" in client.get(f"{way}/frontdesk/{view}").text


def test_closing_is_offered_only_for_what_is_open_longer_than_today(leader, resource, database):
    client, way = leader
    hours = {"resource": resource, "weekday": -1, "begins": "13:00", "ends": "15:00", "every": 1}
    with database.sessions() as session:
        as_house(session).execute(delete(Opening))
        session.commit()
    page = f"{way}/frontdesk/aabninger?hvem={resource}"
    client.post(f"{way}/frontdesk/aabninger", data=hours | {"valid_from": "2026-11-16"})
    assert "Lukker i dag" in client.get(page).text
    assert "Luk fra i morgen" not in client.get(page).text
    client.post(f"{way}/frontdesk/aabninger", data=hours | {"valid_from": "2026-11-17"})
    assert "Luk fra i morgen" not in client.get(page).text  # it has not begun: it is deleted
    client.post(f"{way}/frontdesk/aabninger", data=hours | {"weekday": 0, "valid_from": "2026-11-16"})
    assert "Luk fra i morgen" in client.get(page).text


def test_staff_are_not_spoken_to_as_the_parents_are(leader, family):
    client, way = leader
    page = client.get(f"{way}/starter/{family.start}/tid").text
    assert "Familiens egen sundhedsplejerske" in page
    assert "Jeres" not in page
    substitute = client.get(f"{way}/starter/{family.start}/tid?relax=afloeser").text
    assert "jeres distrikt" not in substitute


def test_staff_are_asked_once_before_a_time_is_cancelled(leader, family):
    client, way = leader
    page = client.get(f"{way}/starter/{family.start}").text
    assert "Ja, aflys tiden" in page.split("<summary>Aflys tiden</summary>")[1]


def test_a_week_of_open_times_is_seen_and_worked_on(leader, resource, statements):
    client, way = leader
    with statements(most=5):
        page = client.get(f"{way}/frontdesk/aabninger/uge?uge=2026-11-18")
    assert lint(page.text) == []
    assert page.text.count("kl. 8.00–12.00") == 10  # two people on five days
    assert f"?hvem={resource}&amp;ny=2026-11-19#ny" in page.text
    form = client.get(f"{way}/frontdesk/aabninger?hvem={resource}&ny=2026-11-19").text
    assert 'value="2026-11-19"' in form
    opening = find(r"aabninger/(\d+)/dag/2026-11-19\?fra=uge", page.text)
    one = f"{way}/frontdesk/aabninger/{opening}/dag/2026-11-19"
    assert "frontdesk/aabninger/uge" in client.get(f"{one}?fra=uge").text
    client.post(one, data={"begins": "22:00", "ends": "00:00"})
    client.post(f"{way}/frontdesk/aabninger/{opening}/skip", data={"dag": "2026-11-26"})
    assert "kl. 22.00–24.00" in client.get(f"{way}/frontdesk/aabninger/uge?uge=2026-11-18").text
    assert "Taget ud" in client.get(f"{way}/frontdesk/aabninger/uge?uge=2026-11-26").text


def test_a_week_is_copied_to_those_that_are_chosen(leader, resource, database):
    client, way = leader
    page = f"{way}/frontdesk/aabninger/kopier"
    assert lint(client.get(f"{page}?uge=2026-12-15").text) == []
    hours = {"resource": resource, "weekday": -1, "begins": "13:00", "ends": "15:00", "every": 1}
    for day in ("2026-12-16", "2026-12-18"):
        client.post(f"{way}/frontdesk/aabninger", data=hours | {"valid_from": day})
    form = {"resource": resource, "week": "2026-12-14", "weeks": ["2026-12-21", "2026-12-28"]}
    assert client.post(page, data=form | {"weeks": []}).status_code == 422
    answer = client.post(page, data=form, follow_redirects=True)
    assert "2 tider er åbnet." in answer.text
    assert "uledag 25.12.2026" in answer.text
    again = client.post(page, data=form, follow_redirects=True)
    assert "Alt var åbent i forvejen." in again.text


def test_an_opening_says_where_it_is(leader, resource, database, family):
    client, way = leader
    with database.sessions() as session:
        room = make_room(as_house(session), family.house)
        session.commit()
    hours = {"resource": resource, "weekday": 2, "begins": "13:00", "ends": "15:00", "valid_from": "2026-11-16"}
    page = f"{way}/frontdesk/aabninger"
    for place, said in (("video", "På video"), (f"enhed/{family.house}/{room}", "Det lille mødelokale")):
        assert client.post(page, data=hours | {"every": 1, "place": place}).status_code == 303
        assert f"Til alt · {said}" in client.get(f"{page}?hvem={resource}").text
        assert f"Til alt · {said}" in client.get(f"{page}/uge").text
    assert ("enhed", family.house, room) in read(database, Opening.place, Opening.unit_id, Opening.room_id)
    assert client.post(page, data=hours | {"every": 1, "place": "enhed/999999"}).status_code == 422
