"""How much came from each network in the last hour, counted in memory that the web processes share: no address is written anywhere.

The process that starts the web server makes the memory (serve.py) and hands it down as an open file without a name. In it stand a key that is
new every day, and counters that an HMAC of the network leads to. What is an hour old is wiped; when the process ends there is nothing left.
"""

import hmac
import mmap
import os
import secrets
import struct
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from domain.base import now

HANDED_DOWN = "GODSTART_FLOODING"
"""The environment variable that holds the number of the open memory."""
NAME = "godstart-flooding"
KEY = 32
SLICE, SLICES = 300, 12
"""Seconds that are counted together; how many of those make the hour."""
ROWS, COLUMNS = 4, 4096
"""Each name has a counter in each row, and its number is the least of them: two names seldom share all four."""
PLANE = ROWS * COLUMNS
EMPTY = memoryview(bytes(2 * PLANE)).cast("H")
MOST = 65_535
LABELS = 8 + KEY
COUNTERS = LABELS + 8 * SLICES
SIZE = COUNTERS + 2 * PLANE * SLICES


class Memory:
    """`keeper` makes keys and wipes what is old. The others only count: two that come at the very same instant may be one."""

    def __init__(self, number: int | None = None, *, keeper: bool = True) -> None:
        self.keeper = keeper
        whole = memoryview(mmap.mmap(-1 if number is None else number, SIZE))
        self._day, self._key = whole[:8].cast("Q"), whole[8:LABELS]
        self._labels, self._counters = whole[LABELS:COUNTERS].cast("Q"), whole[COUNTERS:].cast("H")
        if keeper:
            self.turn(now())

    def turn(self, at: datetime) -> None:
        """The keeper's, as often as it likes: what is over goes, and each day has its own key."""
        here = int(at.timestamp()) // SLICE
        if self._day[0] != at.toordinal():
            self._wipe(range(SLICES))
            self._key[:] = secrets.token_bytes(KEY)
            self._day[0] = at.toordinal()
        self._wipe(n for n in range(SLICES) if self._labels[n] and not here - SLICES < self._labels[n] <= here)
        self._labels[here % SLICES] = here

    def add(self, name: str, points: int = 1) -> int:
        """`points` more for what has this name; how many it then has in this hour."""
        if self.keeper:
            self.turn(now())
        here = max(range(SLICES), key=lambda n: self._labels[n])
        places = self._places(name)
        for place in places:
            at = here * PLANE + place
            self._counters[at] = min(MOST, self._counters[at] + points)
        return sum(min(self._counters[n * PLANE + place] for place in places) for n in range(SLICES))

    def _places(self, name: str) -> list[int]:
        digest = hmac.digest(bytes(self._key), name.encode(), "sha256")
        return [row * COLUMNS + number % COLUMNS for row, number in enumerate(struct.unpack_from(f"<{ROWS}H", digest))]

    def _wipe(self, slices: Iterable[int]) -> None:
        for n in slices:
            self._counters[n * PLANE : (n + 1) * PLANE] = EMPTY
            self._labels[n] = 0


def handed_down() -> int | None:
    """An open memory for the processes below, where the system has such a thing: it lies in no folder and on no disk."""
    if not hasattr(os, "memfd_create"):
        return None
    number = os.memfd_create(NAME)
    os.ftruncate(number, SIZE)
    return number


@cache
def memory() -> Memory:
    """What this process counts in: the shared memory, or one of its own where there is none."""
    number = os.environ.get(HANDED_DOWN, "")
    if number.isdecimal() and _is_ours(f"/proc/self/fd/{number}"):
        return Memory(int(number), keeper=False)
    return Memory()


def _is_ours(way: str) -> bool:
    """Whether the open file of that number is the one handed down, and not another that has the number now."""
    return os.path.islink(way) and os.readlink(way).startswith(f"/memfd:{NAME}")  # noqa: PTH114, PTH115 -- no file of any folder
