"""What is locked and how it is opened again: every blob begins with its version, and says no without saying why."""

import json
import secrets
from typing import Any, NoReturn

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    sodium_pad,
    sodium_unpad,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.utils import random

from domain.base import DomainError

VERSION = b"\x01"
KEY = 32
BLOCK = 1024
"""Bytes that every text is filled up to: its length says next to nothing."""
NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
ID_BITS = 47


class Unreadable(DomainError):
    """A blob that this key does not open: wrong, cut, moved, or of a version that nobody knows. It never says which."""


class Key:
    """32 secret bytes. Neither print, log nor pickle shows them."""

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY:
            raise Unreadable
        self._raw = raw

    def __bytes__(self) -> bytes:
        return self._raw

    def __repr__(self) -> str:
        return "Key()"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is not written anywhere")


def new_key() -> Key:
    return Key(random(KEY))


def new_id() -> int:
    """For a row of a case: tells no order, and is never used again."""
    return secrets.randbits(ID_BITS) + 1


def new_pair() -> tuple[bytes, Key]:
    """(public, private)"""
    private = PrivateKey.generate()
    return bytes(private.public_key), Key(bytes(private))


def public_of(private: Key) -> bytes:
    return bytes(PrivateKey(bytes(private)).public_key)


def encrypt(key: Key, case_id: int, direction: str, sequence: int, content: dict[str, Any]) -> bytes:
    """What somebody wrote, bound to its case and its place there."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return _lock(key, sodium_pad(text, BLOCK), _place(case_id, direction, sequence))


def decrypt(key: Key, case_id: int, direction: str, sequence: int, blob: bytes) -> dict[str, Any]:
    """Raises Unreadable, also of what was written elsewhere."""
    try:
        content: dict[str, Any] = json.loads(
            sodium_unpad(_unlock(key, blob, _place(case_id, direction, sequence)), BLOCK)
        )
    except (CryptoError, ValueError):
        raise Unreadable from None
    return content


def wrap(key: Key, secret: Key, about: str) -> bytes:
    """One key under another, bound to what `about` says."""
    return _lock(key, bytes(secret), about)


def unwrap(key: Key, blob: bytes, about: str) -> Key:
    """Raises Unreadable."""
    return Key(_unlock(key, blob, about))


def seal(public: bytes, secret: Key) -> bytes:
    """One key for whoever has the private half, and nobody else, the sender included."""
    return VERSION + SealedBox(PublicKey(public)).encrypt(bytes(secret))


def unseal(private: Key, blob: bytes) -> Key:
    """Raises Unreadable."""
    _known(blob)
    try:
        return Key(SealedBox(PrivateKey(bytes(private))).decrypt(blob[1:]))
    except (CryptoError, ValueError, TypeError):
        raise Unreadable from None


def _place(case_id: int, direction: str, sequence: int) -> str:
    return f"{case_id}|{direction}|{sequence}"


def _lock(key: Key, content: bytes, about: str) -> bytes:
    nonce = random(NONCE)
    return VERSION + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(content, _bound(about), nonce, bytes(key))


def _unlock(key: Key, blob: bytes, about: str) -> bytes:
    _known(blob)
    nonce, content = blob[1 : 1 + NONCE], blob[1 + NONCE :]
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(content, _bound(about), nonce, bytes(key))
    except (CryptoError, ValueError, TypeError):
        raise Unreadable from None


def _bound(about: str) -> bytes:
    return VERSION + b"|" + about.encode()


def _known(blob: bytes) -> None:
    """An unknown version fails closed."""
    if blob[:1] != VERSION:
        raise Unreadable
