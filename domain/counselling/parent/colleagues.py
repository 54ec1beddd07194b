"""The parent's yes or no to somebody from another place reading along: the yes hands over the key, the no takes it back."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.base import DomainError
from domain.counselling.crypto.boxes import Key
from domain.counselling.crypto.tree import seal_case
from domain.counselling.staff import bell, vouching
from domain.counselling.tables.cases import NO, YES, Case, Colleague
from domain.counselling.tables.team import ReadingKey


class NobodyAsked(DomainError):
    """Nobody has been asked to read along under that number, or they cannot read any more."""


def answer(session: Session, case_id: int, case_key: Key, colleague_id: int, *, yes: bool) -> None:
    """May be changed at any time; what has been read is read. Raises NobodyAsked."""
    rows = (
        select(Colleague, ReadingKey.public, ReadingKey.mark, Case.unit_id)
        .join(Case, Case.id == Colleague.case_id)
        .outerjoin(ReadingKey, ReadingKey.staff_id == Colleague.staff_id)
        .where(Colleague.id == colleague_id, Colleague.case_id == case_id)
        .with_for_update(of=Colleague)
    )
    found = session.execute(rows).one_or_none()
    if found is None or (yes and not _ours(session, found)):
        raise NobodyAsked
    colleague, public, _mark, unit_id = found
    colleague.answer, colleague.sealed = (YES, seal_case(public, case_key)) if yes else (NO, None)
    session.flush()
    if yes:
        bell.tell(session, unit_id, [colleague.staff_id])


def _ours(session: Session, row: Any) -> bool:
    """Whether they have a key, and made it here. `row`: with the colleague, and the `public` and `mark` of their key."""
    if row.public is None:
        return False
    return vouching.same(vouching.of_person(session, row.Colleague.staff_id, row.public), row.mark)
