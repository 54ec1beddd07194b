"""Forty strangers at once for the last seat, over HTTP, with the web server's own processes: nobody sits on another's lap, nobody meets an error."""

from collections import Counter
from uuid import uuid4

import pytest

from domain.events.tables import HOLDS, LEFT, WAITS
from tests.scenes.evenings import Evening, make_evening, sign_up, standing
from tests.scenes.municipality import Browser
from tests.scenes.street import SIGNER, Answer, House, at_once

pytestmark = pytest.mark.race

CLIENTS = 40


def post(house: House, number: int, way: str, **form: object) -> Answer:
    """A stranger, from a network of their own."""
    one = Browser(SIGNER, uuid4().hex)
    return house.send(one.cookie, one.token, way, network=number, **form)


def wants(house: House, evening: Evening, number: int, seats: int = 1, key: str = "") -> Answer:
    who = {"name": f"Gæst {number}", "email": f"gaest{number}@example.org", "seats": seats}
    return post(house, number, f"/arrangementer/{evening.event}", **who, key=key or uuid4().hex)


def test_of_forty_at_once_for_the_last_seat_one_has_it_and_the_others_wait(house):
    evening = make_evening(house.database, 5)
    sign_up(house.database, evening, 4)
    answers = at_once([lambda n=n: wants(house, evening, n) for n in range(CLIENTS)])
    assert {answer.status for answer in answers} == {303}
    assert len({answer.to for answer in answers}) == CLIENTS
    found = standing(house.database, evening)
    assert Counter(state for _wanted, state in found) == {HOLDS: 2, WAITS: CLIENTS - 1}


def test_a_form_that_comes_forty_times_at_once_is_one_sign_up(house):
    evening = make_evening(house.database, 100)
    answers = at_once([lambda n=n: wants(house, evening, n, 2, key="the same form") for n in range(CLIENTS)])
    assert {answer.status for answer in answers} == {303}
    assert len({answer.to for answer in answers}) == 1
    assert standing(house.database, evening) == [(2, HOLDS)]


def test_sign_ups_changes_and_cancellations_at_once_leave_no_seat_empty_that_somebody_waits_for(house):
    evening = make_evening(house.database, 12)
    tokens = [sign_up(house.database, evening, 1 + n % 3) for n in range(20)]
    tasks = [lambda n=n: wants(house, evening, n, 1 + n % 4) for n in range(20)]
    tasks += [lambda t=t: post(house, 50, f"/arrangementer/plads/{t}/afmeld") for t in tokens[:8]]
    tasks += [
        lambda n=n, t=t: post(house, 60, f"/arrangementer/plads/{t}", seats=1 + n % 5) for n, t in enumerate(tokens[8:])
    ]
    statuses = Counter(answer.status for answer in at_once(tasks))
    assert set(statuses) <= {303, 409}
    found = standing(house.database, evening)
    free = 12 - sum(wanted for wanted, state in found if state == HOLDS)
    assert len(found) == 40
    assert [state for _wanted, state in found[:8]] == [LEFT] * 8
    assert all(wanted > free for wanted, state in found if state == WAITS)
