"""One writer at a time, and whatever happens to it, the next one gets its turn."""

import gc
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, insert, select, text, update
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

from domain import store
from domain.access import STRANGER, install, sees
from domain.store import Busy, own_transaction, write_lock


class Apart(DeclarativeBase):
    pass


class Counter(Apart):
    __tablename__ = "store_counter"
    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int]


COUNTER = Counter.__table__


@pytest.fixture
def engine(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 0.2)
    yield from opened(f"sqlite:///{tmp_path / 'store.sqlite'}")


@pytest.fixture
def either(database_url):
    yield from opened(database_url)


def opened(url):
    engine = create_engine(url, pool_size=16)
    store.prepare(engine, synchronous="OFF")
    Apart.metadata.drop_all(engine)
    Apart.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(COUNTER), [{"id": 1, "value": 0}])
    yield engine
    Apart.metadata.drop_all(engine)
    engine.dispose()


def writer(engine):
    factory = sessionmaker(engine, expire_on_commit=False)
    install(factory, engine)
    session = factory()
    sees(session, STRANGER)
    session.info["writing"] = True
    return session


def value(engine):
    with engine.connect() as connection:
        return connection.scalar(select(COUNTER.c.value))


def test_sqlite_is_opened_as_agreed(engine):
    with engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 200}


