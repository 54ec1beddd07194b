"""`make prove`: what needs time. `python -m benchmarks.prove [kills] [workers] [growth] [promises] [writers] [handover] [receipts] [mutants]`; exit code 1 when a promise is broken."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import cases, growth, handover, kills, mutants, polling, promises, receipts, town, workers, writers
from benchmarks.servers import Postgres, Sqlite, database

FEW, MANY = 1_000, 100_000


def growing(made: Sqlite | Postgres, folder: Path) -> str:
    """The same pages send the same number of statements however many appointments there are."""
    url = made.create("growth")
    city = town.build(url, families=40)
    app = cases.application(url, folder)
    before = {case.name: [str(one) for one in case.counts] for case in cases.cases(app, city)}
    growth.grow(url, MANY)
    after = {case.name: [str(one) for one in case.counts] for case in cases.cases(app, city)}
    assert before == after, f"{before} -> {after}"
    return f"statements at {FEW} and {MANY} appointments alike: " + ", ".join(
        f"{name} {'/'.join(counts)}" for name, counts in after.items()
    )


ON_BOTH: dict[str, Callable[[Sqlite | Postgres, Path], str]] = {
    "kills": kills.prove,
    "workers": workers.prove,
    "growth": growing,
    "polling": polling.prove,
    "promises": promises.prove,
    "writers": writers.prove,
    "handover": handover.prove,
}


def proofs(wanted: set[str]) -> Iterator[str]:
    for name, proof in ON_BOTH.items():
        for kind in ("sqlite", "postgresql"):
            if name in wanted:
                yield f"{name:8} {kind:11}" + _tried(proof, kind)
    if "receipts" in wanted:
        yield "receipts             " + _said(receipts.prove)
    if "mutants" in wanted:
        yield from (f"mutant   {line}" for line in mutants.prove())


def _said(proof: Callable[[], str]) -> str:
    try:
        return proof()
    except AssertionError as broken:
        return f"BROKEN {broken}"


def _tried(proof: Callable[[Sqlite | Postgres, Path], str], kind: str) -> str:
    with database(kind) as made, tempfile.TemporaryDirectory() as folder:
        return _said(lambda: proof(made, Path(folder)))


def main() -> int:
    broken = 0
    for line in proofs(set(sys.argv[1:]) or {*ON_BOTH, "receipts", "mutants"}):
        print(line, flush=True)
        broken += "BROKEN" in line or "SURVIVED" in line
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
