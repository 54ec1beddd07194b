"""Who is told what about a group: the parents by their own link, those who hold a meeting as of any appointment."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due, outbox
from domain.base import moment, now, quarter
from domain.due import Entry
from domain.groups.came import coming
from domain.groups.tables import HOLDS, GroupMeeting, GroupSeat, ParentGroup
from domain.outbox import Message

INVITED, SEAT, WAITING, FREED, GONE = "group-invited", "group-seat", "group-waiting", "group-freed", "group-left"
MEETING, MOVED, CANCELLED, REMINDER = "group-meeting", "group-moved", "group-cancelled", "group-reminder"
OF_A_SEAT, OF_A_MEETING = (INVITED, SEAT, WAITING, FREED), (MEETING, MOVED, REMINDER)
"""What is no longer so when something changes."""
WAS_INVITED, HAS_A_SEAT, HAS_DECLINED = "gruppe-inviteret", "gruppe-plads", "gruppe-nej"
WANTED = "gruppe-mangler"
"""A newborn whose parent has not been proposed a group."""
REMINDED_BEFORE = timedelta(hours=48)


def parents(session: Session, group: ParentGroup, kind: str, seats: Iterable[Any], later: int = 0) -> None:
    """A message to the parent of each seat; `later`: versions that the seat has gone through since it was read."""
    outbox.put_all(
        session,
        *(
            Message(
                kind=kind, subject=subject(group.id), guardians=[one.guardian_id], key_part=str(one.version + later)
            )
            for one in seats
        ),
    )


def forget(session: Session, group: ParentGroup, guardians: Sequence[int]) -> None:
    """What has not been sent to them about their seat is not sent: it is no longer so."""
    outbox.replace(session, subject(group.id), OF_A_SEAT, guardians)


def members(session: Session, meeting: GroupMeeting, kind: str) -> int:
    """To everybody who has a seat: there is a meeting, it has been moved, it is cancelled. Returns how many."""
    about = f"group-meeting/{meeting.id}"
    if kind != MEETING:
        outbox.replace(session, about, OF_A_MEETING)
    rows = select(GroupSeat.guardian_id).where(GroupSeat.group_id == meeting.group_id, GroupSeat.standing == HOLDS)
    guardians = session.scalars(rows).all()
    outbox.put(
        session,
        kind,
        about,
        guardians=guardians,
        expires_at=moment(meeting.first),
        sequence=meeting.sequence,
    )
    return len(guardians)


def remind(session: Session) -> None:
    """Two days before a meeting whoever has a seat then, and has not said that they will not come, is reminded, once for each time it has had. A job's."""
    soon = (GroupMeeting.first > quarter(now()), GroupMeeting.first <= quarter(now() + REMINDED_BEFORE))
    rows = (
        select(GroupMeeting.id, GroupMeeting.first, GroupMeeting.sequence, GroupSeat.guardian_id)
        .join(GroupSeat, GroupSeat.group_id == GroupMeeting.group_id)
        .where(*soon, GroupMeeting.cancelled_at.is_(None), GroupSeat.standing == HOLDS, coming())
    )
    outbox.put_all(
        session,
        *(
            Message(
                kind=REMINDER,
                subject=f"group-meeting/{row.id}",
                guardians=[row.guardian_id],
                expires_at=moment(row.first),
                sequence=row.sequence,
            )
            for row in session.execute(rows)
        ),
    )


def happened(session: Session, group: ParentGroup, kind: str, child_ids: Iterable[int]) -> None:
    """A line on each child's timeline; of one kind and group the latest."""
    at = now()
    due.put(
        session,
        [
            Entry(
                key=f"{kind}/{group.id}/{child_id}",
                unit_id=group.unit_id,
                child_id=child_id,
                kind=kind,
                at=at,
                done_at=at,
                target=f"group/{group.id}",
            )
            for child_id in child_ids
        ],
    )


def wanted_key(child_id: int) -> str:
    return f"{WANTED}/{child_id}"


def subject(group_id: int) -> str:
    return f"group/{group_id}"
