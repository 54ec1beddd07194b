"""Tasks for tests: written by somebody, asked about, answered and submitted, each in a session of their own."""

from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from domain.access import Guardian, Membership, Staff, sees
from domain.conferences.task import CHILD
from domain.conferences.tasks import asking, writing
from domain.conferences.tasks.writing import Words
from domain.consent import YES
from tests.canaries import Family
from tests.factories import SECRET
from tests.municipality import Worker

WORDS = {"title": "Få ord", "occupies": "Siger få ord i samlingen."}


def staff(*workers: Worker) -> Staff:
    """One person with the places of all these workers."""
    places = [
        Membership(unit_id=one.unit, actor=one.actor, slug=one.slug, unit_name="", role=one.role) for one in workers
    ]
    return Staff(staff=workers[0].staff, name=workers[0].name, memberships=tuple(places))


def parent(family: Family, guardian: int) -> Guardian:
    custody = (family.child,) if guardian in family.holders else ()
    return Guardian(guardian=guardian, child_ids=(family.child,), custody_ids=custody)


def opened(sessions: sessionmaker[Session], viewer: Any) -> Session:
    """A session in which somebody writes."""
    session = sessions()
    session.info["writing"] = True
    sees(session, viewer)
    return session


def write(
    sessions: sessionmaker[Session],
    by: Worker,
    house: int,
    kind: str = CHILD,
    start: int | None = None,
    **words: Any,
) -> int:
    """A draft."""
    with opened(sessions, staff(by)) as session:
        task = writing.write(session, by.unit, house, kind, Words(**WORDS | words), start)
        session.commit()
        return task.id


def ask(sessions: sessionmaker[Session], by: Worker, task_id: int) -> None:
    with opened(sessions, staff(by)) as session:
        asking.ask(session, SECRET, task_id)
        session.commit()


def answer(sessions: sessionmaker[Session], family: Family, task_id: int, *values: str | None) -> None:
    """The holders' answers in their order; None: not this one."""
    for guardian, value in zip(family.holders, values, strict=False):
        if value is not None:
            with opened(sessions, parent(family, guardian)) as session:
                asking.answer(session, task_id, guardian, value)
                session.commit()


def submit(sessions: sessionmaker[Session], by: Worker, task_id: int) -> None:
    with opened(sessions, staff(by)) as session:
        writing.submit(session, task_id, sure=True)
        session.commit()


def put(sessions: sessionmaker[Session], by: Worker, family: Family, *, named: bool = True, **words: Any) -> int:
    """One that has been submitted; a child is named in it with every holder's yes."""
    task_id = write(sessions, by, family.house, start=family.start if named else None, **words)
    if named:
        ask(sessions, by, task_id)
        answer(sessions, family, task_id, *(YES for _one in family.holders))
    submit(sessions, by, task_id)
    return task_id
