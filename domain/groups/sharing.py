"""What one family lets the other members of its group know: nothing, until they have chosen it; and nothing again at once when they take it back."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import ASKING, Viewer
from domain.groups.seats import NoSuchPlace
from domain.groups.tables import HOLDS, GroupCard, GroupSeat, ParentGroup
from domain.people import Child


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """As they want the others to read it: a first name, a mobile number, both may be empty; whether the child's age in weeks is told."""

    first_name: str
    mobile: str
    age: bool


def share(session: Session, group_id: int, chosen: Chosen) -> None:
    """The whole of what the others may know from now on. Nothing chosen: there is no card any longer. NoSuchPlace without a seat in a group that runs."""
    viewer: Viewer = session.info["viewer"]
    seat = select(GroupSeat.child_id).join(ParentGroup, ParentGroup.id == GroupSeat.group_id)
    runs = seat.where(GroupSeat.group_id == group_id, GroupSeat.standing == HOLDS, ParentGroup.ended_at.is_(None))
    child_id = session.scalar(runs.where(GroupSeat.guardian_id == ASKING.guardian))
    if child_id is None or viewer.guardian is None:
        raise NoSuchPlace
    own = (GroupCard.group_id == group_id, GroupCard.guardian_id == viewer.guardian)
    card = session.scalar(select(GroupCard).where(*own))
    if not (chosen.first_name or chosen.mobile or chosen.age):
        if card is not None:
            session.delete(card)
        session.flush()
        return
    if card is None:
        card = GroupCard(group_id=group_id, guardian_id=viewer.guardian)
        session.add(card)
    card.first_name, card.mobile = chosen.first_name, chosen.mobile
    born = session.scalars(select(Child.birth_date).where(Child.id == child_id)).one() if chosen.age else None
    card.born_week = born and born - timedelta(days=born.weekday())
    session.flush()
