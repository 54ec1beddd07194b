"""The two processes of God Start, kept together: one stops, both stop."""

import ctypes
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import click

from blueprints.flooding import HANDED_DOWN, Memory, handed_down
from config import Settings
from domain.base import now

PATIENCE = 15.0
"""Seconds that requests and mails under way get to finish."""
PR_SET_PDEATHSIG = 1
ARENAS = {"MALLOC_ARENA_MAX": "2"}
"""Of sixty-four threads one is at work: a heap for each would only keep what it once took (measured: 7 MiB in each web process)."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def processes(settings: Settings) -> dict[str, list[str]]:
    """What runs beside each other, by its name in messages. The first line is the choice of web server."""
    web = f"granian --interface wsgi --factory --no-ws --workers {settings.workers} --blocking-threads 64 --host {settings.host} --port {settings.port} --respawn-failed-workers --workers-kill-timeout 10 --log-level error --no-access-log app:create_app"  # fmt: skip
    work = "flask --app app worker"
    return {
        "Webserveren": [sys.executable, "-m", *shlex.split(web)],
        "Workeren": [sys.executable, "-m", *shlex.split(work)],
    }


def together(commands: Mapping[str, Sequence[str]], folder: Path, settings: Settings) -> int:
    """Run all until a signal comes or one of them stops by itself. The exit code tells which."""
    told: list[int] = []
    before = {number: signal.signal(number, lambda number, _: told.append(number)) for number in SIGNALS}
    number = handed_down()
    counters = Memory(number)
    running = {name: start(command, folder, number) for name, command in commands.items()}
    try:
        announced = False
        while not told and all(process.poll() is None for process in running.values()):
            announced = announced or announce(settings)
            counters.turn(now())
            time.sleep(0.1)
        lost = [name for name, process in running.items() if process.poll() is not None]
    finally:
        stop(list(running.values()))
        for number, handler in before.items():
            signal.signal(number, handler)
    if told or not lost:
        return 0
    click.echo(f"{lost[0]} stoppede uventet, så God Start er stoppet.", err=True)
    return 1


def start(command: Sequence[str], folder: Path, memory: int | None) -> subprocess.Popen[bytes]:
    """A process group of its own: Ctrl-C reaches only us, and nothing of it can be left behind. `memory`: an open file that it may use."""
    handed = {} if memory is None else {HANDED_DOWN: str(memory)}
    return subprocess.Popen(
        command,
        cwd=folder,
        env=ARENAS | os.environ | handed,
        pass_fds=[*map(int, handed.values())],
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - one thread
    )


def die_with_parent() -> None:
    """If we are killed without warning, Linux tells the child to stop, so that the port is free again."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(running: Sequence[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        sweep(process.pid)


def sweep(group: int) -> None:
    """What a child that died without warning has left running."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def announce(settings: Settings) -> bool:
    """Say the address when a page can be had; a server that only listens may still be starting."""
    connection = HTTPConnection(settings.host, settings.port, timeout=5)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    click.echo(f"God Start kører på {settings.public_url} (stop med Ctrl-C).")
    return True
