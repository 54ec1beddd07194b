"""Staff's passwords: argon2id, one at a time, so that a flood of tries costs memory and processor once and not forty times."""

import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST, LONGEST = 12, 200
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
DECOY = HASHER.hash(secrets.token_urlsafe())
"""Verified for a login that does not exist: it takes as long as a wrong password."""
COMMON = frozenset(
    {"adgangskode", "kodeord", "password", "godstart", "velkommen", "kommune", "qwertyuiop", "sommer", "vinter"}
)

_one_at_a_time = threading.BoundedSemaphore(1)


def hashed(password: str) -> str:
    """Slow on purpose: called before a transaction begins to write."""
    with _one_at_a_time:
        return HASHER.hash(_same(password))


def fits(password_hash: str | None, password: str) -> bool:
    """Whether it is the right one; as slow when there is nothing to compare with."""
    with _one_at_a_time:
        try:
            return HASHER.verify(password_hash or DECOY, _same(password)) and password_hash is not None
        except (VerifyMismatchError, InvalidHashError):
            return False


def is_weak(password: str, *known: str) -> bool:
    """Length does most: what is left to refuse is a word everybody tries, one's own name, or next to no variation."""
    plain = "".join(filter(str.isalpha, password.casefold()))
    own = {word for text in known for word in text.casefold().replace("@", " ").split()}
    return len(set(password)) < 5 or plain in COMMON | own  # noqa: PLR2004 - "aaaabbbbcccc" has three


def _same(password: str) -> str:
    """One spelling of å, whichever keyboard it came from."""
    return unicodedata.normalize("NFC", password)
