"""What `flask --app app ...` can do beside what Flask itself brings."""

from pathlib import Path

import click
import flask_migrate
from flask import Flask, current_app
from flask.cli import with_appcontext

from blueprints import preflight
from blueprints.serve import processes, together
from blueprints.web import db


def register(app: Flask) -> None:
    flask_migrate.Migrate(app, db, directory=Path(app.root_path) / "migrations")
    for command in (serve,):
        app.cli.add_command(command)


@click.command()
@with_appcontext
def serve() -> None:
    """Start web server and worker, after making sure that all is well."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 - as Flask documents
    settings = app.config["SETTINGS"]
    preflight.check(app)
    preflight.migrate(app)
    code = together(processes(settings), Path(app.root_path), settings)
    click.get_current_context().exit(code)
