"""Two holders of custody answer at the same moment: what is in force follows from both answers."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import sessionmaker

from domain import store
from domain.access import install
from domain.consent import MEETING, NO, REFUSED, YES, Consent, ConsentRequest
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
