"""What people have promised at the table and not yet done."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.access import Viewer
from domain.access.staff import Staff
from domain.access.units import Unit
from domain.base import DomainError
from domain.conferences.meeting import live
from domain.conferences.tables.meeting import Agreement
from domain.conferences.tables.series import Conference

MOST = 200


class NoSuchAgreement(DomainError):
    """There is none of that number, or it is not for this viewer to see."""


def ends(viewer: Viewer, responsible_id: int, conference: Any) -> bool:
    """Who says that it is done: whoever is responsible, and those who lead the conference (the row, or the columns it is asked by)."""
    return viewer.staff == responsible_id or live.leads(viewer, conference)


def listed(session: Session, unit_id: int) -> list[tuple[Any, bool]]:
    """What is open: the unit's own, and what the viewer has promised elsewhere, by day, and whether they may say that it is done. One statement.

    Rows: (id, text, deadline, made_at, responsible_id, responsible, house, unit_id, conference_id, first, child_id).
    """
    viewer: Viewer = session.info["viewer"]
    columns = (Agreement.id, Agreement.text, Agreement.deadline, Agreement.made_at, Agreement.responsible_id)
    about = (Agreement.unit_id, Agreement.conference_id, Agreement.child_id, Conference.first, Unit.name.label("house"))
    leads = (Conference.chair_id, Conference.minute_taker_id, Conference.timekeeper_id)
    rows = (
        select(*columns, *about, *leads, Staff.name.label("responsible"))
        .join(Staff, Staff.id == Agreement.responsible_id)
        .join(Unit, Unit.id == Agreement.unit_id)
        .join(Conference, Conference.id == Agreement.conference_id)
        .where(Agreement.done_at.is_(None))
        .where(or_(Agreement.unit_id == unit_id, Agreement.responsible_id == viewer.staff))
        .order_by(Agreement.deadline, Agreement.id)
        .limit(MOST)
    )
    return [(row, ends(viewer, row.responsible_id, row)) for row in session.execute(rows)]
