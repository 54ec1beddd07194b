"""What every address keeps to, and that nothing is mounted without somebody having said who may."""

import re

import pytest
from flask import Flask

from app import create_app
from blueprints.rules import PUBLIC, Rule, allow, check_routes
from config import Settings
from tests.conftest import dispose
from tests.databases import sqlite_only
from tests.factories import SECRET
from tests.routes import routes

WORD = r"[a-z0-9]+(?:-[a-z0-9]+)*"
PART = re.compile(rf"{WORD}(?:\.{WORD})?|<(?:string|slug|int|long|any\({WORD}(?:, ?{WORD})*\)):[a-z_]+>(?:\.{WORD})?")


@pytest.fixture
def app(database, tmp_path):
    made = create_app(
        Settings(instance_path=tmp_path, database_url=database.url, secret_key=SECRET, demo=True, testing=True)
    )
    yield made
    dispose(made)


def strange(rule: str) -> list[str]:
    """The parts of an address that are neither a word in small letters nor a value whose kind is named."""
    return [part for part in rule.strip("/").split("/") if part and not PART.fullmatch(part)]


@sqlite_only
def test_every_address_is_words_in_small_letters_and_values_of_a_named_kind(app):
    found = {rule.rule: bad for rule in routes(app) if (bad := strange(rule.rule))}
    assert found == {}, "write it with - between words, æ as ae, and each value as <kind:name>"


@pytest.mark.parametrize(
    "rule", ["/Starter/", "/frem_tid", "/børn/", "/x/<start_id>", "/x/<path:way>", "/x/<any(A):y>", "/.env"]
)
def test_a_strange_address_is_found(rule):
    assert strange(rule) != []


@sqlite_only
def test_no_address_stands_for_two_pages(app):
    ways = [
        (re.sub(r"<[^>]*>", "<>", rule.rule), method)
        for rule in routes(app)
        for method in rule.methods - {"HEAD", "OPTIONS"}
    ]
    fixed = {way for way, _ in ways if "<" not in way}
    assert len([way for way in ways if way[0] in fixed]) == len({way for way in ways if way[0] in fixed})


@sqlite_only
def test_every_endpoint_says_who_may(app):
    bare = [
        rule.endpoint
        for rule in routes(app)
        if not isinstance(getattr(app.view_functions[rule.endpoint], "rule", None), Rule)
    ]
    assert bare == [], "write @allow(...) under the route"


def test_without_that_the_application_does_not_start():
    small = Flask("small")
    small.add_url_rule("/aaben", "open", allow(PUBLIC)(lambda: "x"))
    small.view_functions["static"].rule = PUBLIC
    check_routes(small)
    small.add_url_rule("/glemt", "forgotten", lambda: "x")
    with pytest.raises(RuntimeError, match="/glemt"):
        check_routes(small)
