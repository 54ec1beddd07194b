"""Staff's passwords: argon2id, one at a time, so that a flood of tries costs memory and processor once and not forty times."""

import secrets
import unicodedata
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST, LONGEST = 12, 200
FEWEST = 5
"""Different characters that a password has beside the obvious."""
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
DECOY = HASHER.hash(secrets.token_urlsafe())
"""Verified for a login that does not exist: it takes as long as a wrong password."""
OBVIOUS = ("1234567890", "123456", "12345", "1234", "qwerty", "abcd", "adgangskode", "kodeord", "password", "godstart", "god-start", "velkommen", "kommune", "sommer", "vinter")  # fmt: skip

_one_at_a_time = ThreadPoolExecutor(1, "passwords")
"""A thread of their own: each that has done it once keeps its 19 MiB, and the web server has four."""


def hashed(password: str) -> str:
    """Slow on purpose: called before a transaction begins to write."""
    return _one_at_a_time.submit(HASHER.hash, _same(password)).result()


def fits(password_hash: str | None, password: str) -> bool:
    """Whether it is the right one; as slow when there is nothing to compare with."""
    try:
        right = _one_at_a_time.submit(HASHER.verify, password_hash or DECOY, _same(password)).result()
    except (VerifyMismatchError, InvalidHashError):
        return False
    return right and password_hash is not None


def is_weak(password: str, *known: str) -> bool:
    """Length does most. Refused is what is left of next to nothing without one's own name and what everybody tries."""
    rest = password.casefold()
    for word in (*OBVIOUS, *" ".join(known).casefold().replace("@", " ").split()):
        rest = rest.replace(word, "")
    return len(set(rest)) < FEWEST


def _same(password: str) -> str:
    """One spelling of å, whichever keyboard it came from."""
    return unicodedata.normalize("NFC", password)
