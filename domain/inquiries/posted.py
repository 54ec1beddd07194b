"""What a mail to parents without an account may say, looked up by key at the moment it is sent: how to reach them, and when and where."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.units import Unit
from domain.base import moment
from domain.booking.finding.places import UNIT
from domain.booking.tables import Appointment, AppointmentType
from domain.inquiries.tables import WITHDRAWN, Inquiry
from domain.inquiries.told import GONE, TIME

WHY = {"unscoped": "who a message goes to, when and where: looked up by key on the house's behalf"}


@dataclass(frozen=True, kw_only=True)
class Posted:
    """`key`: of the form they asked with, of which their link is made. `meeting`: what letter.Meeting takes, None where no time is told."""

    email: str
    mobile: str
    language: str
    house: str
    key: str
    meeting: dict[str, Any] | None


def posted(session: Session, inquiry_id: int, kind: str) -> Posted | None:
    """None when the message would say what is no longer so. One statement."""
    own = (Inquiry.parent_email, Inquiry.parent_mobile, Inquiry.parent_language, Inquiry.request_key, Inquiry.state)
    when = (Appointment.id, Appointment.first, Appointment.quarters, Appointment.sequence, Appointment.place)
    rows = select(*own, *when, Unit.name.label("house"), Unit.address, AppointmentType.name.label("type"))
    rows = rows.join(Unit, Unit.id == Inquiry.unit_id).outerjoin(Appointment, Appointment.id == Inquiry.appointment_id)
    rows = rows.outerjoin(AppointmentType, AppointmentType.key == Appointment.type_key)
    row = session.execute(rows.where(Inquiry.id == inquiry_id).execution_options(**WHY)).one_or_none()
    if row is None or row.request_key is None or (row.state == WITHDRAWN and kind != GONE):
        return None
    told = kind in (TIME, GONE)
    if told and row.first is None:
        return None
    return Posted(
        email=row.parent_email,
        mobile=row.parent_mobile,
        language=row.parent_language,
        house=row.house,
        key=row.request_key,
        meeting=_meeting(row) if told else None,
    )


def _meeting(row: Any) -> dict[str, Any]:
    place = ", ".join(filter(None, (row.house, row.address))) if row.place == UNIT else ""
    return {
        "appointment_id": row.id,
        "name": row.type,
        "house": row.house,
        "place": place,
        "way": row.place,
        "start": moment(row.first),
        "end": moment(row.first + row.quarters),
        "sequence": row.sequence,
    }
