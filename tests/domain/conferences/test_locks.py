"""An approved referat is locked by the database: every way of writing to it is tried, and an addition is the only one that gets in."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from domain.access import NotAllowed
from domain.base import now, today
from domain.conferences import after
from domain.conferences.after import referat
from domain.conferences.tables.effort import Effort, FollowUp
from domain.conferences.tables.locks import Locked
from domain.conferences.tables.meeting import DECISION, NOTES, Addition, Agreement, Item, Passage, Rival
from domain.conferences.tables.series import BEGUN, Attendance, Conference
from domain.conferences.tables.task import AGENDA, Number, Task
from domain.tovholder.followed import ENDED
from tests.factories import make_staff
from tests.scenes.round_table import lay, make_item, make_task, meet

UNSCOPED = {"unscoped": "the test goes round the nets"}


def held(database):
    """A table with an approved referat: an item with notes, a promise, a number, an effort."""
    table = lay(database, state=BEGUN, days=-1)
    with table.home() as session:
        table.task = make_task(session, table, state=AGENDA)
        table.item = make_item(session, table, task_id=table.task)
    with table.seat() as session:
        common = {
            "unit_id": table.house,
            "conference_id": table.conference,
            "item_id": table.item,
            "task_id": table.task,
        }
        me = table.staff["leder"]
        session.add(Passage(**common, field=NOTES, text="Vi så", version=1, written_by=me, written_at=now()))
        session.add(
            Agreement(**common, text="Ringe", responsible_id=me, deadline=today() + timedelta(days=3), made_at=now())
        )
        number = {"task_id": table.task, "unit_id": table.house, "conference_id": table.conference, "voice": "Mor"}
        session.add(Number(**number, value=4, at=now(), entered_by=me))
        table.effort = after.start_effort(session, table.task, plan(table), table.conference).id
        referat.close(session, table.conference)
    with table.seat() as session:
        referat.approve(session, table.conference)
    return table


def plan(table, **values):
    usual = {"goal": "Ro ved samling", "tovholder_id": table.staff["psykolog"], "starts_on": today()}
    return after.Plan(**usual | {"follow_up_on": today() + timedelta(weeks=4)} | values)


NEW = {
    Passage: {"field": DECISION},
    Agreement: {"text": "x"},
    Item: {"place": 9},
    Attendance: {},
    Number: {"value": 1},
    FollowUp: {"goal": "x"},
}
"""What another row of each would differ in."""
CHANGED = {
    Passage: {"text": "y"},
    Item: {"title": "y"},
    Attendance: {"state": "afbud"},
    Number: {"value": 9},
    FollowUp: {"goal": "y"},
    Effort: {"conference_id": None},
    Agreement: {"deadline": date(2027, 3, 1)},
    Conference: {"approved_at": None},
}


def ways(table, session):
    """(name, statement) of every way in: Core, past all nets, for each table and verb."""
    for one, values in (NEW | {Attendance: {"staff_id": table.outsider}}).items():
        row = session.execute(select(one.__table__), execution_options=UNSCOPED).mappings().first()
        another = {name: value for name, value in row.items() if name != "id"} | values
        yield f"insert {one.__tablename__}", insert(one.__table__).values(another)
    yield from (
        (f"update {one.__tablename__}", update(one.__table__).values(values)) for one, values in CHANGED.items()
    )
    yield from ((f"delete {one.__tablename__}", delete(one.__table__)) for one in NEW)
    for column in ("text", "responsible_id", "made_at"):
        table_ = Agreement.__table__
        yield f"agreement's {column}", update(table_).values({column: table_.c[column]})
    yield "to another conference", update(Passage.__table__).values(conference_id=table.other)
    yield "text by hand", text("UPDATE conference_passage SET text = 'y'")
    yield (
        "opened again",
        update(Conference.__table__).where(Conference.__table__.c.id == table.conference).values(state=BEGUN),
    )


def test_every_way_into_a_locked_referat_is_refused_by_the_database(database):
    table = held(database)
    with table.home() as session:
        table.outsider = make_staff(session, table.house, "paedagog")
        table.other = meet(session, table, 30, state=BEGUN)
    before, got_in = contents(table), []
    with table.home() as session:
        for name, statement in ways(table, session):
            try:
                with session.begin_nested():
                    session.execute(statement, execution_options=UNSCOPED)
            except IntegrityError:
                continue
            got_in.append(name)
    assert got_in == []
    assert contents(table) == before


def contents(table):
    with table.home() as session:
        every = (Passage, Agreement, Item, Number, FollowUp, Attendance)
        found = [session.execute(select(one.__table__), execution_options=UNSCOPED).all() for one in every]
        return [sorted(map(str, rows_)) for rows_ in found]


def test_through_the_nets_nobody_writes_there_either(database):
    table = held(database)
    with table.seat(commit=False) as session:
        session.scalars(select(Passage)).one().text = "Vi så noget andet"
        with pytest.raises(IntegrityError):
            session.flush()
    with table.seat(commit=False) as session:
        session.delete(session.scalars(select(Passage)).one())
        with pytest.raises((NotAllowed, IntegrityError)):
            session.flush()
    with table.seat(commit=False) as session, pytest.raises(Locked):
        after.start_effort(session, table.task, plan(table), table.conference)


def test_a_promise_of_a_locked_referat_can_still_be_kept_and_an_effort_followed_up(database):
    table = held(database)
    with table.seat() as session:
        agreement = session.scalars(select(Agreement)).one()
        agreement.done_at, agreement.done_by = now(), table.staff["leder"]
        session.flush()
        effort = session.get_one(Effort, table.effort)
        after.follow_up(session, effort.id, after.Look(decided=ENDED, outcome="naaet"), effort.version)
    with table.home() as session:
        assert session.scalar(select(Agreement.done_at)) is not None
        assert session.scalars(select(FollowUp.goal).order_by(FollowUp.id)).all() == ["Ro ved samling"] * 2


def test_an_addition_stands_beside_it_and_is_never_changed(database):
    table = held(database)
    with table.seat("psykolog") as session:
        referat.add(session, table.item, "Det var tirsdag, ikke onsdag.")
    with table.home() as session:
        [said] = session.scalars(select(Addition)).all()
        assert (said.text, said.staff_id, said.conference_id) == (
            "Det var tirsdag, ikke onsdag.",
            table.staff["psykolog"],
            table.conference,
        )
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(update(Addition.__table__).values(text="nej"), execution_options=UNSCOPED)


def test_what_the_house_forgets_can_be_deleted_and_nothing_else(database):
    table = held(database)
    with table.home() as session:
        session.execute(update(Task.__table__).values(forgotten_at=now()), execution_options=UNSCOPED)
        for one in (Passage, Agreement, Number, FollowUp):
            session.execute(delete(one.__table__), execution_options=UNSCOPED)
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(delete(Attendance.__table__), execution_options=UNSCOPED)
        session.execute(update(Conference.__table__).values(forgotten_at=now()), execution_options=UNSCOPED)
        session.execute(delete(Attendance.__table__), execution_options=UNSCOPED)


def test_two_texts_for_one_field_are_settled_before_it_is_locked(database):
    table = lay(database, state=BEGUN, days=-1)
    with table.home() as session:
        item = make_item(session, table, kind="eget")
    with table.seat() as session:
        same = {"conference_id": table.conference, "unit_id": table.house, "written_by": table.staff["leder"]}
        passage = Passage(**same, item_id=item, field=NOTES, text="A", version=2, written_at=now())
        session.add(passage)
        session.flush()
        session.add(Rival(**same, passage_id=passage.id, text="B", written_at=now()))
        referat.close(session, table.conference)
        with pytest.raises(referat.Unsettled):
            referat.approve(session, table.conference)
        session.scalars(select(Rival)).one().merged_at = now()
        referat.approve(session, table.conference)
