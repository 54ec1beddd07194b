"""Seats of a group: proposed, invited, taken, given back, and handed on to whoever waits. One locked row for each group puts it in an order."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.orm import Session

from domain.access import Viewer
from domain.access.links import open_families_links
from domain.base import DomainError, now, quarter, today
from domain.groups import came, told
from domain.groups.came import GroupPresence
from domain.groups.making import own
from domain.groups.tables import (
    ASKED,
    HOLDS,
    INVITED,
    LEFT,
    NO,
    PROPOSED,
    WAITS,
    GroupCard,
    GroupHall,
    GroupMeeting,
    GroupSeat,
    ParentGroup,
    SeatChild,
)

LINK_LASTS = timedelta(weeks=60)
YES = "ja"
CARDS = {"unscoped": "who leaves a group has let its members know nothing any longer", "synchronize_session": False}


class NoSuchPlace(DomainError):
    """Nobody stands there in this group, or the group has ended."""


class TooFewPlaces(DomainError):
    """More are taken than there would be; `taken` is how many there must remain."""

    def __init__(self, taken: int) -> None:
        super().__init__(f"at least {taken}")
        self.taken = taken


def invite(session: Session, secret: str, group_id: int) -> int:
    """Everybody who has been proposed is written to, with a link of their own. Returns how many. A second time nobody is."""
    group = own(session, group_id)
    lock(session, group.id)
    rows = select(*SEAT).where(GroupSeat.group_id == group.id, GroupSeat.standing == PROPOSED)
    seats = session.execute(rows).all()
    if seats:
        open_families_links(session, secret, {seat.child_id for seat in seats}, today() + LINK_LASTS)
        _become(session, (seat.id for seat in seats), INVITED)
        told.parents(session, group, told.INVITED, seats)
        told.happened(session, group, told.WAS_INVITED, children(session, [seat.id for seat in seats]))
    return len(seats)


def answer(session: Session, group_id: int, value: str) -> str:
    """The parent who asks says yes (a seat, or a place on the waiting list) or no, which is also how they leave. Returns how they stand."""
    viewer: Viewer = session.info["viewer"]
    return _answer(session, _open(session, group_id), GroupSeat.guardian_id == viewer.guardian, value)


def note(session: Session, group_id: int, seat_id: int, value: str) -> str:
    """The same, told by telephone and noted by the sundhedspleje."""
    return _answer(session, own(session, group_id), GroupSeat.id == seat_id, value)


def take_back(session: Session, group_id: int, seat_id: int) -> None:
    """A proposal that nobody has been told of is none any longer."""
    group = own(session, group_id)
    mine = (GroupSeat.id == seat_id, GroupSeat.group_id == group.id, GroupSeat.standing == PROPOSED)
    found = session.scalar(select(GroupSeat.id).where(*mine).with_for_update())
    if found is None:
        raise NoSuchPlace
    session.execute(delete(SeatChild).where(SeatChild.seat_id == seat_id))
    session.execute(delete(GroupSeat).where(GroupSeat.id == seat_id))


def resize(session: Session, group: ParentGroup, seats: int) -> None:
    """More or fewer seats than before. TooFewPlaces when more are taken."""
    hall = lock(session, group.id)
    if seats < hall.taken:
        raise TooFewPlaces(hall.taken)
    if seats != hall.seats:
        session.execute(update(GroupHall).where(GroupHall.group_id == group.id).values(seats=seats))
        _hand_on(session, group, seats - hall.taken)


def lock(session: Session, group_id: int) -> Row[int, int]:
    """(seats, taken) of a group: until this transaction ends nobody else changes who sits there."""
    rows = select(GroupHall.seats, GroupHall.taken).where(GroupHall.group_id == group_id).with_for_update()
    hall = session.execute(rows).one_or_none()
    if hall is None:
        raise NoSuchPlace
    return hall


def children(session: Session, seats: Collection[int]) -> list[int]:
    """The children that these seats are about."""
    return list(session.scalars(select(SeatChild.child_id).where(SeatChild.seat_id.in_(seats))))


SEAT = (GroupSeat.id, GroupSeat.guardian_id, GroupSeat.child_id, GroupSeat.standing, GroupSeat.version)


def _open(session: Session, group_id: int) -> ParentGroup:
    group = session.scalar(select(ParentGroup).where(ParentGroup.id == group_id, ParentGroup.ended_at.is_(None)))
    if group is None:
        raise NoSuchPlace
    return group


def _answer(session: Session, group: ParentGroup, whose: Any, value: str) -> str:
    hall = lock(session, group.id)  # before it the waiting list may still move
    rows = select(*SEAT).where(whose, GroupSeat.group_id == group.id)
    seat = session.execute(rows).one_or_none()
    if seat is None or seat.standing not in (*ASKED, PROPOSED):
        raise NoSuchPlace
    if value == YES:
        return _come(session, group, seat, hall)
    return _leave(session, group, seat, hall)


def _come(session: Session, group: ParentGroup, seat: Any, hall: Row[int, int]) -> str:
    if seat.standing in (HOLDS, WAITS):
        return str(seat.standing)
    standing = HOLDS if hall.taken < hall.seats else WAITS
    _become(session, [seat.id], standing, asked_at=now())
    if standing == HOLDS:
        _take(session, group.id, 1)
        told.happened(session, group, told.HAS_A_SEAT, children(session, [seat.id]))
    told.forget(session, group, [seat.guardian_id])
    told.parents(session, group, told.SEAT if standing == HOLDS else told.WAITING, [seat], 1)
    return standing


def _leave(session: Session, group: ParentGroup, seat: Any, hall: Row[int, int]) -> str:
    if seat.standing in (NO, LEFT):
        return str(seat.standing)
    standing = LEFT if seat.standing in (HOLDS, WAITS) else NO
    _become(session, [seat.id], standing, asked_at=None)
    told.forget(session, group, [seat.guardian_id])
    if standing == LEFT:
        told.parents(session, group, told.GONE, [seat], 1)
    told.happened(session, group, told.HAS_DECLINED, children(session, [seat.id]))
    if seat.standing == HOLDS:
        which = (GroupCard.group_id == group.id, GroupCard.guardian_id == seat.guardian_id)
        session.execute(delete(GroupCard).where(*which), execution_options=CARDS)
        ahead = GroupMeeting.group_id == group.id, GroupMeeting.first > quarter(now())
        coming = GroupPresence.meeting_id.in_(select(GroupMeeting.id).where(*ahead))
        came.drop(session, GroupPresence.guardian_id == seat.guardian_id, coming)
        _take(session, group.id, -1)
        _hand_on(session, group, hall.seats - hall.taken + 1)
    return standing


def _hand_on(session: Session, group: ParentGroup, free: int) -> None:
    """Seats that are free go to those who have waited longest; each is told and simply has one."""
    if free < 1:
        return
    queue = select(*SEAT).where(GroupSeat.group_id == group.id, GroupSeat.standing == WAITS)
    lucky = session.execute(queue.order_by(GroupSeat.asked_at, GroupSeat.id).limit(free)).all()
    if lucky:
        _become(session, (one.id for one in lucky), HOLDS)
        _take(session, group.id, len(lucky))
        told.forget(session, group, [one.guardian_id for one in lucky])
        told.parents(session, group, told.FREED, lucky, 1)
        told.happened(session, group, told.HAS_A_SEAT, children(session, [one.id for one in lucky]))


def _become(session: Session, seats: Iterable[int], standing: str, **values: object) -> None:
    which = GroupSeat.id.in_(list(seats))
    changed = update(GroupSeat).where(which).values(standing=standing, version=GroupSeat.version + 1, **values)
    session.execute(changed)


def _take(session: Session, group_id: int, number: int) -> None:
    """Or give back. The lock has been asked before; the constraint says no if that was ever forgotten."""
    session.execute(update(GroupHall).where(GroupHall.group_id == group_id).values(taken=GroupHall.taken + number))
