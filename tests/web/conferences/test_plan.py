"""The year plan over HTTP: dates are seen before anybody is told, what is refused keeps what was typed, and all is found where people look."""

import re
from datetime import UTC, datetime

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from blueprints.messages import compose
from domain import messages, outbox
from domain.access.jobs import work_as
from domain.access.units import Unit
from domain.booking.finding.openings import midnight
from domain.booking.tables import Absence
from domain.conferences.tables.meeting import CLOSING, Template
from domain.conferences.tables.series import BUSY, Attendance, Conference, Series
from tests.databases import sqlite_only
from tests.factories import SECRET, as_house, feed_of, make_staff, make_unit, sign_in
from tests.pages import lint
from tests.scenes.planned_year import CALLED, DAYS, claimed, make_house

pytestmark = sqlite_only
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
RULE = {
    "times": "3",
    "weekday": "2",
    "begins": "13:00",
    "minutes": "120",
    "avoid": "7, 27-32, 42, 52, 53",
    "deadline_days": "5",
    "minute_taker": "0",
    "timekeeper": "0",
}


@pytest.fixture
def house(database, at):
    at(NOW)
    return make_house(database)


@pytest.fixture
def go(database, client, house):
    """Sign in as one of them; returns the address of Konferencer there."""

    def there(who: str = "leder") -> str:
        with database.sessions() as session:
            sign_in(session, client, house.staff[who])
        place = house.places[who]
        return f"/{place.actor}/{place.slug}/konferencer"

    return there


def whole(house, **changes):
    people = [str(house.staff[one]) for one in CALLED]
    return RULE | {"room": str(house.room), "chair": str(house.staff["leder"]), "people": people} | changes


def dates_of(text: str) -> dict[str, str]:
    return dict(re.findall(r'name="(days-\d+)"[^>]*value="([^"]+)"', text)) or {
        name: value for value, name in re.findall(r'value="([^"]+)"[^>]*name="(days-\d+)"', text)
    }


def plan(client, house, way: str, **changes) -> str:
    """From the rule to the kept plan."""
    seen = client.post(f"{way}/plan/ny", data=whole(house, trin="regn", **changes))
    kept = client.post(f"{way}/plan/ny", data=whole(house, trin="gem", **dates_of(seen.text), **changes))
    assert kept.status_code == 303, kept.text
    return client.get(kept.headers["Location"]).text


def test_dates_are_shown_before_they_are_kept_and_nobody_has_been_told(client, database, house, go):
    way = go()
    assert "Skoleåret er ikke planlagt" in client.get(f"{way}/plan").text
    seen = client.post(f"{way}/plan/ny", data=whole(house, trin="regn"))
    assert (seen.status_code, lint(seen.text)) == (200, [])
    assert len(dates_of(seen.text)) == 3
    with database.sessions() as session:
        work_as(session, "test")
        assert session.scalars(select(Series)).all() == []
    page = plan(client, house, way)
    assert lint(page) == []
    assert "3 datoer" in page
    assert "Psykolog" in page


def test_a_date_is_moved_by_hand_and_one_left_out(client, house, go):
    way = go()
    data = whole(house, trin="gem") | {"days-0": "2026-12-10", "days-1": "", "days-2": "2027-03-03"}
    page = client.get(client.post(f"{way}/plan/ny", data=data).headers["Location"]).text
    assert "Torsdag 10.12.2026 kl. 13.00–15.00" in page
    assert "2 datoer" in page


