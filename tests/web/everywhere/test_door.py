"""What no page of ours sends makes no 500 on any route, and leaves nothing behind that a page cannot show."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from domain.booking.tables import Absence, Opening
from tests.factories import make_family, make_staff, make_unit, sign_in
from tests.routes import address, routes

BEYOND = "9" * 26
DAYS = ("0001-01-01", "1999-12-31", "2100-01-01", "9999-12-31", "2026-13-45", "i morgen", "")


@pytest.fixture
def inside(app, database):
    """A pædagog's browser, and the way to the house's pages."""
    client = app.test_client()
    with database.sessions() as session:
        family = make_family(session)
        sign_in(session, client, family.paedagog)
    way = client.get("/dagtilbud/").headers["Location"]
    return client, way, family


def counted(database, table):
    with database.sessions() as session:
        return session.scalar(select(func.count()).select_from(table).execution_options(unscoped="test"))


def test_a_number_that_no_column_holds_leads_nowhere(app, inside):
    client, way, _family = inside
    numbered = [rule for rule in routes(app) if "<int:" in rule.rule]
    ways = [
        address(app, rule).replace("/1", f"/{BEYOND}").replace("/troldebo/", f"/{way.split('/')[2]}/")
        for rule in numbered
    ]
    assert numbered
    for one, rule in zip(ways, numbered, strict=True):
        for method in rule.methods & {"GET", "POST"}:
            assert client.open(one, method=method).status_code in {404, 405}, one


@pytest.mark.parametrize("value", [BEYOND, f"-{BEYOND}", "2147483648", "x", "\0", "1e9"])
def test_nor_does_one_in_a_question(inside, value):
    client, way, _family = inside
    asked = dict.fromkeys(("side", "hvem", "barn", "henvendelse", "kopi", "konference"), value)
    forms = ("henvendelser/ny", "henvendelser/ny/fsr", "konferencer/opgaver/ny/enkeltbarn", "arrangementer/nyt")
    for page in ("boern/", "starter/", "frontdesk/", "frontdesk/aabninger", *forms):
        assert client.get(way + page, query_string=asked).status_code in {200, 400}, page


def test_a_nul_is_refused_wherever_it_stands(inside):
    client, way, _family = inside
    for answer in (
        client.get(f"{way}boern/", query_string={"q": "a\0b"}),
        client.post("/book/", data={"contact": "a\0b"}),
        client.post("/book/", data={"contact": ["a", "a\0b"]}),
        client.post("/login", data={"login": "a\0b", "password": "x"}),
        client.post("/book/", data={"file": (BytesIO(b"x"), "a\0b.csv")}),
    ):
        assert answer.status_code == 400


def test_a_file_is_no_text(inside):
    client, way, _family = inside
    for way_in, field in (
        ("/login", "login"),
        ("/login", "next"),
        ("/book/", "contact"),
        (f"{way}frontdesk/fravaer", "reason"),
    ):
        assert client.post(way_in, data={field: (BytesIO(b"x"), "x.txt")}).status_code == 400


@pytest.mark.parametrize("day", DAYS)
def test_the_week_of_a_day_that_is_none_is_this_week(inside, day):
    client, way, _family = inside
    assert client.get(f"{way}frontdesk/", query_string={"uge": day}).status_code == 200


@pytest.mark.parametrize("day", DAYS)
def test_nobody_is_away_outside_our_calendar(inside, database, day):
    client, way, _family = inside
    page = client.get(f"{way}frontdesk/fravaer").text
    who = page.split('name="resource"')[1].split('value="')[1].split('"')[0]
    for data in ({"first": day, "last": "2026-11-22"}, {"first": "2026-11-22", "last": day}):
        assert client.post(f"{way}frontdesk/fravaer", data=data | {"resource": who}).status_code == 422
    assert counted(database, Absence) == 0


@pytest.mark.parametrize("day", DAYS)
def test_nor_is_anything_open(inside, database, day):
    client, way, _family = inside
    before = counted(database, Opening)
    page = client.get(f"{way}frontdesk/aabninger").text
    who = page.split('name="resource"')[1].split('value="')[1].split('"')[0]
    data = {"resource": who, "weekday": "1", "begins": "09:00", "ends": "12:00", "every": "1"}
    assert client.post(f"{way}frontdesk/aabninger", data=data | {"valid_from": day}).status_code == 422
    if day:
        known = data | {"valid_from": "2026-11-22", "valid_to": day}
        assert client.post(f"{way}frontdesk/aabninger", data=known).status_code == 422
    assert counted(database, Opening) == before


@pytest.mark.parametrize("day", DAYS)
def test_one_day_of_an_opening_is_a_day(inside, database, day):
    client, way, _family = inside
    with database.sessions() as session:
        opening = session.scalar(select(Opening.id).limit(1).execution_options(unscoped="test"))
    for verb in ("skip", "restore"):
        assert client.post(f"{way}frontdesk/aabninger/{opening}/{verb}", data={"dag": day}).status_code == 422


@pytest.mark.parametrize("day", DAYS)
def test_the_audit_of_a_day_that_is_none_is_all_of_it(app, database, day):
    client = app.test_client()
    with database.sessions() as session:
        family = make_family(session)
        unit = make_unit(session, "forvaltning", "Forvaltningen", "center")
        sign_in(session, client, make_staff(session, unit, "administrator", hours=""))
    way = client.get("/forvaltning/").headers["Location"]
    assert family
    assert client.get(f"{way}adgang/opslag", query_string={"dag": day}).status_code == 200
    for name in ("side", "hvem"):
        assert client.get(f"{way}adgang/opslag", query_string={name: BEYOND}).status_code == 200
    assert client.get(f"{way}adgang/medarbejdere/{family.nurse}/medlemskab?enhed={BEYOND}").status_code == 404


@pytest.mark.parametrize("day", ["1999-12-31", "9999-12-31", "2026-13-45", "i morgen", "١٢", ""])
def test_no_child_is_born_or_starts_on_a_day_that_is_none(inside, day):
    client, way, _family = inside
    data = {"child": "Elias", "born": "2026-01-20", "starts_on": "2027-01-20", "group": "0", "name_1": "Mor"}
    for name in ("born", "starts_on"):
        assert client.post(f"{way}starter/ny", data=data | {name: day}).status_code == 422


def test_no_child_has_a_name_as_long_as_that(inside):
    client, way, _family = inside
    assert client.get(f"{way}boern/", query_string={"q": "a" * 55_000}).status_code == 200


def test_what_is_encoded_in_an_address_stays_so_in_a_header(app, database):
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    answer = app.test_client().get("/book/a%0d%0aSet-Cookie:%20b=c%3F%E2%82%AC/bekraeft?d=%0a%C3%A6", headers=part)
    assert answer.status_code == 404
    assert answer.headers["HX-Redirect"] == "/book/a%0D%0ASet-Cookie%3A%20b%3Dc%3F%E2%82%AC/bekraeft?d=%0a%C3%A6"


@pytest.mark.parametrize("slot", [BEYOND, "2147483648", "99999999", "-1", "x", ""])
@pytest.mark.parametrize("which", ["", "opfoelgning/"])
def test_nobody_meets_outside_our_calendar(app, inside, slot, which):
    client, way, family = inside
    page = f"{way}starter/{family.start}/{which}tid"
    assert client.post(page, data={"slot": slot, "key": "a"}).status_code == 422
