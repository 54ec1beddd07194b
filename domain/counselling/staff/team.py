"""The team's key: the first one, letting a colleague in, and another one when somebody has left. Each needs somebody who has unlocked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from domain.access.staff import Staff
from domain.base import DomainError, today
from domain.counselling.crypto import tree
from domain.counselling.crypto.boxes import Key
from domain.counselling.staff import desk, vouching
from domain.counselling.staff.passphrase import NoPassphrase, mark
from domain.counselling.staff.unlocking import Opened
from domain.counselling.tables.cases import Case
from domain.counselling.tables.desk import Desk
from domain.counselling.tables.team import Epoch, Member, ReadingKey, Seat

WHOLE = {"unscoped": "another lock on the same keys: by number, for the whole team, and no word is read"}
MANY = 500


class NoSeat(DomainError):
    """Whoever asks does not hold the team's key."""


class InUseAlready(DomainError):
    """Somebody holds the team's key: a new beginning would lock everybody out of what there is."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """One of the list. `mark`: the digits of their key, None while they have none; `inside`: they hold the current key."""

    id: int
    name: str
    active: bool
    added_on: date
    mark: str | None
    inside: bool


def members(session: Session, unit_id: int) -> list[Person]:
    """Who is to be in the team, and who holds its key. One statement."""
    columns = (Staff.id, Staff.name, Staff.active, Member.added_on, ReadingKey.public, Epoch.id.label("epoch"))
    found = select(*columns).join(Member, Member.staff_id == Staff.id)
    found = found.outerjoin(ReadingKey, ReadingKey.staff_id == Staff.id).outerjoin(Seat, Seat.staff_id == Staff.id)
    current = (Epoch.id == Seat.epoch_id) & (Epoch.unit_id == unit_id) & Epoch.ended_on.is_(None)
    rows = session.execute(
        found.outerjoin(Epoch, current).where(Member.unit_id == unit_id).order_by(Staff.name, Staff.id)
    )
    people: dict[int, Person] = {}
    for row in rows:  # a seat in an ended epoch makes a second row
        inside = row.epoch is not None or (row.id in people and people[row.id].inside)
        shown = mark(row.public) if row.public else None
        same = {"id": row.id, "name": row.name, "active": row.active, "added_on": row.added_on}
        people[row.id] = Person(**same, mark=shown, inside=inside)
    return [*people.values()]


def begin(session: Session, opened: Opened, unit_id: int) -> None:
    """The team's first key, or a new one where nobody holds the last any more: what was locked with that stays locked."""
    on_the_list(session, unit_id, opened.staff_id)
    before = session.scalar(_current(unit_id))
    if before is not None:
        holders = session.scalars(select(Seat.staff_id).where(Seat.epoch_id == before.id)).all()
        if opened.staff_id in holders:
            return
        if holders:
            raise InUseAlready
        before.ended_on = today()
        session.flush()
    epoch, private = _new(session, unit_id)
    seat(session, epoch.id, opened.staff_id, public_of(session, opened.staff_id), private)
    desk.note(session, "create", Epoch, epoch.id)


def let_in(session: Session, opened: Opened, unit_id: int, staff_id: int) -> None:
    """The key, and those that older cases still need, sealed to a colleague of the list: joining, and being let in again."""
    held = opened.of_unit(unit_id)
    if not any(not one.ended for one in held):
        raise NoSeat
    on_the_list(session, unit_id, staff_id)
    public = public_of(session, staff_id)
    for one in held:
        seat(session, one.epoch_id, staff_id, public, opened.team(one.epoch_id))
    desk.note(session, "create", Seat, staff_id)


def change(session: Session, opened: Opened, unit_id: int) -> int:
    """A new key for the team, and every case locked to it. Who is not among the team any more has nothing. Returns how many cases.

    Nor has a row that a holder of the old key never made: whoever writes in the database lets nobody in.
    """
    old = session.scalar(_current(unit_id).with_for_update())
    if old is None or not any(one.epoch_id == old.id for one in opened.seats):
        raise NoSeat
    old.ended_on = today()
    session.flush()
    epoch, private = _new(session, unit_id)
    holders = select(Seat.staff_id, Seat.mark, ReadingKey.public)
    holders = holders.join(ReadingKey, ReadingKey.staff_id == Seat.staff_id).where(Seat.epoch_id == old.id)
    stay = holders.join(Member, (Member.staff_id == Seat.staff_id) & (Member.unit_id == unit_id))
    held = opened.team(old.id)
    for row in session.execute(stay).all():
        if vouching.same(tree.seat_mark(held, row.staff_id, row.public), row.mark):
            session.add(_seat(epoch.id, row.staff_id, row.public, private))
    session.flush()
    desk.note(session, "create", Epoch, epoch.id)
    return follow(session, opened, unit_id, epoch)


