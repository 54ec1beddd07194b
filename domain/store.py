"""How the database is opened: SQLite so that one writer at a time waits in the process and not in the database."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session, SessionTransaction

from domain.base import DomainError

PATIENCE = 20.0
"""Seconds that a writer waits for the one before it. Then the person gets a 503 instead of a hanging page."""


class Busy(DomainError):
    """The database could not be had for writing in time."""


class WriteLock:
    """One lock for all writers of this process, held on behalf of a pooled connection, and freed when that is put back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: object | None = None
        self._thread: int | None = None

    @property
    def held(self) -> bool:
        return self._lock.locked()

    def take(self, holder: object) -> None:
        """Wait for it. The same connection may ask twice; the same thread may not, by another connection."""
        if self._holder is holder:
            return
        if self._thread == threading.get_ident():
            raise RuntimeError("this thread is already writing on another connection: end that transaction first")
        if not self._lock.acquire(timeout=PATIENCE):
            raise Busy(f"another write has taken more than {PATIENCE:.0f} seconds")
        self._holder, self._thread = holder, threading.get_ident()

    def free(self, holder: object) -> None:
        """Whoever does not hold it changes nothing: every way a connection can end calls this."""
        if holder is not None and self._holder is holder:
            self._holder = self._thread = None
            self._lock.release()


write_lock = WriteLock()


def prepare(engine: Engine, synchronous: str = "FULL") -> None:
    """Set the engine up, before its first connection. FULL keeps the last commit through a power cut (measured: 30% slower)."""
    if engine.dialect.name != "sqlite":
        # it warns of every list insert that a constraint refuses, and those are how a taken time is noticed
        logging.getLogger("psycopg").setLevel(logging.ERROR)
        event.listen(engine, "begin", lambda connection: _hold_to_reading(connection, reading=False))
        event.listen(engine, "rollback", _end_of_reading)
        return
    event.listen(engine, "connect", lambda connection, _entry: _opened(connection, synchronous))
    event.listen(engine, "begin", lambda connection: _send(connection, "BEGIN"))
    event.listen(engine, "checkin", lambda _connection, entry: write_lock.free(entry.record_info))
    event.listen(engine, "detach", lambda _connection, entry: write_lock.free(entry.record_info))


def _opened(connection: sqlite3.Connection, synchronous: str) -> None:
    connection.isolation_level = None  # the driver would open transactions by its own guess
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is deleted is written over: its pages are not left in the file to be read
        f"synchronous={synchronous}",
        f"busy_timeout={int(PATIENCE * 1000)}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _send(connection: Connection, sql: str) -> None:
    """Past SQLAlchemy's events: BEGIN is no statement of ours."""
    driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    driver.execute(sql)


def begin_to_write(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    """Session event `after_begin`, also of savepoints: with `session.info["writing"]` the transaction just begun becomes a writing one.

    With `session.info["reading"]` PostgreSQL holds it to that.
    """
    if transaction.nested:
        return
    if session.info.get("writing"):
        immediate(connection)
    elif session.info.get("reading") and connection.dialect.name != "sqlite":
        _hold_to_reading(connection, reading=True)


def _hold_to_reading(connection: Connection, *, reading: bool) -> None:
    """Before the driver has sent its BEGIN."""
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    if driver.read_only is not reading:
        driver.read_only = reading


def _end_of_reading(connection: Connection) -> None:
    """What could not write ends by COMMIT: at a ROLLBACK the driver forgets the statements that it has prepared.

    Then each is planned anew each time: of the 3.1 ms that a parents' page waited for its first statement, 2.8.
    """
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    if driver.read_only and driver.info.transaction_status == TransactionStatus.INTRANS:
        driver.commit()


def immediate(connection: Connection) -> None:
    """Turn a transaction that has not read anything yet into one that may write. Nothing to do outside SQLite.

    A plain BEGIN that has read cannot begin to write once another has committed: SQLite fails at once, whatever the timeout.
    """
    if connection.dialect.name != "sqlite":
        return
    holder = connection.connection.record_info
    write_lock.take(holder)
    try:
        _send(connection, "ROLLBACK")
        _send(connection, "BEGIN IMMEDIATE")
    except BaseException as error:
        write_lock.free(holder)
        _send(connection, "BEGIN")  # whoever goes on all the same must not find autocommit
        if isinstance(error, sqlite3.OperationalError):
            raise Busy(str(error)) from error
        raise


@contextmanager
def own_transaction(engine: Engine) -> Iterator[Connection]:
    """A short write beside the session's own work, committed at the end of the block."""
    with engine.connect() as connection, connection.begin():
        immediate(connection)
        yield connection


def wipe(engine: Engine, *tables: str) -> None:
    """What was deleted in these tables leaves the database's own files too: SQLite's log of changes, PostgreSQL's dead rows.

    When somebody is reading, SQLite leaves part of its log for the next time.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            _send(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
        return
    why = {"isolation_level": "AUTOCOMMIT", "unscoped": "nothing is read: what was deleted is made unreadable"}
    with engine.connect().execution_options(**why) as connection:
        connection.exec_driver_sql(f"VACUUM {', '.join(tables)}")
