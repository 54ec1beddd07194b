"""Where children begin: what the public may know of the units."""

from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from domain.access.sessions import DISTRICT
from domain.access.units import District, Unit


def houses(session: Session) -> Sequence[Row[str, str, str | None]]:
    """(name, address, district) of every place that takes children, by district and name; those across all districts come last."""
    columns = select(Unit.name, Unit.address, District.name.label("district"))
    found = columns.outerjoin(District, District.id == Unit.district_id)
    takes_children = (Unit.actor == "dagtilbud") & (Unit.kind != DISTRICT)
    return session.execute(
        found.where(takes_children).order_by(District.name.is_(None), District.name, Unit.name)
    ).all()
