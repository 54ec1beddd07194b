"""The migrations make exactly the tables that the code declares."""

import flask_migrate
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from app import create_app
from config import Settings
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
        engine.dispose()
