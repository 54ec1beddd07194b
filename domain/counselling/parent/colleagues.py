"""The parent's yes or no to somebody from another place reading along: the yes hands over the key, the no takes it back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.base import DomainError
from domain.counselling.crypto.boxes import Key
from domain.counselling.crypto.tree import seal_case
from domain.counselling.staff import bell
from domain.counselling.tables.cases import NO, YES, Case, Colleague
from domain.counselling.tables.team import ReadingKey


class NobodyAsked(DomainError):
    """Nobody has been asked to read along under that number, or they cannot read any more."""


def answer(session: Session, case_id: int, case_key: Key, colleague_id: int, *, yes: bool) -> None:
    """May be changed at any time; what has been read is read. Raises NobodyAsked."""
    rows = (
        select(Colleague, ReadingKey.public, Case.unit_id)
        .join(Case, Case.id == Colleague.case_id)
        .outerjoin(ReadingKey, ReadingKey.staff_id == Colleague.staff_id)
        .where(Colleague.id == colleague_id, Colleague.case_id == case_id)
        .with_for_update(of=Colleague)
    )
    found = session.execute(rows).one_or_none()
    if found is None or (yes and found.public is None):
        raise NobodyAsked
    colleague, public, unit_id = found
    colleague.answer, colleague.sealed = (YES, seal_case(public, case_key)) if yes else (NO, None)
    session.flush()
    if yes:
        bell.tell(session, unit_id, [colleague.staff_id])


def again(session: Session, case_id: int, case_key: Key) -> None:
    """The yes stands when a colleague has had to make a new pair of keys: whoever has the code hands the key over again."""
    rows = (
        select(Colleague, ReadingKey.public)
        .join(ReadingKey, ReadingKey.staff_id == Colleague.staff_id)
        .where(Colleague.case_id == case_id, Colleague.answer == YES, Colleague.sealed.is_(None))
    )
    for colleague, public in session.execute(rows).all():
        colleague.sealed = seal_case(public, case_key)
    session.flush()
