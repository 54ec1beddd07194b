"""kill -9 of the web server while parents book: whatever was answered with yes is there and whole, and nothing is half."""

import os
import random
import signal
import threading
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import Connection, create_engine, text

from benchmarks import cases, town
from benchmarks.load import HIDDEN, SLOT
from benchmarks.servers import Postgres, Server, Sqlite
from domain.access.tokens import token_hash

ROUNDS, CLIENTS = 12, 6
PATIENCE, LONGEST = 20, 0.5
"""Seconds to the first yes, and from there to the kill, at most."""
HALF = """
    SELECT count(*) FROM appointment a WHERE a.state = 'booket' AND a.id > :since AND (
        (SELECT count(*) FROM claim c WHERE c.appointment_id = a.id)
        <> a.quarters * (SELECT count(*) FROM participant p WHERE p.appointment_id = a.id)
        OR NOT EXISTS (SELECT 1 FROM participant p WHERE p.appointment_id = a.id)
        OR NOT EXISTS (SELECT 1 FROM outbox o WHERE o.subject = 'appointment/' || a.id)
        OR NOT EXISTS (SELECT 1 FROM due d WHERE d.target = 'appointment/' || a.id))"""
STRAY = "SELECT count(*) FROM claim c WHERE NOT EXISTS (SELECT 1 FROM appointment a WHERE a.id = c.appointment_id)"


class Parents:
    """Clients that book for one family after another, and remember who got a yes."""

    def __init__(self, port: int, browser: cases.Browser, tokens: list[str]) -> None:
        self.port, self.browser, self.tokens = port, browser, tokens
        self.promised: list[str] = []
        self.begun, self.over = threading.Event(), threading.Event()

    def run(self) -> None:
        while not self.over.is_set() and self.tokens:
            token = self.tokens.pop()
            try:
                if self._book(token):
                    self.promised.append(token)
                    self.begun.set()
            except (OSError, HTTPException):
                return  # the server is gone: this family was promised nothing

    def _book(self, token: str) -> bool:
        shown = self._ask("GET", f"/book/{token}/tid")[1]
        slots = SLOT.findall(shown)
        if not slots:
            return False
        form = {name.decode(): value.decode() for name, value in HIDDEN.findall(shown)}
        chosen = random.choice(slots).decode()
        return self._ask("POST", f"/book/{token}/tid", form | {"slot": chosen})[0] == 303

    def _ask(self, method: str, way: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": self.browser.cookie, "Sec-Fetch-Site": "same-origin"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, way, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body


def prove(made: Sqlite | Postgres, folder: Path) -> str:
    """One line, or an AssertionError."""
    url = made.create("kills")
    city = town.build(url, families=ROUNDS * CLIENTS * 30)
    browser = cases.Browser(cases.application(url, folder), city.parent)
    engine = create_engine(url)
    with engine.connect() as connection:
        since = connection.scalar(text("SELECT max(id) FROM appointment")) or 0
    tokens, promised = list(city.tokens), []
    for _ in range(ROUNDS):
        promised += _round(url, folder, browser, tokens)
    with engine.connect() as connection:
        half, stray = (
            connection.scalar(text(sql), {"since": since} if ":since" in sql else {}) for sql in (HALF, STRAY)
        )
        lost = [token for token in promised if not _stands(connection, token)]
    engine.dispose()
    assert promised, "nobody was promised anything"
    assert (half, stray, lost) == (0, 0, []), f"half {half}, stray claims {stray}, lost {len(lost)} of {len(promised)}"
    return f"{ROUNDS} kills, {len(promised)} bookings answered with yes, 0 lost, 0 half, 0 stray claims"


def _round(url: str, folder: Path, browser: cases.Browser, tokens: list[str]) -> list[str]:
    server = Server("app:create_app", url, folder)
    parents = Parents(server.port, browser, tokens)
    clients = [threading.Thread(target=parents.run) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    parents.begun.wait(PATIENCE)
    parents.over.wait(random.uniform(0, LONGEST))
    os.killpg(server.process.pid, signal.SIGKILL)
    parents.over.set()
    for client in clients:
        client.join()
    server.process.wait()
    return parents.promised


def _stands(connection: Connection, token: str) -> bool:

    sql = "SELECT count(*) FROM link l JOIN appointment a ON a.start_id = l.start_id WHERE l.token_hash = :hash AND a.state = 'booket'"
    return bool(connection.scalar(text(sql), {"hash": token_hash(token)}))
