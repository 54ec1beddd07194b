"""The second check on a parent's link: the child's day and month of birth, tried only a few times, opens this browser."""

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from domain.access.citizens import Link, Visit
from domain.base import DomainError, now
from domain.people import Child
from domain.store import own_transaction

TRIES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=15), timedelta(hours=24)
FRESH = timedelta(minutes=15)
"""How long after the check what the parents wrote about health is shown without another."""


class WrongDay(DomainError):
    """Not the child's day and month of birth."""


class TooManyTries(DomainError):
    """The link has been tried too often: wait until then."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many tries")
        self.until = until


def confirm(session: Session, link_id: int, key: str, day: int, month: int) -> None:
    """Open the browser `key` for this link, or say no. A try is counted before it is looked at, so that none is free."""
    _count(cast("Engine", session.get_bind()), link_id)
    born = session.execute(
        select(Child.birth_date)
        .join(Link, Link.child_id == Child.id)
        .where(Link.id == link_id)
        .execution_options(unscoped="compared with what a stranger with a link types, never shown")
    ).scalar_one()
    if (born.day, born.month) != (day, month):
        raise WrongDay
    session.execute(update(Link).where(Link.id == link_id).values(tries=0, tried_at=None))
    session.execute(delete(Visit).where(Visit.link_id == link_id, Visit.key == key))
    session.add(Visit(key=key, link_id=link_id, confirmed_at=now(), seen_at=now()))
    session.flush()


def wait(tries: int) -> timedelta:
    """No wait for the first tries, then a quarter of an hour that doubles, up to a day: 366 days are too many to guess."""
    return min(FIRST_WAIT * 2 ** min(tries - TRIES, 10), LONGEST_WAIT) if tries >= TRIES else timedelta()


def _count(engine: Engine, link_id: int) -> None:
    """In a transaction of its own: a wrong answer undoes everything else."""
    with own_transaction(engine) as connection:
        found = connection.execute(select(Link.tries, Link.tried_at).where(Link.id == link_id).with_for_update()).one()
        if found.tried_at is not None and now() < (until := found.tried_at + wait(found.tries)):
            raise TooManyTries(until)
        connection.execute(update(Link).where(Link.id == link_id).values(tries=found.tries + 1, tried_at=now()))


def keep_open(engine: Engine, link_id: int, key: str) -> None:
    """The browser is in use; a short transaction of its own, after the answer's reads."""
    with own_transaction(engine) as connection:
        connection.execute(update(Visit).where(Visit.link_id == link_id, Visit.key == key).values(seen_at=now()))
