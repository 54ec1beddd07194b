"""Sixty people look on at one meeting from two cores: other pages go on as they did."""

import json
import statistics
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from benchmarks import town
from benchmarks.cases import Browser, application, counting
from benchmarks.onlookers import EVERY, PEOPLE
from benchmarks.servers import ROOT, Postgres, Sqlite, load_process, serving

ROUNDS, REQUESTS = 5, 60
PAGES = ("", "frontdesk/", "konferencer/")


def prove(made: Sqlite | Postgres, folder: Path) -> str:
    """One line, or an AssertionError."""
    url = made.create("polling")
    known = town.build(url, families=40)
    browser = Browser(application(url, folder), known.leader)
    day = f"/dagtilbud/{known.unit}/"
    way = f"{day}konferencer/{known.held.meeting}/moede/{known.held.item}"
    mark = browser.ask(way)[0].headers["ETag"]
    with counting() as sent:
        answer = browser.client.get(way, headers={"Cookie": browser.cookie, "If-None-Match": mark})
    statements = [sql for sql in sent if sql.startswith(("SELECT", "INSERT", "UPDATE"))]
    assert answer.status_code == 204, answer.status_code
    assert len(statements) <= 2, statements
    with serving("benchmarks.wide:create_app", url, folder / "instance") as server:
        job = {"port": server.port, "way": way, "cookie": browser.cookie, "mark": mark}
        idle, busy = measured(server.port, [f"{day}{page}" for page in PAGES], browser.cookie, job)
    ratio = statistics.median(one / other for one, other in zip(busy["p95"], idle["p95"], strict=True))
    assert set(busy["answers"]) == {"204"}, busy["answers"]
    assert ratio < 2, f"p95 {busy['p95']} beside {idle['p95']}: {ratio:.2f} x"
    return (
        f"{PEOPLE} people ask every {EVERY:.0f} s ({busy['asked']} times, {busy['answers']}), {len(statements)} statements each; "
        f"p95 of other pages {statistics.median(busy['p95']):.1f} ms beside {statistics.median(idle['p95']):.1f} ms idle: {ratio:.2f} x"
    )


def measured(port: int, ways: list[str], cookie: str, job: dict[str, object]) -> tuple[dict, dict]:
    """Turns of one request at a time, without and with the sixty: both meet whatever else the machine does."""
    idle: dict = {"p95": []}
    busy: dict = {"p95": [], "asked": 0, "answers": Counter()}
    load = load_process()
    try:
        for _ in range(ROUNDS):
            idle["p95"].append(p95(load, port, ways, cookie))
            with looking_on(job) as seen:
                busy["p95"].append(p95(load, port, ways, cookie))
            busy["asked"] += sum(seen.values())
            busy["answers"] += Counter(seen)
    finally:
        load.stdin.close()  # type: ignore[union-attr]
        load.wait(10)
    return idle, busy


def p95(load: subprocess.Popen[str], port: int, ways: list[str], cookie: str) -> float:
    """Milliseconds, over all of the pages."""
    laps: list[float] = []
    for way in ways:
        job = {
            "kind": "page",
            "ways": [way],
            "cookie": cookie,
            "port": port,
            "clients": 1,
            "seconds": 5,
            "count": REQUESTS,
        }
        load.stdin.write(json.dumps(job) + "\n")  # type: ignore[union-attr]
        load.stdin.flush()  # type: ignore[union-attr]
        seen = json.loads(load.stdout.readline())  # type: ignore[union-attr]
        assert not seen["wrong"], seen["wrong"]
        laps += seen["laps"]
    return sorted(laps)[len(laps) * 95 // 100] * 1000


@contextmanager
def looking_on(job: dict[str, object]):
    """The sixty, in a process of their own; afterwards how often each status came."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.onlookers"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    seen: dict[str, int] = {}
    process.stdin.write(json.dumps(job) + "\n")  # type: ignore[union-attr]
    process.stdin.flush()  # type: ignore[union-attr]
    process.stdout.readline()  # type: ignore[union-attr]
    try:
        yield seen
    finally:
        out, _err = process.communicate("stop\n", timeout=30)
        seen |= json.loads(out)
