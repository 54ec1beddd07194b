"""The migrations make exactly the tables that the code declares."""

import re

import flask_migrate
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, create_engine, inspect, text

from app import create_app
from config import Settings
from domain.conferences.tables import locks
from domain.conferences.tasks import reached
from domain.schema import metadata
from tests.databases import Database

SAY = "the tables have changed: type `.venv/bin/flask --app app db migrate -m WHY` and read what it wrote"


def test_migrations_and_tables_agree(database: Database, tmp_path):
    with database.empty() as url:
        app = create_app(Settings(instance_path=tmp_path, database_url=url, secret_key="t" * 32, testing=True))
        with app.app_context():
            flask_migrate.upgrade()
            app.extensions["sqlalchemy"].engine.dispose()
        engine = create_engine(url)
        with engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata) == [], SAY
            assert checks(connection) == promised(), "write each CHECK of the tables into a migration"
            assert triggers(connection) == declared(database.name), (
                "write the triggers of domain/conferences into a migration"
            )
        engine.dispose()


def checks(connection) -> set[str]:
    """Alembic does not compare them."""
    known = inspect(connection).get_multi_check_constraints()
    return {str(one["name"]) for found in known.values() for one in found}


def promised() -> set[str]:
    every = (one for table in metadata.tables.values() for one in table.constraints)
    return {str(one.name) for one in every if isinstance(one, CheckConstraint)}


def triggers(connection) -> set[str]:
    """SQLite drops them with a table that is made anew to change it."""
    kept = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    asked = kept if connection.dialect.name == "sqlite" else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    return set(connection.execute(text(asked)).scalars())


def declared(dialect: str) -> set[str]:
    found = (re.match(r"CREATE TRIGGER (\w+)", sql) for part in (locks, reached) for sql in part.STATEMENTS[dialect])
    return {one[1] for one in found if one}
