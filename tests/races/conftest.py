"""The house that the races over HTTP are run in."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from domain.booking.kinds.types import ensure_types
from tests import databases
from tests.factories import SECRET, as_house
from tests.machines.servers import running
from tests.scenes.street import House


@contextmanager
def open_house(known: databases.Database, folder: Path) -> Iterator[House]:
    """A server behind one proxy, so that a browser may come from a network of its own; and sessions of our own beside it."""
    with (
        known.empty() as url,
        running(folder, database_url=url, secret_key=SECRET, trusted_proxies=1, workers=2) as server,
        closing(databases.Database(url)) as beside,
    ):
        with beside.sessions() as session:
            ensure_types(as_house(session))
            session.commit()
        yield House(server, beside)


@pytest.fixture(scope="session")
def sqlite_house(sqlite_database, tmp_path_factory) -> Iterator[House]:
    with open_house(sqlite_database, tmp_path_factory.mktemp("instance")) as made:
        yield made


@pytest.fixture(scope="session")
def postgresql_house(postgresql_database, tmp_path_factory) -> Iterator[House]:
    with open_house(postgresql_database, tmp_path_factory.mktemp("instance")) as made:
        yield made


@pytest.fixture(params=databases.NAMES)
def house(request) -> House:
    """One for all races of a worker, as a server takes eight seconds to start: each race fills a street, a ward or an evening of its own."""
    found: House = request.getfixturevalue(f"{request.param}_house")
    return found
