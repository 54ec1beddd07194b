"""What a member of staff does with their own calendars: give an address, have it fetched, renew the link of the own feed."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from domain import due
from domain.access.staff import FeedLink, Staff
from domain.access.tokens import feed_token, token_hash
from domain.base import DomainError, now
from domain.booking.tables import Busy
from domain.calendars.tables import CalendarAddress, CalendarState
from domain.due import DOUBLE

STALE = timedelta(hours=24)
LONGEST = 2000


class BadAddress(DomainError):
    """It cannot be the address of a published calendar; `args[0]` is "insecure" where only the s of https is missing."""


def mine(session: Session, staff_id: int) -> Any:
    """The address, how fetching it goes, and the feed's version and hash; None where there is none. One statement."""
    names = ("since", "fetched_at", "expanded_at", "trouble", "unread", "due_at", "failures")
    state = [getattr(CalendarState, name) for name in names]
    rows = (
        select(CalendarAddress.address, *state, FeedLink.version, FeedLink.token_hash)
        .select_from(Staff)
        .outerjoin(CalendarAddress, CalendarAddress.staff_id == Staff.id)
        .outerjoin(CalendarState, CalendarState.staff_id == Staff.id)
        .outerjoin(FeedLink, FeedLink.staff_id == Staff.id)
    )
    return session.execute(rows.where(Staff.id == staff_id)).one()


def address(text: str, *, http: bool) -> str:
    """As it is fetched: calendars are given out as webcal:// too, which means the same as https://."""
    scheme, sign, rest = text.strip().partition("://")
    kind = {"webcal": "https", "webcals": "https"}.get(scheme.lower(), scheme.lower())
    whole = f"{kind}{sign}{rest}"
    try:
        parts = urlsplit(whole)
        usable = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        usable = False
    if not usable or kind not in {"http", "https"} or len(whole) > LONGEST or not whole.isprintable() or " " in whole:
        raise BadAddress("address")
    if kind == "http" and not http:
        raise BadAddress("insecure")
    return whole


def follow(session: Session, staff_id: int, resource_id: int, wanted: str) -> None:
    """From now on the calendar at this address counts, and none before it. Fetched in the worker's next round."""
    row = session.get(CalendarAddress, staff_id)
    if row is None:
        session.add(CalendarAddress(staff_id=staff_id, address=wanted))
    else:
        row.address, row.etag, row.modified = wanted, "", ""
    _empty(session, staff_id, resource_id)
    session.add(CalendarState(staff_id=staff_id, resource_id=resource_id, due_at=now(), since=now()))
    session.flush()


def forget(session: Session, staff_id: int, resource_id: int) -> None:
    """No calendar counts any longer."""
    row = session.get(CalendarAddress, staff_id)
    if row is not None:
        session.delete(row)
    _empty(session, staff_id, resource_id)
    session.flush()


def again(session: Session, staff_id: int) -> None:
    """Fetch it now."""
    session.execute(update(CalendarState).where(CalendarState.staff_id == staff_id).values(due_at=now()))


def renew(session: Session, secret: str, staff_id: int) -> None:
    """A new link to the own feed; the one before ends."""
    link = session.get(FeedLink, staff_id) or FeedLink(staff_id=staff_id, version=0)
    link.version += 1
    link.token_hash = token_hash(feed_token(secret, staff_id, link.version))
    session.add(link)
    session.flush()


def end(session: Session, staff_id: int) -> None:
    """No link leads to the feed. The version is remembered, or the next link could be the first one again."""
    session.execute(update(FeedLink).where(FeedLink.staff_id == staff_id).values(token_hash=f"-{staff_id}"))


def _empty(session: Session, staff_id: int, resource_id: int) -> None:
    session.execute(delete(Busy).where(Busy.resource_id == resource_id))
    session.execute(delete(CalendarState).where(CalendarState.staff_id == staff_id))
    due.only(session, DOUBLE, staff_id, [])
