"""Every route, by every method, asked for by somebody in every role and by those who have none: tests/rules/access.csv says what each gets.

Nothing that is sent is kept, so that all of them meet the same municipality.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import Template
from sqlalchemy import orm
from werkzeug.routing import Rule

from app import create_app
from config import Settings
from domain.access.roles import ROLES
from tests.conftest import dispose
from tests.factories import SECRET
from tests.routes import routes
from tests.scenes.municipality import ELSEWHERE, HERE, Browser, build
from tests.scenes.scene import MAIL, Scene, set_up

TABLE = Path(__file__).parents[2] / "rules" / "access.csv"
WITH, WITHOUT, ANOTHER, STRANGER = "forælder med", "forælder uden", "en andens forælder", "fremmed"
THERE, AT_HOME = "andetsteds fra", "andetsteds hos sig"
"""A leader (or administrator) of the same actor's other unit: at this unit's address, and at the own one with this unit's ids."""
WHO = [f"{actor}/{role}" for actor, roles in ROLES.items() for role in roles]
WHO += [THERE, AT_HOME, WITH, WITHOUT, ANOTHER, STRANGER]
FORM = {"dag": "2026-11-09"}
"""What is asked for before anybody looks at whose it is."""
CELLS = {"ja", "403", "404", "log ind", "bekræft", "kode"}
"""Let in (whatever is then wrong with an empty form), or not; the way to the sign-in, to the second check of a link, or to the receipt code."""
ASKS_THE_DATA = {"ja", "404"}
"""Where which database it is can matter: the others are turned away by the rule under the route, which asks the viewer alone."""


def expected() -> dict[tuple[str, str, str], str]:
    """(method, route, who): what they get."""
    rows = [
        row for row in csv.reader(TABLE.read_text().splitlines(), skipinitialspace=True) if not row[0].startswith("#")
    ]
    head, *rows = [[cell.strip() for cell in row] for row in rows]
    assert head == ["method", "route", *WHO], (
        f"the first line of tests/rules/access.csv is: method, route, {', '.join(WHO)}"
    )
    found = {(row[0], row[1], who): cell for row in rows for who, cell in zip(WHO, row[2:], strict=True)}
    assert len(found) == len(rows) * len(WHO), "a row of tests/rules/access.csv stands there twice"
    assert set(found.values()) <= CELLS, f"a cell of tests/rules/access.csv is one of {sorted(CELLS)}"
    return found


@pytest.fixture
def app(database, tmp_path):
    """With the demo's mailbox, which is a route as well."""
    made = create_app(
        Settings(instance_path=tmp_path, database_url=database.url, secret_key=SECRET, demo=True, testing=True)
    )
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / f"{MAIL}.eml").write_bytes(b"To: a@b.example\nDate: Mon, 02 Nov 2026 09:00:00 +0000\n\nHej")
    yield made
    dispose(made)


@pytest.fixture
def scene(database, at) -> Scene:
    at(datetime(2026, 11, 2, 9, tzinfo=UTC))
    with database.sessions() as session:
        town = build(session)
    return set_up(database.sessions, town)


def test_every_route_by_every_method_has_a_row_and_every_role_a_column(app):
    rows = {key[:2] for key in expected()}
    wanted = set(asked(app))
    assert wanted - rows == set(), (
        f"write into tests/rules/access.csv: <method>, <route>, and what each gets: {sorted(CELLS)}"
    )
    assert rows - wanted == set(), "take these rows out of tests/rules/access.csv"


def asked(app) -> Iterator[tuple[str, str]]:
    for rule in routes(app):
        yield from ((method, rule.rule) for method in sorted(rule.methods - {"HEAD", "OPTIONS"}))


def test_everybody_gets_what_the_table_says(app, scene, monkeypatch):
    monkeypatch.setattr(orm.Session, "commit", undo)
    monkeypatch.setattr(Template, "render", unwritten)
    cells, browsers, wrong = expected(), dict(everybody(app, scene)), []
    matters = CELLS if app.config["SETTINGS"].embedded else ASKS_THE_DATA
    for rule in routes(app):
        for who, browser in browsers.items():
            way = address(app, rule, scene, who)
            actor = rule.endpoint.partition(".")[0]
            one = browser if isinstance(browser, Browser) else browser.get(actor, browser["dagtilbud"])
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                right = cells[method, rule.rule, who]
                if right not in matters:
                    continue
                got = cell(one.get(way) if method == "GET" else one.post(way, FORM))
                if got != right:
                    wrong.append(f"{method} {way}: {who} gets {got!r}, and not {right!r}")
    assert not wrong, "\n".join(wrong)


def undo(session: orm.Session) -> None:
    """Everything is tried in the database, and nothing stays."""
    session.flush()
    session.rollback()


def unwritten(_template: Template, *_context: object, **_more: object) -> str:
    """Who gets in has been settled before a page is written, which takes nearly half of the time: other tests read what stands there."""
    return ""


def everybody(app, scene: Scene) -> Iterator[tuple[str, Browser | dict[str, Browser]]]:
    """A browser for each of WHO; for those of another unit one for each actor."""
    for one in scene.town.at(HERE):
        yield one.name, Browser(app, one.secret)
    leaders = {actor: "administrator" if actor == "forvaltning" else "leder" for actor in ROLES}
    others = {actor: scene.town.workers[f"{actor}/{role}{ELSEWHERE}"] for actor, role in leaders.items()}
    for who in (THERE, AT_HOME):
        yield who, {actor: Browser(app, one.secret) for actor, one in others.items()}
    family, other = scene.family, scene.other
    yield WITH, Browser(app, family.secrets[family.mother])
    yield WITHOUT, Browser(app, family.secrets[family.uncle])
    yield ANOTHER, Browser(app, other.secrets[other.mother])
    yield STRANGER, Browser(app, "0" * 32)


def address(app, rule: Rule, scene: Scene, who: str) -> str:
    values = scene.of(rule, at_home=who == AT_HOME)
    if "token" in values and who == WITHOUT and rule.endpoint.startswith("book."):
        values["token"] = scene.family.tokens[scene.family.uncle]
    way: str = app.url_map.bind("localhost").build(
        rule.endpoint, values, method=next(iter(rule.methods - {"HEAD", "OPTIONS"}))
    )
    return f"{way}?enhed={scene.family.house}"  # asked for by one page, which is nobody's without it


def cell(answer) -> str:
    """In the words of the table."""
    to = answer.headers.get("Location", "")
    if answer.status_code == 303 and to.startswith("/login"):
        return "log ind"
    if answer.status_code in {303, 307} and to.startswith("/anonym/kode"):
        return "kode"
    if answer.status_code == 303 and "/bekraeft" in to:
        return "bekræft"
    if answer.status_code in {403, 404}:
        return str(answer.status_code)
    return "ja" if answer.status_code < 500 else str(answer.status_code)
