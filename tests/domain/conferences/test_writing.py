"""Several people write under one item: nothing is overwritten silently, no text is lost, and whoever may not read may not write."""

import pytest
from sqlalchemy import func, select

from domain.audit import Change
from domain.conferences.meeting import live, writing
from domain.conferences.meeting.door import ItemShut, NoSuchItem
from domain.conferences.meeting.live import NotNow
from domain.conferences.meeting.writing import (
    AFTER,
    DROP,
    INSTEAD,
    Conflict,
    Edit,
    NoSuchField,
    Overtaken,
    Saved,
    Settled,
    TooLong,
)
from domain.conferences.tables.meeting import DECISION, NOTES, OWN, Passage, Rival
from domain.conferences.tables.series import APPROVED, BEGUN, CANCELLED, Conference
from tests.scenes.round_table import NURSE, OTHER_NURSE, agree, draw_back, lay, make_item, put_named


@pytest.fixture
def table(database):
    return lay(database, state=BEGUN)


@pytest.fixture
def item(table):
    with table.home() as session:
        return make_item(session, table, OWN, title="Eventuelt")


def said(table, who, item, text, version, field=NOTES):
    with table.seat(who) as session:
        return writing.save(session, item, field, text, version)


def stands(table, item, field=NOTES):
    with table.seat() as session:
        return session.scalars(select(Passage.text).where(Passage.item_id == item, Passage.field == field)).one()


def beside(table):
    """What has lost and is not yet settled."""
    with table.seat() as session:
        return session.scalars(select(Rival.text).where(Rival.merged_at.is_(None)).order_by(Rival.id)).all()


def changes(table):
    with table.seat() as session:
        return session.scalars(select(Conference.changes)).one()


def test_whoever_has_what_stands_there_writes_on_in_it(table, item):
    assert said(table, "leder", item, "Et", 0) == Saved(NOTES, 1)
    assert said(table, "psykolog", item, "Et og to", 1) == Saved(NOTES, 2)
    assert (stands(table, item), beside(table), changes(table)) == ("Et og to", [], 2)
    with table.home() as session:
        written = session.scalars(select(Passage.written_by)).one()
        log = select(Change.verb).where(Change.kind == "conference_passage").order_by(Change.id)
        verbs = session.scalars(log.execution_options(unscoped="test"))
        assert (written, verbs.all()) == (table.staff["psykolog"], ["create", "change"])


def test_of_two_with_the_same_version_the_second_loses_and_its_text_stands_beside(table, item):
    said(table, "leder", item, "Fælles", 0)
    said(table, "leder", item, "Lederens", 1)
    lost = said(table, "psykolog", item, "Psykologens", 1)
    assert isinstance(lost, Conflict)
    assert (lost.version, stands(table, item), beside(table)) == (2, "Lederens", ["Psykologens"])


def test_of_two_who_write_first_the_second_loses_too(table, item):
    said(table, "leder", item, "Lederens", 0)
    assert isinstance(said(table, "psykolog", item, "Psykologens", 0), Conflict)
    assert (stands(table, item), beside(table)) == ("Lederens", ["Psykologens"])


def test_the_same_text_twice_is_no_conflict_and_one_field_is_not_another(table, item):
    said(table, "leder", item, "Det samme", 0)
    assert said(table, "psykolog", item, "Det samme", 0) == Saved(NOTES, 1)
    assert said(table, "psykolog", item, "Besluttet", 0, DECISION) == Saved(DECISION, 1)
    assert beside(table) == []


def test_whoever_writes_on_in_a_text_that_has_lost_is_kept_once_and_another_text_beside_it(table, item):
    said(table, "leder", item, "Lederens", 0)
    for text in ("Psyko", "Psykologens", "Noget andet"):
        said(table, "psykolog", item, text, 0)
    said(table, "socialraadgiver", item, "Psyko", 0)
    assert beside(table) == ["Psykologens", "Noget andet", "Psyko"]


def test_several_fields_are_saved_at_once_each_with_its_own_outcome(table, item):
    said(table, "leder", item, "Lederens", 0)
    with table.seat("psykolog") as session:
        edits = [Edit(NOTES, "Psykologens", 0), Edit(DECISION, "Besluttet", 0)]
        outcomes = writing.save_all(session, item, edits)
    assert [type(one) for one in outcomes] == [Conflict, Saved]
    assert (stands(table, item), stands(table, item, DECISION), beside(table)) == (
        "Lederens",
        "Besluttet",
        ["Psykologens"],
    )


