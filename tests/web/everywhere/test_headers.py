"""The headers that every answer owes: every route, method and status, each value held against what the specifications allow."""

import re

import pytest

from app import create_app
from config import Settings
from domain.store import Busy
from tests import headers
from tests.client import Client
from tests.conftest import dispose
from tests.databases import sqlite_only
from tests.factories import SECRET, as_house, make_staff, make_unit, sign_in
from tests.routes import address, routes

pytestmark = sqlite_only
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE")


def faults(answer, way=""):
    return headers.faults(way, answer.headers.to_wsgi_list(), answer.data)


@pytest.mark.parametrize(
    ("who", "method"), [("stranger", one) for one in METHODS] + [("administrator", one) for one in METHODS[:4]]
)
def test_every_route_by_every_method_owes_the_headers(app, client, database, who, method):
    if who == "administrator":
        with database.sessions() as session:
            unit = make_unit(as_house(session), "forvaltning", kind="afdeling")
            sign_in(session, client, make_staff(session, unit, who, hours=""))
    answers = [(rule.rule, client.open(address(app, rule), method=method)) for rule in routes(app)]
    assert [(way, answer.status_code, wrong) for way, answer in answers if (wrong := faults(answer, way))] == []


def provoke(status, client, app, monkeypatch):
    """An answer with this status, each by a way that can happen."""

    def raising(error):
        def view():
            raise error

        view.rule = app.view_functions["citizen.privacy"].rule
        monkeypatch.setitem(app.view_functions, "citizen.privacy", view)
        monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        return client.get("/privatliv")

    def large():
        monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 10)
        return client.post("/login", data={"login": "x" * 100, "password": "y"})

    def often():
        return [client.post("/login", data={"login": "nogen", "password": "forkert"}) for _ in range(6)][-1]

    ways = {
        200: lambda: client.get("/"),
        303: lambda: client.get("/konto"),
        400: lambda: client.post("/login", headers={"X-CSRFToken": ""}),
        403: lambda: client.post("/login", headers={"Sec-Fetch-Site": "cross-site"}),
        404: lambda: client.get("/findes-ikke"),
        405: lambda: client.put("/"),
        413: large,
        422: lambda: client.post("/login", data={}),
        429: often,
        500: lambda: raising(RuntimeError("hemmeligt")),
        503: lambda: raising(Busy("hemmeligt")),
    }
    return ways[status]()


@pytest.mark.parametrize("status", [200, 303, 400, 403, 404, 405, 413, 422, 429, 500, 503])
def test_every_status_owes_the_headers_and_says_something_in_danish(app, client, monkeypatch, status):
    answer = provoke(status, client, app, monkeypatch)
    assert answer.status_code == status
    assert faults(answer) == []
    assert "hemmeligt" not in answer.text
    if status >= 400:
        assert 'lang="da"' in answer.text
        assert not re.search(r"\b(The|Not Found|Bad Request|Forbidden|server|request)\b", answer.text)
    assert ("Retry-After" in answer.headers) == (status in {429, 503})


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429, 500, 503])
def test_every_error_is_also_a_fragment(app, client, monkeypatch, status):
    plain = Client.open

    def partial(self, *args, headers=None, **kwargs):
        asked = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "tider"}
        return plain(self, *args, headers=asked | (headers or {}), **kwargs)

    monkeypatch.setattr(Client, "open", partial)
    answer = provoke(status, client, app, monkeypatch)
    assert answer.status_code == status
    assert faults(answer) == []
    if status != 429:  # the form itself is the answer
        assert "<html" not in answer.text
        assert answer.headers["HX-Retarget"] == "#besked"


def test_over_tls_the_cookie_is_bound_to_the_host_and_the_browser_told_to_stay_there(database, tmp_path):
    app = create_app(
        Settings(
            instance_path=tmp_path,
            database_url=database.url,
            secret_key=SECRET,
            public_url="https://godstart.kommune.example",
            testing=True,
        )
    )
    answer = app.test_client().get("/", base_url="https://godstart.kommune.example")
    dispose(app)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert re.fullmatch(r"__Host-godstart=[^;]+; Secure; HttpOnly; Path=/; SameSite=Lax", cookie)


def test_without_tls_nothing_is_promised_about_it(client):
    assert "Strict-Transport-Security" not in client.get("/").headers
