"""Where `/til/referral/<id>` leads: to those who wrote it, or to the Familiehus that reads it; and `/til/referrals/<unit>` to its board."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Viewer
from domain.booking.target import Target
from domain.referrals.tables import Referral


def referral(session: Session, referral_id: int) -> Target | None:
    """None for one that the viewer may not read. One statement."""
    row = session.execute(select(Referral.from_unit_id, Referral.unit_id).where(Referral.id == referral_id)).first()
    if row is None:
        return None
    viewer: Viewer = session.info["viewer"]
    ours = row.from_unit_id in {*viewer.social_work(), *viewer.leads()}
    return Target("referral" if ours else "received", referral_id, tuple(row))


def board(_session: Session, number: int) -> Target:
    """The board of that Familiehus."""
    return Target("board", number, (number,))
