"""Where people can go for help: what the public may know of the units."""

from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from domain.access.sessions import DISTRICT
from domain.access.units import District, Unit


def places(session: Session) -> Sequence[Row[str, str, str, str | None]]:
    """(actor, name, address, district) of every place one can come to, by district and name."""
    columns = select(Unit.actor, Unit.name, Unit.address, District.name)
    open_to_all = Unit.kind != DISTRICT
    found = columns.outerjoin(District, District.id == Unit.district_id).where(open_to_all)
    return session.execute(found.order_by(District.name, Unit.name)).all()
