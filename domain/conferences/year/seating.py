"""Who sits at the table for the rest of a school year: somebody new is called in to what is to come, somebody who has left is not."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from domain.access.staff import Staff
from domain.base import now, quarter
from domain.booking.finding import together
from domain.booking.finding.together import Sitting
from domain.conferences.tables.meeting import Item
from domain.conferences.tables.series import BUSY, COMES, PLANNED, Attendance, Conference, Regular, Series
from domain.conferences.tasks import life
from domain.conferences.year import telling
from domain.conferences.year.choices import Person
from domain.conferences.year.planning import Roles
from domain.conferences.year.telling import Member


def seat(session: Session, series_id: int, people: Sequence[Person], roles: Roles) -> int:
    """From now on these are called in each time, and these lead. Returns how many dates somebody new is not free on. SlotTaken."""
    series = session.get_one(Series, series_id)
    rows = select(Conference).where(Conference.series_id == series_id, Conference.state == PLANNED)
    dates = session.scalars(rows.where(Conference.first > quarter(now())).order_by(Conference.id).with_for_update())
    held = list(dates)
    for one in (series, *held):
        for name, value in vars(roles).items():
            setattr(one, name, value)
    for conference in held:
        conference.changes += 1
    session.flush()
    known = set(session.scalars(select(Regular.staff_id).where(Regular.series_id == series_id)))
    wanted = {one.id for one in people}
    _leave(session, series_id, held, known - wanted)
    busy = _join(session, series_id, held, [one for one in people if one.id not in known])
    items = select(Item.task_id).where(Item.conference_id.in_([one.id for one in held]), Item.task_id.is_not(None))
    life.reach(session, *(one for one in session.scalars(items) if one is not None))
    return busy


def _leave(session: Session, series_id: int, held: Sequence[Conference], gone: Collection[int]) -> None:
    if not gone:
        return
    session.execute(delete(Regular).where(Regular.series_id == series_id, Regular.staff_id.in_(gone)))
    own = Attendance.conference_id.in_([one.id for one in held]), Attendance.staff_id.in_(gone)
    columns = (Attendance.conference_id, Attendance.staff_id, Attendance.unit_id, Attendance.state, Staff.resource_id)
    rows: Sequence[Any] = session.execute(
        select(*columns).join(Staff, Staff.id == Attendance.staff_id).where(*own)
    ).all()
    session.execute(delete(Attendance).where(*own))
    together.leave_all(session, [one.appointment_id for one in held], {row.resource_id for row in rows})
    for one in held:
        came = [Member(row.staff_id, row.unit_id) for row in rows if row.conference_id == one.id and row.state == COMES]
        telling.left(session, one, came)


def _join(session: Session, series_id: int, held: Sequence[Conference], new: Sequence[Person]) -> int:
    if not new:
        return 0
    seats = [{"series_id": series_id, "staff_id": one.id, "unit_id": one.unit_id, "role": one.role} for one in new]
    session.execute(insert(Regular), seats)
    already = select(Attendance.conference_id, Attendance.staff_id).where(
        Attendance.conference_id.in_([one.id for one in held]), Attendance.staff_id.in_([one.id for one in new])
    )
    there = {(row.conference_id, row.staff_id) for row in session.execute(already)}
    called = {one.id: [who for who in new if (one.id, who.id) not in there] for one in held}
    sittings = [Sitting(one.first, one.quarters, tuple(who.candidate for who in called[one.id])) for one in held]
    found = together.join_all(session, [one.appointment_id for one in held], sittings)
    rows, told, busy = [], [], 0
    for one, free in zip(held, found, strict=True):
        ids = {who.staff_id for who in free}
        busy += len(ids) < len(called[one.id])
        rows += [_attendance(one.id, who, COMES if who.id in ids else BUSY) for who in called[one.id]]
        told.append((one, [Member(who.id, who.unit_id) for who in called[one.id] if who.id in ids]))
    if rows:
        session.execute(insert(Attendance), rows)
    telling.called(session, telling.CONFIRMED, told)
    return busy


def _attendance(conference_id: int, one: Person, state: str) -> dict[str, Any]:
    who = {"staff_id": one.id, "unit_id": one.unit_id, "role": one.role}
    return {"conference_id": conference_id, "state": state} | who
