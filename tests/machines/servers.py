"""God Start as people run it: real processes on a free port of this machine."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO

import psutil

from config import Settings

ROOT = Path(__file__).parents[2]
OURS = {field.name.upper() for field in fields(Settings)}


@dataclass
class Server:
    """A running `flask serve`: its address, its process, and all processes beneath it."""

    address: str
    port: int
    process: subprocess.Popen[str]
    complaints: IO[str]

    def below(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Exit code and what it said in the end."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.communicate(timeout=60)
        self.complaints.seek(0)
        return self.process.returncode, self.complaints.read()


def flask(*arguments: str, stderr: int | IO[str] = subprocess.PIPE, **settings: object) -> subprocess.Popen[str]:
    """`flask --app app ...` with these settings and none from whoever runs the tests."""
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    environment |= {name.upper(): str(value) for name, value in settings.items()}
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


def said(*arguments: str, **settings: object) -> tuple[int, str, str]:
    """Exit code, output and complaint of a command that ends by itself."""
    process = flask(*arguments, **settings)
    out, error = process.communicate(timeout=120)
    return process.returncode, out, error


def free_port() -> int:
    """Below those that the system gives to connections going out: in the seconds until a server is up, none of them takes it."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def running(instance_path: Path, **settings: object) -> Iterator[Server]:
    """Web server with one process, and worker, until the end of the block; DEMO is 0 unless given."""
    port = free_port()
    with tempfile.TemporaryFile("w+") as complaints:  # a pipe that nobody reads holds the server up when it is full
        process = flask(
            "serve",
            stderr=complaints,
            **({"instance_path": instance_path, "port": port, "demo": 0, "workers": 1} | settings),
        )
        server = Server(f"http://127.0.0.1:{port}", port, process, complaints)
        assert process.stdout is not None
        try:
            started = any("kører på" in line for line in iter(process.stdout.readline, ""))
            assert started, server.stop(signal.SIGTERM)[1]
            yield server
        finally:
            server.stop(signal.SIGTERM)
