"""What names a child and has a life of its own: tasks, efforts, inquiries, referrals, courses. While one is open its child stays."""

from typing import Any

from sqlalchemy import CompoundSelect, Integer, and_, case, cast, literal, null, or_, select, union_all

from domain.conferences.tables.effort import Effort
from domain.conferences.tables.task import ALIVE, Task
from domain.conferences.tables.task import DRAFT as TASK_DRAFT
from domain.courses.tables import Course
from domain.inquiries.tables import CLOSED, Inquiry
from domain.inquiries.tables import DRAFT as INQUIRY_DRAFT
from domain.inquiries.tables import WITHDRAWN as INQUIRY_WITHDRAWN
from domain.referrals.states import ASKED, DRAFT, OVER
from domain.referrals.tables import Referral, Standing
from domain.tovholder.followed import RUNNING

TASK, EFFORT, INQUIRY, REFERRAL, COURSE = "task", "effort", "inquiry", "referral", "course"


def open_() -> CompoundSelect[Any]:
    """(what, id, child_id, unit_id, staff_id, agreed): whose it is to close, and whether the parents have said yes to it. A draft is its writer's."""
    t, e, i, c = (one.__table__.c for one in (Task, Effort, Inquiry, Course))
    r, s = Referral.__table__.c, Standing.__table__.c
    drafted, unsent = t.state == TASK_DRAFT, i.sent_at.is_(None)
    nobody, yes = cast(null(), Integer), literal(1)
    task = _row(TASK, t, _if(drafted, t.from_unit_id, t.unit_id), _if(drafted, t.writer_id), _if(drafted, 0, 1))
    inquiry = _row(INQUIRY, i, _if(unsent, i.from_unit_id, i.unit_id), _if(i.state == INQUIRY_DRAFT, i.writer_id), _if(unsent, 0, 1))  # fmt: skip
    referral = _row(REFERRAL, r, r.from_unit_id, _if(s.state == DRAFT, r.writer_id), _if(s.state.in_((DRAFT, ASKED)), 0, 1))  # fmt: skip
    return union_all(
        task.where(or_(drafted, t.state.in_(ALIVE)), t.child_id.is_not(None)),
        _row(EFFORT, e, e.for_unit_id, nobody, yes).where(e.state == RUNNING, e.child_id.is_not(None)),
        inquiry.where(i.state.not_in((CLOSED, INQUIRY_WITHDRAWN)), i.child_id.is_not(None)),
        referral.where(s.referral_id == r.id, s.state.not_in(OVER), r.child_id.is_not(None)),
        _row(COURSE, c, c.unit_id, nobody, yes).where(c.state == RUNNING),
    )


def kept() -> CompoundSelect[Any]:
    """Ids of the children of whom something stands that the parents have said yes to, over or not: that is kept for its own time."""
    i, c, t = (one.__table__.c for one in (Inquiry, Course, Task))
    r, s = Referral.__table__.c, Standing.__table__.c
    return union_all(
        select(i.child_id).where(i.child_id.is_not(None), i.sent_at.is_not(None)),
        select(r.child_id).where(s.referral_id == r.id, r.child_id.is_not(None), s.received_at.is_not(None)),
        select(c.child_id),
        select(t.child_id).where(and_(t.child_id.is_not(None), t.state.in_(ALIVE))),
    )


def _row(what: str, of: Any, unit_id: Any, staff_id: Any, agreed: Any) -> Any:
    columns = (literal(what).label("what"), of.id, of.child_id, unit_id.label("unit_id"))
    return select(*columns, staff_id.label("staff_id"), agreed.label("agreed"))


def _if(condition: Any, then: Any, otherwise: Any = None) -> Any:
    return case((condition, then), else_=otherwise)
