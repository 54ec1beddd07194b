"""What the sundhedspleje does with groups: make one, change it, propose it to parents, end it; and what a family wishes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from domain import due
from domain.access import Viewer
from domain.access.citizens import Guardianship
from domain.base import DomainError, now
from domain.groups import told
from domain.groups.tables import GroupCard, GroupHall, GroupSeat, GroupWish, ParentGroup, SeatChild
from domain.people import Child

TWINS = timedelta(days=3)
"""Children of one parent born within so many days are one birth."""
CARDS = {"unscoped": "what families let each other know ends with their group", "synchronize_session": False}


class NoSuchGroup(DomainError):
    """There is none of that number, it has ended, or it is not for this viewer to change."""


class NoSuchParent(DomainError):
    """Not a parent of a child that this sundhedspleje has."""


class AlreadyProposed(DomainError):
    """The parent has been proposed a group for that child already."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a group is: `kind` one of KINDS, for children born from `born_from` through `born_to`, spoken in `language`."""

    kind: str
    title: str
    language: str
    born_from: date
    born_to: date
    leader_id: int | None


Pair = tuple[int, int]
"""(guardian, child)"""


def make(session: Session, unit_id: int, plan: Plan, seats: int, request_key: str) -> ParentGroup:
    """A group without anybody in it. The same form twice is one group."""
    twin = session.scalar(select(ParentGroup).where(ParentGroup.request_key == request_key))
    if twin is not None:
        return twin
    group = ParentGroup(unit_id=unit_id, request_key=request_key, made_at=now(), **vars(plan))
    session.add(group)
    session.flush()
    session.add(GroupHall(group_id=group.id, seats=seats, taken=0))
    session.flush()
    return group


def propose(session: Session, group_id: int, pairs: Sequence[Pair]) -> int:
    """Put these parents down for the group; nobody is written to yet. Returns how many. NoSuchParent, AlreadyProposed: then nobody is."""
    group = own(session, group_id)
    births = _births(session, pairs)
    seats = [GroupSeat(group_id=group.id, guardian_id=parent, child_id=child) for parent, child in pairs]
    try:
        with session.begin_nested():
            session.add_all(seats)
            session.flush()
    except IntegrityError as error:
        raise AlreadyProposed from error
    rows = [
        {"seat_id": seat.id, "child_id": child} for seat in seats for child in births[seat.guardian_id, seat.child_id]
    ]
    if rows:
        session.execute(insert(SeatChild), rows)
        due.done(session, *(told.wanted_key(row["child_id"]) for row in rows))
    return len(seats)


def change(session: Session, group_id: int, plan: Plan) -> ParentGroup:
    """Other words or weeks; nobody is told."""
    group = own(session, group_id)
    for name, value in vars(plan).items():
        setattr(group, name, value)
    session.flush()
    return group


def end(session: Session, group_id: int) -> None:
    """The families go on by themselves: nobody is asked any longer, and what they let each other know is gone from here."""
    group = own(session, group_id)
    group.ended_at = now()
    session.flush()
    session.execute(delete(GroupCard).where(GroupCard.group_id == group.id), execution_options=CARDS)


def wish(session: Session, guardian_id: int, child_id: int, kind: str, *, declined: bool) -> None:
    """Which kind this parent would like, or that they want no group. Said by themselves, or noted by the sundhedspleje. NoSuchParent."""
    _births(session, [(guardian_id, child_id)])
    mine = (GroupWish.guardian_id == guardian_id, GroupWish.child_id == child_id)
    row = session.scalar(select(GroupWish).where(*mine))
    if row is None:
        row = GroupWish(guardian_id=guardian_id, child_id=child_id)
        session.add(row)
    row.kind, row.said_at = kind, now()
    row.declined_at = now() if declined else None
    session.flush()
    if declined:
        due.done(session, told.wanted_key(child_id))


def own(session: Session, group_id: int) -> ParentGroup:
    """One that its sundhedspleje may still change."""
    viewer: Viewer = session.info["viewer"]
    mine = (ParentGroup.id == group_id, ParentGroup.unit_id.in_(viewer.units("sundhedspleje")))
    group = session.scalar(select(ParentGroup).where(*mine, ParentGroup.ended_at.is_(None)))
    if group is None:
        raise NoSuchGroup
    return group


def _births(session: Session, pairs: Sequence[Pair]) -> dict[Pair, set[int]]:
    """Each pair's child with its twins, as far as the viewer may see them. NoSuchParent for one that is none. One statement."""
    twin, hers = aliased(Child), aliased(Guardianship)
    rows = (
        select(
            Guardianship.guardian_id, Child.id, Child.birth_date, twin.id.label("twin"), twin.birth_date.label("day")
        )
        .join(Child, Child.id == Guardianship.child_id)
        .join(hers, hers.guardian_id == Guardianship.guardian_id)
        .join(twin, twin.id == hers.child_id)
        .where(Guardianship.guardian_id.in_([parent for parent, _ in pairs]))
        .where(Child.id.in_([child for _, child in pairs]))
    )
    found: dict[Pair, set[int]] = {}
    for parent, child, born, other, day in session.execute(rows):
        if abs(day - born) <= TWINS:
            found.setdefault((parent, child), set()).add(other)
    if set(pairs) - found.keys():
        raise NoSuchParent
    return found
