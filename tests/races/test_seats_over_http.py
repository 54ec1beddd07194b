"""Forty strangers at once for the last seat, over HTTP, with the web server's own processes: nobody sits on another's lap, nobody meets an error."""

from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from domain.events.tables import HOLDS, LEFT, WAITS
from tests import databases
from tests.factories import SECRET
from tests.machines.servers import Server, running
from tests.scenes.evenings import Evening, make_evening, sign_up, standing
from tests.scenes.municipality import Browser
from tests.scenes.street import SIGNER, Answer, at_once

pytestmark = pytest.mark.race

CLIENTS = 40


class Hall:
    """A server behind one proxy, so that each stranger comes from a network of their own; and an event with its seats."""

    def __init__(self, server: Server, database: databases.Database) -> None:
        self.server, self.database = server, database

    def post(self, number: int, way: str, **form: object) -> Answer:
        one = Browser(SIGNER, uuid4().hex)
        headers = {
            "Cookie": one.cookie,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": f"10.{number}.1.1",
        }
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        connection.request("POST", way, urlencode(form | {"csrf_token": one.token}), headers)
        answer = connection.getresponse()
        found = Answer(answer.status, answer.headers.get("Location", ""), answer.read().decode())
        connection.close()
        return found

    def wants(self, evening: Evening, number: int, seats: int = 1, key: str = "") -> Answer:
        who = {"name": f"Gæst {number}", "email": f"gaest{number}@example.org", "seats": seats}
        return self.post(number, f"/arrangementer/{evening.event}", **who, key=key or uuid4().hex)


@pytest.fixture(scope="module", params=databases.NAMES)
def hall(request, tmp_path_factory) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("instance")
    known = request.getfixturevalue(f"{request.param}_database")
    with (
        known.empty() as url,
        running(folder, database_url=url, secret_key=SECRET, trusted_proxies=1, workers=2) as server,
    ):
        beside = databases.Database(url)
        yield Hall(server, beside)
        beside.engine.dispose()


def test_of_forty_at_once_for_the_last_seat_one_has_it_and_the_others_wait(hall):
    evening = make_evening(hall.database, 5)
    sign_up(hall.database, evening, 4)
    answers = at_once([lambda n=n: hall.wants(evening, n) for n in range(CLIENTS)])
    assert {answer.status for answer in answers} == {303}
    assert len({answer.to for answer in answers}) == CLIENTS
    found = standing(hall.database, evening)
    assert Counter(state for _wanted, state in found) == {HOLDS: 2, WAITS: CLIENTS - 1}


def test_a_form_that_comes_forty_times_at_once_is_one_sign_up(hall):
    evening = make_evening(hall.database, 100)
    answers = at_once([lambda n=n: hall.wants(evening, n, 2, key="the same form") for n in range(CLIENTS)])
    assert {answer.status for answer in answers} == {303}
    assert len({answer.to for answer in answers}) == 1
    assert standing(hall.database, evening) == [(2, HOLDS)]


def test_sign_ups_changes_and_cancellations_at_once_leave_no_seat_empty_that_somebody_waits_for(hall):
    evening = make_evening(hall.database, 12)
    tokens = [sign_up(hall.database, evening, 1 + n % 3) for n in range(20)]
    tasks = [lambda n=n: hall.wants(evening, n, 1 + n % 4) for n in range(20)]
    tasks += [lambda t=t: hall.post(50, f"/arrangementer/plads/{t}/afmeld") for t in tokens[:8]]
    tasks += [
        lambda n=n, t=t: hall.post(60, f"/arrangementer/plads/{t}", seats=1 + n % 5) for n, t in enumerate(tokens[8:])
    ]
    statuses = Counter(answer.status for answer in at_once(tasks))
    assert set(statuses) <= {303, 409}
    found = standing(hall.database, evening)
    free = 12 - sum(wanted for wanted, state in found if state == HOLDS)
    assert len(found) == 40
    assert [state for _wanted, state in found[:8]] == [LEFT] * 8
    assert all(wanted > free for wanted, state in found if state == WAITS)
