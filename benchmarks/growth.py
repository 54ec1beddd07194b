"""As many appointments as wanted, with all that belongs to them: what many years leave in a database, written by the database itself."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, func, insert, literal, select, text
from sqlalchemy import cast as as_type

from benchmarks.rows import Rows, opened
from benchmarks.town import born_child
from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.base import now, today
from domain.booking.finding.openings import midnight
from domain.booking.kinds.types import FOLLOW_UP
from domain.booking.tables import BOOKED, HELD, Appointment, Participant
from domain.outbox import Outbox as Message
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
    SELECT p.resource_id, a.first + q.n, a.id FROM {TAKES_PART} CROSS JOIN {NUMBERS}
    WHERE a.id > :since AND a.first >= :today ON CONFLICT DO NOTHING"""
"""Of what has been there are none: the house forgets them (blueprints/running/duties.py)."""
DUE = f"""
    INSERT INTO due (key, unit_id, staff_id, child_id, at, until, done_at, kind, target)
    SELECT 'old/' || a.id || '/' || p.place, p.unit_id, p.staff_id, a.child_id, {{begins}}, {{begins}},
           CASE WHEN a.state = '{HELD}' THEN {{begins}} END, 'start-samtale', 'appointment/' || a.id
    FROM {TAKES_PART} WHERE a.id > :since"""
LOOKS = """
    INSERT INTO look (at, kind, child_id, unit_id)
    SELECT CURRENT_TIMESTAMP, 'Start', child_id, unit_id FROM appointment WHERE id > :since"""
FOLLOWING = (CLAIMS, DUE, LOOKS)

BESIDE = MetaData()
DAYS = Table("grown_day", BESIDE, Column("n", Integer, primary_key=True), Column("first", Integer), Column("state", String), Column("all_houses", Integer), prefixes=["TEMPORARY"])  # fmt: skip
PAIRS = Table("grown_pair", BESIDE, Column("n", Integer, primary_key=True), *(Column(f"{name}_{who}", Integer) for who in (1, 2) for name in ("staff", "resource", "unit")), Column("other", Integer), prefixes=["TEMPORARY"])  # fmt: skip
MADE = Table("grown", BESIDE, Column("id", Integer, primary_key=True), Column("pair", Integer), Column("first", Integer), Column("state", String), prefixes=["TEMPORARY"])  # fmt: skip


def grow(url: str, to: int) -> None:
    """Fill up to so many appointments with all that belongs to them: in all other houses at all times, in the first one in the past."""
    with opened(url) as connection:
        table = Appointment.__table__
        missing = to - (connection.scalar(select(func.count()).select_from(table)) or 0)
        since = connection.scalar(select(func.max(table.c.id))) or 0
        BESIDE.create_all(connection)
        pairs = _pairs(connection)
        connection.execute(insert(PAIRS), pairs)
        connection.execute(insert(DAYS), list(_days(len(pairs), sum(pair["other"] for pair in pairs), missing)))
        rows = Rows(connection)
        _children(rows, [pair["unit_1"] for pair in pairs])
        rows.write()
        _appointments(connection, since, missing)
        for sql in FOLLOWING:
            values = {"since": since, "today": midnight(today())} if ":today" in sql else {"since": since}
            connection.execute(text(sql.format(begins=BEGINS[connection.dialect.name])), values)
        _messages(connection)
        BESIDE.drop_all(connection)
        rows.settle()


def _pairs(connection: Connection) -> list[dict[str, Any]]:
    """Two colleagues who have nothing in the evening; `other`: neither is of the first houses, whose weeks to come are looked at."""
    staff, unit, member = Staff.__table__, Unit.__table__, Membership.__table__
    found = connection.execute(
        select(staff.c.id, staff.c.resource_id, unit.c.id.label("unit"), unit.c.slug)
        .join(member, member.c.staff_id == staff.c.id)
        .join(unit, unit.c.id == member.c.unit_id)
        .order_by(staff.c.id)
    ).all()
    return [
        {
            f"{name}_{who}": value
            for who, one in ((1, a), (2, b))
            for name, value in (("staff", one.id), ("resource", one.resource_id), ("unit", one.unit))
        }
        | {"n": n, "other": int(not any("baenken" in one.slug for one in (a, b)))}
        for n, (a, b) in enumerate(zip(found[::2], found[1::2], strict=False))
    ]