def test_the_last_commit_survives_a_power_cut_unless_told_otherwise(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'full.sqlite'}")
    store.prepare(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    engine.dispose()


def test_the_lock_is_taken_when_the_database_is_first_touched(engine):
    with writer(engine) as session:
        assert not write_lock.held
        session.get(Counter, 1)
        assert write_lock.held
    assert not write_lock.held


def test_a_reading_session_takes_no_lock(engine):
    with writer(engine) as session:
        session.info["writing"] = False
        session.get(Counter, 1)
        assert not write_lock.held


def fail_in_flush(session):
    session.add(Counter(id=1, value=0))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def fail_in_the_middle(session):
    with pytest.raises(ZeroDivisionError), session:
        session.get(Counter, 1).value = 1 // 0


def fail_in_sql(session):
    with pytest.raises(OperationalError):
        session.execute(text("SELECT nothing FROM nowhere"))
    session.close()


ENDS = {
    "commit": lambda session: session.commit(),
    "rollback": lambda session: session.rollback(),
    "close": lambda session: session.close(),
    "invalidate": lambda session: session.invalidate(),
    "connection lost": lambda session: session.connection().invalidate(),
    "connection detached": lambda session: session.connection().detach(),
    "reset": lambda session: session.reset(),
    "error in a flush": fail_in_flush,
    "error in the middle": fail_in_the_middle,
    "error in SQL": fail_in_sql,
    "savepoint and commit": lambda session: (session.begin_nested().commit(), session.commit()),
}


@pytest.mark.parametrize("end", ENDS)
def test_the_lock_is_free_however_a_write_ends(engine, end):
    session = writer(engine)
    session.get(Counter, 1)
    assert write_lock.held
    ENDS[end](session)
    assert not write_lock.held
    session.close()
    with own_transaction(engine) as connection:
        connection.execute(update(COUNTER).values(value=7))
    assert value(engine) == 7


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_the_lock_is_free_when_a_session_is_forgotten(engine):
    session = writer(engine)
    session.get(Counter, 1)
    assert write_lock.held
    del session
    gc.collect()
    assert not write_lock.held


def test_a_savepoint_that_fails_keeps_the_lock_until_the_end(engine):
    with writer(engine) as session:
        session.get(Counter, 1).value = 5
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(insert(COUNTER), [{"id": 1, "value": 0}])
        assert write_lock.held
        session.commit()
    assert (write_lock.held, value(engine)) == (False, 5)


def test_each_transaction_of_a_session_takes_the_lock_anew(engine):
    with writer(engine) as session:
        for turn in (1, 2):
            session.execute(update(COUNTER).values(value=turn))
            assert write_lock.held
            session.commit()
            assert not write_lock.held


def test_a_session_on_a_connection_of_somebody_elses_writes_twice(engine):
    with engine.connect() as connection:
        session = sessionmaker(
            class_=type(writer(engine)), bind=connection, info={"viewer": STRANGER, "writing": True}
        )()
        for turn in (1, 2):
            session.execute(update(COUNTER).values(value=turn))
            session.commit()
        assert write_lock.held
    assert (write_lock.held, value(engine)) == (False, 2)


def test_another_program_that_writes_makes_it_busy_and_leaves_nothing_behind(engine):
    other = sqlite3.connect(engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    session = writer(engine)
    with pytest.raises(Busy):
        session.get(Counter, 1)
    assert not write_lock.held
    session.close()
    other.execute("ROLLBACK")
    other.close()
    session.get(Counter, 1).value = 3
    session.rollback()
    assert value(engine) == 0


def test_a_session_that_goes_on_after_busy_is_not_in_autocommit(engine):
    other = sqlite3.connect(engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    session = writer(engine)
    with pytest.raises(Busy):
        session.get(Counter, 1)
    other.execute("ROLLBACK")
    other.close()
    session.execute(update(COUNTER).values(value=9))
    session.rollback()
    assert value(engine) == 0


def test_a_second_writer_waits_for_the_first(engine, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 20)
    started, order = threading.Event(), []

    def second():
        started.set()
        with own_transaction(engine):
            order.append("second")

    with ThreadPoolExecutor(1) as pool:
        with own_transaction(engine):
            waiting = pool.submit(second)
            started.wait()
            order.append("first")
        waiting.result()
    assert order == ["first", "second"]


def test_a_second_writer_gives_up_in_time(engine):
    def second():
        with own_transaction(engine):
            pass

    with ThreadPoolExecutor(1) as pool, own_transaction(engine), pytest.raises(Busy):
        pool.submit(second).result()
    assert not write_lock.held


def test_a_thread_does_not_wait_for_itself(engine):
    with writer(engine) as session:
        session.get(Counter, 1)
        with pytest.raises(RuntimeError, match="already writing"), own_transaction(engine):
            pass
    assert not write_lock.held


def test_a_failed_own_transaction_leaves_nothing(either):
    with pytest.raises(ZeroDivisionError), own_transaction(either) as connection:
        connection.execute(update(COUNTER).values(value=1 // 0))
    assert (write_lock.held, value(either)) == (False, 0)


def test_reads_go_on_beside_a_write(either):
    with own_transaction(either) as connection:
        connection.execute(update(COUNTER).values(value=4))
        assert value(either) == 0
    assert value(either) == 4


def test_read_then_write_in_many_threads_loses_nothing(either):
    def add(_):
        with writer(either) as session:
            session.get(Counter, 1, with_for_update=True).value += 1
            session.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(80)))
    assert (write_lock.held, value(either)) == (False, 80)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_only_reads_cannot_write_and_leaves_the_statements_prepared(database):
    def ask(sql: str, **info: bool) -> list[tuple[object, ...]]:
        with database.sessions() as session:
            sees(session, STRANGER)
            session.info.update(info)
            rows = session.execute(text(f"{sql}")).all()
            session.rollback()
        return [tuple(row) for row in rows]

    database.engine.dispose()  # one connection from here on: another has prepared nothing
    prepared = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%39 + 3%'"
    for _ in range(8):
        ask("SELECT 39 + 3", reading=True)
    assert ask(prepared, reading=True) == [(1,)]
    with pytest.raises(InternalError):
        ask("CREATE TABLE nothing ()", reading=True)
    assert ask("SELECT pg_current_xact_id() IS NOT NULL", writing=True) == [
        (True,)
    ]  # the same connection may write again
    assert ask(prepared, reading=True) == [(0,)]  # the driver forgets them at a rollback
