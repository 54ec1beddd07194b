"""What the house does by itself with groups: says whom nobody has thought of, ends those that are over, and forgets them."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import String, cast, delete, exists, literal, select
from sqlalchemy.orm import Session

from domain import due
from domain.base import COPENHAGEN, now, today
from domain.due import Due, Entry
from domain.groups.came import GroupPresence
from domain.groups.proposing import NEWBORN, unasked
from domain.groups.tables import (
    THEMES,
    GroupCard,
    GroupHall,
    GroupMeeting,
    GroupSeat,
    GroupWish,
    ParentGroup,
    SeatChild,
)
from domain.groups.told import WANTED, wanted_key
from domain.people import Child

BY_THEN = timedelta(days=14)
"""After the birth a parent should have been proposed a group."""
LASTS, KEPT = timedelta(weeks=52), timedelta(weeks=26)
"""From the youngest child's birth until a group ends by itself; and from the end until nothing of it is known."""
AT_ONCE = 500
OURS = {"unscoped": "what has ended is deleted by its number, unread", "synchronize_session": False}


def look(session: Session) -> bool:
    """A line on the day of each newborn's sundhedsplejerske, while nobody has proposed them a group. True while there may be more."""
    _grown(session)
    key = literal(f"{WANTED}/") + cast(Child.id, String)
    rows = (
        select(Child.id, Child.birth_date, Child.sundhedspleje_id, Child.sundhedsplejerske_id)
        .where(Child.birth_date.between(today() - NEWBORN, today() - BY_THEN), Child.sundhedspleje_id.is_not(None))
        .where(unasked(), ~exists().where(Due.key == key))
        .order_by(Child.id)
        .limit(AT_ONCE)
    )
    found = session.execute(rows).all()
    due.put(session, [_line(row.id, row.birth_date, row.sundhedspleje_id, row.sundhedsplejerske_id) for row in found])
    return len(found) == AT_ONCE


def happen(session: Session) -> None:
    """What is over is no longer to be done by anybody."""
    for kind in THEMES:
        due.happen(session, kind)


def forget(session: Session) -> bool:
    """Groups whose children are one year old have ended; half a year later nothing of them is known. True while there may be more."""
    over = select(ParentGroup).where(ParentGroup.ended_at.is_(None), ParentGroup.born_to < today() - LASTS)
    for group in session.scalars(over.limit(AT_ONCE)):
        group.ended_at = now()
    session.flush()
    ended = select(ParentGroup.id).where(ParentGroup.ended_at.is_not(None))
    session.execute(delete(GroupCard).where(GroupCard.group_id.in_(ended)), execution_options=OURS)
    old = session.scalars(ended.where(ParentGroup.ended_at < now() - KEPT).limit(AT_ONCE)).all()
    if old:
        _delete(session, [*old])
    past = select(Child.id).where(Child.birth_date < today() - LASTS - KEPT)
    session.execute(delete(GroupWish).where(GroupWish.child_id.in_(past)), execution_options=OURS)
    return len(old) == AT_ONCE


def _delete(session: Session, groups: list[int]) -> None:
    seats = select(GroupSeat.id).where(GroupSeat.group_id.in_(groups))
    session.execute(delete(SeatChild).where(SeatChild.seat_id.in_(seats)), execution_options=OURS)
    met = select(GroupMeeting.id).where(GroupMeeting.group_id.in_(groups))
    session.execute(delete(GroupPresence).where(GroupPresence.meeting_id.in_(met)), execution_options=OURS)
    for table in (GroupSeat, GroupMeeting, GroupHall):
        session.execute(delete(table).where(table.group_id.in_(groups)), execution_options=OURS)
    session.execute(delete(ParentGroup).where(ParentGroup.id.in_(groups)), execution_options=OURS)


def _grown(session: Session) -> None:
    """Whoever has grown out of the list is nobody's line any longer."""
    rows = select(Due.key).join(Child, Child.id == Due.child_id).where(Due.kind == WANTED, Due.done_at.is_(None))
    keys = session.scalars(rows.where(Child.birth_date < today() - NEWBORN)).all()
    if keys:
        due.drop(session, *keys)


def _line(child_id: int, born: date, unit_id: int, staff_id: int | None) -> Entry:
    day = born + BY_THEN
    return Entry(
        key=wanted_key(child_id),
        unit_id=unit_id,
        staff_id=staff_id,
        child_id=child_id,
        kind=WANTED,
        at=datetime.combine(day, time(8), COPENHAGEN),
        target=f"newborn/{child_id}",
    )
