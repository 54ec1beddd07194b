"""What a message about a group may say, looked up at the moment it is sent: whose it is, when and where. Not what the group is for, nor who is in it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from domain.access.units import Unit
from domain.base import moment, now, quarter
from domain.groups.reading import Met, met
from domain.groups.tables import HOLDS, INVITED, LEFT, WAITS, GroupMeeting, GroupSeat, ParentGroup
from domain.groups.told import CANCELLED, FREED, GONE, OF_A_MEETING, SEAT, WAITING
from domain.groups.told import INVITED as INVITATION

WHY = {"unscoped": "who a message goes to, when and where: looked up by key on the house's behalf"}
SAYS = {
    INVITATION: INVITED,
    SEAT: HOLDS,
    FREED: HOLDS,
    WAITING: WAITS,
    GONE: LEFT,
    **dict.fromkeys((*OF_A_MEETING, CANCELLED), HOLDS),
}
"""How its reader must still stand when it is sent."""


@dataclass(frozen=True, kw_only=True)
class Posted:
    """The sundhedspleje's name, the child whose link leads there, and the meeting it is about or the next one."""

    house: str
    child_id: int
    met: Met | None


def about_group(session: Session, group_id: int, guardian_id: int, kind: str) -> Posted | None:
    """What it says of the group, with its next meeting. None when it would say what is no longer so. Two statements."""
    coming = (
        GroupMeeting.group_id == group_id,
        GroupMeeting.first > quarter(now()),
        GroupMeeting.cancelled_at.is_(None),
    )
    return _posted(session, group_id, guardian_id, kind, session.execute(_meeting(*coming)).first())


def about_meeting(session: Session, meeting_id: int, guardian_id: int, kind: str) -> Posted | None:
    """The same of one meeting."""
    row = session.execute(_meeting(GroupMeeting.id == meeting_id)).first()
    if row is None or moment(row.first) <= now() or (row.cancelled_at is not None) != (kind == CANCELLED):
        return None
    return _posted(session, row.group_id, guardian_id, kind, row)


def _meeting(*which: Any) -> Select[*tuple[Any, ...]]:
    return met().where(*which).order_by(GroupMeeting.first).limit(1).execution_options(**WHY)


def _posted(session: Session, group_id: int, guardian_id: int, kind: str, row: Any) -> Posted | None:
    seat = (
        select(GroupSeat.child_id, GroupSeat.standing, Unit.name, ParentGroup.ended_at)
        .join(ParentGroup, ParentGroup.id == GroupSeat.group_id)
        .join(Unit, Unit.id == ParentGroup.unit_id)
        .where(GroupSeat.group_id == group_id, GroupSeat.guardian_id == guardian_id)
    )
    found = session.execute(seat.execution_options(**WHY)).one_or_none()
    if found is None or found.ended_at is not None or found.standing != SAYS.get(kind, found.standing):
        return None
    return Posted(house=found.name, child_id=found.child_id, met=Met(**row._mapping) if row else None)  # noqa: SLF001 -- the public name for a row's columns
