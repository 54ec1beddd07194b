"""On the leader's Min dag: that there are too few times, and in which week it begins."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due
from domain.access.roles import LEADER
from domain.access.staff import Membership, Staff
from domain.base import COPENHAGEN, now
from domain.due import Entry
from domain.figures.houses import ALL
from domain.figures.supply import MISSING, supply

SHORT_OF_TIMES = "knap-uge"


def look_ahead(session: Session) -> None:
    """A line for each house where some family will get no time as it stands; gone again when there are times enough."""
    houses, _ = supply(session, ALL)
    leads = select(Membership.unit_id, Membership.staff_id).join(Staff, Staff.id == Membership.staff_id)
    leaders = dict(
        session.execute(leads.where(Membership.role == LEADER, Staff.active).order_by(Staff.id.desc())).all()
    )
    at = now().astimezone(COPENHAGEN).replace(hour=0, minute=0, second=0, microsecond=0)
    short = {one.id: one.short for one in houses if one.short and one.short.state == MISSING}
    due.drop(session, *(key(one.id) for one in houses if one.id not in short))
    due.put(
        session,
        [
            Entry(
                key=key(house),
                unit_id=house,
                staff_id=leaders.get(house),
                kind=SHORT_OF_TIMES,
                at=at,
                target=f"week/{week.monday:%Y%m%d}",
            )
            for house, week in short.items()
        ],
    )


def key(house: int) -> str:
    return f"{SHORT_OF_TIMES}/{house}"
