"""kill -9 of the worker at every step of taking, writing, sending and recording three messages: nothing lost, nothing under two names."""

from pathlib import Path

from benchmarks.servers import Postgres, Sqlite
from tests.databases import Database, create_schema
from tests.machines.killing import Killer, sweep


def prove(made: Sqlite | Postgres, folder: Path) -> str:
    """One line, or an AssertionError."""
    url = made.create("workers")
    create_schema(url)
    database = Database(url)
    try:
        with Killer(database, folder) as killer:
            swept = sweep(killer)
    finally:
        database.close()
    return (
        f"{swept.kills} kills, each at another step: {swept.messages} messages, 0 lost, 0 under two names, "
        f"{swept.twice} twice under their own (killed between the provider's yes and the record of it)"
    )
