"""A course's times given back: by staff, when it ends, and when the parents take their consent back. Nobody's day has them any longer."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from domain.booking.taking import given_back
from domain.booking.taking.given_back import Gone
from domain.courses import told


def give_back(session: Session, appointment_ids: Collection[int], after: int | None = None) -> Gone:
    """Those that stand and are to come, whenever they are. As many statements for many as for one."""
    gone = given_back.give_back(session, appointment_ids, after)
    if gone.rows:
        told.forget(session, [(one, unit) for one, unit, _version in gone.rows])
    return gone
