"""Two write in the same field of a meeting, over HTTP, as fast as they can: no text is lost, and every conflict is told and shown."""

import pytest

from tests import databases
from tests.factories import SECRET
from tests.machines.servers import running
from tests.scenes.writers import interleave

pytestmark = pytest.mark.race

TIMES = 12
"""Each; `make prove` writes a hundred each."""


@pytest.mark.parametrize("kind", databases.NAMES)
def test_of_two_who_write_at_once_no_text_is_lost_and_every_conflict_is_shown(kind, request, tmp_path):
    known = request.getfixturevalue(f"{kind}_database")
    with known.empty() as url, running(tmp_path, database_url=url, secret_key=SECRET) as server:
        beside = databases.Database(url)
        try:
            outcome = interleave(beside, server.port, TIMES)
        finally:
            beside.engine.dispose()
    outcome.check()
    assert sum(len(one.lost) for one in outcome.writers) > 0  # they have really met
