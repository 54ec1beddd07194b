"""What the administrator decides about the counselling of one Familiehus: days, texts, who is in the team. Never what is said in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.orm import Session

from domain import audit
from domain.access import Verb
from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.access.writes import Written
from domain.base import Base, DomainError, today
from domain.counselling.tables.desk import Desk
from domain.counselling.tables.team import Epoch, Member, ReadingKey, Seat

ACTOR = "familiehus"
DAYS = {"answer_days": 3, "retention_days": 90, "backup_days": 30}
TEXTS = ("answer", "urgent", "network")
"""What is read before the box: when an answer comes, who to call now, which of the municipality's systems see the IP address."""


class NotInTeam(DomainError):
    """They are not on the administrator's list, or do not work there."""


@dataclass(frozen=True, kw_only=True)
class State:
    """A desk as its pages need it. `team`: how many hold the current key; `waiting`: on the list and not let in yet."""

    unit_id: int
    name: str
    open: bool
    answer_days: int
    retention_days: int
    backup_days: int
    texts: Mapping[str, Mapping[str, str]]
    recovery_on: date | None
    epoch_id: int | None
    begun_on: date | None
    left_on: date | None
    recoverable: bool
    team: int
    waiting: int


def desks(session: Session) -> Sequence[Row[int, str]]:
    """(id, name) of every Familiehus."""
    return session.execute(select(Unit.id, Unit.name).where(Unit.actor == ACTOR).order_by(Unit.name)).all()


def state(session: Session, unit_id: int) -> State:
    """One statement; what has never been decided is as it is from the beginning."""
    held = select(func.count()).where(Seat.epoch_id == Epoch.id).correlate(Epoch).scalar_subquery()
    inside = select(Seat.staff_id).join(Epoch, Epoch.id == Seat.epoch_id)
    inside = inside.where(Epoch.unit_id == unit_id, Epoch.ended_on.is_(None))
    outside = (Member.unit_id == unit_id, Member.staff_id.not_in(inside))
    waiting = select(func.count()).select_from(Member).where(*outside).scalar_subquery()
    columns = (Unit.id, Unit.name, Desk.open, Desk.answer_days, Desk.retention_days, Desk.backup_days, Desk.texts)
    keys = (Desk.recovery_on, Epoch.id.label("epoch_id"), Epoch.begun_on, Epoch.left_on, Epoch.recovery)
    found = select(*columns, *keys, held.label("team"), waiting.label("waiting"))
    found = found.outerjoin(Desk, Desk.unit_id == Unit.id)
    found = found.outerjoin(Epoch, (Epoch.unit_id == Unit.id) & Epoch.ended_on.is_(None))
    row = session.execute(found.where(Unit.id == unit_id, Unit.actor == ACTOR)).one_or_none()
    if row is None:
        raise NotInTeam
    days: dict[str, Any] = {
        name: usual if getattr(row, name) is None else getattr(row, name) for name, usual in DAYS.items()
    }
    same: dict[str, Any] = {
        name: getattr(row, name) for name in ("name", "recovery_on", "epoch_id", "begun_on", "left_on")
    }
    same |= {"team": row.team if row.epoch_id else 0, "waiting": row.waiting, "recoverable": row.recovery is not None}
    return State(unit_id=row.id, open=row.open is not False, texts=row.texts or {}, **days, **same)


def decide(session: Session, unit_id: int, *, open_: bool, days: Mapping[str, int]) -> None:
    """Days count from the next thing that happens in a case."""
    _change(session, unit_id, {"open": open_, **{name: days[name] for name in DAYS}})


def say(session: Session, unit_id: int, texts: Mapping[str, Mapping[str, str]]) -> None:
    """By name and language; an empty one is not shown."""
    kept = {name: {code: text for code, text in texts[name].items() if text} for name in TEXTS}
    _change(session, unit_id, {"texts": kept})


def row(session: Session, unit_id: int) -> Desk:
    """The desk, made when nobody has decided anything yet."""
    found = session.get(Desk, unit_id)
    if found is None:
        found = Desk(unit_id=unit_id, open=True, texts={}, **DAYS)
        session.add(found)
        session.flush()
    return found


def _change(session: Session, unit_id: int, values: Mapping[str, Any]) -> None:
    found = row(session, unit_id)
    changed = [name for name, value in values.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, values[name])
    session.flush()
    if changed:
        note(session, "change", Desk, unit_id, *changed)


def people(session: Session, unit_id: int) -> Sequence[Any]:
    """(id, name, active, added_on, has_key, inside) of everybody who works there or is on the list; by name."""
    works = select(Membership.staff_id).where(Membership.unit_id == unit_id)
    own = (Member.staff_id == Staff.id) & (Member.unit_id == unit_id)
    inside = select(Seat.staff_id).join(Epoch, Epoch.id == Seat.epoch_id)
    inside = inside.where(Epoch.unit_id == unit_id, Epoch.ended_on.is_(None))
    columns = (Staff.id, Staff.name, Staff.active, Member.added_on, ReadingKey.made_on.label("has_key"))
    found = select(*columns, Staff.id.in_(inside).label("inside"), Staff.id.in_(works).label("works"))
    found = found.outerjoin(Member, own).outerjoin(ReadingKey, ReadingKey.staff_id == Staff.id)
    wanted = Member.staff_id.is_not(None) | (Staff.id.in_(works) & Staff.active)
    return session.execute(found.where(wanted).order_by(Staff.name, Staff.id)).all()


def add(session: Session, unit_id: int, staff_id: int) -> None:
    """On the list. They read nothing until a colleague has let them in."""
    works = select(Membership.id).where(Membership.unit_id == unit_id, Membership.staff_id == staff_id)
    if session.scalar(works.limit(1)) is None:
        raise NotInTeam
    if session.get(Member, (unit_id, staff_id)) is None:
        session.add(Member(unit_id=unit_id, staff_id=staff_id, added_on=today()))
        note(session, "create", Member, staff_id)


def remove(session: Session, unit_id: int, staff_id: int) -> None:
    """Off the list and out at once; whoever is left is asked to change the key, which may have been copied."""
    epochs = select(Epoch.id).where(Epoch.unit_id == unit_id)
    session.execute(delete(Member).where(Member.unit_id == unit_id, Member.staff_id == staff_id))
    gone = delete(Seat).where(Seat.staff_id == staff_id, Seat.epoch_id.in_(epochs)).returning(Seat.epoch_id)
    left = session.scalars(gone).all()
    if left:
        current = (Epoch.id.in_(left), Epoch.ended_on.is_(None))
        session.execute(update(Epoch).where(*current).values(left_on=today()))
    note(session, "delete", Member, staff_id)


def note(session: Session, verb: Verb, table: type[Base], row_id: int, *columns: str) -> None:
    """None of these is guarded, so the write net does not write it down by itself."""
    written = Written(verb, table.__tablename__, row_id, None, tuple(sorted(columns)))
    audit.changed(session, session.info["viewer"], [written])
