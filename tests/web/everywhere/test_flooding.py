"""How much comes from a network is counted in memory alone, by all processes together, and forgotten within the hour."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from blueprints import flooding
from blueprints.flooding import HANDED_DOWN, Memory, handed_down
from tests.machines.servers import ROOT

NINE = datetime(2026, 11, 23, 9, 2, tzinfo=UTC)
ADDRESS = "203.0.113.77"


@pytest.fixture(autouse=True)
def clock(at):
    at(NINE)
    return at


@pytest.fixture
def shared():
    """What serve.py makes: (number, the keeper)."""
    number = handed_down()
    yield number, Memory(number)
    os.close(number)


def test_each_name_has_its_own_number():
    memory = Memory()
    assert [memory.add(ADDRESS) for _ in range(3)] == [1, 2, 3]
    assert memory.add("another", 5) == 5
    assert memory.add(ADDRESS) == 4


def test_an_hour_later_nothing_is_left_of_it(clock):
    memory = Memory()
    memory.add(ADDRESS, 7)
    clock(NINE + timedelta(minutes=50))
    assert memory.add(ADDRESS) == 8
    clock(NINE + timedelta(minutes=59))
    assert memory.add(ADDRESS) == 2
    clock(NINE + timedelta(hours=3))
    memory.turn(flooding.now())
    assert not any(memory._counters)


def test_each_day_has_another_key_and_begins_with_nothing(clock):
    memory = Memory()
    key = bytes(memory._key)
    memory.add(ADDRESS)
    memory.turn(NINE + timedelta(minutes=30))
    assert bytes(memory._key) == key
    memory.turn(NINE + timedelta(days=1))
    assert bytes(memory._key) != key
    assert not any(memory._counters)


def test_the_processes_below_count_together(shared):
    number, keeper = shared
    keeper.add(ADDRESS, 5)
    program = f"from blueprints.flooding import memory; m = memory(); print(m.keeper, m.add({ADDRESS!r}))"
    answers = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=os.environ | {HANDED_DOWN: str(number)},
            pass_fds=handed,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for handed in ([number], [number], [])
    ]
    assert answers == ["False 6\n", "False 7\n", "True 1\n"]  # the last one was not handed the memory
    assert keeper.add(ADDRESS) == 8


def test_the_memory_has_no_file_and_holds_no_address(shared):
    number, keeper = shared
    keeper.add(f"network {ADDRESS}")
    whole = os.pread(number, flooding.SIZE, 0)
    assert str(Path(f"/proc/self/fd/{number}").readlink()) == f"/memfd:{flooding.NAME} (deleted)"
    for spelt in (ADDRESS.encode(), ip_address(ADDRESS).packed, b"203.0.113"):
        assert spelt not in whole


def test_those_who_only_count_wipe_nothing(shared, clock):
    number, _keeper = shared
    other = Memory(number, keeper=False)
    other.add(ADDRESS)
    clock(NINE + timedelta(hours=5))
    assert other.add(ADDRESS) == 2  # until the keeper has turned over, which it does ten times a second
