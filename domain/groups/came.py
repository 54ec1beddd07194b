"""Whether a parent came to a meeting of their group: the rows, and how many there are."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Integer,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.access import Guarded, Verb, Viewer
from domain.base import Base, one_of
from domain.groups.tables import GroupMeeting, GroupSeat, ParentGroup

CAME, MISSED, EXCUSED = "kom", "kom-ikke", "afbud"
PRESENCES = (CAME, MISSED, EXCUSED)
OVER = {
    "unscoped": "who has said that they will not come to what is not so any longer: by number",
    "synchronize_session": False,
}


class GroupPresence(Guarded, Base):
    """Whether one parent came to one meeting, or had said beforehand that they would not. `noted_by` None: they have said it here themselves."""

    __tablename__ = "group_presence"
    __table_args__ = (one_of("state", PRESENCES), UniqueConstraint("meeting_id", "guardian_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("group_meeting.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    guardian_id: Mapped[int] = mapped_column(ForeignKey("guardian.id"), index=True)
    state: Mapped[str]
    noted_at: Mapped[datetime]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The sundhedspleje whose meeting it is; the parent, that they have said they will not come. No house that visits it."""
        own = and_(cls.guardian_id == viewer.guardian, cls.state == EXCUSED)
        return or_(cls.unit_id.in_(viewer.units("sundhedspleje")), own)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The sundhedspleje whose meeting it is; the parent, that they will not come; the house itself forgets."""
        own = viewer.guardian is not None and self.guardian_id == viewer.guardian and self.state == EXCUSED
        return viewer.job or own or self.unit_id in viewer.units("sundhedspleje")


def of_meeting(state: str) -> Any:
    """How many are noted so, as a column beside GroupMeeting."""
    rows = select(func.count(GroupPresence.id)).where(GroupPresence.meeting_id == GroupMeeting.id)
    return rows.where(GroupPresence.state == state).correlate(GroupMeeting).scalar_subquery()


def of_group(*states: str) -> Any:
    """The same of all meetings of a group that have begun and were not cancelled, beside ParentGroup; `now`: this quarter."""
    rows = select(func.count(GroupPresence.id)).join(GroupMeeting, GroupMeeting.id == GroupPresence.meeting_id)
    rows = rows.where(GroupMeeting.group_id == ParentGroup.id, GroupPresence.state.in_(states))
    held = GroupMeeting.cancelled_at.is_(None), GroupMeeting.first <= bindparam("now", type_=Integer)
    return rows.where(*held).correlate(ParentGroup).scalar_subquery()


def coming() -> ColumnElement[bool]:
    """Beside GroupMeeting and GroupSeat: nobody has noted that this parent will not come."""
    said = GroupPresence.meeting_id == GroupMeeting.id, GroupPresence.guardian_id == GroupSeat.guardian_id
    return ~exists().where(*said, GroupPresence.state == EXCUSED)


def drop(session: Session, *which: ColumnElement[bool]) -> None:
    """What was said of a time that is another now, or by somebody who has left, is so no longer."""
    session.execute(delete(GroupPresence).where(*which), execution_options=OVER)
