"""How fast God Start is: each page beside a floor of bare Flask that sends as many statements, on both databases.

    python -m benchmarks.bench [sqlite] [postgresql] [--quick]

Product and floor take turns, so that whatever else the machine does meets both: read the ratios, not the absolute figures.
"""

import statistics
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import anonymous, floor, growth, town
from benchmarks.cases import Case, application, cases
from benchmarks.clients import Load, loading
from benchmarks.servers import Server, database, serving
from benchmarks.weight import weigh

CLIENTS = 8
LOADED, ALONE = 0.7, 30
"""Seconds of each turn with all clients; requests of each turn with one."""
ROUNDS, QUICK = 7, 3
BIG = 1_000_000
TITLES = (
    "",
    "statements",
    "p50 ms",
    "p95 ms",
    "floor p50",
    "requests/s",
    "floor",
    "x floor",
    "cpu ms",
    "floor",
    "x floor",
)


@dataclass
class Measured:
    """Turns of one side: requests a second and server seconds a request under load; seconds of single requests."""

    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    alone: list[list[float]] = field(default_factory=list)
    wrong: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def p(self, percent: int) -> float:
        laps = sorted(lap for turn in self.alone for lap in turn)
        return laps[min(len(laps) - 1, len(laps) * percent // 100)] * 1000 if laps else float("nan")


def turn(load: Load, server: Server, job: dict[str, Any], into: Measured) -> None:
    """All clients for a moment, then one at a time."""
    steps, before = 3 if job["kind"] == "journey" else len(job["ways"]), server.cpu()
    seen = load.run(port=server.port, clients=CLIENTS, seconds=LOADED, **_fresh(job, 0))
    done = len(seen["laps"]) or 1
    into.cpu.append((server.cpu() - before) / done)
    into.rates.append(done / seen["seconds"])
    one = load.run(port=server.port, clients=1, seconds=LOADED, count=ALONE // steps, **_fresh(job, seen["started"]))
    into.alone.append(one["laps"])
    _fresh(job, one["started"])
    for wrong in (seen["wrong"], one["wrong"]):
        for text, number in wrong.items():
            into.wrong[text.partition(" for ")[0]] += number


def _fresh(job: dict[str, Any], used: int) -> dict[str, Any]:
    """Each family books once."""
    if job["kind"] == "journey":
        del job["ways"][:used]
    return job


def compare(name: str, rounds: int, load: Load, folder: Any) -> None:
    url = folder.create("small")
    known = town.build(url)
    floor.prepare(url)
    big = folder.copy("small", "big")
    growth.grow(big, BIG)
    instance = Path(folder.folder) / "instance"
    found = cases(application(url, instance), known)
    with (
        serving("benchmarks.wide:create_app", url, instance) as product,
        serving("benchmarks.floor:create_app", url, instance) as bare,
    ):
        print(f"\n{name}: {CLIENTS} clients, 2 workers; p50 and p95 of one request at a time")
        sides = [(case, Measured(), Measured()) for case in found]
        for _ in range(rounds):
            for case, ours, theirs in sides:
                turn(load, product, case.job, ours)
                turn(load, bare, {"kind": "several", "ways": case.floor, "cookie": ""}, theirs)
        table([TITLES, *(row(*side) for side in sides)])
        five = five_queries(load, bare, rounds)
        print(f"the bare page with 5 queries: {five:.0f} requests/s")
        weigh(product, found)
    with (
        serving("benchmarks.wide:create_app", url, instance) as small,
        serving("benchmarks.wide:create_app", big, instance) as large,
    ):
        grown(load, small, large, found, rounds)
    beside = Path(folder.folder) / "anonymous"
    beside.mkdir()
    anonymous.measure(load, folder.create("anonymous"), beside)


def five_queries(load: Load, bare: Server, rounds: int) -> float:
    job = {"kind": "several", "ways": ["/5/0"], "cookie": ""}
    seen = [load.run(port=bare.port, clients=CLIENTS, seconds=LOADED, **job) for _ in range(rounds)]
    return statistics.median(len(one["laps"]) / one["seconds"] for one in seen)


def row(case: Case, ours: Measured, theirs: Measured) -> tuple[str, ...]:
    middle = statistics.median
    times = middle(b / a for a, b in zip(ours.rates, theirs.rates, strict=True))
    work = middle(a / b for a, b in zip(ours.cpu, theirs.cpu, strict=True) if b)
    wrong = ", ".join(f"{number} x {text}" for text, number in (ours.wrong | theirs.wrong).items())
    return (
        case.name + (f" ({wrong})" if wrong else ""),
        " / ".join(map(str, case.counts)),
        f"{ours.p(50):.1f}",
        f"{ours.p(95):.1f}",
        f"{theirs.p(50):.1f}",
        f"{middle(ours.rates):.0f}",
        f"{middle(theirs.rates):.0f}",
        f"{times:.2f}",
        f"{middle(ours.cpu) * 1000:.2f}",
        f"{middle(theirs.cpu) * 1000:.2f}",
        f"{work:.2f}",
    )


def grown(load: Load, small: Server, large: Server, found: list[Case], rounds: int) -> None:
    """The same pages, one request at a time, with a thousand times as many appointments."""
    print(f"\ngrowth from 1,000 to {BIG:,} appointments (aim: p50 less than 1.2 times)")
    lines: list[tuple[str, ...]] = [("", "p50 ms", "p50 ms", "times")]
    for case in found:
        if case.job["kind"] == "journey" or "forms" in case.job:
            continue
        sides: tuple[list[list[float]], list[list[float]]] = ([], [])
        for _ in range(rounds + 3):
            for server, laps in zip((small, large), sides, strict=True):
                laps.append(load.run(port=server.port, clients=1, seconds=2, count=ALONE, **case.job)["laps"])
        a, b = ([statistics.median(turn) for turn in laps] for laps in sides)
        ratio = statistics.median(y / x for x, y in zip(a, b, strict=True))
        lines.append(
            (case.name, f"{statistics.median(a) * 1000:.1f}", f"{statistics.median(b) * 1000:.1f}", f"{ratio:.2f}")
        )
    table(lines)


def table(lines: list[tuple[str, ...]]) -> None:
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    for line in lines:
        print(
            "  ".join(
                [
                    line[0].ljust(widths[0]),
                    *(text.rjust(width) for text, width in zip(line[1:], widths[1:], strict=True)),
                ]
            )
        )


def main() -> None:
    begun, rounds = time.monotonic(), QUICK if "--quick" in sys.argv else ROUNDS
    names = [name for name in ("sqlite", "postgresql") if name in sys.argv] or ["sqlite", "postgresql"]
    with loading() as load:
        for name in names:
            with database(name) as folder:
                compare(name, rounds, load, folder)
    print(f"\n{time.monotonic() - begun:.0f} seconds")


if __name__ == "__main__":
    main()
