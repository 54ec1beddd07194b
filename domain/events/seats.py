"""Seats: taken, given back, and handed on to whoever waits. One locked row for each event puts all of it in an order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, or_, select, update
from sqlalchemy.orm import Session

from domain.access import Viewer
from domain.access.tokens import guest_token, token_hash
from domain.base import DomainError, moment, now, today
from domain.events import told
from domain.events.tables import HOLDS, LEFT, WAITS, Event, Hall, Seating, SignUp

MOST = 6
"""Seats in one sign-up: a family and a grandmother."""


class SignUpClosed(DomainError):
    """The day until which one can sign up has passed, the event has begun, or it is cancelled or not published."""


class NoSuchSeat(DomainError):
    """The link leads to nothing any more: signed off, or deleted after the event."""


class TooFewSeats(DomainError):
    """More are taken than there would be; `free` is how many one could have at most, or how many must remain."""

    def __init__(self, free: int) -> None:
        super().__init__(f"at most {free}")
        self.free = free


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Whoever wants to come: a name, and an e-mail address or a mobile number."""

    name: str
    email: str
    mobile: str
    language: str
    seats: int


def sign_up(session: Session, secret: str, event_id: int, guest: Guest, request_key: str) -> str | None:
    """Seats, or a place on the waiting list when there are not so many; returns the token of the own link. The same form is one sign-up.

    None for an e-mail that has signed up before: nothing is taken, the link goes there once more, and nobody else is shown it.
    """
    hall = lock(session, event_id)
    twin = _twin(session, event_id, guest, request_key)
    if twin is not None and twin.request_key == request_key:
        return guest_token(secret, twin.sign_up_id)
    event = _open(session, event_id)
    if twin is not None:
        told.again(session, event, told.SEAT if twin.standing == HOLDS else told.WAITING, twin.sign_up_id)
        return None
    row = SignUp(event_id=event.id, unit_id=event.unit_id, name=guest.name, email=guest.email)
    row.mobile, row.language = guest.mobile, guest.language
    session.add(row)
    session.flush()
    token = guest_token(secret, row.id)
    holds = guest.seats <= hall.seats - hall.taken
    seating = Seating(sign_up_id=row.id, event_id=event.id, wanted=guest.seats, request_key=request_key)
    seating.standing, seating.token_hash = (HOLDS if holds else WAITS), token_hash(token)
    session.add(seating)
    session.flush()
    if holds:
        _take(session, event.id, guest.seats)
    told.guest(session, event, told.SEAT if holds else told.WAITING, (row.id, 0))
    return token


def _twin(session: Session, event_id: int, guest: Guest, request_key: str) -> Any:
    """What the same form, or else the same address, has signed up for already."""
    same_form = Seating.request_key == request_key
    same_mail = and_(SignUp.email == guest.email, SignUp.email != "", Seating.standing != LEFT)
    found = (
        select(Seating.sign_up_id, Seating.request_key, Seating.standing)
        .join(SignUp, SignUp.id == Seating.sign_up_id)
        .where(Seating.event_id == event_id, or_(same_form, same_mail))
        .order_by(same_form.desc(), Seating.sign_up_id)
    )
    return session.execute(found.limit(1).execution_options(unscoped="one address is one sign-up")).one_or_none()


def change(session: Session, token: str, wanted: int) -> None:
    """Another number. Fewer: somebody who waits may get the rest. More than there are: TooFewSeats, and all stands as it was."""
    seat, hall = _own(session, token)
    if seat.standing == LEFT:
        raise NoSuchSeat
    event = _event(session, seat.event_id)
    has = seat.wanted if seat.standing == HOLDS else 0
    free = hall.seats - hall.taken + has
    if has and wanted > free:
        raise TooFewSeats(free)
    holds = wanted <= free
    if wanted == seat.wanted:
        return
    _become(session, [seat.sign_up_id], wanted=wanted, standing=HOLDS if holds else WAITS)
    if holds:
        _take(session, event.id, wanted - has)
    told.forget(session, seat.sign_up_id)
    told.guest(session, event, told.SEAT if holds else told.WAITING, (seat.sign_up_id, seat.version + 1))
    hand_on(session, event, free - wanted if holds else free)


def leave(session: Session, token: str) -> None:
    """They do not come; the seats go to whoever is next. A second time changes nothing."""
    seat, hall = _own(session, token)
    _leave(session, seat, hall)


