"""Which key opens which: the one page to read before believing anything (counselling.md, "The keys").

code            -> lookup, wrap                                  slow.code_keys
wrap            -> case key                                      wrap_case, unwrap_case
passphrase      -> counsellor's private key                      protect_private, open_private
private key     -> team's private key of one epoch               seal_team, open_team
team's private  -> case key; a colleague's private -> case key   seal_case, open_case
paper           -> recovery private key -> team's private        paper_key, open_team
cookie          -> case key, or counsellor's private key         keep, kept
"""

from hashlib import blake2b
from typing import NamedTuple

from domain.counselling.crypto import codes
from domain.counselling.crypto.boxes import KEY, Key, new_pair, seal, unseal, unwrap, wrap

PAPER_GROUP = 4
PAPER_LETTERS = -(-KEY * 8 // codes.BITS)
PAPER_LONGEST = 200
AREAS = {"anonym", "reading"}


class Pair(NamedTuple):
    """A key pair: anybody may have `public`."""

    public: bytes
    private: Key


def wrap_case(parent: Key, case_key: Key, case_id: int) -> bytes:
    """`parent`: the code's `wrap`."""
    return wrap(parent, case_key, f"wrap|{case_id}")


def unwrap_case(parent: Key, blob: bytes, case_id: int) -> Key:
    """Raises Unreadable."""
    return unwrap(parent, blob, f"wrap|{case_id}")


def protect_private(passphrase: Key, private: Key) -> bytes:
    """A counsellor's private key as it is kept; `passphrase` from slow.passphrase_key."""
    return wrap(passphrase, private, "private")


def open_private(passphrase: Key, blob: bytes) -> Key:
    """Raises Unreadable, which means: not the right passphrase."""
    return unwrap(passphrase, blob, "private")


def cookie_key(secret: str, area: str) -> Key:
    """What only this cookie can make, for one area: another one than the name of its row (access.sessions.area_key)."""
    if area not in AREAS:
        raise ValueError(area)
    return Key(blake2b(secret.encode(), person=f"seal {area}".encode(), digest_size=KEY).digest())


def keep(cookie: Key, secret: Key, about: str) -> bytes:
    """A key for as long as a session lasts: the row alone is useless, and so is the cookie. `about`: "case 5", "staff 7"."""
    return wrap(cookie, secret, f"session|{about}")


def kept(cookie: Key, blob: bytes, about: str) -> Key:
    """Raises Unreadable."""
    return unwrap(cookie, blob, f"session|{about}")


def new_epoch() -> Pair:
    """The team's next pair of keys."""
    return Pair(*new_pair())


def seal_team(public: bytes, team: Key) -> bytes:
    """The team's private key for one counsellor, or for the recovery key: one row is all it takes to join."""
    return seal(public, team)


def open_team(private: Key, blob: bytes) -> Key:
    """Raises Unreadable."""
    return unseal(private, blob)


def seal_case(public: bytes, case_key: Key) -> bytes:
    """`public`: the team's of the current epoch, or that of a colleague who was brought in."""
    return seal(public, case_key)


def open_case(private: Key, blob: bytes) -> Key:
    """`private`: the team's of the case's epoch, or a colleague's own. Raises Unreadable."""
    return unseal(private, blob)


def change_epoch(old_team: Key, new_public: bytes, blob: bytes) -> bytes:
    """One case's sealed key, for the next epoch. Raises Unreadable."""
    return seal_case(new_public, open_case(old_team, blob))


def seat_mark(team: Key, staff_id: int, public: bytes) -> bytes:
    """That whoever holds this team's private key has let this person in, with this public key."""
    return blake2b(f"{staff_id}|".encode() + public, key=bytes(team), person=b"seat", digest_size=KEY).digest()


def recovery_pair() -> tuple[bytes, str]:
    """(public, paper): what is kept here, and what is written down and locked away. The private half is nowhere else."""
    public, private = new_pair()
    number = int.from_bytes(bytes(private), "big")
    letters = "".join(codes.LETTERS[number >> codes.BITS * place & 31] for place in reversed(range(PAPER_LETTERS)))
    letters += codes.check_symbol(letters)
    return public, "-".join(letters[at : at + PAPER_GROUP] for at in range(0, len(letters), PAPER_GROUP))


def paper_key(paper: str) -> Key:
    """The private half from the paper, however it was typed. Raises codes.BadCode when a letter is wrong."""
    letters = codes.letters_of(paper, PAPER_LONGEST)
    if len(letters) != PAPER_LETTERS + 1 or codes.check_symbol(letters[:-1]) != letters[-1]:
        raise codes.BadCode
    number = 0
    for letter in letters[:-1]:
        number = number << codes.BITS | codes.VALUES[letter]
    if number >> KEY * 8:
        raise codes.BadCode
    return Key(number.to_bytes(KEY, "big"))
