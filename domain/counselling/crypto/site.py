"""The site's own secret: codes come from it, without its salt no code can be tried on a stolen database, and it marks keys as our own."""

import hmac
from dataclasses import dataclass
from hashlib import blake2b
from typing import Self

from domain.counselling.crypto.boxes import Key

SALT = 16


@dataclass(frozen=True, repr=False)
class Site:
    """`hmac` makes codes out of forms' numbers; `salt` (16 bytes) goes into every derivation; `marks` marks public keys."""

    hmac: Key
    salt: bytes
    marks: Key

    @classmethod
    def of(cls, secret: str) -> Self:
        """From the one line in the secret file."""
        raw = secret.encode()
        return cls(
            Key(blake2b(raw, person=b"code", digest_size=32).digest()),
            blake2b(raw, person=b"salt", digest_size=SALT).digest(),
            Key(blake2b(raw, person=b"mark", digest_size=32).digest()),
        )

    def mark(self, whose: str, public: bytes) -> bytes:
        """That this house has made this public key, for this place: nobody who can only write in the database makes one."""
        return hmac.digest(bytes(self.marks), whose.encode() + b"|" + public, "sha256")

    def __repr__(self) -> str:
        return "Site()"
