"""The house that the races over HTTP are run in."""

from collections.abc import Iterator

import pytest

from domain.access.jobs import work_as
from domain.booking.kinds.types import ensure_types
from tests import databases
from tests.factories import SECRET
from tests.machines.servers import running
from tests.scenes.street import House


@pytest.fixture(scope="module", params=databases.NAMES)
def house(request, tmp_path_factory) -> Iterator[House]:
    """The server, and sessions of our own beside it."""
    folder = tmp_path_factory.mktemp("instance")
    known = request.getfixturevalue(f"{request.param}_database")
    with known.empty() as url, running(folder, database_url=url, secret_key=SECRET, workers=2) as server:
        beside = databases.Database(url)
        with beside.sessions() as session:
            session.info["writing"] = True
            work_as(session, "test")
            ensure_types(session)
            session.commit()
        yield House(server, beside)
        beside.engine.dispose()
