"""Coming back with the code, and the short while in which a browser need not type it again."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from domain.access import CodeHolder
from domain.access.sessions import area_key
from domain.base import now, today
from domain.counselling.crypto.boxes import Key
from domain.counselling.crypto.slow import CodeKeys
from domain.counselling.crypto.tree import cookie_key, keep, kept, unwrap_case
from domain.counselling.parent.casework import NoSuchCase
from domain.counselling.tables.cases import VISIT_LASTS, Case, Visit
from domain.store import Busy, own_transaction, write_lock

AREA = "anonym"
BY_CODE = {
    "unscoped": "whoever knows the code is nobody until the case is found by it: one row, by a key that only the code gives"
}


@dataclass(frozen=True, repr=False)
class Visitor:
    """A browser in which a code was typed a short while ago."""

    viewer: CodeHolder
    seen_at: datetime
    sealed: bytes

    def case_key(self, secret: str) -> Key:
        """`secret`: what the cookie holds. Raises Unreadable."""
        return kept(cookie_key(secret, AREA), self.sealed, f"case {self.viewer.case}")


def visitor(session: Session, secret: str) -> Visitor | None:
    """The viewer query: which case this browser has open, if any. One statement."""
    rows = select(Visit.case_id, Visit.seen_at, Visit.sealed)
    found = session.execute(
        rows.where(Visit.key == area_key(secret, AREA), Visit.seen_at > now() - VISIT_LASTS)
    ).one_or_none()
    return Visitor(CodeHolder(name="code", case=found.case_id), found.seen_at, found.sealed) if found else None


def enter(session: Session, keys: CodeKeys, secret: str) -> None:
    """Open the case of a code in this browser. Raises NoSuchCase, the same for a wrong code, an ended case and a deleted one."""
    case_id, wrapped = by_code(session, keys)
    case_key = unwrap_case(keys.wrap, wrapped, case_id)
    session.execute(delete(Visit).where(Visit.key == area_key(secret, AREA)))
    sealed = keep(cookie_key(secret, AREA), case_key, f"case {case_id}")
    key = area_key(secret, AREA)
    session.add(Visit(key=key, case_id=case_id, sealed=sealed, created_at=now(), seen_at=now()))
    session.flush()


def by_code(session: Session, keys: CodeKeys) -> tuple[int, bytes]:
    """(case, its key as it is wrapped for the parent). Raises NoSuchCase."""
    rows = select(Case.id, Case.parent_wrap).where(Case.lookup == keys.lookup, Case.expires_on >= today())
    found = session.execute(rows, execution_options=BY_CODE).one_or_none()
    if found is None:
        raise NoSuchCase
    return found.id, found.parent_wrap


def touch(engine: Engine, secret: str) -> None:
    """The visit goes on: in a transaction of its own, and another time when the database is busy."""
    if write_lock.held:
        return
    with suppress(Busy), own_transaction(engine) as connection:
        connection.execute(update(Visit).where(Visit.key == area_key(secret, AREA)).values(seen_at=now()))
