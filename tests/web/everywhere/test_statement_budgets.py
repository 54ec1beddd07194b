"""Every page, and every kind of write, within its number of statements, with the whole demo municipality in the database."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pytest
from sqlalchemy import orm

from app import create_app
from blueprints.rules import MACHINE
from config import Settings
from domain import demo
from domain.base import today
from domain.starts.questions import KEYS
from tests.conftest import count_statements, dispose
from tests.databases import sqlite_only
from tests.factories import SECRET
from tests.routes import routes
from tests.scenes import (
    afterwards,
    anonymous,
    births,
    courses,
    home_visits,
    inquiries,
    lists,
    newborns,
    referred,
    tasks,
    wards,
)
from tests.scenes.canaries import working
from tests.scenes.demo_town import DemoTown, look_up
from tests.scenes.municipality import Browser, Worker
from tests.scenes.scene import MAIL, handed_in
from tests.texts import missing, texts
from tests.writes import WRITES

pytestmark = sqlite_only
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
MOST = 5
OTHER = {
    "inquire.follow": 6,
    "day.show": 3,
    "frontdesk.week": 3,
    "children.show": 6,
    "book.family": 10,
    "starts.times": 6,
    "frontdesk.sick_day": 6,
    "caseload.hand": 6,
    "book.times": 6,
    "book.move": 6,
    "starts.follow_times": 6,
    "starts.follow_up": 6,
    "book.receipt": 6,
    "book.follow_up": 6,
    "book.follow_times": 6,
    "book.follow_move": 6,
    "book.course_times": 6,
    "book.inquiry_times": 6,
}
"""By the endpoint without its actor: Min dag and the week less, a page with joint times one more; so a child's page, where its sundhedspleje sees its line of visits;
and the family's own page one for each capability that has something on it, and one for its language."""
GUESTS = {"sign_up": "seat", "inquire": "asker"}
"""Strangers who hold a link: whose token is theirs."""


@pytest.fixture
def app(database, tmp_path):
    """With the demo's passwords."""
    secrets = {"secret_key": SECRET, "counselling_secret": SECRET}
    settings = Settings(instance_path=tmp_path, database_url=database.url, **secrets, demo=True, testing=True)
    made = create_app(settings)
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / f"{MAIL}.eml").write_bytes(b"To: a@b.example\nDate: Mon, 02 Nov 2026 09:00:00 +0000\n\nHej")
    yield made
    dispose(made)


@pytest.fixture
def town(database, at) -> DemoTown:
    """On a Monday afternoon, when the conversations of the day have been."""
    at(NOW)
    demo.load(database.sessions, SECRET, today())
    with working(database.sessions) as session:
        found = look_up(session)
        forms = found.values["forms"]
        found.values |= anonymous.settle(session, found.places["ppr"].staff) | {"secrets": {}}
        found.values["forms"] |= forms
    administrator = found.places["forvaltning"]
    found.values |= {"batch_id": handed_in(database.sessions, administrator), "name": MAIL}
    found.values |= {"about": "enkeltbarn", "role": "psykolog"}
    found.tasks = tasks.in_demo(database.sessions, found)
    afterwards.in_demo(database.sessions, found)
    inquiries.in_demo(database, found)
    newborns.in_demo(database.sessions, found)
    referred.in_demo(database.sessions, found)
    home_visits.in_demo(database.sessions, found)
    courses.in_demo(database.sessions, found)
    wards.in_demo(database.sessions, found)
    return found


def values(town: DemoTown, place: Worker | None, home: str) -> dict[str, object]:
    one = town.homes[home]
    known = town.values | {
        "start_id": one.start,
        "child_id": one.child,
        "guardian_id": one.guardian,
        "appointment_id": one.appointment,
        "kind": "start",
        "number": one.start,
        "verb": "skip",
        "day": "2026-11-23",
        "key": "start-samtale",
        "entry_key": "sundhedsplejen",
        "text_key": "bal",
        "version_number": 1,
        "task_id": town.tasks[""],
    }
    if place is None:
        return known
    own = {"opening_id": town.openings[place.actor], "absence_id": town.absences[place.actor]}
    own |= {"event_id": town.events[place.actor]}
    own |= {"task_id": town.tasks.get(place.actor, town.tasks[""])}
    return known | own | {"unit": place.slug}


def asked(app, town: DemoTown) -> Iterator[tuple[str, str, str]]:
    """(endpoint without its actor, address, the browser's secret) of every page, for each state of a start that it may be about."""
    adapter = app.url_map.bind("localhost")
    for rule in routes(app):
        if "GET" not in rule.methods:
            continue
        actor, _, rest = rule.endpoint.partition(".")
        place, book = town.places.get(actor), actor == "book"
        about = {"start_id", "child_id", "kind"} & rule.arguments or (book and "token" in rule.arguments)
        for home in town.homes if about else ("booked",):
            one = town.homes[home]
            known = values(town, place, home) | ({"token": one.token} if book else {})
            known |= {"token": town.values[GUESTS[actor]]} if actor in GUESTS else {}
            secret = one.secret if book else (place or town.places["dagtilbud"]).secret
            secret = town.values["visit"] if actor == "anonym" else secret
            for section in KEYS if "section" in rule.arguments else ("",):
                if "batch_id" not in rule.arguments:
                    given = known | {"section": section} | (rule.defaults or {})
                    given |= town.values["ways"].get(rest, {})
                    filled = {name: given[name] for name in rule.arguments}
                    yield (rest if place else rule.endpoint), adapter.build(rule.endpoint, filled), secret


