"""Nobody else's page can send our forms: every unsafe method, on every route, with and without TLS."""

import pytest

from blueprints.rules import MACHINE
from tests.databases import sqlite_only
from tests.routes import address, routes

pytestmark = sqlite_only
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "null"},
    {},
)
OWN = ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"})


def send(app, way, headers, base="http://localhost", token=None):
    """Without the test client's own help."""
    client = app.test_client()
    given = {"X-CSRFToken": client.token() if token is None else token} | headers
    return super(type(client), client).open(way, method="POST", headers=given, base_url=base)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_no_route_takes_what_another_site_sends(app, headers):
    taken = [
        rule.rule
        for rule in routes(app)
        if "POST" in rule.methods
        and app.view_functions[rule.endpoint].rule is not MACHINE
        and send(app, address(app, rule), headers).status_code != 403
    ]
    assert taken == []


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_our_own_pages_are_let_through(app, headers):
    assert send(app, "/skift-bruger", headers).status_code == 303


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_nor_over_tls(app, headers):
    assert send(app, "/skift-bruger", headers, "https://localhost").status_code == 403


def test_our_own_pages_are_let_through_over_tls(app):
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "https://localhost"}):
        assert send(app, "/skift-bruger", headers, "https://localhost").status_code == 303


def test_a_form_without_our_token_is_told_why(app):
    for token in ("", "forkert"):
        answer = send(app, "/skift-bruger", {"Sec-Fetch-Site": "same-origin"}, token=token)
        assert answer.status_code == 400
        assert "stået åben for længe" in answer.text


def test_reading_needs_no_origin(app):
    assert app.test_client().get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_there_are_unsafe_routes_to_try(app):
    assert sum(bool(rule.methods & set(UNSAFE)) for rule in routes(app)) > 20
