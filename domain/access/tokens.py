"""The secret part of a link: worked out again from the server's secret when needed, while the database keeps only a hash."""

import hmac
from datetime import datetime
from hashlib import sha256

LENGTH = 32
"""Hex digits, so 128 bits: beyond guessing, and still possible to type from paper."""
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""None looks like another: no 0 and O, 1, I and L, U and V."""
CODE_LENGTH = 10
"""Some 49 bits: few codes are alive at a time, and tries at them are few."""


def token(secret: str, start_id: int, guardian_id: int, version: int) -> str:
    """A guardian's own way to one start. Another `version` is another token, and ends the one before."""
    return _derived(secret, "link", start_id, guardian_id, version)


def family_token(secret: str, child_id: int, guardian_id: int, version: int) -> str:
    """A guardian's own way to what there is about a child besides its starts."""
    return _derived(secret, "family", child_id, guardian_id, version)


def staff_token(secret: str, staff_id: int, expires_at: datetime) -> str:
    """A member of staff's one-time link, so that the mail that carries it can be written when it is sent."""
    return _derived(secret, "staff", staff_id, int(expires_at.timestamp()))


def message_name(secret: str, message_id: int, key: str) -> str:
    """What a message is called outside: the same at every try, and nobody else can make it up for an answer to it."""
    return f"{message_id}-{_derived(secret, 'message', message_id, key)}"


def code(secret: str, start_id: int, guardian_id: int, version: int) -> str:
    """The short way in that is typed from a letter, in small groups; another `version` is another code."""
    number = int(_derived(secret, "code", start_id, guardian_id, version), 16)
    signs = []
    for _ in range(CODE_LENGTH):
        number, sign = divmod(number, len(SIGNS))
        signs.append(SIGNS[sign])
    return "".join(signs)


def code_hash(secret: str, code: str) -> str:
    """What the database keeps of a code. Codes are short: without the secret nobody can try them all on a copy."""
    return hmac.new(secret.encode(), f"code|{code}".encode(), sha256).hexdigest()


def feed_token(secret: str, staff_id: int, version: int) -> str:
    """A member of staff's own calendar feed. Another `version` is another token, and ends the one before."""
    return _derived(secret, "feed", staff_id, version)


def guest_token(secret: str, sign_up_id: int) -> str:
    """The own link of somebody who has signed up for an event."""
    return _derived(secret, "guest", sign_up_id)


def request_token(secret: str, key: str) -> str:
    """The own link of parents who have asked for advice without an account, by the key that their form came with."""
    return _derived(secret, "inquiry", key)


def token_hash(token: str) -> str:
    """What the database keeps. No salt and no stretching: what is hashed is random, not chosen by a person."""
    return sha256(token.encode()).hexdigest()


def _derived(secret: str, use: str, *parts: int | str) -> str:
    message = "|".join((use, *map(str, parts)))
    return hmac.new(secret.encode(), message.encode(), sha256).hexdigest()[:LENGTH]
