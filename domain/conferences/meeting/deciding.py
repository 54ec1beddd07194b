"""Who decides what becomes of a task that has been discussed. Whoever else reads it, as all of PPR may, does not."""

from sqlalchemy import ColumnElement, and_, or_, select

from domain.access import Viewer
from domain.conferences.tables.meeting import Item
from domain.conferences.tables.series import COMES, Attendance
from domain.conferences.tables.task import Task


def decides(viewer: Viewer) -> ColumnElement[bool]:
    """In SQL, of a `Task`: whether the viewer wrote it, comes to a conference that has it on its agenda, or leads its house."""
    seat = and_(
        Attendance.conference_id == Item.conference_id,
        Attendance.staff_id == viewer.staff,
        Attendance.unit_id.in_(viewer.every_unit()),
        Attendance.state == COMES,
    )
    table = select(Item.task_id).join(Attendance, seat).where(Item.task_id.is_not(None))
    wrote = and_(Task.writer_id == viewer.staff, Task.from_unit_id.in_(viewer.every_unit()))
    return or_(wrote, Task.unit_id.in_(viewer.leads()), Task.id.in_(table))
