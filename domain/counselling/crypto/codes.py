"""The receipt code: 80 bits in 16 letters and a check symbol, made from the form's own number so that a reload shows the same."""

import hmac
import secrets
from hashlib import sha256

from domain.base import DomainError
from domain.counselling.crypto.site import Site

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O or U."""
VALUES = {letter: number for number, letter in enumerate(LETTERS)}
MISREAD = str.maketrans("OIL", "011")
BITS, SYMBOLS, GROUP = 5, 16, 4
LONGEST = 64
"""Characters typed: more are refused before anything is worked out from them."""
NONCE = 16
POLYNOMIAL = 0b100101
"""x^5 + x^2 + 1: GF(32)."""
BETWEEN = " -–—‑.\t\r\n\u00a0"


class BadCode(DomainError):
    """Not a code: too long or short, another letter, or the check symbol says that something was mistyped."""


def new_nonce() -> str:
    """The number of one form: 128 bits in 32 hexadecimal digits."""
    return secrets.token_hex(NONCE)


def nonce_hash(nonce: str) -> bytes:
    """What is kept of it. Raises BadCode of what is no nonce."""
    return sha256(b"nonce|" + _nonce(nonce)).digest()


def code_of(site: Site, nonce: str) -> str:
    """`XXXX-XXXX-XXXX-XXXXC`: always the same for one form. Raises BadCode of what is no nonce."""
    digest = hmac.digest(bytes(site.hmac), _nonce(nonce), "sha256")
    number = int.from_bytes(digest[: BITS * SYMBOLS // 8], "big")
    letters = "".join(LETTERS[number >> BITS * place & 31] for place in reversed(range(SYMBOLS)))
    return shown(letters + check_symbol(letters))


def shown(letters: str) -> str:
    return "-".join(groups(letters))


def groups(code: str) -> list[str]:
    """Four groups, the last of five."""
    letters, last = code.replace("-", ""), SYMBOLS - GROUP
    return [*(letters[at : at + GROUP] for at in range(0, last, GROUP)), letters[last:]]


def last_group(code: str) -> str:
    return groups(code)[-1]


def same_group(code: str, typed: str) -> bool:
    """Whether this is its last group, or the whole of it, however it was typed."""
    try:
        return letters_of(typed, LONGEST) in {last_group(code), code.replace("-", "")}
    except BadCode:
        return False


def normalise(typed: str) -> str:
    """The code as it is written, from what somebody typed. Raises BadCode; no key is worked out and nothing looked up for that."""
    letters = letters_of(typed, LONGEST)
    if len(letters) != SYMBOLS + 1 or check_symbol(letters[:-1]) != letters[-1]:
        raise BadCode
    return shown(letters)


def letters_of(typed: str, longest: int) -> str:
    """Its letters, whatever stands between them, and O for 0 or I and L for 1. Raises BadCode."""
    if len(typed) > longest:
        raise BadCode
    letters = "".join(letter for letter in typed.upper() if letter not in BETWEEN).translate(MISREAD)
    if any(letter not in VALUES for letter in letters):
        raise BadCode
    return letters


def check_symbol(letters: str) -> str:
    """Catches every single wrong symbol and every swap of two neighbours."""
    check = 0
    for letter in letters:
        check = _double(check ^ VALUES[letter])
    return LETTERS[check]


def _double(value: int) -> int:
    twice = value << 1
    return twice ^ POLYNOMIAL if twice >> BITS else twice


def _nonce(nonce: str) -> bytes:
    if len(nonce) != 2 * NONCE or not nonce.isascii():
        raise BadCode
    try:
        return bytes.fromhex(nonce)
    except ValueError:
        raise BadCode from None
