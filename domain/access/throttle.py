"""How often one may try a password: per account and network, and per network, without anybody's tries shutting others out.

A try is counted before the password is looked at and taken back when it was right, so that parallel tries gain nothing.
Who has signed in from a network before is at home there, and does not wait for what others try from it.
"""

import hmac
import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine, case, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.base import Base, DomainError, now
from domain.store import own_transaction

FORGOTTEN = timedelta(hours=1)
AT_HOME = timedelta(days=60)
STEP = 30.0
"""Seconds that the first wait lasts; each one after it is twice as long."""


class TooManyTries(DomainError):
    """Wait before the next one."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


class SignInTry(Base):
    """Failed tries in one bucket: the last one, and the one `before` it.

    `key` is an HMAC, so that a copy of the table names neither account nor network.
    """

    __tablename__ = "sign_in_try"

    key: Mapped[str] = mapped_column(primary_key=True)
    failed: Mapped[int]
    at: Mapped[datetime]
    before: Mapped[datetime]
    good_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Bucket:
    """`free` tries cost nothing; after that the wait doubles up to `longest` seconds."""

    key: str
    free: int
    longest: float

    def wait(self, failed: int) -> timedelta:
        over = failed - self.free
        return timedelta(seconds=min(STEP * 2.0 ** min(over, 20), self.longest) if over >= 0 else 0)


@dataclass(frozen=True)
class Buckets:
    own: Bucket
    network: Bucket


def buckets(secret: str, account: str, address: str | None) -> Buckets:
    """`account` is the staff id, or what was typed when there is no such login."""
    place = network(address)
    own = Bucket(_key(secret, "account", account, place), free=5, longest=900)
    return Buckets(own, Bucket(_key(secret, "network", place), free=100, longest=60))


def of_session(secret: str, session_id: str) -> Buckets:
    """Of a session that is locked: its tries are its own, so that nobody else can use them up."""
    own = Bucket(_key(secret, "session", session_id), free=5, longest=900)
    return Buckets(own, own)


def of_reading(secret: str, session_id: str) -> Buckets:
    """The same for the reading passphrase, which is tried in a session that is somebody's."""
    own = Bucket(_key(secret, "reading", session_id), free=5, longest=900)
    return Buckets(own, own)


def network(address: str | None) -> str:
    """The /24 or /48 that an address belongs to: one household or office, whichever address it has today."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False))  # noqa: PLR2004


def count(engine: Engine, tried: Buckets) -> None:
    """One more try, in a short transaction of its own; or TooManyTries, and then it was none."""
    at = now()
    keys = sorted({tried.own.key, tried.network.key})  # in one order for all, or two would wait for each other
    with own_transaction(engine) as connection:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        new = dialect.insert(SignInTry).values([{"key": key, "failed": 1, "at": at, "before": at} for key in keys])
        failed = case((SignInTry.at < at - FORGOTTEN, 1), else_=SignInTry.failed + 1)
        changed = new.on_conflict_do_update(
            index_elements=["key"], set_={"failed": failed, "before": SignInTry.at, "at": at}
        )
        found = {row.key: row for row in connection.execute(changed.returning(SignInTry.__table__))}
        if (seconds := _wait(found, tried, at)) > 0:
            raise TooManyTries(seconds)


def take_back(session: Session, tried: Buckets) -> None:
    """It was the right password: the account starts from nothing here, and the network had one failure less."""
    own = SignInTry.key == tried.own.key
    less = case((own | (SignInTry.failed < 1), 0), else_=SignInTry.failed - 1)
    good = case((own, now()), else_=SignInTry.good_at)
    both = SignInTry.key.in_(sorted((tried.own.key, tried.network.key)))
    session.execute(update(SignInTry).where(both).values(failed=less, good_at=good))


def prune(session: Session) -> None:
    """Forget what no longer decides anything."""
    session.execute(delete(SignInTry).where(SignInTry.at < now() - AT_HOME))


def _wait(found: dict[str, Any], tried: Buckets, at: datetime) -> int:
    """Whole seconds until this try may be made; 0 when it may be made now."""
    home = found[tried.own.key].good_at
    asked = [tried.own] if home and home > at - AT_HOME else [tried.own, tried.network]
    until: list[datetime] = [found[one.key].before + one.wait(found[one.key].failed - 1) for one in asked]
    return math.ceil((max(until) - at).total_seconds())


def _key(secret: str, *parts: str) -> str:
    return hmac.new(secret.encode(), "|".join(("try", *parts)).encode(), sha256).hexdigest()