def test_who_is_not_free_is_said_before_and_can_be_settled_after(client, database, house, go):
    with house.seat() as session:
        resource = house.person(session, "psykolog").resource_id
        session.add(Absence(resource_id=resource, first=midnight(DAYS[0]), last=midnight(DAYS[0]) + 96))
    way = go()
    days = {"days-0": DAYS[0].isoformat(), "days-1": DAYS[1].isoformat()}
    seen = client.post(f"{way}/plan/ny", data=whole(house, trin="se") | days)
    assert "Én er optaget" in seen.text
    client.post(f"{way}/plan/ny", data=whole(house, trin="gem") | days)
    with database.sessions() as session:
        work_as(session, "test")
        number = session.scalars(select(Attendance.conference_id).where(Attendance.state == BUSY)).one()
    page = client.get(f"{way}/{number}")
    assert lint(page.text) == []
    assert "Psykolog er optaget på tidspunktet." in page.text
    times = re.findall(rf'href="([^"]*/{number}/flyt\?til=\d+)"', page.text)
    assert times
    offered = client.get(times[0].replace("&amp;", "&"))
    day, begins = (re.search(rf'name="{name}"[^>]*value="([^"]+)"', offered.text)[1] for name in ("day", "begins"))
    moved = client.post(f"{way}/{number}/flyt", data={"day": day, "begins": begins, "minutes": "120"})
    assert moved.status_code == 303
    assert "er optaget på tidspunktet" not in client.get(f"{way}/{number}").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"avoid": "påske"}, "Skriv ugernes numre"),
        ({"avoid": "60"}, "Uger har numre fra 1 til 53."),
        ({"minutes": "50"}, "hele kvarter"),
        ({"begins": "13:10"}, "helt kvarter"),
        ({"times": "20", "avoid": "1-20, 32-53"}, "reglen giver plads til"),
        ({"trin": "gem", "days-0": "2026-11-04"}, "Dagen er passeret."),
        ({"trin": "gem", "days-0": "2027-08-04"}, "Dagen ligger ikke i skoleåret."),
        ({"trin": "gem", "days-0": ""}, "mindst én dato"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, house, go, changes, said):
    answer = client.post(f"{go()}/plan/ny", data=whole(house, trin="regn") | {"avoid": "7"} | changes)
    assert (answer.status_code, lint(answer.text)) == (422, [])
    assert said in answer.text
    for value in changes.values():
        assert value in answer.text


def test_a_year_that_is_planned_is_copied_to_the_next(client, house, go):
    way = go()
    plan(client, house, way, begins="14:15")
    page = client.get(f"{way}/plan/ny?aar=2027")
    assert (page.status_code, lint(page.text)) == (200, [])
    assert 'value="14:15"' in page.text
    assert page.text.count("checked") == len(CALLED)
    assert client.get(f"{way}/plan/ny").headers["Location"].endswith("/plan?aar=2026")


@pytest.mark.parametrize("kind", ["dagpleje", "skole", "klub", "bfo"])
def test_every_kind_of_house_holds_conferences(client, database, house, kind):
    with database.sessions() as session:
        as_house(session)
        unit = make_unit(session, name=kind.capitalize(), kind=kind)
        leader = make_staff(session, unit, "leder", hours="")
        slug = session.scalars(select(Unit.slug).where(Unit.id == unit)).one()
        session.commit()
    with database.sessions() as session:
        sign_in(session, client, leader)
    way = f"/dagtilbud/{slug}/konferencer"
    assert "3 datoer" in plan(client, house, way, people=[str(leader)], chair=str(leader), room="0")
    assert kind.capitalize() in client.get(f"{way}/").text


def test_it_is_found_in_week_feed_and_day_of_whoever_is_called_in_and_the_link_leads_there(
    client, database, house, go, at
):
    house.plan(days=DAYS[:1])
    at(datetime(2026, 12, 2, 7, tzinfo=UTC))
    way = go("psykolog")
    base = way.removesuffix("/konferencer")
    with database.sessions() as session:
        work_as(session, "test")
        session.info["writing"] = True
        appointment = session.scalars(select(Conference.appointment_id)).one()
        secret = feed_of(session, house.staff["psykolog"])
        session.commit()
    assert "Dagtilbud" in client.get(f"{way}/").text
    assert "Koordineringskonference" in client.get(f"{base}/").text
    assert "Koordineringskonference" in client.get(f"{base}/frontdesk/?uge=2026-11-30").text
    assert client.get(f"/til/appointment/{appointment}").headers["Location"] == f"{way}/{house.dates[0]}"
    [event] = Calendar.from_ical(client.get(f"/kalender/{secret}.ics").data).walk("VEVENT")
    assert event["summary"] == "Koordineringskonference, Dagtilbud"
    assert event["uid"].startswith(f"appointment-{appointment}@")


