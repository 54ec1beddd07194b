"""A date is called off or moved, an item postponed: nothing that stood on the agenda is lost, and no parents come for nothing."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from domain import consent, outbox
from domain.base import moment
from domain.conferences.after import undated
from domain.conferences.before import changing, sending
from domain.conferences.tables.meeting import OWN, POSTPONED, TASK, WAITS, Invitation, Item
from domain.conferences.tables.series import Conference
from domain.conferences.tables.task import AGENDA, SUBMITTED, Step, Task
from domain.conferences.tasks.asking import OFF, TIME, run_out
from domain.outbox import Outbox
from tests.conftest import count_statements
from tests.scenes.planned_year import make_house
from tests.scenes.round_table import Table, make_item, make_task, put_named


@pytest.fixture
def table(database, at):
    """The first of three dates, with a task about a named child, an anonymous one and a free item; the parents are invited."""
    at(datetime(2026, 11, 23, 9, tzinfo=UTC))
    house = make_house(database)
    house.plan()
    found = Table(database, house.units, house.staff, house.places, house.series, house.dates[0])
    found.dates = house.dates
    with found.home() as session:
        found.task, found.item, _child = put_named(session, found)
        found.other = make_task(session, found, "Uro", state=AGENDA)
        make_item(session, found, task_id=found.other, place=6)
        make_item(session, found, OWN, 7, title="Ny stue")
    with found.seat() as session:
        sending.invite(session, found.item)
    return found


def told(table):
    """(kind, subject) of what the parents are still to be told."""
    with table.home() as session:
        rows = select(Outbox.kind, Outbox.subject).where(Outbox.guardian_id.is_not(None), Outbox.sent_at.is_(None))
        return [tuple(row) for row in session.execute(rows.order_by(Outbox.id))]


def test_of_a_date_that_is_called_off_the_tasks_wait_again_and_free_items_go_on(table):
    with table.seat() as session:
        changing.cancel(session, table.conference)
        changing.cancel(session, table.conference)
    with table.seat() as session:
        assert set(session.scalars(select(Task.state))) == {SUBMITTED}
        assert [one.what for one in undated.of_house(session, table.house)] == []
        steps = select(Step.state).where(Step.task_id == table.other).order_by(Step.id)
        assert session.scalars(steps).all()[-1] == SUBMITTED
        stand = select(Item.kind, Item.conference_id, Item.state).order_by(Item.id)
        assert [tuple(one) for one in session.execute(stand)] == [
            *((kind, table.conference, POSTPONED) for kind in (TASK, TASK, OWN)),
            (OWN, table.dates[1], WAITS),
        ]
    assert told(table) == [(OFF, f"task/{table.task}")]
    with table.home() as session:
        assert session.scalars(select(Invitation)).all() == []


def test_the_parents_of_all_who_were_invited_are_asked_for_at_once(table):
    with table.home() as session:
        _task, item, _child = put_named(session, table)
    with table.seat() as session:
        sending.invite(session, item)
    with table.seat() as session, count_statements() as sent:
        changing.cancel(session, table.conference)
    assert len([one for one in sent if "FROM guardianship" in one and "custody" in one]) == 1
    assert [kind for kind, _subject in told(table)] == [OFF, OFF]


def test_of_a_date_that_is_moved_the_parents_get_the_new_time(table):
    with table.seat() as session:
        first = session.get_one(Conference, table.conference).first
        changing.move(session, table.conference, first)
    assert told(table) == [(TIME, f"conference-item/{table.item}")]
    with table.seat() as session:
        changing.move(session, table.conference, first + 96)
    assert told(table) == [(TIME, f"conference-item/{table.item}")]
    with table.home() as session:
        assert session.get_one(Invitation, table.item).sequence == 1
        found = sending.invited(session, table.item)
        assert found is not None
        assert found.start == moment(first + 96)
        assert found.start.date() == date(2026, 12, 3)
        taken = [one for one in outbox.take(session, 99, outbox.LATE) if one.kind == TIME]
        assert [one.sequence for one in taken] == [1]


def test_of_an_item_that_is_postponed_the_parents_are_told_that_they_are_not_to_come(table):
    with table.seat() as session:
        assert changing.postpone(session, table.item) == table.dates[1]
    assert told(table) == [(OFF, f"task/{table.task}")]


def test_parents_whose_yes_runs_out_before_they_come_are_told_that_they_are_not_to(table, at):
    with table.home() as session:
        child = session.scalars(select(Task.child_id).where(Task.id == table.task)).one()
        units = table.units["dagtilbud"], table.units["dagtilbud"]
        consent.ask(session, child, f"task/{table.task}", consent.CONFERENCE, units, date(2026, 11, 24))
    for day, kind in ((24, (TIME, f"conference-item/{table.item}")), (25, (OFF, f"task/{table.task}"))):
        at(datetime(2026, 11, day, 9, tzinfo=UTC))
        for _again in range(2):
            with table.home() as session:
                run_out(session)
        assert told(table) == [kind]
