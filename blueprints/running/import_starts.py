"""`flask --app app import-starts FILE`: the municipality's list from the command line, for those who fetch it by a script."""

from functools import partial
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from blueprints.messages import has_sms
from blueprints.running import preflight
from blueprints.web import db
from config import ConfigError
from domain.journey import listed
from domain.starts import importing
from domain.starts.importing import ImportProblem, Orders, Preview
from domain.starts.importing.looking import apply, glance
from domain.starts.importing.tables import CHANGED, NEW, UNCHANGED, WRONG


@click.command("import-starts")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what the list would change.")
@with_appcontext
def import_starts(file: Path, *, dry_run: bool) -> None:
    """Show what a list of coming starts (.xlsx or .csv) changes, and read it in. With a wrong row nothing is changed."""
    preflight.migrate(current_app)
    try:
        lines = importing.read(file.read_bytes())
    except ImportProblem as problem:
        raise ConfigError(str(problem)) from problem
    found = glance(db.session.session_factory, lines, Orders())
    show(found)
    if not dry_run and found.sound and not found.plan.empty:
        finish = partial(listed.follow, secret=current_app.config["SECRET_KEY"], sms=has_sms())
        found = apply(db.session.session_factory, lines, Orders(), finish)
        click.echo("Listen er læst ind." if found.sound else "Noget er ændret imens, så intet er læst ind: prøv igen.")
    if not found.sound:
        click.get_current_context().exit(1)


def show(found: Preview) -> None:
    """The counts, and every wrong cell on a line of its own."""
    for verdict, text in ((NEW, "nye"), (CHANGED, "ændrede"), (UNCHANGED, "uændrede"), (WRONG, "forkerte")):
        click.echo(f"{found.count(verdict):>7} {text}")
    for row in found.rows:
        for fault in row.faults:
            click.echo(f"Række {row.number}, {fault.column}: {fault.why} {fault.right}")
