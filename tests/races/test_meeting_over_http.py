"""Two write in the same field of a meeting, over HTTP, as fast as they can: no text is lost, and every conflict is told and shown."""

import pytest

from tests.scenes.writers import interleave

pytestmark = pytest.mark.race

TIMES = 12
"""Each; `make prove` writes a hundred each."""


def test_of_two_who_write_at_once_no_text_is_lost_and_every_conflict_is_shown(house):
    outcome = interleave(house.database, house.server.port, TIMES)
    outcome.check()
    assert sum(len(one.lost) for one in outcome.writers) > 0  # they have really met