def _days(everybody: int, others: int, missing: int) -> Iterator[dict[str, Any]]:
    """Evenings, back from this week on and ahead from it, until there are enough of them."""
    numbers, monday = count(), today() - timedelta(days=today().weekday())
    for week in count(1):
        for weekday in range(5):
            past = monday - timedelta(weeks=week) + timedelta(days=weekday)
            yield _day(next(numbers), past, HELD, 1)
            missing -= everybody
            if week <= AHEAD:
                yield _day(next(numbers), monday + timedelta(weeks=week - 1, days=weekday), BOOKED, 0)
                missing -= others
        if missing <= 0:
            return


def _day(number: int, day: date, state: str, all_houses: int) -> dict[str, Any]:
    return {
        "n": number,
        "first": midnight(day) + EVENING,
        "state": state if day >= today() else HELD,
        "all_houses": all_houses,
    }


def _children(rows: Rows, units: list[int]) -> None:
    """With a start each, spread over the years that are past."""
    new_year = date(today().year, 1, 1)
    for number in range(CHILDREN):
        who = CHILDREN_FROM + number
        begins = new_year - timedelta(days=1 + number % 1500)  # no more starts this year than there were
        born_child(rows, f"Barn {number}", begins - timedelta(days=300), id=who)
        rows.add(Start, key=f"old-{number}", child_id=who, unit_id=units[number % len(units)], starts_on=begins)


def _appointments(connection: Connection, since: int, missing: int) -> None:
    """One for each pair on each day, and the two who take part."""
    each = (DAYS.c.all_houses == 1) | (PAIRS.c.other == 1)
    number = literal(since) + func.row_number().over(order_by=(DAYS.c.n, PAIRS.c.n))
    places = select(number, PAIRS.c.n, DAYS.c.first, DAYS.c.state).join_from(DAYS, PAIRS, each)
    connection.execute(
        insert(MADE).from_select(["id", "pair", "first", "state"], places.order_by(DAYS.c.n, PAIRS.c.n).limit(missing))
    )
    child = CHILDREN_FROM + MADE.c.id % CHILDREN
    same = (literal(FOLLOW_UP), PAIRS.c.unit_1, child, MADE.c.first, literal(TALK), MADE.c.state)
    key = literal("old-").concat(as_type(MADE.c.id, String))
    values = select(MADE.c.id, *same, key, literal(now(), Appointment.__table__.c.booked_at.type))
    names = ["id", "type_key", "unit_id", "child_id", "first", "quarters", "state", "request_key", "booked_at"]
    here = MADE.c.pair == PAIRS.c.n
    connection.execute(insert(Appointment.__table__).from_select(names, values.join_from(MADE, PAIRS, here)))
    for place in (1, 2):
        seat = (PAIRS.c[f"{name}_{place}"] for name in ("resource", "staff", "unit"))
        took = select(MADE.c.id, literal(place), *seat, literal("paedagog")).join_from(MADE, PAIRS, here)
        columns = ["appointment_id", "place", "resource_id", "staff_id", "unit_id", "role"]
        connection.execute(insert(Participant.__table__).from_select(columns, took))


def _messages(connection: Connection) -> None:
    """A mail about each, that has been sent."""
    about, at = (
        literal("appointment/").concat(as_type(MADE.c.id, String)),
        literal(now(), Message.__table__.c.due_at.type),
    )
    key = literal("old/").concat(as_type(MADE.c.id, String))
    values = {
        "key": key,
        "kind": literal("confirmed"),
        "channel": literal("mail"),
        "subject": about,
        "due_at": at,
        "sent_at": at,
    }
    connection.execute(insert(Message.__table__).from_select([*values], select(*values.values())))
