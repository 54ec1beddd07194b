"""What `flask --app app ...` can do beside what Flask itself brings."""

from functools import partial
from pathlib import Path
from typing import BinaryIO

import click
import flask_migrate
from email_validator import EmailNotValidError, validate_email
from flask import Flask, current_app, url_for
from flask.cli import with_appcontext

from blueprints.logs import log
from blueprints.messages.returned import returned
from blueprints.running import preflight
from blueprints.running import worker as work
from blueprints.running.import_starts import import_starts
from blueprints.running.serve import processes, together
from blueprints.web import db
from config import ConfigError
from domain import bounces as returns
from domain import demo as municipality
from domain.access import administration
from domain.access.jobs import work_as
from domain.base import today
from domain.booking.kinds.types import ensure_types
from domain.counselling.staff import vouching

LARGEST_MAIL = 1024 * 1024
CLOSED = (
    "Åben anonym rådgivning er lukket: filen counselling-secret er ikke den, rådgivningen blev åbnet med. "
    "Læg den rigtige tilbage, eller lad holdet lave en ny nøgle (se docs/counselling-routines.md)."
)


def register(app: Flask) -> None:
    flask_migrate.Migrate(app, db, directory=Path(app.root_path) / "migrations")
    for command in (serve, worker, demo, create_administrator, import_starts, bounces):
        app.cli.add_command(command)


@click.command()
@with_appcontext
def serve() -> None:
    """Start web server and worker, after making sure that all is well."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 - as Flask documents
    settings = app.config["SETTINGS"]
    preflight.check(app)
    bring_up_to_date(app)
    if settings.demo and municipality.is_empty(db.session.session_factory):
        fill(app)
    if lost_secret(app):
        click.echo(CLOSED, err=True)
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
    bring_up_to_date(current_app)
    if not municipality.is_empty(db.session.session_factory):
        raise ConfigError("Databasen er ikke tom: demoen lægges kun i en tom database.")
    fill(current_app)


def bring_up_to_date(app: Flask) -> None:
    """The tables of this version, and the types of appointment that every municipality begins with."""
    preflight.migrate(app)
    with db.session.session_factory() as session:
        work_as(session, "types")
        ensure_types(session)
        session.commit()


def lost_secret(app: Flask) -> bool:
    """Whether anonymous counselling is closed because its secret is another than the one it was opened with. The rest runs on."""
    with db.session.session_factory(info={"site": app.config["COUNSELLING_SITE"]}) as session:
        work_as(session, "secret")
        return vouching.foreign(session)


def fill(app: Flask) -> None:
    """All of it or nothing: a demo that was broken off would count as a database in use."""
    click.echo("Lægger demokommunen ind ...")
    try:
        sessions = partial(db.session.session_factory, info={"site": app.config["COUNSELLING_SITE"]})
        municipality.load(sessions, app.config["SECRET_KEY"], today())
    except BaseException:
        flask_migrate.downgrade(revision="base")
        raise


@click.command()
@click.argument("message", type=click.File("rb"), default="-")
@with_appcontext
def bounces(message: BinaryIO) -> None:
    """Take mail that came back, from the mail system: `godstart: "|flask --app app bounces"` in its aliases.

    Whatever it is, the mail system hears of no error: else it would send that back in turn.
    """
    for one in returned(message.read(LARGEST_MAIL)):
        with db.session.session_factory() as session:
            work_as(session, "bounces")
            known = returns.returned(session, current_app.config["SECRET_KEY"], one.name, one.address)
            session.commit()
        log.info("message.returned", known=known)


@click.command("create-administrator")
@click.option("--name", prompt="Navn")
@click.option("--email", prompt="E-mail")
@with_appcontext
def create_administrator(name: str, email: str) -> None:
    """Print a one-time link for a new administrator, or for one who cannot get in."""
    try:
        email = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ConfigError(f"{email!r} er ikke en e-mailadresse.") from error
    bring_up_to_date(current_app)
    with db.session.session_factory() as session:
        work_as(session, "create-administrator")
        token = administration.first_administrator(session, current_app.config["SECRET_KEY"], name, email)
        session.commit()
    with current_app.test_request_context(base_url=current_app.config["SETTINGS"].public_url):
        click.echo(url_for("account.welcome", token=token, _external=True))
