"""Where a mail or a line about a group leads: to the group itself, or, for whoever visits it, to the list of what their house visits."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.booking.target import Target
from domain.groups.tables import GroupMeeting, ParentGroup
from domain.people import Child


def meeting(session: Session, appointment_id: int) -> Target | None:
    """Of an appointment that is a group's meeting; None for every other. One statement."""
    rows = (
        select(GroupMeeting.id, GroupMeeting.unit_id, ParentGroup.id.label("group"))
        .outerjoin(ParentGroup, ParentGroup.id == GroupMeeting.group_id)
        .where(GroupMeeting.appointment_id == appointment_id)
    )
    row = session.execute(rows).one_or_none()
    if row is None:
        return None
    return Target("group", row.group, (row.unit_id,)) if row.group else Target("group-visits", row.id, ())


def group(session: Session, group_id: int) -> Target | None:
    """None for what is not there, and for what this viewer may not see; so for both. One statement each."""
    unit = session.scalar(select(ParentGroup.unit_id).where(ParentGroup.id == group_id))
    return Target("group", group_id, (unit,)) if unit else None


def newborn(session: Session, child_id: int) -> Target | None:
    """Where a child is proposed a group."""
    unit = session.scalar(select(Child.sundhedspleje_id).where(Child.id == child_id))
    return Target("newborn", child_id, (unit,)) if unit else None
