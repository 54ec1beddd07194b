"""What every test may ask for: an empty database of either kind, the application on it, a client, a count of statements."""

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from blueprints import flooding
from config import Settings
from domain import base
from tests import databases
from tests.client import Client

hypothesis.settings.register_profile("godstart", deadline=None)  # the machine's speed is no property of the code
hypothesis.settings.load_profile("godstart")

LASTS = 50_000, 20, 50
"""New objects before garbage is looked for, and rounds before the older are: most that a test run makes stays to its end."""

SECRETS = {"secret_key": "t" * 32, "counselling_secret": "t" * 32}
UNCOUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "INSERT INTO look ")


def pytest_configure() -> None:
    gc.set_threshold(*LASTS)


def pytest_collection_finish() -> None:
    """What has been read by now is never garbage: nobody goes through it again (measured: a fifth of all the time)."""
    gc.set_threshold(*LASTS)  # the application, once read, has set its own
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> Iterator[str]:
    with databases.postgres_server(testrun_uid) as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_database(tmp_path_factory) -> Iterator[databases.Sqlite]:
    with closing(databases.Sqlite(tmp_path_factory.mktemp("sqlite"))) as made:
        yield made


@pytest.fixture(scope="session")
def postgresql_database(postgres_server: str, worker_id: str) -> Iterator[databases.Postgres]:
    with closing(databases.Postgres(postgres_server, f"test_{worker_id}")) as made:
        yield made


@pytest.fixture(params=databases.NAMES)
def database(request) -> databases.Database:
    """Empty tables; the test runs once on each kind (`@sqlite_only` of tests/databases.py: on one)."""
    found = request.getfixturevalue(f"{request.param}_database")
    found.reset()
    return found


@pytest.fixture
def database_url(database: databases.Database) -> str:
    return database.url


@pytest.fixture
def session(database: databases.Database) -> Iterator[Session]:
    """Behind all nets and without a viewer: say who asks with `access.sees(session, viewer)`."""
    with database.sessions() as session:
        yield session


@contextmanager
def application(database: databases.Database, folder: Path) -> Iterator[Flask]:
    from app import create_app  # only tests of the web shelf need it to stand

    gc.set_threshold(*LASTS)
    app = create_app(Settings(instance_path=folder, database_url=database.url, **SECRETS, demo=False, testing=True))
    app.test_client_class = Client
    yield app
    dispose(app)


def dispose(app: Flask) -> None:
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture(scope="session")
def sqlite_app(sqlite_database: databases.Sqlite, tmp_path_factory) -> Iterator[Flask]:
    with application(sqlite_database, tmp_path_factory.mktemp("instance")) as app:
        yield app


@pytest.fixture(scope="session")
def postgresql_app(postgresql_database: databases.Postgres, tmp_path_factory) -> Iterator[Flask]:
    with application(postgresql_database, tmp_path_factory.mktemp("instance")) as app:
        yield app


@pytest.fixture
def app(request, database: databases.Database) -> Flask:
    """Built once per kind of database, as templates are compiled once; the rows are new for each test."""
    found: Flask = request.getfixturevalue(f"{database.name}_app")
    if database.cut:
        dispose(found)
    flooding.memory.cache_clear()  # no test is counted for the one before it
    return found


@pytest.fixture
def client(app: Flask) -> Client:
    return app.test_client()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """`at(moment)`: what the clock says from now on."""
    return lambda moment: monkeypatch.setattr(base, "clock", lambda: moment)


@pytest.fixture
def statements() -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements(most=5) as sent:` fails above that number; `sent` holds the SQL, read log and BEGIN left out."""
    return count_statements


@contextmanager
def count_statements(most: int | None = None) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if not sql.lstrip().startswith(UNCOUNTED):
            sent.append(sql)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert most is None or len(sent) <= most, f"{len(sent)} statements, at most {most}:\n" + "\n".join(sent)
