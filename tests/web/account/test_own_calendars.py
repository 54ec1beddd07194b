"""One's own page: giving the address of a calendar, seeing how it is fetched, and the link to one's own feed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.access.staff import Staff
from domain.access.units import Unit
from domain.booking.finding.openings import midnight
from domain.booking.tables import Busy
from domain.calendars import refusals, sync
from domain.calendars.tables import CalendarAddress, CalendarState
from tests.factories import as_house, make_family, make_staff, make_unit, sign_in
from tests.pages import lint
from tests.scenes.bookings import added

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ADDRESS = "https://outlook.office365.example/owa/calendar/hemmelig/calendar.ics"


@pytest.fixture
def me(database, client, at):
    at(NOW)
    with database.sessions() as session:
        as_house(session)
        staff = make_staff(session, make_unit(session), "paedagog", "Jonas Bech")
        session.commit()
        sign_in(session, client, staff)
    return staff


def rows(database, table):
    with database.sessions() as session:
        found = select(*table.__table__.columns)
        return as_house(session).execute(found, execution_options={"unscoped": "test"}).mappings().all()


def state(database, staff, **values):
    """As the worker left it."""
    with database.sessions() as session:
        row = as_house(session).get_one(CalendarState, staff)
        for name, value in values.items():
            setattr(row, name, value)
        session.commit()


def test_the_address_is_kept_and_the_worker_is_to_fetch_it_at_once(client, me, database):
    answer = client.post("/konto/kalender", data={"address": f"  {ADDRESS} "})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/konto#kalender")
    assert [(one["address"], one["staff_id"]) for one in rows(database, CalendarAddress)] == [(ADDRESS, me)]
    assert [(one["due_at"], one["fetched_at"]) for one in rows(database, CalendarState)] == [(NOW, None)]
    page = client.get("/konto").text
    assert lint(page) == []
    assert "Hentes nu" in page
    assert ADDRESS in page


@pytest.mark.parametrize("scheme", ["webcal", "WEBCAL", "webcals", "HTTPS"])
def test_webcal_means_https(client, me, database, scheme):
    client.post("/konto/kalender", data={"address": ADDRESS.replace("https", scheme)})
    assert [one["address"] for one in rows(database, CalendarAddress)] == [ADDRESS]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "Udfyld feltet."),
        ("http://kalender.example/k.ics", "skal begynde med https://"),
        ("kalender.example/k.ics", "Skriv en adresse"),
        ("https://", "Skriv en adresse"),
        ("https://mig:kode@kalender.example/k.ics", "Skriv en adresse"),
        ("https://kalender.example:0/k.ics", "Skriv en adresse"),
        ("https://kalender.example:99999/", "Skriv en adresse"),
        ("file:///etc/passwd", "Skriv en adresse"),
        ("https://kalender.example/" + "a" * 2000, "Skriv en adresse"),
        ("https://kalender.example/to adresser", "Skriv en adresse"),
    ],
)
def test_what_cannot_be_fetched_is_told_and_what_was_typed_stays(client, me, database, address, told):
    answer = client.post("/konto/kalender", data={"address": address})
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{address}"' in answer.text
    assert lint(answer.text) == []
    assert rows(database, CalendarAddress) == []


def test_another_address_forgets_what_the_one_before_had(client, me, database):
    client.post("/konto/kalender", data={"address": ADDRESS})
    with database.sessions() as session:
        resource = as_house(session).scalars(select(Staff.resource_id).where(Staff.id == me)).one()
        sync.replace(session, resource, [(1, 2)])
        session.commit()
    state(database, me, fetched_at=NOW, failures=3, trouble=refusals.BIG)
    client.post("/konto/kalender", data={"address": ADDRESS + "2"})
    assert rows(database, Busy) == []
    [found] = rows(database, CalendarState)
    assert (found["fetched_at"], found["failures"], found["trouble"]) == (None, 0, "")
    client.post("/konto/kalender/fjern")
    assert rows(database, CalendarState) == rows(database, CalendarAddress) == []


@pytest.mark.parametrize("trouble", sorted(refusals.ALL))
def test_each_trouble_is_told_in_words(client, me, database, trouble):
    client.post("/konto/kalender", data={"address": ADDRESS})
    state(database, me, due_at=NOW + sync.EVERY, trouble=trouble, failures=1)
    page = client.get("/konto").text
    assert "Kalenderen kunne ikke hentes." in page
    assert lint(page) == []


def test_the_last_success_is_shown_and_after_a_day_it_is_a_warning(client, me, database, at):
    client.post("/konto/kalender", data={"address": ADDRESS})
    state(database, me, fetched_at=NOW, due_at=NOW + sync.EVERY, unread=2)
    page = client.get("/konto").text
    assert "2.11.2026 kl. 10.00" in page
    assert "2 aftaler i den kunne ikke forstås helt" in page
    assert "ikke hentet siden" not in page
    at(NOW + timedelta(hours=11))
    assert "ikke hentet siden" not in client.get("/konto").text


def test_it_can_be_fetched_again_at_once(client, me, database):
    client.post("/konto/kalender", data={"address": ADDRESS})
    state(database, me, fetched_at=NOW, due_at=NOW + sync.LONGEST_WAIT)
    client.post("/konto/kalender/hent")
    assert [one["due_at"] for one in rows(database, CalendarState)] == [NOW]


def test_the_address_is_nobody_elses_to_see(app, client, me, database):
    client.post("/konto/kalender", data={"address": ADDRESS})
    with database.sessions() as session:
        as_house(session)
        other = make_staff(session, make_unit(session), "leder")
        session.commit()
        elsewhere = app.test_client()
        sign_in(session, elsewhere, other)
    assert ADDRESS in client.get("/konto").text
    assert ADDRESS not in elsewhere.get("/konto").text


def test_the_feed_has_an_address_that_is_shown_again_and_renewed(client, me):
    assert feed(client) is None
    client.post("/konto/abonnement")
    first = feed(client)
    assert feed(client) == first
    assert client.get(first.partition("127.0.0.1:8000")[2]).status_code == 200
    client.post("/konto/abonnement")
    assert feed(client) != first
    assert client.get(first.partition("127.0.0.1:8000")[2]).status_code == 404
    client.post("/konto/abonnement/stop")
    assert feed(client) is None


def feed(client):
    page = client.get("/konto").text
    assert lint(page) == []
    found = re.search(r'value="(http[^"]*/kalender/[^"]*\.ics)"', page)
    return found[1] if found else None


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        return make_family(session)


def old(database, staff, hours):
    with database.sessions() as session:
        as_house(session)
        resource = session.scalars(select(Staff.resource_id).where(Staff.id == staff)).one()
        at_ = NOW - timedelta(hours=hours)
        added(session, CalendarState(staff_id=staff, resource_id=resource, due_at=NOW, since=at_, fetched_at=at_))
        added(session, Busy(resource_id=resource, first=midnight(NOW.date()), last=midnight(NOW.date()) + 1))
        session.commit()


@pytest.mark.parametrize(("hours", "told"), [(25, "siden i går"), (23, None), (80, "siden 30.10.2026")])
def test_on_the_page_of_times_it_says_whose_calendar_is_old(client, family, database, hours, told):
    old(database, family.paedagog, hours)
    with database.sessions() as session:
        leader = make_staff(as_house(session), family.house, "leder")
        slug = session.scalars(select(Unit.slug).where(Unit.id == family.house)).one()
        session.commit()
        sign_in(session, client, leader)
    page = client.get(f"/dagtilbud/{slug}/starter/{family.start}/tid").text
    assert (f"Jonas Bechs kalender er ikke hentet {told}." in page) == bool(told)
    assert ("kalender er ikke hentet" in page) == bool(told)
