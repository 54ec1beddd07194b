"""What a parent's verbs share: hold the case while it is changed, and add a locked message to it."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.base import COPENHAGEN, DomainError, now, today
from domain.counselling.crypto.boxes import Key, encrypt, new_id
from domain.counselling.staff.desk import DAYS
from domain.counselling.tables.cases import PARENT, WAITING, Case, Message
from domain.counselling.tables.desk import Desk


class NoSuchCase(DomainError):
    """It never was, has ended, has been deleted, or is not for this viewer: nobody is told which."""


def held(session: Session, case_id: int) -> tuple[Case, int]:
    """The case, which nobody else changes until this transaction ends, and for how many days it is kept."""
    days = func.coalesce(Desk.retention_days, DAYS["retention_days"])
    rows = select(Case, days).outerjoin(Desk, Desk.unit_id == Case.unit_id).where(Case.id == case_id)
    found = session.execute(rows.with_for_update(of=Case)).one_or_none()
    if found is None:
        raise NoSuchCase
    return found[0], found[1]


def add(session: Session, key: Key, case: Case, keep_days: int, text: str) -> None:
    """One more message from the parent: the case waits for an answer again, and is kept for another while.

    `case`, `keep_days`: as `held` gives them.
    """
    day = today()
    case.sequence += 1
    case.last_on, case.expires_on = day, day + timedelta(days=keep_days)
    case.state, case.waiting_since = WAITING, case.waiting_since or day
    session.add(message(key, case.id, case.sequence, text))
    session.flush()


def message(key: Key, case_id: int, sequence: int, text: str) -> Message:
    """A locked one of the parent's. The time of day is written inside, so that only those who may read it know it."""
    written = {"text": text, "at": now().isoformat(timespec="minutes"), "by": ""}
    body = encrypt(key, case_id, PARENT, sequence, written)
    return Message(id=new_id(), case_id=case_id, sequence=sequence, direction=PARENT, on=today(), body=body)


def written_at(content: dict[str, str]) -> datetime:
    """Inside a message, when it was written, in Copenhagen."""
    return datetime.fromisoformat(content["at"]).astimezone(COPENHAGEN)
