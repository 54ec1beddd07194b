"""Slow on purpose: keys from what a person types, behind one semaphore so that a flood costs time and not memory.

Called before the first statement of a request: nobody waits here with the database in his hands.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from threading import BoundedSemaphore

from nacl.pwhash import argon2id
from nacl.utils import random

from domain.base import DomainError
from domain.counselling.crypto.boxes import KEY, Key
from domain.counselling.crypto.site import SALT, Site

MIB = 1024 * 1024
CODE_ROUNDS, CODE_MEMORY = 2, 19 * MIB
PASSPHRASE_ROUNDS, PASSPHRASE_MEMORY = 4, 128 * MIB
PATIENCE = 10.0
"""Seconds to wait for one's turn. Then the person is asked to try again."""

_turn = BoundedSemaphore(1)
"""One at a time in a process: two on one core take twice as long each, and twice the memory."""


class Crowded(DomainError):
    """So many want in at this moment that one's turn did not come."""


@dataclass(frozen=True, repr=False)
class CodeKeys:
    """What a code is worth: `lookup` finds the case, `wrap` opens its key, and neither tells of the other."""

    lookup: bytes
    wrap: Key

    def __repr__(self) -> str:
        return "CodeKeys()"


def code_keys(site: Site, code: str) -> CodeKeys:
    """From a code as `codes.normalise` writes it. About 10 ms. Raises Crowded."""
    slow = _derived(code.encode(), site.salt, CODE_ROUNDS, CODE_MEMORY)
    return CodeKeys(lookup=_part(slow, b"lookup"), wrap=Key(_part(slow, b"wrap")))


def passphrase_key(passphrase: str, salt: bytes) -> Key:
    """From a counsellor's reading passphrase; one spelling of å, whichever keyboard it came from. About 0.25 s. Raises Crowded."""
    typed = unicodedata.normalize("NFC", passphrase).encode()
    return Key(_derived(typed, salt, PASSPHRASE_ROUNDS, PASSPHRASE_MEMORY))


def new_salt() -> bytes:
    return random(SALT)


def _derived(typed: bytes, salt: bytes, rounds: int, memory: int) -> bytes:
    with _my_turn():
        return argon2id.kdf(KEY, typed, salt, opslimit=rounds, memlimit=memory)


@contextmanager
def _my_turn() -> Iterator[None]:
    if not _turn.acquire(timeout=PATIENCE):
        raise Crowded
    try:
        yield
    finally:
        _turn.release()


def _part(key: bytes, person: bytes) -> bytes:
    return blake2b(key=key, person=person, digest_size=KEY).digest()
