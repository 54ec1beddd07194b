"""Behind a proxy that ends TLS: our own pages' forms are taken, other pages' are not, and only as many proxies are believed as there are."""

import re

import pytest

from app import create_app
from config import Settings
from tests.conftest import dispose
from tests.databases import sqlite_only
from tests.factories import SECRET, as_house, make_staff, make_unit
from tests.scenes.municipality import Browser, sign_in

pytestmark = sqlite_only
PUBLIC = "godstart.kommune.example"
INSIDE = "http://127.0.0.1:8000"
FORWARDED = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": PUBLIC}
OWN = ({"Sec-Fetch-Site": "same-origin"}, {"Origin": f"https://{PUBLIC}"})
FOREIGN = (
    {"Sec-Fetch-Site": "cross-site", "Origin": f"https://{PUBLIC}"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": f"https://{PUBLIC}.evil.example"},
    {"Origin": f"https://{PUBLIC}:8443"},
    {"Origin": f"http://{PUBLIC}"},
    {"Origin": INSIDE},
    {"Origin": "null"},
    {},
)


@pytest.fixture(scope="module")
def built(sqlite_database, tmp_path_factory):
    """The application as it stands behind one proxy, and behind none."""
    same = {"database_url": sqlite_database.url, "secret_key": SECRET, "public_url": f"https://{PUBLIC}"}
    folder = tmp_path_factory.mktemp("behind")
    return [
        create_app(Settings(instance_path=folder, trusted_proxies=proxies, testing=True, **same)) for proxies in (0, 1)
    ]


@pytest.fixture
def behind(database, built):
    """`behind(proxies)`."""
    yield built.__getitem__
    for app in built:
        dispose(app)


@pytest.fixture
def app(behind):
    return behind(1)


def send(app, way, headers, method="POST", *, token=True, secret="0" * 32):
    browser = Browser(app, secret)
    given = {"Cookie": browser.cookie} | ({"X-CSRFToken": browser.token} if token else {}) | FORWARDED | headers
    return browser.client.open(way, method=method, headers=given, base_url=INSIDE)


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_our_own_forms_are_taken_without_any_referer(app, headers):
    assert send(app, "/skift-bruger", headers).status_code == 303


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_another_sites_forms_are_not(app, headers):
    assert send(app, "/skift-bruger", headers).status_code == 403


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_our_own_origin_does_not_make_up_for_the_token(app, headers):
    answer = send(app, "/skift-bruger", headers, token=False)
    assert answer.status_code == 400
    assert "stået åben for længe" in answer.text


def test_whoever_is_signed_in_can_send_their_forms(app, database):
    with database.sessions() as session:
        unit = make_unit(as_house(session), "ppr", kind="afdeling")
        secret = sign_in(session, make_staff(session, unit, "leder", hours=""))
        session.commit()
    answer = send(app, "/log-ud-alle", OWN[1], secret=secret)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login")


def test_the_cookie_is_bound_to_the_host_and_the_browser_told_to_stay_with_tls(app):
    answer = send(app, "/", {}, "GET")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    fresh = app.test_client().get("/", headers=FORWARDED, base_url=INSIDE)
    (cookie,) = fresh.headers.getlist("Set-Cookie")
    assert re.fullmatch(r"__Host-godstart=[^;]+; Secure; HttpOnly; Path=/; SameSite=Lax", cookie)


def asked_as(app, headers):
    """(scheme, host, address) that the application takes the request to come by."""
    with app.test_request_context(
        "/", base_url=INSIDE, headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.1"}
    ) as made:
        environ, seen = made.request.environ, []
        app.wsgi_app(environ, lambda *_args: seen.append(environ))
        return environ["wsgi.url_scheme"], environ["HTTP_HOST"], environ["REMOTE_ADDR"]


def test_one_proxy_is_believed_and_what_stands_before_it_is_not(behind):
    twice = {
        name: f"{told}, {value}"
        for (name, value), told in zip(FORWARDED.items(), ("6.6.6.6", "http", "evil.example"), strict=True)
    }
    assert asked_as(behind(1), twice) == ("https", PUBLIC, "198.51.100.7")


def test_without_a_proxy_nobody_is_believed(behind):
    assert asked_as(behind(0), FORWARDED) == ("http", "127.0.0.1:8000", "10.0.0.1")
    answer = send(behind(0), "/skift-bruger", {"Origin": f"https://{PUBLIC}"})
    assert answer.status_code == 403
