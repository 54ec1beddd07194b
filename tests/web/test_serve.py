"""`flask serve` starts, stops and complains as whoever types it would want."""

import signal
import socket
import sqlite3
import stat
from contextlib import ExitStack
from http.client import HTTPConnection

import psutil
import pytest

from tests.databases import Database
from tests.servers import free_port, running, said


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request):
    database: Database = request.getfixturevalue(f"{request.param}_database")
    with database.empty() as url:
        yield url.replace("postgresql+psycopg:", "postgres:")


def complaint(**settings) -> str:
    """The one sentence that a start which cannot succeed ends with."""
    code, _, error = said("serve", **({"demo": 0, "port": free_port()} | settings))
    assert code == 1, error
    assert error.count("\n") == 1, error
    assert error.rstrip().endswith("."), error
    return error


def test_starts_on_an_empty_database_and_stops_cleanly(empty_url, tmp_path):
    with running(tmp_path, database_url=empty_url) as server:
        processes = server.below()
        socket.create_connection(("127.0.0.1", server.port), timeout=10).close()
        assert server.stop(signal.SIGINT) == (0, "")
        assert psutil.wait_procs(processes, timeout=60)[1] == []


def test_second_start_keeps_the_secret_that_only_its_owner_reads(tmp_path):
    with running(tmp_path):
        first = (tmp_path / "secret-key").read_text()
    with running(tmp_path):
        assert (tmp_path / "secret-key").read_text() == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


SLOW = {"said": "Content-Length: 100\r\n\r\n", "chunked": "Transfer-Encoding: chunked\r\n\r\n7\r\n"}


@pytest.mark.parametrize("length", SLOW)
def test_those_who_send_slowly_hold_up_nobody(tmp_path, length):
    """More of them than there are threads: whoever else sends is asked to wait, and pages are read."""
    begun = "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with running(tmp_path) as server, ExitStack() as stack:
        for _ in range(150):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))
            slow.sendall(f"{begun}{SLOW[length]}login=a".encode())
        for _ in range(12):
            browser = HTTPConnection("127.0.0.1", server.port, timeout=30)
            browser.request("GET", "/login")
            assert browser.getresponse().status == 200
            browser.close()


def test_port_in_use(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Porten {port} er optaget" in complaint(instance_path=tmp_path, port=port)


def test_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    assert "INSTANCE_PATH" in complaint(instance_path=tmp_path / "file")


def test_folder_of_the_database_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    assert "DATABASE_URL" in complaint(
        instance_path=tmp_path / "instance", database_url=f"sqlite:///{tmp_path}/file/x.sqlite"
    )


def test_database_newer_than_the_code(tmp_path):
    with sqlite3.connect(tmp_path / "godstart.sqlite") as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
    database.close()
    assert "nyere end programmet (version 9999)" in complaint(instance_path=tmp_path)


def test_database_of_somebody_else(tmp_path):
    with sqlite3.connect(tmp_path / "godstart.sqlite") as database:
        database.execute("CREATE TABLE theirs (id INTEGER)")
    database.close()
    assert "bruges allerede af noget andet" in complaint(instance_path=tmp_path)


def test_file_that_is_no_database(tmp_path):
    (tmp_path / "godstart.sqlite").write_bytes(b"no database" * 500)
    assert "Databasen kan ikke bruges" in complaint(instance_path=tmp_path)


def test_wrong_database_urls(tmp_path):
    assert "DATABASE_URL" in complaint(instance_path=tmp_path, database_url="mysql://localhost/x")


def test_database_that_does_not_answer_keeps_its_password(tmp_path):
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
