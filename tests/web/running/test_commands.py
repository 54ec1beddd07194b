"""What the command line does beside `serve`."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import create_engine, inspect, make_url

from app import create_app
from config import Settings
from domain import demo
from domain.base import now
from tests.client import Client
from tests.databases import sqlite_only


@pytest.fixture
def fresh(database, tmp_path):
    """The application on a database without any table."""
    with database.empty() as url:
        app = create_app(Settings(instance_path=tmp_path, database_url=url, secret_key="t" * 32, testing=True))
        app.test_client_class = Client
        yield app
        with app.app_context():
            app.extensions["sqlalchemy"].engine.dispose()


def typed(app: Flask, *arguments: str) -> str:
    result = app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 0, result.output
    return result.output.strip()


def test_the_first_administrator_gets_a_link_that_lets_in(fresh):
    link = typed(fresh, "create-administrator", "--name", "Anne", "--email", "anne@example.dk")
    assert link.startswith(fresh.config["SETTINGS"].public_url)
    assert fresh.test_client().get(urlsplit(link).path).status_code == 200


@sqlite_only
def test_only_its_owner_reads_the_embedded_database(fresh):
    settings = fresh.config["SETTINGS"]
    file = Path(make_url(settings.database_url).database)
    for already_there in (False, True):
        if already_there:
            file.chmod(0o644)
        typed(fresh, "create-administrator", "--name", "Anne", "--email", "anne@example.dk")
        assert {one.stat().st_mode & 0o777 for one in file.parent.glob(f"{file.name}*")} == {0o600}


def test_a_new_link_ends_the_one_before(fresh, at):
    asked = ("create-administrator", "--name", "Anne", "--email", "anne@example.dk")
    first = urlsplit(typed(fresh, *asked)).path
    at(now() + timedelta(hours=1))
    second = urlsplit(typed(fresh, *asked)).path
    assert fresh.test_client().get(first).status_code == 404
    assert fresh.test_client().get(second).status_code == 200


def test_an_address_that_is_none_is_refused(fresh):
    result = fresh.test_cli_runner().invoke(args=["create-administrator", "--name", "Anne", "--email", "anne"])
    assert (result.exit_code, result.output) == (1, "'anne' er ikke en e-mailadresse.\n")


def test_a_demo_that_is_broken_off_leaves_an_empty_database(fresh, monkeypatch):
    whole = demo.load

    def broken_off(*arguments):
        whole(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "load", broken_off)
    assert fresh.test_cli_runner().invoke(args=["demo"]).exit_code == 1
    engine = create_engine(fresh.config["SETTINGS"].database_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()


def test_the_demo_is_not_laid_over_what_is_there(fresh):
    typed(fresh, "create-administrator", "--name", "Anne", "--email", "anne@example.dk")
    result = fresh.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "ikke tom" in result.output
