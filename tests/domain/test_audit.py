"""The read log: who has seen what, told to those who may ask, and never lost between the page and the reader."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from domain import audit
from domain.access import STRANGER, Acting, Guardian, NoViewer, sees
from domain.audit import Change, Look, flush_looks, seen
from domain.store import write_lock
from tests import matrix
from tests.matrix import GLOBEN, REGNBUEN, SUND, Kid, Note, Tag, sessions
from tests.reading import reading

PARENT = Guardian(guardian=3, child_ids=(1, 4), custody_ids=(1,))


@pytest.fixture
def beside(database):
    with matrix.tables(database.url) as engine:
        yield engine


@pytest.fixture
def make(database, beside):
    with sessions(database) as make:
        yield make


@pytest.fixture
def session(make):
    return make(GLOBEN)


@pytest.fixture
def flush(database):
    return lambda session: flush_looks(database.engine, session)


def looks(beside):
    table = Look.__table__
    with beside.connect() as connection:
        return connection.execute(select(table).order_by(table.c.child_id, table.c.kind)).all()


def test_a_look_says_who_when_where_and_why(session, beside, flush, at):
    at(datetime(2026, 11, 22, 13, 5, tzinfo=UTC))
    session.info["acting"] = Acting(unit_id=1, purpose="start")
    seen(session, "Child", [4])
    flush(session)
    (look,) = looks(beside)
    assert (look.at.replace(tzinfo=UTC), look.staff_id, look.guardian_id, look.unit_id) == (
        datetime(2026, 11, 22, 13, 5, tzinfo=UTC),
        7,
        None,
        1,
    )
    assert (look.purpose, look.consent, look.kind, look.child_id) == ("start", None, "Child", 4)


def test_one_line_for_each_child_and_reason_however_much_of_it_was_seen(session, beside, flush):
    seen(session, "Child", [1])
    seen(session, "Questionnaire", [1], purpose="start", consent="start")
    seen(session, "Recommendation", [1], purpose="start", consent="start")
    seen(session, "Child", [1, 2])
    flush(session)
    assert [(look.child_id, look.purpose, look.consent, look.kind) for look in looks(beside)] == [
        (1, None, None, "Child"),
        (1, "start", "start", "Questionnaire,Recommendation"),
        (2, None, None, "Child"),
    ]


def test_a_list_is_noted_by_its_name(session, beside, flush):
    seen(session, "week")
    flush(session)
    assert [(look.kind, look.child_id) for look in looks(beside)] == [("week", None)]


def test_a_look_is_written_once(session, beside, flush):
    seen(session, "Child", [1])
    flush(session)
    flush(session)
    assert len(looks(beside)) == 1


def test_nothing_seen_nothing_written(session, flush, statements):
    with statements() as sent:
        flush(session)
    assert sent == []


def test_the_reads_have_ended_when_the_look_is_written(session, flush):
    session.get(Kid, 1)
    seen(session, "Child", [1])
    flush(session)
    assert not session.in_transaction()


def test_a_writing_request_can_note_what_it_saw(session, beside, flush):
    session.info["writing"] = True
    session.get(Kid, 1).name = "Anne"
    seen(session, "Child", [1])
    session.commit()
    flush(session)
    assert (len(looks(beside)), write_lock.held) == (1, False)


def test_a_look_that_cannot_be_written_is_an_error(database, session, beside, flush):
    def fail(_connection, _cursor, sql, *_rest):
        if "INSERT INTO look" in sql:
            raise OperationalError(sql, {}, Exception("disk full"))

    event.listen(database.engine, "before_cursor_execute", fail)
    seen(session, "Child", [1])
    try:
        with pytest.raises(OperationalError):
            flush(session)
    finally:
        event.remove(database.engine, "before_cursor_execute", fail)
    assert (looks(beside), write_lock.held) == ([], False)


def test_without_a_viewer_there_is_no_look(make, flush):
    session = make(None)
    seen(session, "Child", [1])
    with pytest.raises(NoViewer):
        flush(session)


def test_a_session_is_not_given_to_another_while_its_looks_are_unwritten(session):
    seen(session, "Child", [1])
    with pytest.raises(RuntimeError):
        sees(session, REGNBUEN)


@pytest.mark.parametrize(
    ("viewer", "expected"),
    [(PARENT, [1]), (GLOBEN, [1, 2]), (REGNBUEN, [4]), (SUND, []), (STRANGER, [])],
)
@pytest.mark.parametrize("log", [Look, Change])
def test_who_may_read_the_logs(make, flush, viewer, expected, log):
    """Children 1 and 2 were seen and changed in unit 1, child 4 in unit 2. The parent holds custody of child 1 only."""
    for one, unit, kids in ((make(GLOBEN), 1, (1, 2)), (make(REGNBUEN), 2, (4,))):
        one.info["acting"] = Acting(unit_id=unit)
        for kid in kids:
            one.get(Kid, kid).name = "New"
        seen(one, "Child", kids)
        one.commit()
        flush(one)
    asked = make(viewer)
    assert sorted(asked.scalars(select(log.child_id))) == expected
    assert asked.scalar(select(func.count()).select_from(log)) == len(expected)


def test_the_tables_read_are_heard_for_a_test_that_compares(session):
    with reading() as tables:
        session.scalars(select(Note.title).join(Note.kid)).all()
        session.scalars(select(Tag)).all()
        session.scalars(select(Look.id).execution_options(unscoped="a test")).all()
    session.scalars(select(Change)).all()
    assert tables == {"matrix_note", "matrix_kid"}


def test_a_policy_is_no_read_of_its_own(session):
    with reading() as tables:
        session.scalars(select(Note.title)).all()
    assert tables == {"matrix_note"}


def test_logs_keep_no_foreign_keys(database):
    assert not any(table.foreign_keys for table in (audit.Look.__table__, audit.Change.__table__))