def test_every_page_keeps_to_its_statements_and_has_no_danish_for_who_reads_another_language(app, town, monkeypatch):
    over, seen, unsaid = [], set(), missing(monkeypatch)
    for endpoint, way, secret in asked(app, town):
        said = "so" if endpoint.partition(".")[0] in {"book", *GUESTS} else "en"
        with count_statements() as sent:
            answer = Browser(app, secret).get(f"{way}?sprog={said}")
        assert answer.status_code < 500, way
        most = OTHER.get(endpoint, MOST)
        if answer.status_code == 200:
            seen.add(endpoint)
        if len(sent) > most:
            over.append(f"{way} ({endpoint}, {answer.status_code}): {len(sent)} statements, at most {most}")
    assert not over, "\n".join(over)
    assert len(seen) > 40
    own = {text if isinstance(text, str) else text[0] for text in texts()}  # names that people gave are asked for too
    assert [one for one in sorted(unsaid) if one[1] in own] == []


def posted(app, town: DemoTown) -> Iterator[tuple[str, str, Browser, dict[str, object], int]]:
    """(endpoint without its actor, address, browser, form, statements at most) of everything that can be sent."""
    adapter = app.url_map.bind("localhost")
    for rule in routes(app):
        if "POST" not in rule.methods or app.view_functions[rule.endpoint].rule is MACHINE:
            continue
        actor, _, rest = rule.endpoint.partition(".")
        place, book = town.places.get(actor), actor == "book"
        endpoint = rest if place else rule.endpoint
        assert endpoint in WRITES, (
            f"write into tests/writes.py: {endpoint}, a form for it, and its number of statements"
        )
        home, form, most = WRITES[endpoint]
        one = town.homes[home or "booked"]
        form = form | ({"deltager": town.guests.get(actor, 0)} if "deltager" in form else {})
        form = form | ({"day": one.born.day, "month": one.born.month} if endpoint == "book.confirm" else {})
        form = form | ({"code": one.code} if endpoint == "book.by_code" else {})
        form = form | town.values["forms"].get(endpoint, {})
        known = values(town, place, home or "booked") | {"section": "sprog"} | ({"token": one.token} if book else {})
        known |= rule.defaults or {}
        known |= {"task_id": town.tasks["hand_back"]} if endpoint == "conferences.hand_back" else {}
        known |= town.values["ways"].get(endpoint, {})
        known |= {"token": town.values[GUESTS[actor]]} if actor in GUESTS else {}
        secret = one.secret if book else (place or town.places["ppr"]).secret
        secret = town.values["secrets"].get(endpoint, secret)
        secret = town.values["visit"] if actor == "anonym" else secret
        way = adapter.build(rule.endpoint, {name: known[name] for name in rule.arguments}, method="POST")
        yield endpoint, f"{way}?enhed={town.values['unit_id']}", Browser(app, secret), form, most


def filled(browser: Browser, way: str, form: dict[str, object]) -> dict[str, object]:
    """With the first value that the page offers for each field that is empty, and with all doubts that it shows."""
    if "set" in form:
        page = browser.get(f"{way}&dag={form['dag']}&kl={form['kl']}").text
        return form | {"set": re.findall(r'name="set" value="([^"]+)"', page)}
    wanted = [name for name, value in form.items() if value == ""]
    page = browser.get(way).text if wanted else ""
    offered = {
        name: re.search(rf'<(?:input|select)[^>]*name="{name}".*?value="(?!0">Vælg<)(\w+)"', page, re.DOTALL)
        for name in wanted
    }
    return form | {name: found[1] if found else "" for name, found in offered.items()}


def test_every_write_keeps_to_its_statements(app, town, monkeypatch):
    monkeypatch.setattr(orm.Session, "commit", undo)
    over, seen = [], set()
    for endpoint, way, browser, form, most in posted(app, town):
        sending = filled(browser, way, form)
        if endpoint == "starts_import.upload":
            sending = sending | {"file": (BytesIO(lists.file(lists.row())), "starter.csv")}
        if endpoint == "visits.hand_in":
            sending = sending | {"file": (BytesIO(births.file({})), "foedsler.csv")}
        with count_statements() as sent:
            answer = browser.post(way, sending)
        if answer.status_code in {200, 303}:
            seen.add(endpoint)
        if len(sent) > most:
            over.append(f"{way} ({endpoint}, {answer.status_code}): {len(sent)} statements, at most {most}")
    assert not over, "\n".join(over)
    assert set(WRITES) - seen == set(), "its form in tests/writes.py is no longer taken"


def undo(session: orm.Session) -> None:
    """Everything is tried in the database, and nothing stays."""
    session.flush()
    session.rollback()
