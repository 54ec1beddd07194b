"""Inquiries in their lists, one whole, and how much each carries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from domain import asking
from domain.access.roles import LEADER, ROLES
from domain.access.staff import Membership, Staff
from domain.access.units import District, Unit
from domain.asked import Asked
from domain.base import today
from domain.booking.tables import BOOKED as STANDS
from domain.booking.tables import Appointment
from domain.consent import ADVICE, ConsentRequest
from domain.inquiries.tables import ANSWERED, BOOKED, CLOSED, OPEN, SENT, SOCIAL, TAKEN, WITHDRAWN, Inquiry
from domain.rows import plain

WAITING, RUNNING, OVER = (SENT,), (TAKEN, BOOKED, ANSWERED), (CLOSED, WITHDRAWN)
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Whole(Asked):
    """One with the names around it. `consent`: the question's state, None where nobody has been asked; a yes counts until `until`.

    `also`: the unit that stands in, where the parents are asked about it too.
    """

    inquiry: Inquiry
    unit: str
    district: str | None
    from_unit: str | None
    writer: str | None
    taker: str | None
    waits_for: str | None
    consent: str | None
    until: Any
    also: str | None


@dataclass(frozen=True, kw_only=True)
class Load:
    """What somebody carries, or what waits for a district or a role."""

    name: str
    note: str
    open: int
    waiting: int
    oldest: datetime | None = None


def received(session: Session, unit_id: int, states: Sequence[str], page: int = 0) -> Sequence[Any]:
    """What is put to the unit, or to one of it as a substitute, oldest first; a page and one more to tell that there is a next. One statement."""
    ours = or_(Inquiry.unit_id == unit_id, Inquiry.for_unit_id == unit_id)
    rows = _columns().where(ours, Inquiry.state.in_(states))
    newest = states == OVER
    order = (Inquiry.ended_at.desc(), Inquiry.id) if newest else (Inquiry.sent_at, Inquiry.id)
    return plain(session.execute(rows.order_by(*order).limit(PAGE + 1).offset(PAGE * page)))


def sent(session: Session, unit_id: int, page: int = 0) -> Sequence[Any]:
    """What the unit has asked, and the viewer's own drafts, newest first: the same columns."""
    rows = _columns().where(Inquiry.from_unit_id == unit_id).order_by(Inquiry.created_at.desc(), Inquiry.id.desc())
    return plain(session.execute(rows.limit(PAGE + 1).offset(PAGE * page)))


def of_child(session: Session, child_id: int) -> Sequence[Any]:
    """What the holders of custody are or were asked about the child, newest first. One statement."""
    unit, here = aliased(Unit), Appointment.id == Inquiry.appointment_id
    columns = (Inquiry.id, Inquiry.kind, Inquiry.state, Inquiry.title, unit.name.label("unit"), asking.state())
    rows = select(*columns, Inquiry.meets, Appointment.first, Appointment.quarters).select_from(Inquiry)
    rows = rows.join(unit, unit.id == Inquiry.unit_id).outerjoin(ConsentRequest, _question())
    rows = rows.outerjoin(Appointment, and_(here, Appointment.state == STANDS))
    asked = Inquiry.child_id == child_id, Inquiry.asked_at.is_not(None), Inquiry.state != WITHDRAWN
    return session.execute(rows.where(*asked).order_by(Inquiry.id.desc())).all()


def whole(session: Session, inquiry_id: int) -> Whole | None:
    """One, if the viewer may read it. One statement."""
    unit, giver, also = aliased(Unit), aliased(Unit), aliased(Unit)
    writer, taker, waits = aliased(Staff), aliased(Staff), aliased(Staff)
    rows = (
        select(
            Inquiry,
            unit.name.label("unit"),
            District.name.label("district"),
            giver.name.label("from_unit"),
            writer.name.label("writer"),
            taker.name.label("taker"),
            waits.name.label("waits_for"),
            asking.state(),
            ConsentRequest.until,
            also.name.label("also"),
        )
        .join(unit, unit.id == Inquiry.unit_id)
        .outerjoin(District, District.id == unit.district_id)
        .outerjoin(giver, giver.id == Inquiry.from_unit_id)
        .outerjoin(writer, writer.id == Inquiry.writer_id)
        .outerjoin(taker, taker.id == Inquiry.taken_by)
        .outerjoin(waits, waits.id == Inquiry.for_id)
        .outerjoin(ConsentRequest, _question())
        .outerjoin(also, also.id == ConsentRequest.also_unit_id)
        .where(Inquiry.id == inquiry_id)
    )
    row = session.execute(rows).one_or_none()
    return Whole(**dict(zip(Whole.__dataclass_fields__, row, strict=True))) if row else None


