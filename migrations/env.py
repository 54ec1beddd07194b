"""Alembic's way in: the application's own engine and tables."""

from alembic import context
from domain.base import UtcDateTime
from domain.schema import metadata
from flask import current_app
from sqlalchemy import JSON

MIGRATE = current_app.extensions["migrate"]


def pragma(connection, sql):
    """Past SQLAlchemy, which would begin a transaction first: SQLite then ignores it without a word."""
    if connection.dialect.name == "sqlite":
        return connection.connection.driver_connection.execute(f"PRAGMA {sql}").fetchall()
    return []


def render(kind, item, autogenerate):
    """A migration must not change when our own column types do: it names the plain ones beneath."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON) and "postgresql" in item._variant_mapping:
        autogenerate.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


# A table that SQLite makes anew to change it must not take the rows that point to it with it.
with MIGRATE.db.engine.connect().execution_options(unscoped="migration") as connection:
    pragma(connection, "foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transactional_ddl=True,
        render_item=render,
        **MIGRATE.configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
    lost = pragma(connection, "foreign_key_check")
    pragma(connection, "foreign_keys=ON")
    if lost:
        raise RuntimeError(f"rows that point nowhere after the migration: {lost[:5]}")
