"""What keeps the many writers of one conference in line, and tells those who look on whether there is anything new."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, Integer, Select, bindparam, exists, func, select, update
from sqlalchemy.orm import Session

from domain.access import NotAllowed, Viewer, found_in
from domain.base import DomainError
from domain.conferences.tables.meeting import Item
from domain.conferences.tables.series import APOLOGY, BEGUN, CLOSED, PLANNED, Attendance, Conference
from domain.consent import CONFERENCE, covered_matters

UNLOCKED = (PLANNED, BEGUN, CLOSED)
"""Until its referat is approved."""
COUNT = {
    "unscoped": "every write of a meeting is counted, by whoever has been found to see it",
    "synchronize_session": False,
}


class NoSuchConference(DomainError):
    """There is none of that number, or it is not for this viewer to see."""


class NotAtTheTable(DomainError):
    """Whoever is to present an item or keep a promise is not called in, or cannot read what it is about."""


class NotNow(DomainError):
    """The conference is locked, cancelled, or not where that can be done with it."""


def touch(session: Session, conference_id: int, states: Collection[str] = UNLOCKED) -> None:
    """Count a write, before it is made. NotNow unless the conference is in one of these states.

    Until this transaction ends nobody else writes in the same conference, nor closes or approves it.
    """
    rows = update(Conference).where(Conference.id == conference_id, Conference.state.in_(states))
    counted = session.execute(rows.values(changes=Conference.changes + 1), execution_options=COUNT)
    if cast("CursorResult[Any]", counted).rowcount != 1:
        raise NotNow


def stirred(session: Session, task_id: int) -> None:
    """What a task says, or that it is there, has changed: so have the agendas that it stands on, up to where they are locked."""
    on = select(Item.conference_id).where(Item.task_id == task_id)
    rows = update(Conference).where(Conference.id.in_(on), Conference.state.in_(UNLOCKED))
    session.execute(rows.values(changes=Conference.changes + 1), execution_options=COUNT)


def mark(session: Session, conference_id: int) -> str:
    """The same as long as nobody has written and no consent has come or gone. NoSuchConference. One statement, and no text is read."""
    row = session.execute(_mark(), {"conference": conference_id}).one_or_none()
    if row is None:
        raise NoSuchConference
    return _written(row, row.covered)


@cache
def _mark() -> Select[Any]:
    one = bindparam("conference", type_=Integer)
    yes = found_in(Item.task_id, covered_matters(CONFERENCE))
    covered = select(func.coalesce(func.sum(Item.task_id), 0)).where(Item.conference_id == one, yes).scalar_subquery()
    return select(Conference.changes, Conference.state, covered.label("covered")).where(Conference.id == one)


def mark_of(conference: Any, items: Iterable[Any]) -> str:
    """The same, of a page that shows them: `items` of items.listed with one of them open, `conference` read before them, so that whatever has
    changed in between makes the page ask again.
    """
    return _written(conference, sum(one.task_id for one in items if one.covered))


def _written(conference: Any, covered: int) -> str:
    """`covered`: the sum of the tasks' ids; how many they are stays the same where one yes comes as another goes."""
    return f"{conference.changes}-{conference.state}-{covered}"


def led(
    session: Session, conference_id: int, states: Collection[str] = UNLOCKED, comes: int | None = None
) -> Conference:
    """The conference, for those who lead it, and a write of theirs counted. NoSuchConference, NotAllowed, NotNow.

    `comes`: somebody who must be called in and come, or NotAtTheTable.
    """
    conference = session.get(Conference, conference_id) if comes is None else _with(session, conference_id, comes)
    if conference is None:
        raise NoSuchConference
    if not leads(session.info["viewer"], conference):
        raise NotAllowed("only those who lead a conference")
    touch(session, conference_id, states)
    return conference


def leads(viewer: Viewer, conference: Any) -> bool:
    """Chair, minute-taker and timekeeper, and the leaders of the house. `conference`: the row, or the columns it is asked by."""
    named = {conference.chair_id, conference.minute_taker_id, conference.timekeeper_id} - {None}
    return viewer.job or viewer.staff in named or conference.unit_id in viewer.leads()


def _with(session: Session, conference_id: int, staff_id: int) -> Conference | None:
    own = (Attendance.conference_id == Conference.id, Attendance.staff_id == staff_id, Attendance.state != APOLOGY)
    rows = select(Conference, exists().where(*own)).where(Conference.id == conference_id)
    conference, comes = session.execute(rows).one_or_none() or (None, True)
    if not comes:
        raise NotAtTheTable
    return conference