def when(session: Session, inquiry: Inquiry) -> tuple[int, int] | None:
    """(first, quarters) of the time that is booked for it: whoever reads the inquiry knows it, also whose unit it is not. One statement."""
    if inquiry.appointment_id is None:
        return None
    rows = select(Appointment.first, Appointment.quarters).where(
        Appointment.id == inquiry.appointment_id, Appointment.state == STANDS
    )
    row = session.execute(rows.execution_options(unscoped="when it is, for who reads the inquiry")).one_or_none()
    return (row.first, row.quarters) if row else None


def load(session: Session, unit_id: int, actor: str) -> list[Load]:
    """Everybody of the unit who answers, by name, with role, what they have taken and what waits for them. One statement."""
    mine = func.coalesce(Inquiry.taken_by, Inquiry.for_id) == Staff.id
    works = and_(Membership.staff_id == Staff.id, Membership.unit_id == unit_id, Membership.role != LEADER)
    taken, waits = (
        func.count(case((Inquiry.taken_by.is_not(None), Inquiry.id))),
        func.count(case((Inquiry.taken_by.is_(None), Inquiry.id))),
    )
    rows = session.execute(
        select(Staff.name, Membership.role, taken.label("taken"), waits.label("waits"))
        .join(Membership, works)
        .outerjoin(Inquiry, and_(mine, Inquiry.state.in_(OPEN)))
        .where(Staff.active)
        .group_by(Staff.id, Staff.name, Membership.role)
        .order_by(Staff.name, Staff.id)
    ).all()
    names = ROLES[actor]
    return [Load(name=row.name, note=names.get(row.role, row.role), open=row.taken, waiting=row.waits) for row in rows]


def per_role(session: Session) -> list[Load]:
    """What the unit is asked for by role of PPR, as far as the viewer may read it. One statement."""
    waits = func.count(case((Inquiry.state == SENT, Inquiry.id)))
    rows = session.execute(
        select(Inquiry.role, waits.label("waits"), func.count(Inquiry.id).label("all"), func.min(Inquiry.sent_at))
        .where(Inquiry.kind == "ppr", Inquiry.state.in_(OPEN))
        .group_by(Inquiry.role)
    ).all()
    found: dict[str, Any] = {row.role: row for row in rows}
    return [
        Load(name=name, note="", open=found[role].all - found[role].waits, waiting=found[role].waits)
        if role in found
        else Load(name=name, note="", open=0, waiting=0)
        for role, name in ROLES["ppr"].items()
        if role != LEADER
    ]


def per_district(session: Session) -> list[Load]:
    """How many wait and are open with each district's FSR: numbers alone, of all of them. One statement."""
    waits = func.count(case((Inquiry.state == SENT, Inquiry.id)))
    oldest = func.min(case((Inquiry.state == SENT, Inquiry.sent_at)))
    rows = session.execute(
        select(Unit.name, waits.label("waits"), func.count(Inquiry.id).label("all"), oldest.label("oldest"))
        .outerjoin(Inquiry, and_(Inquiry.unit_id == Unit.id, Inquiry.state.in_(OPEN)))
        .where(Unit.actor == SOCIAL)
        .group_by(Unit.id, Unit.name)
        .order_by(Unit.name)
        .execution_options(unscoped="how many wait in each district: numbers, and nothing of whom")
    ).all()
    return [
        Load(name=row.name, note="", open=row.all - row.waits, waiting=row.waits, oldest=row.oldest) for row in rows
    ]


def waited(sent_at: datetime) -> int:
    """Days since it was sent."""
    return (today() - sent_at.date()).days


def _columns() -> Any:
    unit, giver, taker = aliased(Unit), aliased(Unit), aliased(Staff)
    own = (
        Inquiry.id,
        Inquiry.kind,
        Inquiry.title,
        Inquiry.state,
        Inquiry.child_name,
        Inquiry.parent_name,
        Inquiry.role,
        Inquiry.sent_at,
        Inquiry.created_at,
        Inquiry.taken_by,
        Inquiry.for_id,
        Inquiry.outcome,
    )
    names = (unit.name.label("unit"), giver.name.label("from_unit"), taker.name.label("taker"))
    return (
        select(*own, *names, asking.state())
        .select_from(Inquiry)
        .join(unit, unit.id == Inquiry.unit_id)
        .outerjoin(giver, giver.id == Inquiry.from_unit_id)
        .outerjoin(taker, taker.id == func.coalesce(Inquiry.taken_by, Inquiry.for_id))
        .outerjoin(ConsentRequest, _question())
    )


def _question() -> Any:
    return and_(Inquiry.child_id.is_not(None), asking.question("inquiry", Inquiry.id, ADVICE))
