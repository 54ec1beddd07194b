"""Eighty children with 35 bookings go from one sundhedsplejerske to three: one go, under five seconds; and nothing at all when one time is taken."""

import time
from pathlib import Path

from sqlalchemy import NullPool, create_engine, select

from benchmarks.servers import Postgres, Sqlite
from domain import store
from domain.base import today
from domain.booking.taking.claims import SlotTaken
from domain.caseload.handing import Choice, hand_over
from domain.caseload.planning import Proposal, Wanted, propose
from domain.outbox import Outbox
from domain.people import Child
from domain.schema import metadata
from tests.databases import Database
from tests.factories import SECRET, as_house
from tests.scenes.wards import Ward, acting, make_ward, visit, when

CHILDREN, BOOKINGS, LONGEST = 80, 35, 5.0


def prove(made: Sqlite | Postgres, _folder: Path) -> str:
    """One line, or an AssertionError."""
    url = made.create("handover")
    engine = create_engine(url, poolclass=NullPool)  # behind no nets: they would ask who makes the tables
    store.prepare(engine)
    metadata.create_all(engine)
    database = Database(url)
    try:
        return _handed(database)
    finally:
        database.close()


def _handed(database: Database) -> str:
    day = today()
    with database.sessions() as session:
        ward = make_ward(session, CHILDREN, BOOKINGS, day)
    first, planned = _proposed(database, ward)
    with database.sessions() as session:
        as_house(session)
        for child, taker in zip(ward.children[-3:], ward.others, strict=True):
            visit(session, ward, child, *when(0, day), taker)
        session.commit()
    refused = _sent(database, ward, first)
    assert isinstance(refused, SlotTaken), refused
    assert _nurses(database, ward) == {ward.karen}, "something was done all the same"
    plan, _ = _proposed(database, ward)
    assert plan.conflicts == 1, f"{plan.conflicts} conflicts listed"
    begun = time.perf_counter()
    refused = _sent(database, ward, plan)
    done = time.perf_counter() - begun
    assert refused is None, refused
    assert planned + done < LONGEST, f"{planned + done:.1f} s"
    with database.sessions() as session:
        as_house(session)
        rows = select(Outbox.guardian_id).where(Outbox.guardian_id.is_not(None), Outbox.kind.not_like("reminder%"))
        told = list(session.scalars(rows))
    assert sorted(told) == sorted(ward.guardians), f"{len(told)} messages to {len(set(told))} guardians"
    return (
        f"{CHILDREN} children, {BOOKINGS} bookings to three: plan {planned:.2f} s, handed over {done:.2f} s; "
        f"one time taken: nothing done, one conflict listed; {len(told)} guardians told once each"
    )


def _proposed(database: Database, ward: Ward) -> tuple[Proposal, float]:
    with database.sessions() as session:
        acting(session, ward)
        begun = time.perf_counter()
        wanted = Wanted(unit_id=ward.unit, from_id=ward.karen, to_ids=tuple(ward.others), begins_on=today())
        return propose(session, wanted), time.perf_counter() - begun


def _sent(database: Database, ward: Ward, plan: Proposal) -> Exception | None:
    choices = {
        line.hit.appointment.id: Choice(line.hit.appointment.sequence, *(line.ways[0][:2] if line.ways else ()))
        for line in plan.lines
    }
    with database.sessions() as session:
        acting(session, ward)
        try:
            hand_over(session, SECRET, plan.wanted, plan.gives, choices)
        except SlotTaken as error:
            session.rollback()
            return error
        session.commit()
    return None


def _nurses(database: Database, ward: Ward) -> set[int | None]:
    with database.sessions() as session:
        acting(session, ward)
        return set(session.scalars(select(Child.sundhedsplejerske_id).where(Child.id.in_(ward.children))))
