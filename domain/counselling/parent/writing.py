"""Writing: the first message, which makes a case, and those after it. The same form twice is one."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.base import DomainError, today
from domain.counselling.crypto.boxes import Key, encrypt, new_id, new_key
from domain.counselling.crypto.codes import nonce_hash
from domain.counselling.crypto.slow import CodeKeys
from domain.counselling.crypto.tree import seal_case, wrap_case
from domain.counselling.parent import casework
from domain.counselling.parent.visiting import by_code
from domain.counselling.staff import bell, counting, vouching
from domain.counselling.staff.desk import DAYS
from domain.counselling.tables.cases import Case, Nonce
from domain.counselling.tables.desk import Desk
from domain.counselling.tables.team import Epoch

ABOUT = "about"


class NotOpen(DomainError):
    """No Familiehus takes anonymous messages at the moment: it is closed, or nobody holds the team's key."""


@dataclass(frozen=True)
class Counter:
    """Where anonymous messages go, and what is promised there. Public."""

    unit_id: int
    epoch_id: int
    public: bytes
    answer_days: int
    retention_days: int
    backup_days: int
    texts: dict[str, Any]


@dataclass(frozen=True, repr=False)
class Letter:
    """What a parent has written. Everything but `text` may be left empty. `age`: the child's, in years.

    `topic`, `wish` (how an answer is wanted): a key of TOPICS and WISHES in blueprints/anonym/words.py.
    """

    text: str
    topic: str = ""
    age: int | None = None
    wish: str = ""
    language: str = "da"


def counter(session: Session, *, writing: bool = False) -> Counter | None:
    """The Familiehus that takes anonymous messages; None while nobody could read them. One statement.

    `writing`: the key does not change before this transaction has ended. A key that was not made here takes nothing: None.
    """
    days = (func.coalesce(getattr(Desk, name), DAYS[name]) for name in ("answer_days", "retention_days", "backup_days"))
    rows = (
        select(Epoch.unit_id, Epoch.id, Epoch.public, *days, Desk.texts, Epoch.number, Epoch.mark)
        .outerjoin(Desk, Desk.unit_id == Epoch.unit_id)
        .where(Epoch.ended_on.is_(None), or_(Desk.open, Desk.open.is_(None)))
        .order_by(Epoch.unit_id)
        .limit(1)
    )
    if writing:
        rows = rows.with_for_update(read=True, of=Epoch)
    # whoever has waited while the key was changed finds the old one ended: the new one is there when asked once more
    found = session.execute(rows).one_or_none() or (session.execute(rows).one_or_none() if writing else None)
    if found is None:
        return None
    if not vouching.same(vouching.of_epoch(session, found.unit_id, found.number, found.public), found.mark):
        return None
    names = [one.name for one in fields(Counter)]
    return Counter(**dict(zip(names, found[:-2], strict=True)) | {"texts": found.texts or {}})


def open_case(
    session: Session, keys: CodeKeys, nonce: str, letter: Letter, *, suspected: bool = False
) -> Counter | None:
    """The first message. Sent again, it is the case that there is: NoSuchCase when that has been deleted. NotOpen.

    Returns what is promised for it.
    """
    if not _first_time(session, nonce):
        by_code(session, keys)
        return counter(session)
    to = counter(session, writing=True)
    if to is None:
        raise NotOpen
    case_id, key, day = new_id(), new_key(), today()
    case = _case(case_id, key, keys, to, letter, day)
    case.suspected = suspected
    session.add_all([case, casework.message(key, case_id, 1, letter.text)])
    session.flush()
    counting.add(session, to.unit_id, letter.topic, opened=1)
    bell.something_new(session, to.unit_id)
    return to


def _case(case_id: int, key: Key, keys: CodeKeys, to: Counter, letter: Letter, day: date) -> Case:
    about = {"topic": letter.topic, "age": letter.age, "wish": letter.wish}
    return Case(
        id=case_id,
        unit_id=to.unit_id,
        lookup=keys.lookup,
        parent_wrap=wrap_case(keys.wrap, key, case_id),
        team_sealed=seal_case(to.public, key),
        epoch_id=to.epoch_id,
        language=letter.language,
        opened_on=day,
        waiting_since=day,
        last_on=day,
        expires_on=day + timedelta(days=to.retention_days),
        about=encrypt(key, case_id, ABOUT, 0, about),
    )


def write(session: Session, case_id: int, case_key: Key, nonce: str, text: str) -> None:
    """One more message: the case waits for an answer again, and is kept for another while. Raises NoSuchCase."""
    if _first_time(session, nonce):
        case, days = casework.held(session, case_id)
        casework.add(session, case_key, case, days, text)
        bell.something_new(session, case.unit_id)


def _first_time(session: Session, nonce: str) -> bool:
    """Whether this form has not been sent before, be it this very moment by a second click."""
    try:
        with session.begin_nested():
            session.add(Nonce(hash=nonce_hash(nonce), made_on=today()))
            session.flush()
    except IntegrityError:
        return False
    return True
