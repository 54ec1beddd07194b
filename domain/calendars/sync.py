"""Fetching the calendars that are due: a few at a time, each in a process of its own, so that none waits for another's server."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, exists, func, insert, select, update
from sqlalchemy.orm import Session

from domain.access import Job, sees
from domain.access.jobs import work_as
from domain.access.staff import Staff
from domain.base import now, today
from domain.booking.finding.openings import Span, midnight, monday
from domain.booking.tables import AppointmentType, Busy
from domain.calendars import doubles
from domain.calendars.reading import Asked, Found, read
from domain.calendars.tables import CalendarAddress, CalendarState

NAME = "calendars"
EVERY, HOLD, LONGEST_WAIT = timedelta(minutes=20), timedelta(minutes=5), timedelta(hours=6)
AT_ONCE, HANDFUL = 2, 8
MARGIN = timedelta(days=8)
"""How far beyond the horizon recurrences are worked out, so that a file that never changes is read again only after `FRESH`."""
FRESH = timedelta(days=7)
HOUSE = {
    "unscoped": "the worker fetches everybody's calendar; the address goes no further",
    "synchronize_session": False,
}
Sessions = Callable[[], Session]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What the municipality allows (reach.Limits), and how the UIDs of our own bookings end: those are not somebody else's."""

    http: bool = False
    networks: tuple[str, ...] = ()
    own: str = ""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A calendar that this worker is to fetch."""

    staff_id: int
    resource_id: int
    address: str
    etag: str
    modified: str
    expanded_at: datetime | None
    failures: int


def work(sessions: Sessions, rules: Rules) -> bool:
    """Fetch a handful. Whether there was one: then there may be more."""
    with sessions() as session:
        sees(session, Job(name=NAME))
        if not session.scalar(
            select(exists(_due().with_only_columns(CalendarState.staff_id))), execution_options=HOUSE
        ):
            return False
        horizon = _horizon(session)
    with sessions() as session:
        work_as(session, NAME)
        taken = take(session)
        session.commit()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for one, found in zip(taken, pool.map(read, (_asked(one, horizon, rules) for one in taken)), strict=True):
            with sessions() as session:
                work_as(session, NAME)
                keep(session, one, found)
                session.commit()
    return bool(taken)


def take(session: Session) -> list[Taken]:
    """Those that are due, the oldest first; no other worker gets them meanwhile."""
    statement = _due().order_by(CalendarState.due_at).limit(HANDFUL).with_for_update(skip_locked=True, of=CalendarState)
    taken = [Taken(**row) for row in session.execute(statement, execution_options=HOUSE).mappings()]
    ids = [one.staff_id for one in taken]
    held = update(CalendarState).where(CalendarState.staff_id.in_(ids)).values(due_at=now() + HOLD)
    session.execute(held, execution_options={"synchronize_session": False})
    return taken


def keep(session: Session, taken: Taken, found: Found) -> None:
    """Write down what came of it, unless its owner has given another address meanwhile."""
    same = select(CalendarAddress.address).where(CalendarAddress.staff_id == taken.staff_id).with_for_update()
    if session.scalar(same.execution_options(**HOUSE)) != taken.address:
        return
    at = now()
    if found.trouble:
        failures = taken.failures + 1
        later = at + min(EVERY * 2 ** min(failures - 1, 10), LONGEST_WAIT)
        _note(session, taken, due_at=later, failures=failures, trouble=found.trouble)
        return
    _note(session, taken, due_at=at + EVERY, failures=0, trouble="", fetched_at=at)
    if found.spans is not None:
        _note(session, taken, expanded_at=at, unread=found.unread)
        replace(session, taken.resource_id, found.spans)
        known = update(CalendarAddress).where(CalendarAddress.staff_id == taken.staff_id)
        session.execute(known.values(etag=found.etag, modified=found.modified), execution_options=HOUSE)
        doubles.find(session, [taken.resource_id])


def replace(session: Session, resource_id: int, spans: Iterable[Span]) -> None:
    """These and no others."""
    before = {
        tuple(row) for row in session.execute(select(Busy.first, Busy.last).where(Busy.resource_id == resource_id))
    }
    after = set(spans)
    gone, new = sorted(before - after), sorted(after - before)
    for number in range(0, len(gone), 500):
        some = [first for first, _ in gone[number : number + 500]]
        session.execute(delete(Busy).where(Busy.resource_id == resource_id, Busy.first.in_(some)))
    if new:
        session.execute(insert(Busy), [{"resource_id": resource_id, "first": a, "last": b} for a, b in new])


def _due() -> Select[*tuple[Any, ...]]:
    state = (CalendarState.staff_id, CalendarState.resource_id, CalendarState.expanded_at, CalendarState.failures)
    return (
        select(*state, CalendarAddress.address, CalendarAddress.etag, CalendarAddress.modified)
        .join(CalendarAddress, CalendarAddress.staff_id == CalendarState.staff_id)
        .join(Staff, Staff.id == CalendarState.staff_id)
        .where(CalendarState.due_at <= now(), Staff.active)
    )


def _horizon(session: Session) -> Span:
    """From this week's Monday to the last day that any type can be booked on, and some days more."""
    days = session.scalar(select(func.max(AppointmentType.horizon_days))) or 0
    return midnight(monday(today())), midnight(today() + timedelta(days=days) + MARGIN)


def _asked(one: Taken, horizon: Span, rules: Rules) -> Asked:
    """What was worked out long ago is read again, changed or not: the horizon has moved on."""
    fresh = one.expanded_at is not None and one.expanded_at > now() - FRESH
    known = {"etag": one.etag, "modified": one.modified} if fresh else {}
    lo, hi = horizon
    return Asked(address=one.address, lo=lo, hi=hi, own=rules.own, http=rules.http, networks=rules.networks, **known)


def _note(session: Session, taken: Taken, **values: Any) -> None:
    own = update(CalendarState).where(CalendarState.staff_id == taken.staff_id).values(**values)
    session.execute(own, execution_options={"synchronize_session": False})
