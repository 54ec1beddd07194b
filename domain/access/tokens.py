"""The secret part of a link: worked out again from the server's secret when needed, while the database keeps only a hash."""

import hmac
from datetime import datetime
from hashlib import sha256

LENGTH = 32
"""Hex digits, so 128 bits: beyond guessing, and still possible to type from paper."""


def token(secret: str, start_id: int, guardian_id: int, version: int) -> str:
    """A guardian's own way to one start. Another `version` is another token, and ends the one before."""
    return _derived(secret, "link", start_id, guardian_id, version)


def staff_token(secret: str, staff_id: int, expires_at: datetime) -> str:
    """A member of staff's one-time link, so that the mail that carries it can be written when it is sent."""
    return _derived(secret, "staff", staff_id, int(expires_at.timestamp()))


def token_hash(token: str) -> str:
    """What the database keeps. No salt and no stretching: what is hashed is random, not chosen by a person."""
    return sha256(token.encode()).hexdigest()


def _derived(secret: str, use: str, *parts: int) -> str:
    message = "|".join((use, *map(str, parts)))
    return hmac.new(secret.encode(), message.encode(), sha256).hexdigest()[:LENGTH]
