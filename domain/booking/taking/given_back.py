"""Times given back, one or many at once, when what they were booked for is over: by its end, or because the parents take their consent back."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from domain import audit, outbox
from domain.base import now, quarter
from domain.booking.tables import BOOKED, CANCELLED, Appointment, Claim, Participant

WHY = {"unscoped": "the times of a matter that has ended are given back by number", "synchronize_session": False}
ABOUT_TIME = ("confirmed", "moved", "reminder", "reminder-soon")


@dataclass(frozen=True)
class Gone:
    """(appointment, unit, version) of those that were given back, and the staff whose time is free again."""

    rows: tuple[tuple[int, int, int], ...] = ()
    staff: frozenset[int] = frozenset()

    @property
    def ids(self) -> tuple[int, ...]:
        """Of the appointments."""
        return tuple(row[0] for row in self.rows)


def give_back(session: Session, appointment_ids: Collection[int], after: int | None = None) -> Gone:
    """Those that stand and are to come are cancelled and their time is free. As many statements for many as for one.

    Here no limit counts: a consent that is taken back, or a matter that is over, ends what is booked whenever it is.
    """
    lo = max(quarter(now()) + 1, after or 0)
    ahead = (Appointment.id.in_(appointment_ids), Appointment.state == BOOKED, Appointment.first >= lo)
    ends = update(Appointment).where(*ahead).values(state=CANCELLED, sequence=Appointment.sequence + 1, arrived_at=None)
    columns = (Appointment.id, Appointment.unit_id, Appointment.sequence, Appointment.child_id)
    gone = session.execute(ends.returning(*columns), execution_options=WHY).all() if appointment_ids else []
    if not gone:
        return Gone()
    found = tuple(sorted((row.id, row.unit_id, row.sequence) for row in gone))
    ids = [row[0] for row in found]
    audit.by_key(session, "change", "appointment", gone, "sequence", "state")
    session.execute(delete(Claim).where(Claim.appointment_id.in_(ids)))
    outbox.replace(session, [f"appointment/{one}" for one in ids], ABOUT_TIME)
    seats = select(Participant.staff_id).where(Participant.appointment_id.in_(ids), Participant.staff_id.is_not(None))
    return Gone(found, frozenset(one for one in session.scalars(seats.distinct()) if one is not None))
