"""One appointment held for several children: each has a row of its own, which follows the one that has the people and the time.

So a start's time is seen by whoever may see that start's time, and by nobody else, also where two starts share it.
"""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from domain import audit
from domain.booking.tables import CANCELLED, Appointment
from domain.booking.taking.versions import flush

FOLLOWS = ("first", "quarters", "state", "sequence", "room_id", "place", "arrived_at", "reason", "alone")
HOUSE = {"unscoped": "what is written for one child is written for all who share it", "synchronize_session": False}


def write(session: Session, appointment: Appointment, others: Collection[tuple[int, int]]) -> None:
    """A new one, held for `others` (start, child) as well: a row for each, all with the first one's id. IntegrityError where one of them has a time
    of its own.
    """
    session.add(appointment)
    if not others:
        session.flush()
        return
    appointment.start_ids = [appointment.start_id or 0, *(start for start, _ in others)]
    appointment.child_ids = [appointment.child_id or 0, *(child for _, child in others)]
    every = [appointment, *(_row(appointment, start, child) for start, child in others)]
    session.add_all(every)
    session.flush()
    # the first one's id is known only now, and written here it is no change of each of them beside their making
    joined = update(Appointment).where(Appointment.id.in_([one.id for one in every])).values(with_id=appointment.id)
    session.execute(joined, execution_options=HOUSE)
    for one in every:
        set_committed_value(one, "with_id", appointment.id)


def _row(appointment: Appointment, start_id: int, child_id: int) -> Appointment:
    same = ("type_key", "unit_id", "booked_at", "first", "quarters", "state", "sequence", "room_id", "place")
    return Appointment(
        start_id=start_id,
        child_id=child_id,
        request_key=f"{appointment.request_key}/{start_id}",
        start_ids=[*appointment.start_ids],
        child_ids=[*appointment.child_ids],
        **{name: getattr(appointment, name) for name in same},
    )


def follow(session: Session, appointment: Appointment) -> None:
    """The others' rows become what this one has become. Whoever may change one child's time changes what is one time."""
    if appointment.with_id is None:
        return
    values = {name: getattr(appointment, name) for name in FOLLOWS}
    others = (Appointment.with_id == appointment.id, Appointment.id != appointment.id)
    changed = update(Appointment).where(*others).values(values).returning(Appointment.id, Appointment.child_id)
    rows = session.execute(changed, execution_options=HOUSE).all()
    audit.by_key(session, "change", Appointment.__tablename__, rows, *FOLLOWS)
    for one in session.identity_map.values():
        if isinstance(one, Appointment) and one.with_id == appointment.id and one is not appointment:
            session.expire(one)


def part(session: Session, appointment: Appointment, start_id: int) -> Appointment:
    """This start is no longer held together with the others, who keep the time. Returns its own row, cancelled."""
    rows = session.scalars(
        select(Appointment).where(Appointment.with_id == appointment.id, Appointment.id != appointment.id)
    ).all()
    leaving = next((one for one in rows if one.start_id == start_id), rows[0])
    leaving.state, leaving.with_id, leaving.start_ids, leaving.child_ids = CANCELLED, None, [], []
    flush(session, leaving)  # first of all: a start has one time of a kind that stands
    if leaving.start_id != start_id:
        one, other = appointment, leaving
        one.start_id, one.child_id, other.start_id, other.child_id = (
            *(other.start_id, other.child_id),
            *(one.start_id, one.child_id),
        )
    stay = [one for one in (appointment, *rows) if one is not leaving]
    for one in stay:
        one.start_ids = [row.start_id or 0 for row in stay] if len(stay) > 1 else []
        one.child_ids = [row.child_id or 0 for row in stay] if len(stay) > 1 else []
    if len(stay) == 1:
        appointment.with_id = None
    flush(session, appointment)
    return leaving