@pytest.mark.parametrize(
    ("way", "after"), [(AFTER, "Lederens\nPsykologens"), (INSTEAD, "Psykologens"), (DROP, "Lederens")]
)
def test_a_text_that_lost_is_settled_once(table, item, way, after):
    said(table, "leder", item, "Lederens", 0)
    rival = said(table, "psykolog", item, "Psykologens", 0).rival_id
    with table.seat("socialraadgiver") as session:
        assert writing.settle(session, rival, way, 1) == item
    assert (stands(table, item), beside(table)) == (after, [])
    with table.seat() as session, pytest.raises(Settled) as late:
        writing.settle(session, rival, way, 1)
    assert late.value.item_id == item


def test_nobody_puts_a_text_instead_of_one_that_they_have_not_seen(table, item):
    said(table, "leder", item, "Lederens", 0)
    rival = said(table, "psykolog", item, "Psykologens", 0).rival_id
    said(table, "leder", item, "Lederens nye", 1)
    with table.seat("psykolog", commit=False) as session, pytest.raises(Overtaken):
        writing.settle(session, rival, INSTEAD, 1)
    assert (stands(table, item), beside(table)) == ("Lederens nye", ["Psykologens"])


def test_the_database_itself_refuses_a_save_of_another_version(table, item, monkeypatch):
    """Were the lock between writers forgotten, the version in the UPDATE would still tell them apart."""
    said(table, "leder", item, "Fælles", 0)
    with table.seat("psykolog", commit=False) as session:
        passage = session.scalars(select(Passage)).one()
        session.connection().exec_driver_sql(
            "UPDATE conference_passage SET version = 7, text = 'Lederens'", execution_options={"unscoped": "test"}
        )
        lost = writing._save(session, writing._Under(passage_item(session, item), None), Edit(NOTES, "Min", 1), passage)
        assert isinstance(lost, Conflict)
        assert session.scalars(select(Rival.text)).all() == ["Min"]


def passage_item(session, item):
    from domain.conferences.tables.meeting import Item

    return session.get(Item, item)


@pytest.mark.parametrize("state", [APPROVED, CANCELLED])
def test_what_is_locked_is_not_written_in(database, state):
    table = lay(database, state=state)
    with table.home() as session:
        item = make_item(session, table, OWN)
    with table.seat(commit=False) as session, pytest.raises(NotNow):
        writing.save(session, item, NOTES, "For sent", 0)


def test_only_whom_the_task_reaches_writes_under_it_and_after_a_withdrawal_nobody(table):
    with table.home() as session:
        task, item, _child = put_named(session, table)
    said(table, NURSE, item, "Alma siger få ord", 0)
    with table.seat(OTHER_NURSE, commit=False) as session:
        assert session.scalars(select(Passage)).all() == []
        with pytest.raises(ItemShut):
            writing.save(session, item, NOTES, "Jeg kender hende ikke", 1)
    draw_back(table, task)
    for who in (NURSE, "leder", "paedagog"):
        with table.seat(who, commit=False) as session:
            assert session.scalar(select(func.count()).select_from(Passage)) == 0
            with pytest.raises(ItemShut):
                writing.save(session, item, NOTES, "Trods alt", 1)


def test_a_stranger_to_the_house_finds_nothing(table, item):
    elsewhere = lay(table.database)
    with elsewhere.seat(commit=False) as session, pytest.raises(NoSuchItem):
        writing.save(session, item, NOTES, "Hej", 0)


def test_a_text_has_an_end(table, item):
    with table.seat(commit=False) as session, pytest.raises(TooLong):
        writing.save(session, item, NOTES, "a" * (writing.LONGEST + 1), 0)


def test_a_field_that_is_none_is_refused(table, item):
    with table.seat(commit=False) as session, pytest.raises(NoSuchField):
        writing.save(session, item, "titel", "Hej", 0)


def test_the_mark_changes_with_every_write_and_with_every_consent_and_costs_one_statement(table, item, statements):
    with table.home() as session:
        task, _item, _child = put_named(session, table)
    marks = []
    for act in (lambda: None, lambda: said(table, "leder", item, "Et", 0), lambda: draw_back(table, task)):
        act()
        with table.seat() as session, statements(most=1):
            marks.append(live.mark(session, table.conference))
    assert len(set(marks)) == 3


def test_a_yes_that_comes_as_another_goes_is_something_new(table):
    with table.home() as session:
        one, _item, _child = put_named(session, table)
        other, _item, child = put_named(session, table, "Noah: ro ved samling")
    draw_back(table, other)
    with table.home() as session:
        before = live.mark(session, table.conference)
        agree(session, other, child, table.house)
    draw_back(table, one)
    with table.seat() as session:
        assert live.mark(session, table.conference) != before
