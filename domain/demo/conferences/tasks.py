"""Tasks of every kind, in every state that its writer brings it to: drafts, asked about, refused, waiting, withdrawn, taken by PPR."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain import base, consent
from domain.access import Guardian as Parent
from domain.access import Membership as Place
from domain.access import Staff as Colleague
from domain.access.citizens import Guardianship
from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.conferences.after import efforts
from domain.conferences.tables.task import AGENDA, DISCUSSED
from domain.conferences.tasks import asking, life, support, writing
from domain.conferences.tasks.writing import Words
from domain.demo.conferences.written import WRITTEN, Draft
from domain.demo.states import Sessions, acting
from domain.outbox import Outbox
from domain.people import Start

FOLLOWED = "indsats"
"""What becomes of a Draft for which something has been agreed. The parents' yes to it has run out since."""
GOAL = "Barnet er med i en leg med to andre hver dag"


def put(sessions: Sessions, secret: str) -> None:
    """Everything is written by the one it belongs to, on its own day."""
    with acting(sessions) as session:
        people = {one.login: colleague(session, one.login) for one in WRITTEN} | {"ppr": colleague(session, "ppr")}
        house = session.scalars(select(Unit).where(Unit.slug == "troldebo", Unit.actor == "dagtilbud")).one()
        starts = _starts(session, house.id)
    for one in WRITTEN:
        start = starts[one.child] if one.child is not None else None
        with _ago(one.days):
            task_id = _put(sessions, secret, one, people[one.login], house.id, start)
            if one.ends == FOLLOWED:
                _follow(sessions, task_id, people["leder"], people["ppr"])
    ppr = people["ppr"]
    with acting(sessions) as session:  # nobody has sent what was written in the past
        session.execute(update(Outbox).where(Outbox.kind == asking.MAIL).values(due_at=base.now()))
    with acting(sessions, ppr) as session:
        own = support.asked(session, "psykolog")
        support.take(session, ppr.memberships[0].unit_id, own[0].id, "psykolog")


def _put(sessions: Sessions, secret: str, one: Draft, by: Colleague, house_id: int, start: Any) -> int:
    said = {"title": one.title, "occupies": one.seen, "wanted": one.wanted, "sheet": one.sheet}
    with acting(sessions, by) as session:
        words = Words(**said | dict(one.words))
        task = writing.write(session, by.memberships[0].unit_id, house_id, one.kind, words, start and start.id)
        task_id = task.id
        if start:
            asking.ask(session, secret, task_id)
    if start and one.answer:
        _answer(sessions, task_id, start.child_id, one.answer)
    with acting(sessions, by) as session:
        if one.ends in {"indsend", "trukket", FOLLOWED}:
            writing.submit(session, task_id, sure=True)
        if one.ends == "trukket":
            writing.withdraw(session, task_id)
    return task_id


def _follow(sessions: Sessions, task_id: int, leader: Colleague, tovholder: Colleague) -> None:
    """Talked about, and an effort for it; nobody has asked the parents again since."""
    with acting(sessions, leader) as session:
        for state in (AGENDA, DISCUSSED):
            life.step(session, task_id, state)
        begins, holds = base.today(), tovholder.staff or 0
        again = begins + timedelta(days=364)
        plan = efforts.Plan(goal=GOAL, tovholder_id=holds, starts_on=begins, follow_up_on=again)
        efforts.start_effort(session, task_id, plan)


def _answer(sessions: Sessions, task_id: int, child_id: int, value: str) -> None:
    with acting(sessions) as session:
        holders = sorted(consent.holders(session, child_id))
    for one in holders:
        with acting(sessions, Parent(guardian=one, child_ids=(child_id,), custody_ids=(child_id,))) as session:
            asking.answer(session, task_id, one, value)


def _starts(session: Session, house_id: int) -> list[Any]:
    """Children who have gone there for two years, with somebody who can say yes for them; their sundhedspleje is the demo's own district's."""
    held = select(Guardianship.child_id).where(Guardianship.custody)
    rows = select(Start.id, Start.child_id).where(
        Start.unit_id == house_id, Start.closed == "", Start.child_id.in_(held)
    )
    gone = rows.where(Start.starts_on < base.today() - timedelta(weeks=104), Start.until >= base.today())
    return [*session.execute(gone.order_by(Start.starts_on.desc()).limit(4))]


def colleague(session: Session, login: str) -> Colleague:
    """One of the demo's accounts, as they sign in."""
    works = (
        select(
            Staff.id, Staff.name, Membership.role, Unit.id.label("unit"), Unit.actor, Unit.slug, Unit.name.label("at")
        )
        .join(Membership, Membership.staff_id == Staff.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Staff.login == login)
    )
    rows = session.execute(works).all()
    places = [Place(unit_id=row.unit, actor=row.actor, slug=row.slug, unit_name=row.at, role=row.role) for row in rows]
    return Colleague(staff=rows[0].id, name=rows[0].name, memberships=tuple(places))


@contextmanager
def _ago(days: int) -> Iterator[None]:
    """What happens meanwhile happened so many days ago."""
    real = base.clock
    base.clock = lambda: real() - timedelta(days=days)
    try:
        yield
    finally:
        base.clock = real
