"""Who came to a meeting of a group: a simple list for whoever leads it, and numbers for the sundhedspleje. A parent sees of it that they have sent word themselves."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from domain.access import Viewer
from domain.base import DomainError, moment, now
from domain.groups import seats
from domain.groups.came import CAME, MISSED, GroupPresence
from domain.groups.meetings import NoSuchMeeting
from domain.groups.tables import HOLDS, GroupMeeting, GroupSeat
from domain.people import Child, Guardian


class NotBegun(DomainError):
    """Nobody has come to, or stayed away from, what has not begun: until then one can only have said that one will not come."""


def called(session: Session, meeting_id: int) -> Sequence[Any]:
    """(guardian, parent, child, state or None, who noted it or None, when) of who has a seat, and of who has left it but is noted, by name. One statement."""
    noted = and_(GroupPresence.meeting_id == meeting_id, GroupPresence.guardian_id == GroupSeat.guardian_id)
    rows = (
        select(Guardian.id.label("guardian"), Guardian.name.label("parent"), Child.name.label("child"))
        .add_columns(GroupPresence.state, GroupPresence.noted_by, GroupPresence.noted_at)
        .select_from(GroupSeat)
        .join(GroupMeeting, GroupMeeting.group_id == GroupSeat.group_id)
        .join(Guardian, Guardian.id == GroupSeat.guardian_id)
        .join(Child, Child.id == GroupSeat.child_id)
        .outerjoin(GroupPresence, noted)
        .where(GroupMeeting.id == meeting_id, or_(GroupSeat.standing == HOLDS, GroupPresence.id.is_not(None)))
    )
    return session.execute(rows.order_by(Guardian.name, Guardian.id)).all()


def note(session: Session, meeting_id: int, said: Mapping[int, str]) -> None:
    """By guardian: CAME, MISSED or EXCUSED, or "" for not known; of nobody else. NoSuchMeeting, NotBegun."""
    viewer = cast("Viewer", session.info["viewer"])
    meeting = session.get(GroupMeeting, meeting_id)
    if meeting is None or meeting.cancelled_at is not None or meeting.unit_id not in viewer.units("sundhedspleje"):
        raise NoSuchMeeting
    if moment(meeting.first) > now() and {CAME, MISSED} & set(said.values()):
        raise NotBegun
    seats.lock(session, meeting.group_id)  # a parent may be saying so at this moment
    members = {row.guardian for row in called(session, meeting_id)}
    rows = session.scalars(select(GroupPresence).where(GroupPresence.meeting_id == meeting_id))
    before = {one.guardian_id: one for one in rows}
    for guardian in members & said.keys():
        _keep(session, meeting, before.get(guardian), guardian, said[guardian])
    session.flush()


def _keep(session: Session, meeting: GroupMeeting, row: GroupPresence | None, guardian: int, state: str) -> None:
    if row is not None and not state:
        session.delete(row)
    elif state and (row is None or row.state != state):
        found = row or GroupPresence(meeting_id=meeting.id, unit_id=meeting.unit_id, guardian_id=guardian)
        found.state, found.noted_at, found.noted_by = state, now(), session.info["viewer"].staff
        session.add(found)
