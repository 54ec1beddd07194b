"""What anonymous counselling promises and a test has no time for: floods, timing, and kill -9 in the middle of a message."""

import os
import random
import signal
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path

from psutil import Process
from sqlalchemy import text

from benchmarks.servers import Postgres, Sqlite
from tests.promises import parents
from tests.promises.house import House, open_house
from tests.promises.person import Person

FLOOD, SENDERS, HONEST = 1_000, 8, 60
TRIES = 500
ROUNDS, CLIENTS = 8, 8
LONGEST = 0.4
"""Seconds from the first submit to the kill, at most."""
P95 = 1.0
YOUNG = 8.0
"""Seconds. When a web process dies less than 5.5 seconds old, Granian stops instead of starting it again; `create_time` may be a second off."""


def prove(made: Sqlite | Postgres, folder: Path) -> str:
    """One line, or an AssertionError."""
    with open_house(folder, made.create("promises")) as house:
        return "; ".join(proof(house) for proof in (flood, timing, kills))


def flood(house: House) -> str:
    """A thousand from one network, as fast as they go, and honest parents from others all the while."""
    left = iter(range(FLOOD))
    over, laps = threading.Event(), []

    def send() -> list[int]:
        person = Person(house.server.port, address="198.51.100.66")
        statuses = []
        for _ in left:
            person.get("/anonym/")
            statuses.append(person.send("/anonym/", text="spam").status)
        return statuses

    def honest() -> None:
        while not over.is_set() or len(laps) < HONEST:
            begun = time.perf_counter()
            parents.write(house.person(), "Jeg har brug for hjælp")
            laps.append(time.perf_counter() - begun)

    with ThreadPoolExecutor(SENDERS + 1) as pool:
        waiting = pool.submit(honest)
        statuses = [one for some in pool.map(lambda _: send(), range(SENDERS)) for one in some]
        over.set()
        waiting.result()
    p95 = sorted(laps)[len(laps) * 95 // 100]
    let_in = statuses.count(200)
    assert set(statuses) == {200, 429}, set(statuses)
    assert let_in < 50, f"{let_in} of the flood came in"
    assert p95 < P95, f"p95 {p95:.2f} s"
    return f"flood of {len(statuses)}: {let_in} let in, {statuses.count(429)} asked; {len(laps)} honest parents, all served, p95 {p95 * 1000:.0f} ms"


def timing(house: House) -> str:
    """A wrong code, an ended one and a deleted one: half a thousand tries of each, in turns."""
    deleted, ended = _deleted(house), _ended(house)
    codes = {"wrong": "0000-0000-0000-00000", "deleted": deleted, "ended": ended}
    laps: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(TRIES):
        for name, code in random.sample(sorted(codes.items()), len(codes)):
            person = house.person()
            person.get("/anonym/kode")
            form = person.form("/anonym/kode") | {"code": code}
            begun = time.perf_counter()
            answer = person.ask("POST", "/anonym/kode", form)
            laps[name].append(time.perf_counter() - begun)
            assert answer.status == 422, answer.status
    middle = {name: statistics.median(some) * 1000 for name, some in laps.items()}
    apart = max(middle.values()) - min(middle.values())
    noise = max(_noise(some) for some in laps.values()) * 1000
    said = ", ".join(f"{name} {value:.2f}" for name, value in middle.items())
    assert apart < max(4 * noise, 0.3), f"{said} ms, noise {noise:.2f}"
    return f"{TRIES} tries each, median ms: {said} (noise of a median {noise:.2f})"


def _noise(laps: list[float]) -> float:
    """How far the median of as many others would lie from this one."""
    medians = [statistics.median(random.choices(laps, k=len(laps))) for _ in range(200)]
    return statistics.stdev(medians)


def _deleted(house: House) -> str:
    parent = house.person()
    code = parents.write(parent, "slettes")
    parents.come_back(parent, code)
    parents.delete(parent)
    return code


def _ended(house: House) -> str:
    code = parents.write(house.person(), "udløber")
    newest = "SELECT case_id FROM anonymous_visit ORDER BY created_at DESC LIMIT 1"
    parents.come_back(house.person(), code)
    with house.disk.begin() as connection:
        connection.execute(text(f"UPDATE anonymous_case SET expires_on = '2020-01-01' WHERE id = ({newest})"))
    return code


def kills(house: House) -> str:
    """All web processes are killed with -9 while parents send: each then presses the same button again."""
    counted = text("SELECT count(*) FROM anonymous_case"), text("SELECT count(*) FROM anonymous_message")
    before = _numbers(house, counted)
    codes: list[str] = []
    again = 0
    for _ in range(ROUNDS):
        _grown_up(house)
        people = [house.person() for _ in range(CLIENTS)]
        for one in people:
            one.get("/anonym/")
        forms = [one.form("/anonym/") | {"text": "midt i det hele"} for one in people]
        with ThreadPoolExecutor(CLIENTS) as pool:
            sent = [pool.submit(_send, one, form) for one, form in zip(people, forms, strict=True)]
            time.sleep(random.uniform(0, LONGEST))
            _kill(house)
            first = [one.result() for one in sent]
        again += first.count(None)
        last = [_until_answered(one, form) for one, form in zip(people, forms, strict=True)]
        assert all(was in {None, now} for was, now in zip(first, last, strict=True)), "another code at the second try"
        codes += last
    after = _numbers(house, counted)
    made = [b - a for a, b in zip(before, after, strict=True)]
    assert made == [len(codes)] * 2, f"{made} for {len(codes)} forms"
    lost = [code for code in codes if "midt i det hele" not in parents.come_back(house.person(), code).text]
    assert not lost, f"{len(lost)} lost"
    return f"{ROUNDS} kills of 4 workers under {len(codes)} forms, {again} sent again: 0 lost, 0 doubled"


def _send(person: Person, form: dict[str, str]) -> str | None:
    try:
        return parents.code_on(person.ask("POST", "/anonym/", form))
    except (OSError, HTTPException):
        return None  # the server is gone: nobody was told anything


def _until_answered(person: Person, form: dict[str, str]) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if code := _send(person, form):
            return code
        time.sleep(0.1)
    raise AssertionError("the web server did not come back")


def _grown_up(house: House) -> None:
    time.sleep(max(0.0, max(one.create_time() for one in _web(house)) + YOUNG - time.time()))


def _kill(house: House) -> None:
    for one in _web(house):
        os.kill(one.pid, signal.SIGKILL)


def _web(house: House) -> list[Process]:
    return [one for one in house.server.below() if "granian" in one.parent().cmdline()]


def _numbers(house: House, queries: tuple[object, ...]) -> list[int]:
    with house.disk.connect() as connection:
        return [connection.scalar(query) for query in queries]
