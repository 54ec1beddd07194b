"""Asking, answering and summing up. Rule: domain.md, "Consent: the rule behind everything".

A question is *ja* when at least one holder of custody is named and the latest answer of EVERY holder is yes; *nej* when one latest
answer is no; else *mangler*.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from domain import outbox
from domain.access.citizens import Guardianship
from domain.base import now, today
from domain.consent.tables import (
    GRANTED,
    MATTERS,
    MISSING,
    NO,
    PURPOSES,
    REFUSED,
    YES,
    Answer,
    AnsweredTooLate,
    Consent,
    ConsentMissing,
    ConsentRequest,
)

InForce = dict[tuple[str, str, int], date]
"""Until when, by subject, purpose and receiving unit."""
NOTED = "noted"
"""The mail to a parent whose answer staff have noted, after the kind of matter: "inquiry-noted"."""
SUM = {"unscoped": "consent is the house's own sum of all holders' answers"}


def answer(
    session: Session,
    child_id: int,
    question: tuple[str, str],
    guardian_id: int,
    value: str,
    how: str,
    noted_by: int | None = None,
) -> str:
    """Append one holder's answer to the child's `question` (subject, purpose) and return its state after it. ConsentMissing, AnsweredTooLate.

    What staff note is told to whose answer it is.
    """
    asked = _locked(session, child_id)
    given = _given(session, child_id)
    request = _to_answer(asked, question)
    if guardian_id not in {row.guardian_id for row in given}:
        raise ConsentMissing("only a holder of custody answers")
    whose = {"request_id": request.id, "child_id": child_id, "guardian_id": guardian_id, "noted_by": noted_by}
    said = Answer(value=value, at=now(), how=how, **whose)
    session.add(said)
    session.flush()
    if noted_by is not None:
        _tell(session, request.subject, said)
    states, in_force = _sum(asked, [*given, said])
    stood = _sum(asked, given)[1]
    _write(session, child_id, asked, states, None if in_force == stood else in_force)
    return states[request.id]


def _to_answer(asked: Sequence[Any], question: tuple[str, str]) -> Any:
    found = next((row for row in asked if (row.subject, row.purpose) == question), None)
    if found is None:
        raise ConsentMissing("the question has not been put")
    if found.until < today():
        raise AnsweredTooLate
    return found


def _tell(session: Session, subject: str, noted: Answer) -> None:
    kind = f"{subject.partition('/')[0]}-{NOTED}"
    outbox.put(session, kind, subject, guardians=[noted.guardian_id], key_part=str(noted.id))


def holders(session: Session, child_id: int) -> frozenset[int]:
    """Ids of the guardians who hold custody of the child."""
    return holders_of(session, [child_id])[child_id]


def holders_of(session: Session, child_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """The same of several children, by child. One statement."""
    rows = select(Guardianship.child_id, Guardianship.guardian_id)
    found = session.execute(rows.where(Guardianship.child_id.in_(child_ids), Guardianship.custody)).all()
    return {child: frozenset(row.guardian_id for row in found if row.child_id == child) for child in child_ids}


def judge(values: Iterable[str | None]) -> str:
    """The state of a question from the latest answer of each holder (None: has not answered). All of nobody is never a yes."""
    latest = list(values)
    if NO in latest:
        return REFUSED
    return GRANTED if latest and all(value == YES for value in latest) else MISSING


def recompute(session: Session, child_id: int) -> dict[int, str]:
    """Write anew, from ALL answers, what is in force for the child. Returns the state of each question by its id."""
    asked = _locked(session, child_id)
    states, in_force = _sum(asked, _given(session, child_id))
    _write(session, child_id, asked, states, in_force)
    return states


def _locked(session: Session, child_id: int) -> Sequence[Any]:
    """The child's questions, locked: to be read before the answers, or of two holders who answer at once neither would count the other."""
    columns = (
        *(ConsentRequest.id, ConsentRequest.subject, ConsentRequest.purpose),
        *(ConsentRequest.to_unit_id, ConsentRequest.also_unit_id, ConsentRequest.opened_at),
    )
    asked = select(*columns, ConsentRequest.until, ConsentRequest.state).where(ConsentRequest.child_id == child_id)
    return session.execute(
        asked.order_by(ConsentRequest.id).with_for_update(key_share=True).execution_options(**SUM)
    ).all()


