"""The waiting list over HTTP: three families, of whom the first lets the time pass; and the house sees who waits."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.booking.showing.of_start import of_start
from domain.booking.tables import RESERVED, Appointment
from domain.booking.taking.waitlist import OFFERED, Reservation
from domain.journey import talk
from domain.journey.waitlist import line
from domain.people import Start
from tests.factories import Family, arrive, open_link, sign_in
from tests.pages import lint
from tests.scenes.bookings import at_clock
from tests.scenes.canaries import working
from tests.scenes.sick import SICK, full_wednesday

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
LATER = date(2026, 11, 24)
AT_FOUR = at_clock(SICK, "16:00")
WISH = {"weekdays": ["0", "1", "2"], "begins": "08:00", "ends": "17:00"}


@pytest.fixture
def sick(database, at):
    """Wednesday is full; the last three families have their times on the Tuesday after."""
    at(NOW)
    return database.made("full Wednesday", lambda: full_wednesday(database.sessions, LATER))


@pytest.fixture
def parents(app, database, sick, at):
    """(browser, address, family) of a parent of each of the three, in the order in which they have asked."""
    found = []
    for number, start in enumerate(sick.starts[-3:]):
        guardian = sick.guardians[2 * (len(sick.starts) - 3 + number)]
        client = app.test_client()
        with working(database.sessions) as session:
            child = session.get_one(Start, start).child_id
            token = open_link(session, start, child, guardian)
        family = Family(sick.house, sick.sundhedspleje, 0, child, start, guardian, 0, 0, 0, 0, {guardian: token})
        come(database, client, family)
        at(NOW + timedelta(minutes=number))
        assert lint(client.get(f"/book/{token}/venteliste").text) == []
        assert client.post(f"/book/{token}/venteliste", data=WISH).status_code == 303
        found.append((client, f"/book/{token}", family))
    return found


def come(database, client, family):
    """The second check again: a day later the browser is not known any longer."""
    with database.sessions() as session:
        arrive(session, client, family, family.mother)


@pytest.fixture
def freed(database, sick, parents):
    """The family at four o'clock gives its time back."""
    with working(database.sessions) as session:
        talk.cancel(session, talk.standing(session, sick.starts[8]))
    line.work(database.sessions)


def until(database):
    with working(database.sessions) as session:
        return session.scalars(select(Reservation.until).where(Reservation.state == OFFERED)).one()


def firsts(database, start):
    with working(database.sessions) as session:
        return talk.standing(session, start).first


def test_the_first_of_three_lets_it_pass_and_the_second_takes_it(parents, sick, freed, database, at, statements):
    (first, way_1, _), (second, way_2, _), (third, way_3, _) = parents
    with statements(most=5):
        page = first.get(f"{way_1}/tilbud")
    assert lint(page.text) == []
    assert "16.00–17.00" in page.text
    assert second.get(f"{way_2}/tilbud").headers["Location"] == f"{way_2}/venteliste"
    at(until(database))
    line.work(database.sessions)
    for client, _way, family in parents:
        come(database, client, family)
    assert "ikke reserveret" in first.post(f"{way_1}/tilbud/tag", follow_redirects=True).text
    assert firsts(database, sick.starts[-3]) == at_clock(LATER, "8:00")
    assert "I står på ventelisten" in first.get(f"{way_1}/venteliste").text
    with statements(most=14):
        answer = second.post(f"{way_2}/tilbud/tag")
    assert answer.headers["Location"] == f"{way_2}/kvittering"
    assert firsts(database, sick.starts[-2]) == AT_FOUR
    with working(database.sessions) as session:
        assert [time.state for time in of_start(session, sick.starts[-2])] == ["booket"]  # what was held is not theirs
    assert "ikke reserveret" in second.post(f"{way_2}/tilbud/tag", follow_redirects=True).text
    line.work(database.sessions)
    assert "9.00–10.00" in third.get(f"{way_3}/tilbud").text  # what the second had


def test_who_declines_stays_on_the_list_and_the_next_is_asked(parents, sick, freed, database):
    (first, way_1, _), (second, way_2, _), _ = parents
    assert first.post(f"{way_1}/tilbud/afslag").status_code == 303
    assert first.post(f"{way_1}/tilbud/afslag").status_code == 303
    line.work(database.sessions)
    assert "16.00–17.00" in second.get(f"{way_2}/tilbud").text
    assert first.post(f"{way_1}/venteliste/forlad").status_code == 303
    assert "Skriv os på ventelisten" in first.get(f"{way_1}/venteliste").text


def test_what_is_held_is_offered_to_nobody_else(parents, sick, freed, database):
    _, (second, way_2, _), _ = parents
    slots = re.findall(r'name="slot" value="(\d+)"', second.get(f"{way_2}/flyt?uge={SICK}&alle=1").text)
    assert str(AT_FOUR) not in slots
    assert second.post(f"{way_2}/flyt", data={"slot": AT_FOUR, "key": "a" * 32}).status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [{"weekdays": []}, {"weekdays": ["9"]}, {"begins": "17:00", "ends": "08:00"}, {"begins": "x"}, {"ends": ""}],
)
def test_a_wish_that_cannot_be_is_told_and_kept(parents, wrong):
    client, way, _ = parents[0]
    answer = client.post(f"{way}/venteliste", data=WISH | wrong)
    assert answer.status_code == 422
    assert lint(answer.text) == []


def test_the_house_sees_who_waits_and_what_is_held(app, database, sick, parents, freed, statements):
    leader = app.test_client()
    with database.sessions() as session:
        sign_in(session, leader, sick.leader)
    with statements(most=3):
        page = leader.get(f"/dagtilbud/{sick.slug}/frontdesk/venteliste")
    assert lint(page.text) == []
    assert page.text.count("begynder 14.12.2026") == 3
    assert page.text.count("Reserveret onsdag 18.11.2026 kl. 16.00–17.00 indtil") == 1
    assert "Reserveret: Start-samtale" in leader.get(f"/dagtilbud/{sick.slug}/frontdesk/?uge={SICK}&vis=liste").text


def test_a_time_that_is_held_is_no_booking_that_an_absence_hits(app, database, sick, parents, freed):
    leader = app.test_client()
    with database.sessions() as session:
        sign_in(session, leader, sick.leader)
    way = leader.post(f"/dagtilbud/{sick.slug}/frontdesk/fravaer", data=sick.away).headers["Location"]
    assert leader.get(way).text.count("<fieldset") == 8
    line.work(database.sessions)
    with working(database.sessions) as session:
        held = select(func.count()).select_from(Appointment).where(Appointment.state == RESERVED)
        assert session.scalar(held) == 0
