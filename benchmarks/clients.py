"""The clients of a measurement: one process of its own, told what to ask for."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.servers import load_process


class Load:
    """The process that plays the clients."""

    def __init__(self) -> None:
        self.process = load_process()

    def run(self, **job: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def stop(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(10)


@contextmanager
def loading() -> Iterator[Load]:
    load = Load()
    try:
        yield load
    finally:
        load.stop()
