"""`python -m benchmarks.import_starts [rows]`: a whole list from upload to applied, and how long others wait for it meanwhile."""

import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine, create_engine, insert
from sqlalchemy.orm import sessionmaker

from domain import access, schema, store
from domain.access import Job, Membership, Staff, sees
from domain.access.staff import StaffLink
from domain.base import now
from domain.starts import importing
from tests.databases import postgres_server
from tests.scenes.lists import HOUSES, file, nurse, row, town

ROWS = 20_000
HOUSE_NAMES = [house for houses in HOUSES.values() for house in houses]


class Office:
    """Forvaltningen with one who hands lists in, on an empty database."""

    def __init__(self, engine: Engine) -> None:
        store.prepare(engine)
        self.sessions = sessionmaker(engine, expire_on_commit=False)
        access.install(self.sessions, engine)
        with self.session(Job(name="bench")) as session:
            self.unit = town(session)["Forvaltningen"]
            self.staff = nurse(session, self.unit, "Ada Bæk", "pladsanvisning")
            session.commit()
        place = Membership(unit_id=self.unit, actor="forvaltning", slug="f", unit_name="F", role="pladsanvisning")
        self.viewer = Staff(name="Ada Bæk", staff=self.staff, memberships=(place,))

    def session(self, viewer):
        session = self.sessions()
        session.info["writing"] = True
        sees(session, viewer)
        return session

    def read_in(self, content: bytes) -> str:
        """The way of the pages: handed in, staged, applied. What it came to."""
        with self.session(self.viewer) as session:
            number = importing.upload(session, self.unit, "starter.csv", content).id
            session.commit()
        self.work()
        with self.session(self.viewer) as session:
            importing.apply(session, importing.batch(session, number))
            session.commit()
        self.work()
        with self.session(self.viewer) as session:
            found = importing.batch(session, number)
            return f"{found.state}: {found.new} new, {found.changed} changed, {found.unchanged} unchanged"

    def work(self) -> None:
        while importing.work(self.sessions, lambda *_: None):
            pass

    def small_write(self, number: int) -> None:
        with self.session(Job(name="somebody")) as session:
            values = {"token_hash": f"bench-{number}", "staff_id": self.staff, "expires_at": now()}
            session.execute(insert(StaffLink).values(**values))
            session.commit()


@contextmanager
def others(office: Office) -> Iterator[list[float]]:
    """Somebody writes a little all the time; what each write took."""
    waits, stop = list[float](), threading.Event()

    def write() -> None:
        while not stop.wait(0.02):
            begun = time.perf_counter()
            office.small_write(hash((begun, len(waits))))
            waits.append(time.perf_counter() - begun)

    thread = threading.Thread(target=write)
    thread.start()
    yield waits
    stop.set()
    thread.join()


@contextmanager
def held() -> Iterator[list[float]]:
    """How long each writer of this process held SQLite's lock."""
    lock, spans = store.write_lock, list[float]()
    taken, (take, free) = time.perf_counter(), (lock.take, lock.free)

    def timed_take(holder: object) -> None:
        nonlocal taken
        take(holder)
        taken = time.perf_counter()

    def timed_free(holder: object) -> None:
        if lock.held:
            spans.append(time.perf_counter() - taken)
        free(holder)

    lock.take, lock.free = timed_take, timed_free
    yield spans
    lock.take, lock.free = take, free


def the_list(rows: int, later: int = 0) -> bytes:
    return file(*(a_row(number, later) for number in range(rows)))


def a_row(number: int, later: int) -> dict[str, str]:
    born, starts_on = date(2024, 1, 1) + timedelta(number % 900), date(2027, 1, 1) + timedelta(number % 200 + later)
    told = {"Nøgle": f"PA-{number}", "Barn": f"Barn{number} Efternavn", "Adresse": f"Vej {number}"}
    parents = {
        "Forælder_1": f"Mor{number} Efternavn",
        "E_mail_1": f"mor{number}@example.org",
        "Mobil_1": f"{20_000_000 + number}",
        "Forælder_2": f"Far{number} Efternavn",
        "E_mail_2": f"far{number}@example.org",
        "Forældremyndighed_2": "ja",
    }
    days = {"Fødselsdato": f"{born:%d.%m.%Y}", "Startdato": f"{starts_on:%d.%m.%Y}"}
    return row(**told, **parents, **days, Børnehus=HOUSE_NAMES[number % len(HOUSE_NAMES)])


def measure(name: str, office: Office, rows: int) -> None:
    lists: dict[str, Callable[[], bytes]] = {
        "all new": lambda: the_list(rows),
        "the same again": lambda: the_list(rows),
        "every start a week later": lambda: the_list(rows, later=7),
    }
    for what, make in lists.items():
        content = make()
        with held() as spans, others(office) as waits:
            begun, worked = time.perf_counter(), time.process_time()
            told = office.read_in(content)
            whole, cpu = time.perf_counter() - begun, time.process_time() - worked
        lock = f"lock at most {max(spans):.2f} s, " if spans else ""
        print(
            f"{name:<11} {what:<25} {whole:6.1f} s (CPU {cpu:.1f}), {lock}others waited at most {max(waits):.2f} s ({told})"
        )


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    print(f"{rows} rows, {len(the_list(rows)) / 1_000_000:.1f} MB")
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        schema.metadata.create_all(create_engine(engine.url))
        measure("SQLite", Office(engine), rows)
    with postgres_server("bench-import") as address:
        engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
        schema.metadata.create_all(create_engine(engine.url))
        measure("PostgreSQL", Office(engine), rows)
        engine.dispose()


if __name__ == "__main__":
    main()