def test_the_mail_holds_time_and_link_and_a_calendar_file(app, database, house):
    house.plan(days=DAYS[:1])
    with database.sessions() as session:
        session.info["writing"] = True
        work_as(session, "test")
        kinds = {}
        for taken in outbox.take(session, 50, NOW - NOW.replace(hour=1)):
            with app.app_context():
                mail = compose(messages.letter(session, taken, SECRET), app.config["SETTINGS"])
            kinds[taken.kind] = mail
    text = kinds["confirmed"].get_body(("plain",)).get_content()
    assert "Koordineringskonference onsdag 2.12.2026 kl. 13.00–15.00" in kinds["confirmed"]["Subject"]
    assert "/til/appointment/" in text
    assert any(part.get_content_type() == "text/calendar" for part in kinds["confirmed"].walk())


def test_min_dag_says_at_which_house_a_conference_is(client, house, go, at):
    house.plan(days=DAYS[:1])
    at(datetime(2026, 11, 25, 7, tzinfo=UTC))
    day = go("psykolog").removesuffix("/konferencer")
    page = client.get(f"{day}/").text
    assert "Koordineringskonference" in page
    assert f"<span>{house.places['leder'].unit_name}</span>" in page.split("De næste to uger")[1]


def test_an_apology_a_substitute_and_one_who_comes_after_all(client, database, house, go):
    house.plan(days=DAYS[:1])
    [number] = house.dates
    way, psykolog = go("psykolog"), house.staff["psykolog"]
    assert client.post(f"{way}/{number}/afbud/{psykolog}").status_code == 303
    assert client.post(f"{way}/{number}/kommer/{psykolog}").status_code == 303
    page = client.get(f"{way}/{number}/vikar/{psykolog}")
    assert lint(page.text) == []
    assert "Logopaed" in page.text
    assert "Socialraadgiver" not in page.text
    unchosen = client.post(f"{way}/{number}/vikar/{psykolog}", data={"person": "0"})
    assert (unchosen.status_code, "Vælg en af mulighederne." in unchosen.text) == (422, True)
    answer = client.post(f"{way}/{number}/vikar/{psykolog}", data={"person": house.staff["logopaed"]})
    assert answer.status_code == 303
    assert "i stedet for Psykolog" in client.get(f"{way}/{number}").text
    with house.seat() as session:
        assert "logopaed" in claimed(session, house, number)
    assert client.post(f"{way}/{number}/afbud/{house.staff['leder']}").status_code == 403


def test_nobody_is_called_in_by_a_click_without_a_choice(client, house, go):
    house.plan(days=DAYS[:1])
    way, [number] = go(), house.dates
    page = client.get(f"{way}/{number}/indkald")
    assert lint(page.text) == []
    assert 'value="0">Vælg</option>' in page.text.split("<option")[1]
    unchosen = client.post(f"{way}/{number}/indkald", data={"person": "0"})
    assert (unchosen.status_code, "Vælg en af mulighederne." in unchosen.text) == (422, True)


def test_the_plan_says_of_its_seats_what_was_changed(client, house, go):
    house.plan(days=DAYS[:1])
    way, ids = f"{go()}/plan/deltagere?aar=2026", house.staff
    stay = [str(ids[one]) for one in CALLED]
    roles = {"chair": str(ids["leder"]), "minute_taker": "0", "timekeeper": "0"}

    def said(people):
        page = client.post(way, data=roles | {"people": people}, follow_redirects=True).text
        return re.search(r"Gemt\.[^<]*", page).group()

    assert said(stay) == "Gemt."
    fewer = [one for one in stay if one != str(ids["psykolog"])]
    assert said(fewer) == "Gemt. De, der ikke skal være med mere, har fået tiden fri."
    assert said(stay) == "Gemt. De nye er kaldt ind."


