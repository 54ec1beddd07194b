"""What has been sent to a family, for the house that wonders whether it came."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.booking.tables import Appointment
from domain.outbox import Outbox, subject_of
from domain.people import Guardian, Start


def to_family(session: Session, start_id: int) -> Sequence[Any]:
    """All messages about a start and its appointments that the viewer may see, newest first, with each guardian's name."""
    start = select(subject_of("start", Start.id)).where(Start.id == start_id)
    times = select(subject_of("appointment", Appointment.id)).where(Appointment.start_id == start_id)
    what = (Outbox.kind, Outbox.channel, Outbox.due_at, Outbox.sent_at, Outbox.failed_at, Outbox.error)
    found = select(*what, Outbox.delivery, Outbox.delivery_at, Guardian.name).join(
        Guardian, Guardian.id == Outbox.guardian_id
    )
    ours = found.where(or_(Outbox.subject.in_(start), Outbox.subject.in_(times)))
    return session.execute(ours.order_by(func.coalesce(Outbox.sent_at, Outbox.due_at).desc(), Outbox.id.desc())).all()
