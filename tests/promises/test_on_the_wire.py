"""What the shipped server sends, looked at where a browser meets it: every route, every method, every status."""

import socket

import pytest

from app import create_app
from blueprints.running.serve import processes
from config import Settings
from tests.conftest import dispose
from tests.headers import anonymous, faults
from tests.promises.cookies import loaded
from tests.promises.person import SERVER
from tests.routes import address, routes

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE")
ELSEWHERE = ("/", "/login", "/book/", "/arrangementer/", "/hjaelp", "/privatliv", "/status", "/was")


@pytest.fixture(scope="module")
def ways(tmp_path_factory):
    """Every address of the anonymous pages, one of every other public page, and one that leads nowhere."""
    app = create_app(Settings(instance_path=tmp_path_factory.mktemp("map"), secret_key="t" * 32, testing=True))
    found = [address(app, rule) for rule in routes(app) if anonymous(rule.rule)]
    dispose(app)
    return [*dict.fromkeys(found), "/anonym", "/anonym/findes/ikke", *ELSEWHERE]


def test_every_anonymous_address_by_every_method_owes_the_headers(house, ways):
    person = house.person()
    found = {}
    for way in ways:
        for method in METHODS:
            answer = person.ask(method, way)
            found[f"{method} {way}: {answer.status}"] = faults(way, answer.head, answer.body)
    assert len(found) > 80
    assert {asked: wrong for asked, wrong in found.items() if wrong} == {}


def test_the_pages_load_nothing_but_our_own_and_no_script(house, ways):
    person, own = house.person(), house.server.address
    pages = [person.get(way).text.replace(own, "") for way in ways if anonymous(way)]
    assert not [page for page in pages if "<script" in page or "//" in page]


def test_the_cookie_is_the_same_on_every_public_page(house, ways):
    """With the same words in it, until the browser is closed; and a page that is looked at again sets none."""
    names = set()
    for way in (one for one in ways if one not in {"/anonym/findes/ikke", "/anonym", "/anonym/forlad"}):
        person = house.person()
        answer = person.get(way)
        if answer.status != 200:
            continue
        held = loaded(house.folder, person.cookies["godstart"])
        assert "max-age" not in answer.of("Set-Cookie").lower()
        names.add(tuple(sorted(held)))
        assert person.get(way).of("Set-Cookie") == ""
    assert len(names) == 1, names


def test_the_exit_forgets_the_cookie_and_says_nothing_of_where_one_was(house):
    person = house.person()
    person.get("/anonym/spor")
    assert person.cookies
    answer = person.get("/anonym/forlad")
    assert (answer.status, answer.of("Location")) == (303, "/arrangementer/")
    assert person.cookies == {}
    assert (answer.of("Clear-Site-Data"), answer.of("Referrer-Policy")) == ('"storage"', "no-referrer")
    assert "anonym" not in person.get("/arrangementer/").text.lower()


def test_a_body_that_is_too_large_is_refused_with_the_same_headers(house):
    head = "POST /anonym/spor HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
    with socket.create_connection(("127.0.0.1", house.server.port), timeout=30) as line:
        line.sendall(f"{head}Content-Length: {17 * 1024 * 1024}\r\n\r\n".encode())
        came = b"".join(iter(lambda: line.recv(65536), b""))
    top, _, body = came.partition(b"\r\n\r\n")
    status, *lines = top.decode().split("\r\n")
    assert " 413 " in status
    assert (
        faults("/anonym/spor", [tuple(one.split(": ", 1)) for one in lines if one != f"server: {SERVER}"], body) == []
    )


def test_nobody_logs_who_asks_whatever_the_environment_says():
    command = processes(Settings())["Webserveren"]
    assert "--no-access-log" in command
    assert "--access-log" not in command
