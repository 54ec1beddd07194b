"""Times given back, one or many at once: by staff, when a course ends, and when the parents take their consent back."""

from collections.abc import Collection, Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from domain import outbox
from domain.base import now, quarter
from domain.booking.tables import BOOKED, CANCELLED, Appointment, Claim
from domain.booking.versions import flush
from domain.courses import told


def give_back(session: Session, appointment_ids: Collection[int], after: int | None = None) -> list[Appointment]:
    """Those that stand and are to come are cancelled, their time is free, nobody's day has them. As many statements for many as for one.

    Here no limit counts: a consent that is taken back, or a course that is over, ends what is booked whenever it is.
    """
    if not appointment_ids:
        return []
    ahead = (Appointment.state == BOOKED, Appointment.first > quarter(now()))
    own = select(Appointment).where(Appointment.id.in_(appointment_ids), *ahead)
    if after is not None:
        own = own.where(Appointment.first >= after)
    gone = [*session.scalars(own.options(joinedload(Appointment.participants)).order_by(Appointment.id)).unique()]
    if not gone:
        return []
    for one in gone:
        one.state, one.sequence, one.arrived_at = CANCELLED, one.sequence + 1, None
    flush(session, gone[0])
    ids = [one.id for one in gone]
    session.execute(delete(Claim).where(Claim.appointment_id.in_(ids)))
    told.forget(session, [(one.id, one.unit_id) for one in gone])
    outbox.replace(session, [f"appointment/{one}" for one in ids], told.ABOUT_TIME)
    return gone


def people(gone: Iterable[Appointment]) -> set[int]:
    """Ids of the staff whose time is free again."""
    return {seat.staff_id for one in gone for seat in one.participants if seat.staff_id is not None}
