"""What is shown of events: to everybody, to those who hold them, and at the door."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from domain.access import Viewer
from domain.access.tokens import token_hash
from domain.access.units import District, Room, Unit
from domain.base import moment, now, quarter, today
from domain.booking.finding.openings import midnight
from domain.booking.tables import Participant
from domain.events.making import NoSuchEvent
from domain.events.seats import NoSuchSeat
from domain.events.tables import HOLDS, LEFT, WAITS, Event, Hall, Seating, SignUp, held_by

MOST = 200
House, Maker = aliased(Unit), aliased(Unit)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One event as pages show it. `maker` is the unit that makes it; `district` None: for everybody."""

    id: int
    unit_id: int
    appointment_id: int
    kind: str
    title: str
    about: str
    first: int
    quarters: int
    sequence: int
    sign_up_until: date
    published_at: datetime | None
    cancelled_at: datetime | None
    district_id: int | None
    house_id: int | None
    room_id: int | None
    text: str
    maker: str
    actor: str
    house: str | None
    room: str | None
    address: str | None
    district: str | None
    seats: int
    taken: int

    @property
    def place(self) -> str:
        return ", ".join(filter(None, (self.house, self.room, self.address, self.text)))

    @property
    def free(self) -> int:
        return self.seats - self.taken

    @property
    def over(self) -> bool:
        return moment(self.first) <= now()

    @property
    def open(self) -> bool:
        """Whether a stranger can sign up."""
        cancelled = self.published_at is None or self.cancelled_at is not None
        return not cancelled and not self.over and today() <= self.sign_up_until


@dataclass(frozen=True, kw_only=True)
class Seat:
    """What a guest's link shows: the event, how many seats, and whether they have them or wait."""

    event: Shown
    wanted: int
    holds: bool
    left: bool


def listed(session: Session, district: str = "") -> list[Shown]:
    """What is published and still to come, by time; of one district (its slug) and of all. One statement."""
    rows = _shown().where(Event.published_at.is_not(None), Event.first >= quarter(now()))
    if district:
        rows = rows.where(Event.district_id.is_(None) | (District.slug == district))
    return _all(session, rows.order_by(Event.first, Event.id).limit(MOST))


def public(session: Session, event_id: int) -> Shown:
    """One that is published, be it over or cancelled. NoSuchEvent. One statement."""
    return _one(session, Event.id == event_id, Event.published_at.is_not(None))


def of_unit(session: Session, unit_id: int, since: int) -> list[Shown]:
    """What the unit makes, or helps to hold, that is not over at quarter `since`, drafts too, by time. One statement."""
    mine = (Event.unit_id == unit_id) | Event.id.in_(held_by([unit_id]))
    rows = _shown().where(mine, Event.first + Event.quarters > since)
    return _all(session, rows.order_by(Event.first, Event.id).limit(MOST))


def one(session: Session, event_id: int) -> Shown:
    """One that the viewer's units make or hold. NoSuchEvent. One statement."""
    viewer: Viewer = session.info["viewer"]
    mine = Event.unit_id.in_(viewer.every_unit()) | Event.id.in_(held_by(viewer.every_unit()))
    return _one(session, Event.id == event_id, mine)


def seat(session: Session, token: str) -> Seat:
    """What a guest's own link leads to. NoSuchSeat. One statement."""
    found = session.execute(
        _shown(Seating.wanted, Seating.standing)
        .join(Seating, Seating.event_id == Event.id)
        .where(Seating.token_hash == token_hash(token))
    ).one_or_none()
    if found is None:
        raise NoSuchSeat
    values = dict(found._mapping)  # noqa: SLF001 -- the public name for a row's columns
    wanted, standing = values.pop("wanted"), values.pop("standing")
    return Seat(event=Shown(**values), wanted=wanted, holds=standing == HOLDS, left=standing == LEFT)


def guests(session: Session, event_id: int) -> Sequence[Row[Any]]:
    """Who comes, by name, and then who waits, in the order of the list. One statement."""
    columns = (SignUp.id, SignUp.name, SignUp.email, SignUp.mobile, Seating.wanted, Seating.standing)
    rows = (
        select(*columns, Seating.arrived_at)
        .join(Seating, Seating.sign_up_id == SignUp.id)
        .where(SignUp.event_id == event_id, Seating.standing != LEFT)
    )
    found: Sequence[Any] = session.execute(rows.order_by(SignUp.id)).all()
    return sorted(found, key=lambda row: (row.standing == WAITS, "" if row.standing == WAITS else row.name.casefold()))


def waiting(session: Session, event_ids: Iterable[int]) -> dict[int, int]:
    """How many seats are waited for, by event. One statement, none for none."""
    ids = list(event_ids)
    if not ids:
        return {}
    rows = select(Seating.event_id, func.sum(Seating.wanted)).where(
        Seating.event_id.in_(ids), Seating.standing == WAITS
    )
    return {event_id: int(number) for event_id, number in session.execute(rows.group_by(Seating.event_id))}


def since(days: int) -> int:
    """The first quarter of the day so many days ago."""
    return midnight(today()) - days * 96


def _shown(*more: Any) -> Select[*tuple[Any, ...]]:
    names = ("id", "unit_id", "appointment_id", "kind", "title", "about", "first", "quarters", "sequence")
    state = ("sign_up_until", "published_at", "cancelled_at", "district_id", "house_id", "room_id")
    where = (House.name.label("house"), Room.name.label("room"), House.address, Event.place.label("text"))
    whose = (Maker.name.label("maker"), Maker.actor, District.name.label("district"))
    return (
        select(*(getattr(Event, name) for name in (*names, *state)), *where, *whose, Hall.seats, Hall.taken, *more)
        .join(Hall, Hall.event_id == Event.id)
        .join(Maker, Maker.id == Event.unit_id)
        .outerjoin(House, House.id == Event.house_id)
        .outerjoin(Room, Room.id == Event.room_id)
        .outerjoin(District, District.id == Event.district_id)
    )


def _all(session: Session, rows: Select[*tuple[Any, ...]]) -> list[Shown]:
    return [Shown(**row) for row in session.execute(rows).mappings()]


def _one(session: Session, *which: ColumnElement[bool]) -> Shown:
    found = session.execute(_shown().where(*which)).mappings().one_or_none()
    if found is None:
        raise NoSuchEvent
    return Shown(**found)


def held_by_staff(session: Session, appointment_id: int) -> Sequence[int]:
    """The ids of those who hold it, in their order. One statement."""
    own = (Participant.appointment_id == appointment_id, Participant.staff_id.is_not(None))
    rows = select(Participant.staff_id).where(*own).order_by(Participant.place)
    return [one for one in session.scalars(rows) if one is not None]
