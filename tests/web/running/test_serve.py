"""`flask serve` starts, stops and complains as whoever types it would want."""

import signal
import socket
import sqlite3
import stat
from collections.abc import Callable
from contextlib import ExitStack
from http.client import HTTPConnection

import psutil
import pytest
from click.testing import CliRunner
from flask.cli import cli as flask_command

from tests.machines.servers import OURS, free_port, running, said


@pytest.fixture
def complaint(monkeypatch) -> Callable[..., str]:
    """The one sentence that a start which cannot succeed ends with: of the same command, in this process."""

    def said_here(**settings) -> str:
        given = {"demo": 0, "port": free_port()} | settings
        for name in OURS:
            monkeypatch.delenv(name, raising=False)
        environment = {name.upper(): str(value) for name, value in given.items()}
        result = CliRunner().invoke(flask_command, ["--app", "app", "serve"], env=environment)
        return one_sentence(result.exit_code, result.stderr)

    return said_here


def one_sentence(code: int, error: str) -> str:
    assert code == 1, error
    assert error.count("\n") == 1, error
    assert error.rstrip().endswith("."), error
    return error


def test_starts_on_an_empty_database_stops_cleanly_and_keeps_the_secret_that_only_its_owner_reads(
    sqlite_database, postgresql_database, tmp_path
):
    secrets = set()
    for database in (sqlite_database, postgresql_database):
        with (
            database.empty() as url,
            running(tmp_path, database_url=url.replace("postgresql+psycopg:", "postgres:"), workers=2) as server,
        ):
            processes = server.below()
            secrets.add((tmp_path / "secret-key").read_text())
            socket.create_connection(("127.0.0.1", server.port), timeout=10).close()
            assert server.stop(signal.SIGINT) == (0, "")
            assert psutil.wait_procs(processes, timeout=60)[1] == []
    assert len(secrets) == 1
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


SLOW = ("Content-Length: 100\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n7\r\n")


def test_those_who_send_slowly_hold_up_nobody(tmp_path):
    """More of them than there are threads: whoever else sends is asked to wait, and pages are read."""
    begun = "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with running(tmp_path, workers=2) as server, ExitStack() as stack:
        for length in SLOW:
            for _ in range(150):
                slow = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))
                slow.sendall(f"{begun}{length}login=a".encode())
            for _ in range(12):
                browser = HTTPConnection("127.0.0.1", server.port, timeout=30)
                browser.request("GET", "/login")
                assert browser.getresponse().status == 200
                browser.close()


def test_port_in_use_as_it_is_typed(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, _, error = said("serve", demo=0, instance_path=tmp_path, port=port)
    assert f"Porten {port} er optaget" in one_sentence(code, error)


def test_folder_that_cannot_be_written(tmp_path, complaint):
    (tmp_path / "file").touch()
    assert "INSTANCE_PATH" in complaint(instance_path=tmp_path / "file")


def test_folder_of_the_database_that_cannot_be_written(tmp_path, complaint):
    (tmp_path / "file").touch()
    assert "DATABASE_URL" in complaint(
        instance_path=tmp_path / "instance", database_url=f"sqlite:///{tmp_path}/file/x.sqlite"
    )


def test_database_newer_than_the_code(tmp_path, complaint):
    with sqlite3.connect(tmp_path / "godstart.sqlite") as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
    database.close()
    assert "nyere end programmet (version 9999)" in complaint(instance_path=tmp_path)


def test_database_of_somebody_else(tmp_path, complaint):
    with sqlite3.connect(tmp_path / "godstart.sqlite") as database:
        database.execute("CREATE TABLE theirs (id INTEGER)")
    database.close()
    assert "bruges allerede af noget andet" in complaint(instance_path=tmp_path)


def test_file_that_is_no_database(tmp_path, complaint):
    (tmp_path / "godstart.sqlite").write_bytes(b"no database" * 500)
    assert "Databasen kan ikke bruges" in complaint(instance_path=tmp_path)


def test_wrong_database_urls(tmp_path, complaint):
    assert "DATABASE_URL" in complaint(instance_path=tmp_path, database_url="mysql://localhost/x")


def test_database_that_does_not_answer_keeps_its_password(tmp_path, complaint):
    url = f"postgresql://godstart:hemmelig@127.0.0.1:{free_port()}/godstart"
    error = complaint(instance_path=tmp_path, database_url=url)
    assert "start databasen" in error
    assert "hemmelig" not in error


def test_web_server_that_dies_takes_all_with_it(tmp_path):
    with running(tmp_path) as server:
        processes = server.below()
        web = next(process for process in processes if "granian" in process.cmdline())
        web.kill()
        code, error = server.stop(0)
        assert (code, error) == (1, "Webserveren stoppede uventet, så God Start er stoppet.\n")
        assert psutil.wait_procs(processes, timeout=60)[1] == []


def test_nothing_is_left_when_the_command_itself_is_killed(tmp_path):
    with running(tmp_path) as server:
        processes = server.below()
        server.stop(signal.SIGKILL)
        assert psutil.wait_procs(processes, timeout=60)[1] == []
