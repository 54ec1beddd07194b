"""What the house does by itself, and how often: the worker goes through this list. A duty done twice does no harm."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from domain import outbox
from domain.access import links, throttle

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Duty:
    """`do(session, secret)` runs in a transaction of its own, as a job that sees every unit."""

    name: str
    every: timedelta
    do: Callable[[Session, str], object]


DUTIES = (
    Duty("links follow the secret", DAY, links.follow_secret),
    Duty("forget messages", DAY, lambda session, _: outbox.prune(session)),
    Duty("forget links", HOUR, lambda session, _: links.prune(session)),
    Duty("forget tries to sign in", HOUR, lambda session, _: throttle.prune(session)),
)
