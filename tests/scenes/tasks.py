"""Tasks for tests: written by somebody, asked about, answered and submitted, each in a session of their own."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from domain import consent
from domain.access import Guardian, Membership, Staff, sees
from domain.conferences.tables.task import AGENDA, CHILD, SUBMITTED, Task
from domain.conferences.tasks import asking, support, writing
from domain.conferences.tasks.writing import Words
from domain.consent import YES
from tests.factories import SECRET
from tests.scenes.canaries import Family, working
from tests.scenes.demo_town import DemoTown
from tests.scenes.municipality import Town, Worker

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


def in_demo(sessions: sessionmaker[Session], town: DemoTown) -> dict[str, int]:
    """By actor the task that its pages are tried with: a leader's draft that the parents agree to, and one that PPR may take or, as "hand_back", has taken."""
    leader, home = town.places["dagtilbud"], town.homes["booked"]
    draft = write(sessions, leader, leader.unit, start=home.start, roles=("psykolog",))
    ask(sessions, leader, draft)
    with working(sessions) as session:
        holders = sorted(consent.holders(session, home.child))
        titles = {
            row.title: row.id
            for row in session.execute(select(Task.title, Task.id).where(Task.state.in_((SUBMITTED, AGENDA))))
        }
    for one in holders:
        own = (home.child,)
        with opened(sessions, Guardian(guardian=one, child_ids=own, custody_ids=own)) as session:
            asking.answer(session, draft, one, YES)
            session.commit()
    free, taken = titles["Få ord i samlingen"], titles["Et barn, der bider"]
    return {"": draft, "ppr": free, "hand_back": taken}


def in_crawl(sessions: sessionmaker[Session], town: Town, family: Family) -> None:
    """A pædagog's drafts (anonymous, about a child, and asked about), and a task that one of PPR has taken and another may take."""
    writer, logopaed = town.workers["dagtilbud/paedagog"], town.workers["ppr/logopaed"]
    for start in (None, family.start):
        write(sessions, writer, family.house, start=start)
    ask(sessions, writer, write(sessions, writer, family.house, start=family.start))
    task_id = put(sessions, writer, family, named=False, roles=("psykolog", "logopaed"))
    with opened(sessions, staff(logopaed)) as session:
        support.take(session, logopaed.unit, task_id, "logopaed")
        session.commit()