def _sum(asked: Sequence[Any], given: Sequence[Any]) -> tuple[dict[int, str], InForce]:
    """The state of each question by its id, and what is in force by them all."""
    states: dict[int, str] = {}
    in_force: InForce = {}
    for request in asked:
        latest = {row.guardian_id: None for row in given} | {
            row.guardian_id: row.value for row in given if row.request_id == request.id and row.at >= request.opened_at
        }
        states[request.id] = judge(latest.values())
        for purpose in _covers(request.purpose, [*latest.values()]):
            for unit in {request.to_unit_id, request.also_unit_id} - {None}:
                in_force[request.subject, purpose, unit] = request.until
    return states, in_force


def _given(session: Session, child_id: int) -> Sequence[Any]:
    """Each holder's answers in the order they came, (guardian_id, request_id, value, at); one row of None for who has none."""
    theirs = and_(Answer.child_id == Guardianship.child_id, Answer.guardian_id == Guardianship.guardian_id)
    return session.execute(
        select(Guardianship.guardian_id, Answer.request_id, Answer.value, Answer.at)
        .outerjoin(Answer, theirs)
        .where(Guardianship.child_id == child_id, Guardianship.custody)
        .order_by(Answer.id)
        .execution_options(**SUM)
    ).all()


def _covers(question: str, values: list[str | None]) -> list[str]:
    purpose = PURPOSES[question]
    if judge(values) == GRANTED:
        return [purpose.full, *([purpose.partial] if purpose.partial else [])]
    return [purpose.partial] if purpose.partial and YES in values and NO not in values else []


def _about(subject: str) -> dict[str, int]:
    """The start or the matter that a question is about, by its column, if it is about one."""
    kind, _, number = subject.partition("/")
    if kind in MATTERS:
        return {"matter_id": int(number)}
    return {"start_id": int(number)} if kind == "start" else {}


def in_force_by(subject: str) -> list[ColumnElement[bool]]:
    """What is in force by a question about this, if it is about a start or a matter."""
    kind, _, _number = subject.partition("/")
    only = [Consent.purpose == PURPOSES[MATTERS[kind]].full] if kind in MATTERS else []
    return [*(getattr(Consent, name) == value for name, value in _about(subject).items()), *only]


def _by(request: Any) -> ColumnElement[bool]:
    """What is in force by one question."""
    purpose, about = PURPOSES[request.purpose], _about(request.subject)
    where = [getattr(Consent, name) == about.get(name) for name in ("start_id", "matter_id")]
    return and_(*where, Consent.purpose.in_([purpose.full, purpose.partial or purpose.full]))


def _write(
    session: Session, child_id: int, asked: Sequence[Any], states: dict[int, str], in_force: InForce | None
) -> None:
    """The states that have changed, and what is in force anew; None where that is what it was.

    A question that was put while this one waited for the lock is not in `asked`: what is in force by it stays.
    """
    for row in asked:
        if states[row.id] != row.state:
            keep(session, update(ConsentRequest).where(ConsentRequest.id == row.id).values(state=states[row.id]))
    if in_force is None or not asked:
        return
    keep(session, delete(Consent).where(Consent.child_id == child_id, or_(*map(_by, asked))))
    rows: list[dict[str, Any]] = [
        {
            "child_id": child_id,
            "start_id": None,
            "matter_id": None,
            "purpose": purpose,
            "to_unit_id": unit,
            "until": until,
        }
        | _about(subject)
        for (subject, purpose, unit), until in in_force.items()
    ]
    if rows:
        keep(session, insert(Consent), rows)


def keep(session: Session, statement: Any, rows: list[dict[str, Any]] | None = None) -> None:
    session.execute(
        statement,
        rows,
        execution_options={"unscoped": "kept by the house on anyone's behalf", "synchronize_session": False},
    )
