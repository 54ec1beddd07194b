"""A parent lets the sundhedspleje know that they will not come to one meeting of their group, and takes it back; the seat stays theirs."""

from typing import cast

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from domain import outbox
from domain.access import ASKING, Viewer
from domain.base import DomainError, moment, now
from domain.booking.verbs import Changed
from domain.groups import seats, told
from domain.groups.came import EXCUSED, GroupPresence
from domain.groups.meetings import NoSuchMeeting
from domain.groups.seats import NoSuchPlace
from domain.groups.tables import HOLDS, GroupMeeting, GroupSeat


class HasBegun(DomainError):
    """Who comes to a meeting that has begun is noted by whoever leads it."""


def excuse(session: Session, meeting_id: int, first: int | None, *, comes: bool) -> int:
    """The parent who asks will not come to it; or does after all. Returns its group. NoSuchMeeting, NoSuchPlace without a seat there, HasBegun,
    Changed when it is no longer at `first` (quarter), which they were shown.

    Whoever leads it may have noted the same, told by telephone: that is taken back as well.
    """
    group_id = session.scalar(select(GroupMeeting.group_id).where(GroupMeeting.id == meeting_id))
    if group_id is None:
        raise NoSuchMeeting
    seats.lock(session, group_id)  # from here on nobody moves it
    meeting = session.get_one(GroupMeeting, meeting_id)
    if meeting.cancelled_at is not None:
        raise NoSuchMeeting
    if meeting.first != first:
        raise Changed
    noted = _noted(session, meeting)
    if moment(meeting.first) <= now():
        raise HasBegun
    if noted is not None and comes:
        session.delete(noted)
    elif noted is None and not comes:
        _add(session, meeting)
    session.flush()
    return meeting.group_id


def _noted(session: Session, meeting: GroupMeeting) -> GroupPresence | None:
    """What is noted of the parent who asks; NoSuchPlace for who has no seat."""
    mine = and_(GroupPresence.meeting_id == meeting.id, GroupPresence.guardian_id == GroupSeat.guardian_id)
    rows = select(GroupSeat.id, GroupPresence).outerjoin(GroupPresence, mine)
    own = GroupSeat.group_id == meeting.group_id, GroupSeat.guardian_id == ASKING.guardian
    found = session.execute(rows.where(*own, GroupSeat.standing == HOLDS)).one_or_none()
    if found is None:
        raise NoSuchPlace
    return found[1]


def _add(session: Session, meeting: GroupMeeting) -> None:
    """Nobody is reminded of what they do not come to."""
    guardian = cast("int", cast("Viewer", session.info["viewer"]).guardian)
    session.add(
        GroupPresence(
            meeting_id=meeting.id, unit_id=meeting.unit_id, guardian_id=guardian, state=EXCUSED, noted_at=now()
        )
    )
    outbox.replace(session, f"group-meeting/{meeting.id}", (told.REMINDER,), [guardian])
