"""The write net: who may not write a row cannot, and whoever does is written down in the same transaction."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from domain.access import STRANGER, Acting, Guardian, Job, NotAllowed, writes
from domain.audit import Change
from tests.matrix import GLOBEN, REGNBUEN, SUND, Kid, Note, Tag, contents, sessions, tables


@pytest.fixture
def beside(database):
    with tables(database.url) as engine:
        yield engine


@pytest.fixture
def make(database, beside):
    with sessions(database) as make:
        yield make


@pytest.fixture
def session(make):
    return make(GLOBEN)


def changes(beside):
    with beside.connect() as connection:
        table = Change.__table__
        return connection.execute(select(table).order_by(table.c.id)).all()


def refuse(session, beside):
    before = contents(beside)
    with pytest.raises(NotAllowed):
        session.flush()
    session.rollback()
    assert (contents(beside), changes(beside)) == (before, [])


@pytest.mark.parametrize("viewer", [STRANGER, REGNBUEN, SUND, Guardian(guardian=1, child_ids=(6,), custody_ids=(6,))])
def test_who_may_not_create(make, beside, viewer):
    session = make(viewer)
    session.add(Kid(id=6, house_id=1, name="Frida"))
    refuse(session, beside)


def test_who_sees_by_consent_may_not_change(make, beside):
    session = make(SUND)
    session.get(Kid, 4).name = "Dora"
    refuse(session, beside)


def test_who_sees_by_consent_may_not_delete(make, beside):
    session = make(SUND)
    session.delete(session.get(Kid, 4))
    refuse(session, beside)


def test_a_row_is_not_made_ones_own_by_writing(make, beside):
    """SUND with a house of its own sees kid 4 by consent: moving it there would make it writable."""
    both = make(type(GLOBEN)(staff=8, memberships=GLOBEN.memberships + SUND.memberships))
    both.get(Kid, 4).house_id = 1
    refuse(both, beside)


def test_a_row_is_not_given_to_others_unasked(session, beside):
    session.get(Kid, 1).house_id = 2
    refuse(session, beside)


def test_a_row_is_not_deleted_after_it_was_made_ones_own(make, beside):
    both = make(type(GLOBEN)(staff=8, memberships=GLOBEN.memberships + SUND.memberships))
    kid = both.get(Kid, 4)
    kid.house_id = 1
    both.delete(kid)
    refuse(both, beside)


def test_who_adds_to_a_row_is_not_asked_for_the_row_itself(make, beside):
    both = make(type(GLOBEN)(staff=8, memberships=GLOBEN.memberships + SUND.memberships))
    kid = both.get(Kid, 4)
    kid.notes.append(Note(title="new"))
    both.commit()
    assert [(row.verb, row.kind) for row in changes(beside)] == [("create", "matrix_note")]


def test_one_row_that_may_not_be_written_stops_the_whole_flush(session, beside):
    session.get(Kid, 1).name = "Anne"
    session.add(Kid(id=6, house_id=2, name="Frida"))
    refuse(session, beside)


def test_a_change_that_changes_nothing_is_not_asked(make, beside):
    session = make(SUND)
    kid = session.get(Kid, 4)
    kid.name = str(kid.name)
    session.commit()
    assert changes(beside) == []


def test_unguarded_rows_pass_and_are_not_written_down(make, beside):
    session = make(STRANGER)
    session.add(Tag(id=30, label="free"))
    session.commit()
    assert changes(beside) == []


def test_logs_are_not_written_through_the_session(make, beside):
    session = make(Job(name="worker", all_units=(("dagtilbud", 1),)))
    session.add(Change(at=datetime.now(UTC), verb="create", kind="child", row_id=1, columns=[]))
    refuse(session, beside)


def test_each_row_is_written_down_with_who_when_where_and_what(session, beside, at):
    at(datetime(2026, 11, 22, 13, 5, tzinfo=UTC))
    session.info["acting"] = Acting(unit_id=1, purpose="start")
    session.get(Kid, 1).name = "Anne"
    session.get(Kid, 1).friend_id = 2
    session.add(note := Note(kid_id=2, title="new"))
    session.delete(session.get(Kid, 5))
    session.commit()
    found = changes(beside)
    assert sorted((row.verb, row.kind, row.row_id, row.child_id, row.columns) for row in found) == [
        ("change", "matrix_kid", 1, 1, ["friend_id", "name"]),
        ("create", "matrix_note", note.id, None, []),
        ("delete", "matrix_kid", 5, 5, []),
    ]
    who = {
        (row.staff_id, row.guardian_id, row.job, row.unit_id, row.purpose, row.at.replace(tzinfo=UTC)) for row in found
    }
    assert who == {(7, None, None, 1, "start", datetime(2026, 11, 22, 13, 5, tzinfo=UTC))}


def test_a_new_row_is_written_down_with_the_id_the_database_gave_it(session, beside):
    session.add(kid := Kid(house_id=1, name="Frida"))
    session.commit()
    assert [(row.row_id, row.child_id) for row in changes(beside)] == [(kid.id, kid.id)]


def test_a_job_is_written_down_by_its_name(make, beside):
    session = make(Job(name="import", all_units=(("dagtilbud", 1),)))
    session.add(Kid(id=6, house_id=1, name="Frida"))
    session.commit()
    assert [(row.job, row.staff_id) for row in changes(beside)] == [("import", None)]


def test_what_is_undone_is_not_written_down(session, beside):
    session.get(Kid, 1).name = "Anne"
    session.flush()
    session.rollback()
    assert changes(beside) == []


def test_a_savepoint_that_is_undone_is_not_written_down(session, beside):
    session.get(Kid, 1).name = "Anne"
    with session.begin_nested() as savepoint:
        session.get(Kid, 2).name = "Bob"
        session.flush()
        savepoint.rollback()
    session.commit()
    assert [(row.row_id, row.columns) for row in changes(beside)] == [(1, ["name"])]


def test_a_flush_writes_its_log_with_one_statement(session, statements):
    for kid in session.scalars(select(Kid)):
        kid.name = kid.name.upper()
    with statements() as sent:
        session.flush()
    assert len([sql for sql in sent if "INSERT INTO change" in sql]) == 1


def test_no_value_stands_in_the_log(session, beside):
    session.get(Kid, 1).name = "Very private"
    session.commit()
    assert "Very private" not in str(changes(beside))


def test_without_a_ledger_nothing_is_written(session, beside, monkeypatch):
    monkeypatch.setattr(writes, "ledger", writes.ledger[:1])
    before = contents(beside)
    session.get(Kid, 1).name = "Anne"
    with pytest.raises(RuntimeError, match="ledger"):
        session.flush()
    session.rollback()
    assert contents(beside) == before
