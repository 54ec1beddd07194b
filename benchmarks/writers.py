"""Two who write 100 times each in the same field of a meeting, over the wire, with two web processes: no text lost, every conflict shown."""

from pathlib import Path

from benchmarks.servers import Postgres, Sqlite
from tests.databases import Database
from tests.factories import SECRET
from tests.machines.servers import running
from tests.scenes.writers import interleave

EACH = 100


def prove(made: Sqlite | Postgres, folder: Path) -> str:
    """One line, or an AssertionError."""
    url = made.create("writers")
    with running(folder, database_url=url, secret_key=SECRET, workers=2) as server:
        database = Database(url)
        try:
            return interleave(database, server.port, EACH).check()
        finally:
            database.close()
