"""Who is not free on which date, and what would help: other times the same day and week at which all are."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.base import now, quarter
from domain.booking.finding import together
from domain.booking.finding.grid import load
from domain.booking.finding.openings import local_day, midnight, monday, spans
from domain.booking.finding.places import UNIT, Where
from domain.booking.finding.search import Candidate, Joint, Need, Wish
from domain.booking.finding.together import Sitting
from domain.booking.tables import Absence
from domain.booking.working_days import works
from domain.conferences.tables.series import APOLOGY, COMES, TYPE
from domain.conferences.year.choices import Person
from domain.conferences.year.table import Shown

MORNING, EVENING = 8 * 60, 17 * 60
"""In which hours another time is looked for: minutes from midnight."""
MOST_A_DAY = 4
ONE_DAY = timedelta(days=1)


def taken(
    session: Session, people: Sequence[Person], room: Candidate | None, firsts: Sequence[int], quarters: int
) -> list[tuple[list[Person], bool]]:
    """For each time who is not free then, and whether the room is taken. One statement."""
    seats = tuple(one.candidate for one in people)
    found = together.free(session, [Sitting(first, quarters, seats, room) for first in firsts])
    answer = []
    for there in found:
        resources = {one.resource_id for one in there}
        busy = [one for one in people if one.resource_id not in resources]
        answer.append((busy, room is not None and room.resource_id not in resources))
    return answer


def away(session: Session, one: Shown, called: Sequence[Any]) -> set[int]:
    """Who of those that come has been given an absence then since, by staff id. One statement."""
    ids = {row.resource_id: row.staff_id for row in called if row.state == COMES}
    during = Absence.first < one.first + one.quarters, Absence.last > one.first
    rows = session.scalars(select(Absence.resource_id).where(Absence.resource_id.in_(ids), *during))
    return {ids[resource] for resource in rows}


def times(session: Session, one: Shown, called: Sequence[Any]) -> list[tuple[date, list[int]]]:
    """Other times in the same week at which all who are called in are free, some a day: the same day first. One statement.

    `called`: rows of `table.table_of`. The room must be free as well.
    """
    day = local_day(one.first)
    week = [monday(day) + ONE_DAY * n for n in range(5)]
    hours = [(midnight(week[0]), midnight(week[-1] + ONE_DAY))]
    joint = _joint(session, one, called, hours[0])
    days = [other for other in sorted(week, key=lambda other: (other != day, other)) if works(other)]
    return [(other, starts) for other in days if (starts := _within(joint, other, one))]


def _joint(session: Session, one: Shown, called: Sequence[Any], window: tuple[int, int]) -> Joint:
    people = [
        Candidate(row.resource_id, row.staff_id, row.unit_id, open=False) for row in called if row.state != APOLOGY
    ]
    room = [Candidate(one.room_resource, None, one.unit_id, open=False)] if one.room_resource else []
    needs = tuple(Need(str(number), (who,)) for number, who in enumerate([*people, *room]))
    wanted = Wish(TYPE, needs, one.quarters, (0, 0), frozenset(), Where(UNIT, one.unit_id))
    grid = load(session, wanted.resources(), TYPE, wanted.around(*window), one.appointment_id)
    return Joint(grid, wanted, *window)


def _within(joint: Joint, day: date, one: Shown) -> list[int]:
    """Some of a day's times, the nearest to the one that stands first, in their order."""
    (begins, ends), *_rest = spans(day, MORNING, EVENING)
    soonest = quarter(now())
    free = [
        start
        for start in joint.starts
        if begins <= start and start + one.quarters <= ends and start > soonest and start != one.first
    ]
    hours = [start for start in free if start % 2 == 0]
    near = sorted(
        hours or free, key=lambda start: abs((start - midnight(day)) - (one.first - midnight(local_day(one.first))))
    )
    return sorted(near[:MOST_A_DAY])
