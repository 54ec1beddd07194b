"""Many tries at one password at once gain nothing: they are counted before the password is looked at."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import create_engine

from domain import store
from domain.access import throttle

pytestmark = pytest.mark.race
THREADS = 40


@pytest.fixture
def engine(database, at):
    at(datetime(2026, 11, 2, 9, tzinfo=UTC))
    made = create_engine(database.url, pool_size=THREADS)
    store.prepare(made, synchronous="OFF")
    yield made
    made.dispose()


def together(engine, accounts):
    """How many of the tries were let through, all made at the same moment from one network."""
    start = Barrier(len(accounts))

    def attempt(account):
        start.wait()
        try:
            throttle.count(engine, throttle.buckets("secret", account, "192.0.2.10"))
        except throttle.TooManyTries:
            return 0
        return 1

    with ThreadPoolExecutor(len(accounts)) as pool:
        return sum(pool.map(attempt, accounts))


def test_parallel_tries_at_one_account_are_counted_one_by_one(engine):
    assert together(engine, ["jonas"] * THREADS) == 5


def test_tries_at_many_accounts_do_not_stand_in_each_others_way(engine):
    assert together(engine, [f"person {number}" for number in range(THREADS)]) == THREADS