def test_whoever_is_ill_on_the_day_is_shown_with_what_to_do(client, house, go):
    house.plan(days=DAYS[:1])
    way, [number] = go(), house.dates
    assert "er optaget på tidspunktet" not in client.get(f"{way}/{number}").text
    with house.seat() as session:
        resource = house.person(session, "psykolog").resource_id
        session.add(Absence(resource_id=resource, first=midnight(DAYS[0]), last=midnight(DAYS[0]) + 96))
    assert "Psykolog er optaget på tidspunktet." in client.get(f"{way}/{number}").text


def test_a_cancelled_one_is_gone_from_what_is_to_come(client, house, go):
    house.plan(days=DAYS[:1])
    way, [number] = go(), house.dates
    assert lint(client.get(f"{way}/{number}/aflys").text) == []
    assert client.post(f"{way}/{number}/aflys").status_code == 303
    assert "Ingen konferencer er planlagt" in client.get(f"{way}/").text
    assert "Aflyst" in client.get(f"{way}/plan").text
    again = client.post(f"{way}/{number}/flyt", data={"day": "2026-12-09", "begins": "13:00", "minutes": "120"})
    assert again.status_code == 409


def test_the_pages_keep_to_their_statements(client, database, house, go, statements):
    house.plan()
    way = go()
    with database.sessions() as session:
        work_as(session, "test")
        session.info["writing"] = True
        session.execute(update(Attendance).where(Attendance.staff_id == house.staff["psykolog"]).values(state=BUSY))
        session.commit()
    ways = (
        "/",
        "/holdt",
        "/plan",
        "/plan/ny?aar=2027",
        "/plan/dato",
        *(f"/{house.dates[0]}{end}" for end in ("", "/flyt", "/ret")),
    )
    for one in ways:
        with statements(most=5):
            assert client.get(way + one).status_code == 200, one
    with statements(most=5):
        client.post(f"{way}/plan/ny?aar=2027", data=whole(house, trin="regn"))


def test_the_administrator_writes_the_agenda_that_conferences_begin_with(client, database, house):
    with database.sessions() as session:
        as_house(session)
        unit = make_unit(session, "forvaltning", "Forvaltningen", "center", slug="forvaltningen")
        somebody = make_staff(session, unit, "administrator", hours="")
        session.commit()
    with database.sessions() as session:
        sign_in(session, client, somebody)
    way = "/forvaltning/forvaltningen/konferencer/dagsorden"
    page = client.get(way)
    assert (page.status_code, lint(page.text)) == (200, [])
    rows = [
        ("2", "opgave", "Opgaver"),
        ("1", "indsats", "Indsatser"),
        ("3", "eget", ""),
        ("4", "eget", "Kage"),
        ("5", CLOSING, "Slut"),
    ]
    data = {
        f"lines-{number}-{name}": value
        for number, row in enumerate(rows)
        for name, value in zip(("place", "kind", "title", "minutes"), (*row, "10"), strict=True)
    }
    refused = client.post(
        way,
        data={key: value for key, value in data.items() if not key.startswith("lines-0")}
        | {"lines-0-place": "1", "lines-0-kind": "eget", "lines-0-title": "Andet", "lines-0-minutes": "5"},
    )
    assert refused.status_code == 422
    assert "præcis én linje" in refused.text
    bare = {key: value for key, value in data.items() if not key.startswith("lines-4")}
    assert client.post(way, data=bare).status_code == 422  # nothing would tell that such an agenda has been made
    assert client.post(way, data=data).status_code == 303
    with database.sessions() as session:
        work_as(session, "test")
        rows = session.execute(select(Template.kind, Template.title).order_by(Template.place)).all()
    assert [tuple(row) for row in rows] == [
        ("indsats", "Indsatser"),
        ("opgave", "Opgaver"),
        ("eget", "Kage"),
        (CLOSING, "Slut"),
    ]
