"""As many appointments as wanted, with all that belongs to them: what ten years leave in a database."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from typing import Any

from sqlalchemy import Connection, func, select, text

from benchmarks.rows import Rows, opened
from benchmarks.town import appointment, born_child
from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.base import today
from domain.booking.openings import midnight
from domain.booking.tables import BOOKED, HELD, Appointment
from domain.people import Start

TALK, EVENING = 4, 64
"""Quarters: an hour, from four in the afternoon, when nobody else has anything."""
AHEAD = 40
"""Weeks in which the other houses have appointments."""
CHILDREN_FROM, CHILDREN = 1_000_000, 5_000
NUMBERS = "(SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) q"
TAKES_PART = "appointment a JOIN participant p ON p.appointment_id = a.id"
BEGINS = {"sqlite": "datetime(a.first * 900, 'unixepoch')", "postgresql": "to_timestamp(a.first * 900)"}
CLAIMS = f"""
    INSERT INTO claim (resource_id, quarter, appointment_id)
    SELECT p.resource_id, a.first + q.n, a.id FROM {TAKES_PART} CROSS JOIN {NUMBERS} WHERE a.id > :since"""
DUE = f"""
    INSERT INTO due (key, unit_id, staff_id, child_id, at, until, done_at, kind, target)
    SELECT 'old/' || a.id || '/' || p.place, p.unit_id, p.staff_id, a.child_id, {{begins}}, {{begins}},
           CASE WHEN a.state = '{HELD}' THEN {{begins}} END, 'start-samtale', 'appointment/' || a.id
    FROM {TAKES_PART} WHERE a.id > :since"""
OUTBOX = """
    INSERT INTO outbox (key, kind, channel, subject, sequence, due_at, tries, sent_at, error)
    SELECT 'old/' || id, 'confirmed', 'mail', 'appointment/' || id, 0, CURRENT_TIMESTAMP, 1, CURRENT_TIMESTAMP, ''
    FROM appointment WHERE id > :since"""
LOOKS = """
    INSERT INTO look (at, kind, child_id, unit_id)
    SELECT CURRENT_TIMESTAMP, 'Start', child_id, unit_id FROM appointment WHERE id > :since"""
FOLLOWING = (CLAIMS, DUE, OUTBOX, LOOKS)


def grow(url: str, to: int) -> None:
    """Fill up to so many appointments with all that belongs to them: in all other houses at all times, in the first one in the past."""
    with opened(url) as connection:
        rows = Rows(connection)
        missing = to - (connection.scalar(select(func.count()).select_from(Appointment.__table__)) or 0)
        since = connection.scalar(select(func.max(Appointment.__table__.c.id))) or 0
        for number, place in enumerate(islice(_places(connection), missing)):
            _old(rows, number, *place)
        rows.write()
        for sql in FOLLOWING:
            connection.execute(text(sql.format(begins=BEGINS[connection.dialect.name])), {"since": since})
        rows.settle()


def _places(connection: Connection) -> Iterator[tuple[date, list[Any]]]:
    """Days and pairs of colleagues that have nothing then."""
    staff, unit, member = Staff.__table__, Unit.__table__, Membership.__table__
    found = connection.execute(
        select(staff.c.id, staff.c.resource_id, unit.c.id.label("unit"), unit.c.slug)
        .join(member, member.c.staff_id == staff.c.id)
        .join(unit, unit.c.id == member.c.unit_id)
        .order_by(staff.c.id)
    ).all()
    pairs = [found[n : n + 2] for n in range(0, len(found) - 1, 2)]
    others = [pair for pair in pairs if not any("baenken" in one.slug for one in pair)]
    for week in count(1):
        for weekday in range(5):
            monday = today() - timedelta(days=today().weekday())
            past = monday - timedelta(weeks=week) + timedelta(days=weekday)
            yield from ((past, pair) for pair in pairs)
            if week <= AHEAD:
                ahead = monday + timedelta(weeks=week - 1) + timedelta(days=weekday)
                yield from ((ahead, pair) for pair in others)


def _old(rows: Rows, number: int, day: date, pair: list[Any]) -> None:
    who = CHILDREN_FROM + number % CHILDREN
    if number < CHILDREN:
        born_child(rows, f"Barn {number}", today() - timedelta(days=300 + number % 1500), id=who)
        begins = today() - timedelta(days=number % 1500)
        rows.add(Start, key=f"old-{number}", child_id=who, unit_id=pair[0].unit, starts_on=begins)
    seats = [(one.id, one.resource_id, one.unit) for one in pair]
    state = HELD if day < today() else BOOKED
    appointment(rows, pair[0].unit, who, f"old-{number}", midnight(day) + EVENING, TALK, seats, state)
