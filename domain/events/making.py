"""What those who hold events do with them: make, publish, change, move, cancel."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due
from domain.access import Viewer
from domain.base import DomainError, now
from domain.booking import verbs
from domain.booking.finding.openings import local_day
from domain.booking.finding.search import Candidate, Need
from domain.booking.tables import Appointment, AppointmentType
from domain.events import seats, told
from domain.events.tables import TYPE, Event, Hall

HOST, ROOM = "vaert", "rum"


class NoSuchEvent(DomainError):
    """There is none of that number, or it is not for this viewer to see."""


class Cancelled(DomainError):
    """It has been cancelled, or is over: nothing about it can be changed any more."""


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What it is about and for whom, as far as it can be changed without anybody being told."""

    title: str
    about: str
    kind: str
    district_id: int | None
    sign_up_until: date


@dataclass(frozen=True, kw_only=True)
class Setting:
    """When, where, and who holds it: `first` in quarters. `room` among `choices.rooms`; `house_id` follows from it."""

    first: int
    quarters: int
    hosts: tuple[Candidate, ...]
    room: Candidate | None
    house_id: int | None
    place: str

    def needs(self) -> tuple[Need, ...]:
        """Nobody needs an opening for it: the claim alone says whether they are free."""
        room = (Need(ROOM, (self.room,)),) if self.room else ()
        return (*(Need(HOST, (one,)) for one in self.hosts), *room)

    def where(self) -> dict[str, Any]:
        house = self.room.unit_id if self.room else self.house_id
        return {"room_id": self.room.room_id if self.room else None, "house_id": house, "place": self.place}


def make(session: Session, unit_id: int, matter: Matter, setting: Setting, seats_: int, request_key: str) -> Event:
    """A draft that has the time of those who hold it. SlotTaken: somebody is not free. The same form twice is one event."""
    booking = verbs.Booking(
        type_=session.get_one(AppointmentType, TYPE),
        unit_id=unit_id,
        first=setting.first,
        quarters=setting.quarters,
        needs=setting.needs(),
        request_key=request_key,
    )
    appointment = verbs.book(session, booking)
    twin = session.scalar(select(Event).where(Event.appointment_id == appointment.id))
    if twin is not None:
        return twin
    event = Event(unit_id=unit_id, appointment_id=appointment.id, **vars(matter), **setting.where(), sequence=0)
    event.first, event.quarters = appointment.first, appointment.quarters
    session.add(event)
    session.flush()
    session.add(Hall(event_id=event.id, appointment_id=appointment.id, seats=seats_, taken=0))
    session.flush()
    told.hosts(session, event, "confirmed", appointment.participants)
    return event


def publish(session: Session, event_id: int) -> None:
    """From now on everybody can read it and sign up."""
    event = own(session, event_id)
    event.published_at = event.published_at or now()
    session.flush()


def change(session: Session, event_id: int, matter: Matter, seats_: int) -> None:
    """Other words, another day until which one can sign up, more or fewer seats: who waits gets those that are new. TooFewSeats."""
    event = own(session, event_id)
    for name, value in vars(matter).items():
        setattr(event, name, value)
    session.flush()
    seats.resize(session, event, seats_)


def move(session: Session, event_id: int, setting: Setting) -> int:
    """To another time or place, or held by others: everybody is told, once. Returns how many guests. Raises as `make`."""
    event, appointment = _whole(session, event_id)
    before = list(verbs.participants(session, appointment))
    held_by = {seat.staff_id: told.key(event, seat) for seat in before if seat.staff_id is not None}
    same = _stands(event, setting)
    verbs.move(session, appointment, setting.first, setting.needs(), setting.quarters)
    if same and appointment.sequence == event.sequence:
        return 0
    event.first, event.quarters, event.sequence = appointment.first, appointment.quarters, appointment.sequence
    event.sign_up_until = min(event.sign_up_until, local_day(event.first))
    for name, value in setting.where().items():
        setattr(event, name, value)
    session.flush()
    seated = verbs.participants(session, appointment)
    left = held_by.keys() - {seat.staff_id for seat in seated}
    if left:
        due.drop(session, *(held_by[one] for one in left))
    told.hosts(session, event, "moved", seated, left)
    return 0 if same else told.guests(session, event, told.MOVED)


def cancel(session: Session, event_id: int) -> int:
    """The time is given back and everybody is told. Returns how many guests. A second time changes nothing."""
    event, appointment = _whole(session, event_id)
    seats.lock(session, event.id)  # whoever is signing up at this moment is told as well
    seated = list(verbs.participants(session, appointment))
    event.cancelled_at = now()
    verbs.cancel(session, appointment)
    event.sequence = appointment.sequence
    session.flush()
    told.hosts(session, event, "cancelled", seated)
    return told.guests(session, event, told.CANCELLED)


def own(session: Session, event_id: int) -> Event:
    """One that its makers may still change."""
    event = session.scalar(select(Event).where(Event.id == event_id, Event.unit_id.in_(_units(session))))
    if event is None:
        raise NoSuchEvent
    return _alive(event)


def _whole(session: Session, event_id: int) -> tuple[Event, Appointment]:
    rows = (
        select(Event, Appointment)
        .join(Appointment, Appointment.id == Event.appointment_id)
        .where(Event.id == event_id, Event.unit_id.in_(_units(session)))
    )
    found = session.execute(rows).one_or_none()
    if found is None:
        raise NoSuchEvent
    return _alive(found[0]), found[1]


def _alive(event: Event) -> Event:
    if event.cancelled_at is not None:
        raise Cancelled
    return event


def _units(session: Session) -> tuple[int, ...]:
    viewer: Viewer = session.info["viewer"]
    return viewer.every_unit()


def _stands(event: Event, setting: Setting) -> bool:
    """Whether guests would see no difference: who holds it is not theirs to know."""
    where = {name: getattr(event, name) for name in ("room_id", "house_id", "place")}
    return (event.first, event.quarters, where) == (setting.first, setting.quarters, setting.where())
