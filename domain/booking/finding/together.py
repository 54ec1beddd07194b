"""Several people at once, at one time or at many: whoever is free takes part, whoever is not is told of, and no time is sold twice."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from domain.base import now
from domain.booking.finding.grid import load
from domain.booking.finding.places import UNIT
from domain.booking.finding.search import Candidate
from domain.booking.kinds.limits import in_time
from domain.booking.tables import Appointment, AppointmentType, Claim, Participant
from domain.booking.taking.claims import SlotTaken, claim, claim_all, claimed_for, release
from domain.booking.taking.versions import next_version

NOBODY: Mapping[int, int] = {}
TRIES = 3
"""Between a look and the claims somebody else may book: then it is looked again."""


class Sitting(NamedTuple):
    """At `first`, for `quarters`: who is wanted, and in which room. Nobody needs an opening."""

    first: int
    quarters: int
    people: tuple[Candidate, ...]
    room: Candidate | None = None

    def all(self) -> tuple[Candidate, ...]:
        return (*self.people, self.room) if self.room else self.people


def free(session: Session, sittings: Sequence[Sitting], apart: int | None = None) -> list[tuple[Candidate, ...]]:
    """Of each sitting those, and the room, who are free for the whole of it. One statement. `apart`: see `claims.offer_at`."""
    ids = frozenset(one.resource_id for sitting in sittings for one in sitting.all())
    if not ids:
        return [() for _ in sittings]
    lo, hi = min(one.first for one in sittings), max(one.first + one.quarters for one in sittings)
    grid = load(session, ids, "", (lo, hi), apart)
    rows = {one: grid.bytes(grid.free[one]) for one in ids}

    def is_free(one: Candidate, sitting: Sitting) -> bool:
        begin = sitting.first - lo
        return rows[one.resource_id].count(1, begin, begin + sitting.quarters) == sitting.quarters

    return [tuple(one for one in sitting.all() if is_free(one, sitting)) for sitting in sittings]


def book(
    session: Session, type_: AppointmentType, unit_id: int, sittings: Sequence[Sitting]
) -> list[tuple[Appointment, tuple[Candidate, ...]]]:
    """An appointment for each sitting, and who was free. TooLate, TooFar; SlotTaken when others are always quicker."""
    for one in sittings:
        in_time(session, type_, (one.first, one.first + one.quarters))
    for _ in range(TRIES):
        found = free(session, sittings)
        try:
            with session.begin_nested():
                made = [_appointment(type_, unit_id, *one) for one in zip(sittings, found, strict=True)]
                session.add_all(made)
                session.flush()
                _claim(session, made, found)
                return list(zip(made, found, strict=True))
        except SlotTaken:
            continue
    raise SlotTaken(f"{len(sittings)} times")


def move(session: Session, type_: AppointmentType, appointment: Appointment, to: Sitting) -> tuple[Candidate, ...]:
    """To that time, with those of `to` who are free then. Returns them. Raises as `book`, and all stands as it was."""
    in_time(session, type_, (to.first, to.first + to.quarters))
    old = claimed_for(session, appointment.id)
    for _ in range(TRIES):
        found = free(session, [to], appointment.id)[0]
        new = {(one.resource_id, number) for one in found for number in range(to.first, to.first + to.quarters)}
        try:
            with session.begin_nested():
                appointment.first, appointment.quarters = to.first, to.quarters
                appointment.room_id = _room(found)
                next_version(session, appointment)
                claim(session, appointment.id, new - old)
                release(session, appointment.id, old - new)
                session.execute(delete(Participant).where(Participant.appointment_id == appointment.id))
                _seat(session, [(appointment.id, found)])
                return found
        except SlotTaken:
            continue
    raise SlotTaken(f"appointment {appointment.id}")


def join(session: Session, appointment_id: int, first: int, quarters: int, one: Candidate) -> None:
    """One more takes part in what is held at `first`. SlotTaken."""
    if not free(session, [Sitting(first, quarters, (one,))], appointment_id)[0]:
        raise SlotTaken(f"resource {one.resource_id}")
    with session.begin_nested():
        claim(session, appointment_id, {(one.resource_id, number) for number in range(first, first + quarters)})
        places = select(func.coalesce(func.max(Participant.place), 0)).where(
            Participant.appointment_id == appointment_id
        )
        session.execute(insert(Participant), [_row(appointment_id, session.scalars(places).one() + 1, one)])


def join_all(
    session: Session, appointment_ids: Sequence[int | None], sittings: Sequence[Sitting]
) -> list[tuple[Candidate, ...]]:
    """More people at several appointments that stand, each at the time of its sitting. Returns who was free for each. SlotTaken as `book`."""
    ids = [one or 0 for one in appointment_ids]
    places = select(Participant.appointment_id, func.max(Participant.place).label("last")).where(
        Participant.appointment_id.in_(ids)
    )
    taken: dict[int, int] = {
        row.appointment_id: row.last for row in session.execute(places.group_by(Participant.appointment_id))
    }
    for _ in range(TRIES):
        found = free(session, sittings)
        try:
            with session.begin_nested():
                claim_all(
                    session,
                    [
                        (one.resource_id, number, of)
                        for of, to, people in zip(ids, sittings, found, strict=True)
                        for one in people
                        for number in range(to.first, to.first + to.quarters)
                    ],
                )
                _seat(session, list(zip(ids, found, strict=True)), taken)
                return found
        except SlotTaken:
            continue
    raise SlotTaken(f"{len(sittings)} times")


def change_room(session: Session, appointment: Appointment, room: Candidate | None) -> int | None:
    """To another room, or to none. Returns its id, None where it is taken: then there is no room."""
    rooms = select(Participant.resource_id).where(
        Participant.appointment_id == appointment.id, Participant.staff_id.is_(None)
    )
    leave(session, appointment.id, session.scalars(rooms).all())
    if room is None:
        return None
    try:
        join(session, appointment.id, appointment.first, appointment.quarters, room)
    except SlotTaken:
        return None
    return room.room_id


def leave(session: Session, appointment_id: int, resource_ids: Collection[int]) -> None:
    """They do not take part any more, and have the time free; the appointment stands as it is for the others."""
    leave_all(session, [appointment_id], resource_ids)


def leave_all(session: Session, appointment_ids: Collection[int | None], resource_ids: Collection[int]) -> None:
    """The same of several appointments. Two statements."""
    for table in (Participant, Claim):
        own = table.appointment_id.in_(appointment_ids), table.resource_id.in_(resource_ids)
        session.execute(delete(table).where(*own))


def _appointment(type_: AppointmentType, unit_id: int, to: Sitting, found: tuple[Candidate, ...]) -> Appointment:
    return Appointment(
        type_key=type_.key,
        unit_id=unit_id,
        first=to.first,
        quarters=to.quarters,
        request_key=f"{type_.key}/{uuid4().hex}",
        room_id=_room(found),
        place=UNIT,
        sequence=0,
        booked_at=now(),
        arrived_at=None,
    )


def _room(found: Collection[Candidate]) -> int | None:
    return next((one.room_id for one in found if one.room_id is not None), None)


def _claim(session: Session, made: Sequence[Appointment], found: Sequence[tuple[Candidate, ...]]) -> None:
    pairs = list(zip(made, found, strict=True))
    claim_all(
        session,
        [
            (one.resource_id, number, of.id)
            for of, people in pairs
            for one in people
            for number in range(of.first, of.first + of.quarters)
        ],
    )
    _seat(session, [(of.id, people) for of, people in pairs])


def _seat(
    session: Session, found: Sequence[tuple[int, tuple[Candidate, ...]]], taken: Mapping[int, int] = NOBODY
) -> None:
    rows = [_row(of, taken.get(of, 0) + place, one) for of, people in found for place, one in enumerate(people, 1)]
    if rows:
        # given the class, SQLAlchemy would send one statement for each room, which has no staff_id
        table: Any = Participant.__table__
        session.execute(insert(table), rows)


def _row(appointment_id: int, place: int, one: Candidate) -> dict[str, object]:
    role = "rum" if one.staff_id is None else "deltager"
    who = {"resource_id": one.resource_id, "staff_id": one.staff_id, "unit_id": one.unit_id}
    return {"appointment_id": appointment_id, "place": place, "role": role, **who}
