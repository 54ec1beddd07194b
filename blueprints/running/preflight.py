"""What can be wrong before God Start starts, each told in one sentence; and bringing the database up to date."""

import contextlib
import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, make_url
from sqlalchemy.exc import DBAPIError

from config import ConfigError, Settings


def check(app: Flask) -> None:
    """Everything that needs no database of its own; leaves nothing behind."""
    settings: Settings = app.config["SETTINGS"]
    check_folder(settings.instance_path, "INSTANCE_PATH")
    if settings.embedded:
        check_folder(Path(make_url(settings.database_url).database or "").parent, "DATABASE_URL")
    check_port(settings.host, settings.port)


def check_folder(folder: Path, name: str) -> None:
    probe = folder / f".write-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigError(
            f"Der kan ikke skrives i mappen {folder}: ret rettighederne, eller vælg en anden med {name}."
        ) from error


def check_port(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        said = {
            errno.EADDRINUSE: f"Porten {port} er optaget: stop det, der bruger den, eller vælg en anden med PORT.",
            errno.EACCES: f"Porten {port} må ikke bruges uden særlige rettigheder: vælg en anden med PORT.",
        }
        raise ConfigError(
            said.get(error.errno or 0, f"HOST er {host!r}, men det er ikke en adresse på denne maskine.")
        ) from error


def migrate(app: Flask) -> None:
    """Bring the database to this code's version, or say why not. Expects an application context."""
    keep_private(app.config["SETTINGS"])
    with one_sentence():
        engine = app.extensions["sqlalchemy"].engine
        with engine.connect() as connection:
            at = set(MigrationContext.configure(connection).get_current_heads())
            strange = not at and set(inspect(connection).get_table_names()) - {"alembic_version"}
        script = ScriptDirectory.from_config(app.extensions["migrate"].migrate.get_config())
        newer = at - {revision.revision for revision in script.walk_revisions()}
        if newer:
            raise ConfigError(
                f"Databasen er nyere end programmet (version {min(newer)}): opdatér God Start, eller vælg en anden database."
            )
        if strange:
            raise ConfigError("Databasen i DATABASE_URL bruges allerede af noget andet: vælg en tom database.")
        if at != set(script.get_heads()):
            flask_migrate.upgrade()


def keep_private(settings: Settings) -> None:
    """The embedded database is its owner's alone; what SQLite writes beside it follows. A folder that forbids it is told of elsewhere."""
    if settings.embedded:
        file = Path(make_url(settings.database_url).database or "")
        with contextlib.suppress(OSError):
            file.touch(mode=0o600)
            file.chmod(0o600)


@contextlib.contextmanager
def one_sentence() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        lines = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
        raise ConfigError(
            f"Databasen kan ikke bruges: ret DATABASE_URL, eller start databasen ({lines[0]})."
        ) from error
