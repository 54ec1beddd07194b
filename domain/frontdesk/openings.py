"""When staff can be booked: openings are added, changed and ended, and one occurrence is skipped or gets other hours."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.orm import Session

from domain.access import NotAllowed, Viewer
from domain.base import DomainError
from domain.booking.finding.openings import Hours, Rule, occurrences
from domain.booking.tables import Opening, OpeningException
from domain.frontdesk.plans import Plan, not_yet, possible, possible_hours
from domain.frontdesk.team import own, planned


class NoOccurrence(DomainError):
    """The opening does not occur on that day."""


class Occurrence(NamedTuple):
    """One day of one opening, with its hours in minutes from midnight; None when it is skipped."""

    resource_id: int
    opening_id: int
    day: date
    hours: Hours | None
    changed: bool
    opening: Opening


def add(session: Session, resource_id: int, plan: Plan) -> Opening:
    own(session, resource_id)
    possible(plan)
    not_yet(plan, session.scalars(select(Opening).where(Opening.resource_id == resource_id)))
    opening = Opening(resource_id=resource_id, **_values(plan))
    session.add(opening)
    session.flush()
    return opening


def change(session: Session, opening_id: int, plan: Plan) -> Opening:
    """From now on as planned. Exceptions stay on the days on which it still occurs."""
    possible(plan)
    opening, others = _own_openings(session, opening_id)
    not_yet(plan, others)
    for name, value in _values(plan).items():
        setattr(opening, name, value)
    session.flush()
    days = session.scalars(select(OpeningException.day).where(OpeningException.opening_id == opening_id))
    _forget(session, opening_id, [day for day in days if not _occurs(opening, day)])
    return opening


def one(session: Session, opening_id: int) -> Opening:
    """An opening of somebody whose time the viewer may plan."""
    return _own_opening(session, opening_id)


def occurrence(session: Session, opening_id: int, day: date) -> Occurrence:
    """One day of an opening of somebody whose time the viewer may plan; NoOccurrence when it is not open then by rule."""
    opening = _own_opening(session, opening_id)
    if not _occurs(opening, day):
        raise NoOccurrence(f"opening {opening_id} on {day}")
    return _occurrence(opening, day, session.get(OpeningException, (opening_id, day)))


def end(session: Session, opening_id: int, last: date) -> bool:
    """Not after day `last`; one that has not begun by then is gone, and it says so."""
    opening = _own_opening(session, opening_id)
    gone = last < opening.valid_from
    if gone:
        session.delete(opening)
    else:
        opening.valid_to = min(opening.valid_to, last)
    session.flush()
    return gone


def skip(session: Session, opening_id: int, day: date) -> None:
    """Not on that one day."""
    _except(session, opening_id, day, None)


def change_one(session: Session, opening_id: int, day: date, hours: Hours) -> None:
    """Other hours on that one day."""
    possible_hours(hours)
    _except(session, opening_id, day, hours)


def restore(session: Session, opening_id: int, day: date) -> None:
    """On that one day as on the others."""
    _own_opening(session, opening_id)
    _forget(session, opening_id, [day])


def listed(
    session: Session, resource_ids: Iterable[int], since: date, last: date
) -> tuple[list[Opening], list[Occurrence]]:
    """The openings that have not ended before day `since`, in the order of the week, single days after them; and `occurring`.

    One statement.
    """
    found = _with_exceptions(session, resource_ids, since, last, Opening.valid_to >= since)
    return sorted(found, key=_in_the_week), _occurrences(found, since, last)


def occurring(session: Session, resource_ids: Iterable[int], first: date, last: date) -> list[Occurrence]:
    """Every occurrence from day `first` to and including `last`, skipped ones too, by person and time. One statement."""
    during = Opening.valid_from <= last, Opening.valid_to >= first
    return _occurrences(_with_exceptions(session, resource_ids, first, last, *during), first, last)


def _in_the_week(one: Opening) -> tuple[object, ...]:
    return (one.resource_id, one.weekday is None, one.weekday or 0, one.valid_from, one.begins, one.id)


def _with_exceptions(
    session: Session, resource_ids: Iterable[int], first: date, last: date, *which: ColumnElement[bool]
) -> dict[Opening, dict[date, OpeningException]]:
    other = OpeningException
    rows = session.execute(
        select(Opening, other)
        .outerjoin(other, and_(other.opening_id == Opening.id, other.day.between(first, last)))
        .where(Opening.resource_id.in_(list(resource_ids)), *which)
    )
    exceptions: dict[Opening, dict[date, OpeningException]] = {}
    for opening, exception in rows:
        days = exceptions.setdefault(opening, {})
        if exception is not None:
            days[exception.day] = exception
    return exceptions


def _occurrences(openings: Mapping[Opening, dict[date, OpeningException]], first: date, last: date) -> list[Occurrence]:
    found = [
        _occurrence(opening, day, days.get(day))
        for opening, days in openings.items()
        for day in occurrences(_rule(opening), first, last)
    ]
    return sorted(found, key=lambda one: (one.resource_id, one.day, one.hours or (0, 0), one.opening_id))


def _occurrence(opening: Opening, day: date, exception: OpeningException | None) -> Occurrence:
    hours = (opening.begins, opening.ends) if exception is None else _hours(exception)
    return Occurrence(opening.resource_id, opening.id, day, hours, exception is not None, opening)


def _hours(exception: OpeningException) -> Hours | None:
    if exception.begins is None or exception.ends is None:
        return None
    return exception.begins, exception.ends


def _except(session: Session, opening_id: int, day: date, hours: Hours | None) -> None:
    opening = _own_opening(session, opening_id)
    if not _occurs(opening, day):
        raise NoOccurrence(f"opening {opening_id} on {day}")
    begins, ends = hours or (None, None)
    session.merge(OpeningException(opening_id=opening_id, day=day, begins=begins, ends=ends))
    session.flush()


def _own_opening(session: Session, opening_id: int) -> Opening:
    return _own_openings(session, opening_id)[0]


def _own_openings(session: Session, opening_id: int) -> tuple[Opening, list[Opening]]:
    """It, and the others of the same person. One statement."""
    viewer: Viewer = session.info["viewer"]
    whose = select(Opening.resource_id).where(Opening.id == opening_id).scalar_subquery()
    found = select(Opening, planned(viewer, Opening.resource_id).label("own")).where(Opening.resource_id == whose)
    rows = {row.Opening.id: row for row in session.execute(found)}
    row = rows.pop(opening_id, None)
    if row is None:
        raise NoOccurrence(f"opening {opening_id}")
    if not row.own:
        raise NotAllowed(f"{viewer.name}: the time of opening {opening_id}")
    return row.Opening, [one.Opening for one in rows.values()]


def _forget(session: Session, opening_id: int, days: list[date]) -> None:
    if days:
        gone = (OpeningException.opening_id == opening_id, OpeningException.day.in_(days))
        session.execute(delete(OpeningException).where(*gone))


def _occurs(opening: Opening, day: date) -> bool:
    return day in occurrences(_rule(opening), day, day)


def _rule(opening: Opening) -> Rule:
    return Rule(opening.weekday, opening.every, opening.valid_from, opening.valid_to, opening.begins, opening.ends)


def _values(plan: Plan) -> dict[str, object]:
    return asdict(plan) | {"types": list(plan.types)}
