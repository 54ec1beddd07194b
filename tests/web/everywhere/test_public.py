"""The public pages, and the way from a mail into the reader's own mount."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from app import create_app
from blueprints import web
from blueprints.language import CITIZENS_IN
from config import Settings
from domain import outbox
from domain.access.sessions import DISTRICT
from domain.access.units import District
from domain.booking.kinds.types import START_TALK
from domain.booking.tables import Appointment
from tests.conftest import dispose
from tests.databases import sqlite_only
from tests.factories import as_house, make_family, make_staff, make_unit, sign_in
from tests.pages import lint
from tests.scenes.bookings import added
from tests.texts import missing

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
PAGES = (
    "/",
    "/hjaelp",
    "/hjaelp?q=skilsmise&sprog=ar",
    "/hjaelp?q=xyzzy",
    "/rammer",
    "/rammer/bal",
    "/privatliv",
    "/was",
    "/status",
    "/login",
)


@pytest.mark.parametrize("page", PAGES)
def test_a_public_page_is_whole_and_cheap(client, page, statements):
    with statements(most=3):
        answer = client.get(page)
    assert answer.status_code == 200
    assert lint(answer.text) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_way_on_from_a_public_page_is_there(client, page):
    text = client.get(page).text
    ways = {way for way in re.findall(r'(?:href|action)="(/[^"#]*)[^"]*"', text) if not way.startswith("/static/")}
    assert ways
    assert {way for way in ways if client.get(way).status_code not in {200, 303}} == set()


def test_every_anchor_on_the_front_page_is_on_the_help_page(client):
    help_page = client.get("/hjaelp").text
    anchors = re.findall(r'href="/hjaelp#([^"]+)"', client.get("/").text)
    assert len(anchors) == 6
    assert [one for one in anchors if f'id="{one}"' not in help_page] == []


@pytest.mark.parametrize("code", sorted(set(CITIZENS_IN) - {"da"}))
def test_the_foot_of_any_page_leads_to_what_is_known_of_parents_and_what_they_cannot_use_in_their_language(
    client, monkeypatch, code
):
    asked, front = missing(monkeypatch), client.get(f"/?sprog={code}").text
    for page in ("privatliv", "was", "status"):
        assert f'href="/{page}?sprog={code}"' in front
        assert f'<html lang="{code}"' in client.get(f"/{page}?sprog={code}").text
    assert asked == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_public_page_sets_the_same_cookie(app, page):
    cookies = app.test_client().get(page).headers.getlist("Set-Cookie")
    assert [re.sub(r"=[^;]+", "", one, count=1) for one in cookies] == ["godstart; HttpOnly; Path=/; SameSite=Lax"]


def test_the_help_page_names_the_houses_and_not_the_districts_own_units(client, database):
    with database.sessions() as session:
        as_house(session)
        district = added(session, District(name="Skovlunde", slug="skovlunde")).id
        make_unit(session, name="Villa Kulla", address="Vej 1", district_id=district)
        make_unit(session, name="Alle huse", kind=DISTRICT, district_id=district)
        session.commit()
    page = client.get("/hjaelp").text
    assert "Villa Kulla" in page
    assert "Vej 1" in page
    assert "Skovlunde" in page
    assert "Alle huse" not in page


@sqlite_only
def test_the_accessibility_statement_is_the_municipalitys_own_once_it_is_known(database, tmp_path):
    url = "https://was.digst.dk/godstart"
    app = create_app(
        Settings(
            instance_path=tmp_path, database_url=database.url, secret_key="t" * 32, accessibility_url=url, testing=True
        )
    )
    answer = app.test_client().get("/was")
    dispose(app)
    assert (answer.status_code, answer.location) == (302, url)


def test_status_is_told_to_people_and_to_machines(client):
    assert "Alt virker" in client.get("/status").text
    answer = client.get("/status", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json) == (200, {"ok": True, "database": True, "messages": True})


def test_messages_that_nobody_tries_to_send_are_a_fault(client, database, at):
    at(NOW)
    with database.sessions() as session:
        as_house(session)
        staff = make_staff(session, make_unit(session), "paedagog", hours="")
        outbox.put(session, "staff-invitation", f"staff/{staff}", staff=[staff])
        session.commit()
    assert client.get("/status").status_code == 200
    at(NOW + timedelta(minutes=11))
    page = client.get("/status")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert lint(page.text) == []
    assert client.get("/status", headers={"Accept": "application/json"}).json["messages"] is False


@pytest.fixture
def lost(monkeypatch):
    """No question reaches the database."""

    def gone(*_args):
        raise OperationalError("SELECT", {}, Exception("the disk is gone"))

    monkeypatch.setattr(web, "signed_in", gone)


def test_a_lost_database_is_told_on_the_status_page(client, lost):
    page = client.get("/status")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "Virker ikke" in page.text
    assert lint(page.text) == []
    answer = client.get("/status", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["database"]) == (503, False)


@pytest.mark.parametrize("page", ["/", "/login", "/konto", "/forvaltning/forvaltning/adgang/"])
def test_a_lost_database_is_a_503_and_never_a_trace(client, lost, page):
    answer = client.get(page)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert lint(answer.text) == []
    assert "disk" not in answer.text
    assert "Traceback" not in answer.text


def test_an_error_goes_into_the_message_line_where_htmx_asked(client):
    answer = client.get(
        "/findes-ikke", headers={"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "tider"}
    )
    assert answer.status_code == 404
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#besked", "innerHTML")
    assert lint(answer.text, fragment=True) == []


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        return make_family(session)


def slug_of(client, way):
    return re.match(r"/[a-z]+/([a-z0-9-]+)/", way)[1]


@pytest.mark.parametrize(("who", "actor"), [("paedagog", "dagtilbud"), ("nurse", "sundhedspleje")])
def test_a_mail_leads_into_the_readers_own_mount(client, database, family, statements, *, who, actor):
    with database.sessions() as session:
        sign_in(as_house(session), client, getattr(family, who))
    for kind, page in (("start", "starter"), ("child", "boern")):
        with statements(most=3):
            answer = client.get(f"/til/{kind}/{getattr(family, kind)}")
        assert answer.status_code == 303
        assert re.fullmatch(rf"/{actor}/{actor}-[0-9a-f]+/{page}/\d+", answer.location)


def test_a_start_conversation_leads_to_its_start(client, database, family):
    with database.sessions() as session:
        row = Appointment(
            type_key=START_TALK, unit_id=family.house, child_id=family.child, start_id=family.start, first=1_990_000,
            quarters=4, request_key="x", booked_at=NOW,
        )  # fmt: skip
        number = added(as_house(session), row).id
        sign_in(session, client, family.paedagog)
    assert client.get(f"/til/appointment/{number}").location.endswith(f"/starter/{family.start}")


def test_with_several_units_one_lands_in_the_one_that_it_is_about(client, database, family):
    with database.sessions() as session:
        from domain.access.staff import Membership

        other = make_unit(as_house(session), name="Et andet hus")
        session.add(Membership(staff_id=family.paedagog, unit_id=other, role="leder"))
        sign_in(session, client, family.paedagog)
    own = client.get(f"/til/start/{family.start}").location
    assert "Troldebo" in client.get(own.partition("/starter")[0] + "/").text


def test_what_is_not_the_readers_and_what_is_not_there_look_the_same(client, database, family):
    with database.sessions() as session:
        stranger = make_staff(as_house(session), make_unit(session), "paedagog", hours="")
        sign_in(session, client, stranger)
    pages = [client.get(way) for way in (f"/til/start/{family.start}", "/til/start/99999", "/til/child/99999")]
    assert [page.status_code for page in pages] == [404] * 3
    assert len({page.text for page in pages}) == 1
    assert lint(pages[0].text) == []
    assert "hører ikke til hos dig" in pages[0].text


def test_a_mail_read_without_being_signed_in_leads_by_way_of_the_sign_in(client, family):
    assert client.get(f"/til/start/{family.start}").location == f"/login?next=/til/start/{family.start}"
