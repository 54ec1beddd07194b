"""Two holders of custody answer at the same moment: what is in force follows from both answers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import sessionmaker

from domain import store
from domain.access import Staff, install, sees
from domain.base import today
from domain.consent import CONFERENCE, MEETING, NO, REFUSED, TIME, YES, Consent, ConsentRequest, answer, ask
from tests.factories import answer_consent, as_guardian, as_house, make_family

pytestmark = pytest.mark.race

ROUNDS = 15


@pytest.fixture
def sessions(database):
    """Of an engine with a connection for each of the two."""
    engine = create_engine(database.url, pool_size=4)
    store.prepare(engine, synchronous="OFF")
    found = sessionmaker(engine, expire_on_commit=False)
    install(found, engine)
    yield found
    engine.dispose()


def test_a_no_is_never_lost_beside_a_yes(sessions):
    with sessions() as session:
        family = make_family(session)
    together = Barrier(2)

    def says(guardian, value, wait=True):
        with sessions() as session:
            as_guardian(session, family, guardian)
            if wait:
                together.wait()
            answer_consent(session, family, guardian, value)

    with ThreadPoolExecutor(2) as pool:
        for _ in range(ROUNDS):
            says(family.mother, YES, wait=False)
            says(family.father, YES, wait=False)
            list(pool.map(says, (family.mother, family.father), (YES, NO)))
            with sessions() as session:
                state = select(ConsentRequest.state).where(ConsentRequest.purpose == MEETING)
                assert session.scalar(state.execution_options(unscoped="test")) == REFUSED
                assert as_house(session).scalars(select(Consent.purpose)).all() == []


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_yes_to_a_question_that_is_put_at_that_moment_stays_in_force(sessions, database):
    """Whoever waits for the other's answers has read the questions before this one was there."""
    with sessions() as session:
        family = make_family(session)
    with sessions() as session:
        answer_consent(as_guardian(session, family, family.father), family, family.father, YES)

    def says():
        with sessions() as late:
            answer_consent(as_guardian(late, family, family.mother), family, family.mother, YES)

    waits = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    question = ("task/7", CONFERENCE)
    with sessions() as session, ThreadPoolExecutor(1) as pool:
        session.info["writing"] = True
        sees(session, Staff(staff=family.paedagog))
        ask(session, family.child, *question, (family.house,) * 2, today() + timedelta(weeks=9), first=True)
        for one in (family.mother, family.father):
            answer(session, family.child, question, one, YES, "mundtligt", family.paedagog)
        other = pool.submit(says)
        with database.engine.connect() as looking:
            while not looking.scalar(waits) and not other.done():
                looking.rollback()
        session.commit()
        other.result()
    with sessions() as session:
        in_force = set(as_house(session).scalars(select(Consent.purpose)))
    assert in_force == {"start", TIME, "conference"}
