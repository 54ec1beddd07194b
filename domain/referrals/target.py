"""Where `/til/referral/<id>` leads: the unit that it came from, or the Familiehus that reads it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.booking.target import Target
from domain.referrals.tables import Referral


def referral(session: Session, referral_id: int) -> Target | None:
    """None for one that the viewer may not read. One statement."""
    row = session.execute(select(Referral.from_unit_id, Referral.unit_id).where(Referral.id == referral_id)).first()
    return Target("referral", referral_id, tuple(row)) if row else None


def board(_session: Session, number: int) -> Target:
    """The board of that Familiehus."""
    return Target("referrals", number, (number,))
