"""What parents are asked about a matter that names their child, and answers that staff have noted: by which house, and by which link they read it."""

from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from domain.access.staff import Membership
from domain.access.units import Unit
from domain.base import today
from domain.conferences.tables.task import Task
from domain.consent import Answer, ConsentRequest

WHY = {"unscoped": "who asks, and by whom an answer was noted: looked up by key for the parent who is told"}
OURS = "God Start"
QUIET = {"referral": OURS}
"""Who a mail is from where the unit's own name would tell what it is about."""


class Asked(NamedTuple):
    """Without a start it is the family's own link."""

    house: str
    child_id: int
    start_id: int | None = None


def asked(session: Session, about: str, number: int) -> Asked | None:
    """Who asks; None when the question is over. One statement."""
    columns = select(ConsentRequest.child_id, Unit.name).join(Unit, Unit.id == ConsentRequest.from_unit_id)
    own = ConsentRequest.subject == f"{about}/{number}", ConsentRequest.until >= today()
    row = session.execute(columns.where(*own).execution_options(**WHY)).one_or_none()
    return Asked(QUIET.get(about, row.name), row.child_id) if row else None


def noted(session: Session, about: str, number: int, guardian_id: int) -> Asked | None:
    """The last that was noted of theirs, also when the question is over; of the two units the one of whoever noted it. One statement."""
    by = Membership.unit_id.in_((ConsentRequest.from_unit_id, ConsentRequest.to_unit_id))
    rows = (
        select(Unit.name, ConsentRequest.child_id, Task.start_id)
        .select_from(ConsentRequest)
        .join(Answer, Answer.request_id == ConsentRequest.id)
        .outerjoin(Membership, and_(Membership.staff_id == Answer.noted_by, by))
        .outerjoin(Task, Task.id == (number if about == "task" else 0))
        .join(Unit, Unit.id == func.coalesce(Membership.unit_id, ConsentRequest.from_unit_id))
    )
    theirs = Answer.guardian_id == guardian_id, Answer.noted_by.is_not(None)
    last = rows.where(ConsentRequest.subject == f"{about}/{number}", *theirs).order_by(Answer.id.desc()).limit(1)
    row = session.execute(last.execution_options(**WHY)).one_or_none()
    if row is None:
        return None
    return Asked(QUIET.get(about, row.name), row.child_id, number if about == "start" else row.start_id)
