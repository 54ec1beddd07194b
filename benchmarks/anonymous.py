"""How fast somebody writes without a name and comes back: `python -m benchmarks.anonymous [sqlite] [postgresql]`, also part of `make bench`.

Each one is a whole flow: the form, and the post with its key derivation. Every one comes from a network of its own.
"""

import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import insert, select

import app
from benchmarks.cases import count, counting
from benchmarks.clients import loading
from benchmarks.load import HOST
from benchmarks.servers import _pss, database
from config import Settings
from domain.base import today
from domain.counselling.crypto import boxes, slow, tree
from domain.counselling.crypto.site import Site
from domain.counselling.tables.cases import Case
from domain.counselling.tables.team import Epoch
from tests.factories import as_house
from tests.promises import parents
from tests.promises.house import House, open_house
from tests.promises.person import Person

SECONDS, MANY, CASES = 6, 50, 10_000
FIRST = 5_000
"""The first network that the load comes from: far from those of single people."""


def measure(load: Any, url: str, folder: Path) -> None:
    with open_house(folder, url, workers=2) as house:
        code = parents.write(house.person(), "kommer igen")
        jobs = {
            "write: form and post": {"ways": ["/anonym/"], "forms": [{"text": "x", "language": "da"}], "expect": 200},
            "come back: form and code": {"ways": ["/anonym/kode"], "forms": [{"code": code}], "expect": 303},
        }
        first, slow_ms = FIRST, _derivation()
        for name, job in jobs.items():
            for clients in (1, MANY):
                with peak(house) as most:
                    cpu = _cpu(house)
                    seen = load.run(
                        port=house.server.port, clients=clients, seconds=SECONDS, kind="anonymous", first=first, **job
                    )
                    cpu = _cpu(house) - cpu
                first += seen["started"]
                _line(name, clients, seen, cpu, slow_ms, most())
        _unlocking(house)
        _inbox(house)


def _line(name: str, clients: int, seen: dict[str, Any], cpu: float, slow_ms: float, most: float) -> None:
    laps = sorted(seen["laps"])
    done = len(laps) or 1
    p50, p95 = laps[done // 2] * 1000, laps[done * 95 // 100] * 1000
    each = cpu / done * 1000
    print(
        f"{name:26} {clients:3} at once: {done / seen['seconds']:6.0f} flows/s, p50 {p50:6.1f} ms, p95 {p95:6.1f} ms,"
        f" cpu {each:5.1f} ms each, of it key derivation {slow_ms / each:4.0%}, workers at most {most:.0f} MiB"
        + (f", wrong {seen['wrong']}" if seen["wrong"] else "")
    )


def _derivation() -> float:
    """Milliseconds of one."""
    site, laps = Site.of("bench"), []
    for number in range(30):
        begun = time.perf_counter()
        slow.code_keys(site, f"0000-0000-0000-{number:05}")
        laps.append(time.perf_counter() - begun)
    return statistics.median(laps) * 1000


@contextmanager
def peak(house: House) -> Any:
    """The most that the web workers held together, in MiB, while the block ran."""
    seen, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            seen.append(sum(_pss(one.pid) for one in _workers(house)))

    watch = threading.Thread(target=look)
    watch.start()
    try:
        yield lambda: max(seen)
    finally:
        over.set()
        watch.join()


def _workers(house: House) -> list[Any]:
    return [one for one in house.server.below() if "granian" in one.parent().cmdline()]


def _cpu(house: House) -> float:
    return sum(sum(one.cpu_times()[:2]) for one in _workers(house))


def _unlocking(house: House) -> None:
    """Fifty counsellors with the same account unlock at once: 128 MiB for each derivation, were they not to wait for each other."""
    people = [house.person() for _ in range(MANY)]
    for one in people:
        parents.sign_in(one, house.team)
    with peak(house) as most, ThreadPoolExecutor(MANY) as pool:
        begun = time.perf_counter()
        well = [*pool.map(_unlocks, people)]
        took = time.perf_counter() - begun
    print(
        f"{MANY} unlock at once: {sum(well)} let in, {took:.1f} s for all, workers at most {most():.0f} MiB (aim 600)"
    )


def _unlocks(person: Person) -> bool:
    try:
        parents.unlock(person)
    except AssertionError:
        return False
    return True


def _inbox(house: House) -> None:
    _fill(house)
    counsellor = house.person()
    parents.sign_in(counsellor, house.team)
    parents.unlock(counsellor)
    way = f"{house.team.way}raadgivning/"
    laps = []
    for _ in range(20):
        begun = time.perf_counter()
        shown = counsellor.get(way)
        laps.append(time.perf_counter() - begun)
    assert shown.status == 200, shown.status
    made = app.create_app(Settings(instance_path=house.folder / "instance", database_url=house.url, demo=False))
    client = FlaskClient(made, use_cookies=False)
    cookie = "; ".join(f"{name}={value}" for name, value in counsellor.cookies.items())
    client.get(way, headers={"Cookie": cookie})
    with counting() as sent:
        client.get(way, headers={"Cookie": cookie})
    print(f"inbox with {CASES:,} cases: {count(sent)} statements, p50 {statistics.median(laps) * 1000:.0f} ms")


def _fill(house: House) -> None:
    with house.sessions() as session:
        public = as_house(session).scalar(select(Epoch.public).where(Epoch.id == house.team.epoch))
        rows = [_row(house, public, number) for number in range(CASES)]
        for at in range(0, CASES, 500):
            session.execute(insert(Case.__table__), rows[at : at + 500], execution_options={"unscoped": "bench"})
        session.commit()


def _row(house: House, public: bytes, number: int) -> dict[str, Any]:
    case, key, day = boxes.new_id(), boxes.new_key(), today() - timedelta(days=number % 60)
    return {
        "id": case,
        "unit_id": house.team.unit,
        "lookup": number.to_bytes(32, "big"),
        "parent_wrap": b"w" * 73,
        "team_sealed": tree.seal_case(public, key),
        "epoch_id": house.team.epoch,
        "state": "venter",
        "language": "da",
        "opened_on": day,
        "waiting_since": day,
        "last_on": day,
        "expires_on": day + timedelta(days=90),
        "sequence": 1,
        "suspected": False,
        "aside": False,
        "about": boxes.encrypt(key, case, "about", 0, {"topic": "soevn", "age": 3, "wish": ""}),
    }


def main() -> None:
    for name in [name for name in ("sqlite", "postgresql") if name in sys.argv] or ["sqlite", "postgresql"]:
        with loading() as load, database(name) as made:
            print(f"\n{name}: writing without a name, 2 workers, on {HOST}")
            folder = made.folder / "anonymous"
            folder.mkdir()
            measure(load, made.create("anonymous"), folder)


if __name__ == "__main__":
    main()
