"""Where `/til/inquiry/<id>` leads, and the time of one: the unit that is asked, or the one that asks."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.booking.target import Target
from domain.conferences.tables.task import Task
from domain.inquiries.tables import Inquiry


def inquiry(session: Session, inquiry_id: int) -> Target | None:
    """None for one that the viewer may not read. One statement."""
    columns = select(Inquiry.id, Inquiry.unit_id, Inquiry.from_unit_id, Inquiry.for_unit_id)
    row = session.execute(columns.where(Inquiry.id == inquiry_id)).one_or_none()
    return Target("inquiry", row.id, (row.unit_id, row.from_unit_id, row.for_unit_id)) if row else None


def listed(_session: Session, unit_id: int) -> Target:
    """What is put to that unit: where one of them was that may be named no longer."""
    return Target("inquiry-list", unit_id, (unit_id,))


def of_appointment(session: Session, appointment_id: int) -> Target | None:
    """The inquiry whose time this is. One statement."""
    columns = select(Inquiry.id, Inquiry.unit_id, Inquiry.from_unit_id, Inquiry.for_unit_id)
    row = session.execute(columns.where(Inquiry.appointment_id == appointment_id)).first()
    return Target("inquiry", row.id, (row.unit_id, row.from_unit_id, row.for_unit_id)) if row else None


def source(session: Session, task: Task) -> Target | None:
    """The inquiry that led to this task; None for whoever may not read it. One statement.

    It is looked for where whoever put the task had it from: asked by their unit or by the house, answered in their unit, or taken by themselves.
    """
    ours = Inquiry.from_unit_id.in_((task.from_unit_id, task.unit_id)), Inquiry.unit_id == task.from_unit_id
    columns = select(Inquiry.id, Inquiry.unit_id, Inquiry.from_unit_id, Inquiry.for_unit_id)
    near = columns.where(or_(*ours, Inquiry.taken_by == task.writer_id), Inquiry.led_to == f"task/{task.id}")
    row = session.execute(near.order_by(Inquiry.id)).first()
    return Target("inquiry", row.id, (row.unit_id, row.from_unit_id, row.for_unit_id)) if row else None