def follow(session: Session, opened: Opened, unit_id: int, epoch: Epoch) -> int:
    """Cases that are locked to an epoch that has ended are locked to this one; an ended one that holds none any more has no seats."""
    table: Any = Case.__table__
    count = 0
    old = [one.epoch_id for one in opened.of_unit(unit_id) if one.epoch_id != epoch.id]
    for epoch_id in old:
        private = opened.team(epoch_id)
        rows = session.execute(
            select(table.c.id, table.c.team_sealed).where(table.c.epoch_id == epoch_id), execution_options=WHOLE
        ).all()
        values = [{"case": row.id, "box": tree.change_epoch(private, epoch.public, row.team_sealed)} for row in rows]
        again = update(table).where(table.c.id == bindparam("case"))
        again = again.values(epoch_id=epoch.id, team_sealed=bindparam("box"))
        for at in range(0, len(values), MANY):
            session.execute(again, values[at : at + MANY], execution_options=WHOLE)
        count += len(values)
    if old:
        session.execute(delete(Seat).where(Seat.epoch_id.in_(old)))
    return count


def lost(session: Session, unit_id: int) -> int:
    """How many cases are locked to a key that nobody holds any more."""
    table: Any = Case.__table__
    held = select(Seat.epoch_id)
    none = select(func.count()).where(table.c.unit_id == unit_id, table.c.epoch_id.not_in(held))
    return session.scalar(none, execution_options=WHOLE) or 0


def _current(unit_id: int) -> Any:
    return select(Epoch).where(Epoch.unit_id == unit_id, Epoch.ended_on.is_(None))


def _new(session: Session, unit_id: int) -> tuple[Epoch, Key]:
    """With the private half for the recovery key, where there is one."""
    pair = tree.new_epoch()
    number = session.scalar(select(func.max(Epoch.number)).where(Epoch.unit_id == unit_id)) or 0
    epoch = Epoch(unit_id=unit_id, number=number + 1, public=pair.public, begun_on=today())
    epoch.mark = vouching.of_epoch(session, unit_id, epoch.number, pair.public)
    paper = session.execute(
        select(Desk.recovery_public, Desk.recovery_mark).where(
            Desk.unit_id == unit_id, Desk.recovery_public.is_not(None)
        )
    ).one_or_none()
    if paper and vouching.same(vouching.of_paper(session, unit_id, paper.recovery_public), paper.recovery_mark):
        epoch.recovery = tree.seal_team(paper.recovery_public, pair.private)
    session.add(epoch)
    session.flush()
    return epoch, pair.private


def seat(session: Session, epoch_id: int, staff_id: int, public: bytes, private: Key) -> None:
    """The team's private key for this person."""
    session.merge(_seat(epoch_id, staff_id, public, private))
    session.flush()


def _seat(epoch_id: int, staff_id: int, public: bytes, private: Key) -> Seat:
    sealed, mark = tree.seal_team(public, private), tree.seat_mark(private, staff_id, public)
    return Seat(epoch_id=epoch_id, staff_id=staff_id, sealed=sealed, mark=mark)


def on_the_list(session: Session, unit_id: int, staff_id: int) -> None:
    if session.get(Member, (unit_id, staff_id)) is None:
        raise desk.NotInTeam


def public_of(session: Session, staff_id: int) -> bytes:
    """Their key, which they have made here. Raises NoPassphrase."""
    columns = select(ReadingKey.public, ReadingKey.mark).where(ReadingKey.staff_id == staff_id)
    found = session.execute(columns).one_or_none()
    if found is None or not vouching.same(vouching.of_person(session, staff_id, found.public), found.mark):
        raise NoPassphrase
    public: bytes = found.public
    return public
