"""Times given back, one or many at once: by staff, when a course ends, and when the parents take their consent back."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from domain import audit, outbox
from domain.access.writes import Written
from domain.base import now, quarter
from domain.booking.tables import BOOKED, CANCELLED, Appointment, Claim, Participant
from domain.courses import told

WHY = {"unscoped": "the times of a course that has ended are given back by number", "synchronize_session": False}


@dataclass(frozen=True)
class Gone:
    """Ids of the appointments that were given back, and of the staff whose time is free again."""

    ids: tuple[int, ...] = ()
    staff: frozenset[int] = frozenset()


def give_back(session: Session, appointment_ids: Collection[int], after: int | None = None) -> Gone:
    """Those that stand and are to come are cancelled, their time is free, nobody's day has them. As many statements for many as for one.

    Here no limit counts: a consent that is taken back, or a course that is over, ends what is booked whenever it is.
    """
    lo = max(quarter(now()) + 1, after or 0)
    ahead = (Appointment.id.in_(appointment_ids), Appointment.state == BOOKED, Appointment.first >= lo)
    ends = update(Appointment).where(*ahead).values(state=CANCELLED, sequence=Appointment.sequence + 1, arrived_at=None)
    columns = (Appointment.id, Appointment.unit_id, Appointment.child_id)
    gone = session.execute(ends.returning(*columns), execution_options=WHY).all() if appointment_ids else []
    if not gone:
        return Gone()
    ids = tuple(sorted(row.id for row in gone))
    done = [Written("change", "appointment", row.id, row.child_id, ("sequence", "state")) for row in gone]
    audit.changed(session, session.info["viewer"], done)
    session.execute(delete(Claim).where(Claim.appointment_id.in_(ids)))
    told.forget(session, [(row.id, row.unit_id) for row in gone])
    outbox.replace(session, [f"appointment/{one}" for one in ids], told.ABOUT_TIME)
    seats = select(Participant.staff_id).where(Participant.appointment_id.in_(ids), Participant.staff_id.is_not(None))
    return Gone(ids, frozenset(one for one in session.scalars(seats.distinct()) if one is not None))