def take_off(session: Session, event_id: int, sign_up_id: int) -> None:
    """The same, noted by those who hold the event: the guest has rung up."""
    hall = lock(session, event_id)
    rows = select(*SEAT).where(Seating.sign_up_id == sign_up_id, Seating.event_id == event_id)
    seat = session.execute(rows).one_or_none()
    if seat is None:
        raise NoSuchSeat
    _leave(session, seat, hall)


def resize(session: Session, event: Event, seats: int) -> None:
    """More or fewer seats than before. TooFewSeats when more are taken."""
    hall = lock(session, event.id)
    if seats < hall.taken:
        raise TooFewSeats(hall.taken)
    if seats != hall.seats:
        session.execute(update(Hall).where(Hall.event_id == event.id).values(seats=seats))
        hand_on(session, event, seats - hall.taken)


def hand_on(session: Session, event: Event, free: int) -> None:
    """Seats that are free go to the first of the waiting list who wants so few, then to the next; each is told and simply has them."""
    if free < 1 or moment(event.first) <= now():
        return
    queue = select(Seating.sign_up_id, Seating.wanted, Seating.version).where(
        Seating.event_id == event.id, Seating.standing == WAITS, Seating.wanted <= free
    )
    lucky = []
    for row in session.execute(queue.order_by(Seating.sign_up_id)):
        if row.wanted <= free:
            free -= row.wanted
            lucky.append(row)
    if lucky:
        _become(session, (row.sign_up_id for row in lucky), standing=HOLDS)
        _take(session, event.id, sum(row.wanted for row in lucky))
        told.forget(session, *(row.sign_up_id for row in lucky))
        told.guest(session, event, told.FREED, *((row.sign_up_id, row.version + 1) for row in lucky))


def lock(session: Session, event_id: int) -> Row[int, int]:
    """(seats, taken) of an event: until this transaction ends nobody else changes who sits there. SQLite's only writer is alone anyway."""
    rows = select(Hall.seats, Hall.taken).where(Hall.event_id == event_id).with_for_update()
    hall = session.execute(rows).one_or_none()
    if hall is None:
        raise SignUpClosed
    return hall


SEAT = (Seating.sign_up_id, Seating.event_id, Seating.wanted, Seating.standing, Seating.version)


def _own(session: Session, token: str) -> tuple[Any, Row[int, int]]:
    """What a link leads to, read after the lock: before it the waiting list may still move."""
    mine = Seating.token_hash == token_hash(token)
    event_id = session.scalar(select(Seating.event_id).where(mine))
    if event_id is None:
        raise NoSuchSeat
    hall = lock(session, event_id)
    return session.execute(select(*SEAT).where(mine)).one(), hall


def _leave(session: Session, seat: Any, hall: Row[int, int]) -> None:
    if seat.standing == LEFT:
        return
    event = _event(session, seat.event_id)
    _become(session, [seat.sign_up_id], standing=LEFT)
    told.forget(session, seat.sign_up_id)
    told.guest(session, event, told.GONE, (seat.sign_up_id, seat.version + 1))
    if seat.standing == HOLDS:
        _take(session, event.id, -seat.wanted)
        hand_on(session, event, hall.seats - hall.taken + seat.wanted)


def _open(session: Session, event_id: int) -> Event:
    event = _event(session, event_id)
    viewer: Viewer = session.info["viewer"]
    late = today() > event.sign_up_until and event.unit_id not in viewer.every_unit()
    if late or event.published_at is None:
        raise SignUpClosed
    return event


def _event(session: Session, event_id: int) -> Event:
    """As it is after the lock; one that has not begun and is not cancelled."""
    event = session.scalar(select(Event).where(Event.id == event_id))
    if event is None or event.cancelled_at is not None or moment(event.first) <= now():
        raise SignUpClosed
    return event


def _become(session: Session, sign_ups: Iterable[int], **values: object) -> None:
    which = Seating.sign_up_id.in_(list(sign_ups))
    session.execute(update(Seating).where(which).values(version=Seating.version + 1, **values))


def _take(session: Session, event_id: int, number: int) -> None:
    """Or give back. The lock has been asked before; the constraint says no if that was ever forgotten."""
    if number:
        session.execute(update(Hall).where(Hall.event_id == event_id).values(taken=Hall.taken + number))
