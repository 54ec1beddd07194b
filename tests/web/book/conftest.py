"""A parent of the test's own `family`, in a browser."""

import pytest

from tests.factories import arrive


@pytest.fixture
def enter(app, database, family):
    """`enter(guardian)`: a browser of theirs that has passed the second check."""

    def one(guardian):
        client = app.test_client()
        with database.sessions() as session:
            arrive(session, client, family, guardian)
        return client

    return one


@pytest.fixture
def mother(enter, family):
    return enter(family.mother)
