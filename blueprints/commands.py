"""What `flask --app app ...` can do beside what Flask itself brings."""

from pathlib import Path

import click
import flask_migrate
from flask import Flask, current_app
from flask.cli import with_appcontext

from blueprints import preflight
from blueprints import worker as work
from blueprints.serve import processes, together
from blueprints.web import db
from config import ConfigError
from domain import demo as municipality
from domain.base import today


def register(app: Flask) -> None:
    flask_migrate.Migrate(app, db, directory=Path(app.root_path) / "migrations")
    for command in (serve, worker, demo):
        app.cli.add_command(command)


@click.command()
@with_appcontext
def serve() -> None:
    """Start web server and worker, after making sure that all is well."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 - as Flask documents
    settings = app.config["SETTINGS"]
    preflight.check(app)
    preflight.migrate(app)
    if settings.demo and municipality.is_empty(db.session.session_factory):
        fill(app)
    code = together(processes(settings), Path(app.root_path), settings)
    click.get_current_context().exit(code)


@click.command()
@with_appcontext
def worker() -> None:
    """Send messages and do the house's duties until told to stop."""
    work.run(current_app._get_current_object())  # type: ignore[attr-defined] # noqa: SLF001 - as Flask documents


@click.command()
@with_appcontext
def demo() -> None:
    """Fill an empty database with the demo municipality."""
    preflight.migrate(current_app)
    if not municipality.is_empty(db.session.session_factory):
        raise ConfigError("Databasen er ikke tom: demoen lægges kun i en tom database.")
    fill(current_app)


def fill(app: Flask) -> None:
    click.echo("Lægger demokommunen ind ...")
    municipality.load(db.session.session_factory, app.config["SECRET_KEY"], today())
