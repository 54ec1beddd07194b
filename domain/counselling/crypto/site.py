"""The site's own secret: codes come from it, and without its salt no code can be tried on a stolen database."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Self

from domain.counselling.crypto.boxes import Key

SALT = 16


@dataclass(frozen=True, repr=False)
class Site:
    """`hmac` makes codes out of forms' numbers; `salt` (16 bytes) goes into every derivation."""

    hmac: Key
    salt: bytes

    @classmethod
    def of(cls, secret: str) -> Self:
        """From the one line in the secret file."""
        raw = secret.encode()
        return cls(
            Key(blake2b(raw, person=b"code", digest_size=32).digest()),
            blake2b(raw, person=b"salt", digest_size=SALT).digest(),
        )

    def __repr__(self) -> str:
        return "Site()"
