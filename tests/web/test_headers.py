"""The headers that every answer owes: every route, method and status, each value held against what the specifications allow."""

import re

import pytest

from app import create_app
from config import Settings
from domain.store import Busy
from tests.client import Client
from tests.conftest import dispose
from tests.databases import sqlite_only
from tests.factories import SECRET, as_house, make_staff, make_unit, sign_in
from tests.routes import address, routes

pytestmark = sqlite_only
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE")
OURS = ("'self'",)
NOTHING = ("'none'",)
STAFF = {
    "default-src": NOTHING,
    "style-src": OURS,
    "img-src": OURS,
    "font-src": OURS,
    "script-src": OURS,
    "connect-src": OURS,
    "form-action": OURS,
    "base-uri": NOTHING,
    "frame-ancestors": NOTHING,
}
EXACT = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NEVER = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "Refresh", "ETag", "Last-Modified")
COOKIE = re.compile(
    r"godstart=[^;]*(; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0)?; HttpOnly; Path=/; SameSite=Lax"
)


def policy(text):
    """A Content-Security-Policy as {directive: sources}; each directive stands once (CSP3, 2.2.1)."""
    parts = [part.split() for part in text.split(";")]
    assert len({part[0] for part in parts}) == len(parts)
    return {name: tuple(sources) for name, *sources in parts}


def faults(answer):
    """What is wrong with the headers of one answer."""
    head = answer.headers
    found = [f"{name}: {head.getlist(name)}" for name, value in EXACT.items() if head.getlist(name) != [value]]
    found += [f"{name} is sent" for name in NEVER if name in head]
    if policy(head["Content-Security-Policy"]) != STAFF:
        found.append(head["Content-Security-Policy"])
    features = head["Permissions-Policy"].split(", ")
    found += [one for one in features if not re.fullmatch(r"[a-z-]+=\(\)", one)]
    if len(features) < 9 or len(set(features)) != len(features):
        found.append("Permissions-Policy is thin")
    if answer.data and not re.fullmatch(
        r"(text/(html|plain|calendar); charset=utf-8|application/json)", head["Content-Type"]
    ):
        found.append(head["Content-Type"])
    found += [cookie for cookie in head.getlist("Set-Cookie") if not COOKIE.fullmatch(cookie)]
    return found


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("who", ["stranger", "administrator"])
def test_every_route_by_every_method_owes_the_headers(app, client, database, who, method):
    if who == "administrator":
        with database.sessions() as session:
            unit = make_unit(as_house(session), "forvaltning", kind="afdeling")
            sign_in(session, client, make_staff(session, unit, who, hours=""))
    answers = [(rule.rule, client.open(address(app, rule), method=method)) for rule in routes(app)]
    assert [(way, answer.status_code, wrong) for way, answer in answers if (wrong := faults(answer))] == []


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
