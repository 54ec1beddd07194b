"""A task whose parents' yes is gone after it was discussed: somebody always has it, can ask again or end it, and reads nothing of it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from domain import consent, due
from domain.access import Guardian, NotAllowed
from domain.access.staff import Staff
from domain.asking import RAN_OUT
from domain.base import today
from domain.conferences import after
from domain.conferences.after import unagreed, undated
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.task import AGENDA, CHILD, CLOSED, DISCUSSED, EFFORT, SUBMITTED, WITHDRAWN, Task
from domain.conferences.tasks import asking, lapsing, life, writing
from domain.conferences.tasks.life import NoSuchTask, WrongStep
from domain.conferences.tasks.writing import Words
from domain.consent import NO, YES
from domain.outbox import Outbox
from domain.tovholder.followed import RUNNING
from tests.factories import SECRET, make_child, make_guardian, make_start
from tests.scenes.round_table import NURSE, lay
from tests.scenes.tasks import opened

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
WORDS = Words(title="Få ord", occupies="Alma siger få ord.", roles=("psykolog",))
LOOKS = {"unscoped": "the test looks"}
LINES = select(due.Due.key).where(due.Due.kind.in_(lapsing.LINES))
AFTERWARDS = asking.LASTS + timedelta(days=1)


@pytest.fixture
def table(database, at):
    """A pædagog's task about a child, discussed by the parents' yes; PPR's psykolog is tovholder of its effort."""
    at(NOW)
    found = lay(database)
    with found.home() as session:
        found.child = make_child(session, "Alma Kjær", sundhedspleje_id=found.units["sundhedspleje"])
        found.mother = make_guardian(session, found.child, name="Mor")
        start = make_start(session, found.child, found.house, starts_on=today() + timedelta(days=30))
    with found.seat("paedagog") as session:
        found.task = writing.write(session, found.house, found.house, CHILD, WORDS, start).id
        asking.ask(session, SECRET, found.task)
    say(found, YES)
    with found.seat("paedagog") as session:
        writing.submit(session, found.task)
    with found.seat() as session:
        life.step(session, found.task, AGENDA)
        life.step(session, found.task, DISCUSSED)
        life.reach(session, found.task)
    return found


def say(table, value):
    parent = Guardian(guardian=table.mother, child_ids=(table.child,), custody_ids=(table.child,))
    with opened(table.database.sessions, parent) as session:
        asking.answer(session, table.task, table.mother, value)
        session.commit()


def effort(table, who="psykolog"):
    with table.seat() as session:
        plan = after.Plan(
            goal="Ro", tovholder_id=table.staff[who], starts_on=today(), follow_up_on=today() + AFTERWARDS
        )
        return after.start_effort(session, table.task, plan).id


def day(table):
    """Whose Min dag says what about a yes, as the house leaves it each hour."""
    with table.home() as session:
        lapsing.look(session)
        rows = select(due.Due.staff_id, due.Due.kind, due.Due.target).where(due.Due.kind.in_(lapsing.LINES))
        names = {number: who for who, number in table.staff.items()}
        return {(names[one.staff_id], one.kind, one.target) for one in session.execute(rows, execution_options=LOOKS)}


def loose(table):
    with table.seat() as session:
        return {(one.what, one.why, one.title) for one in undated.of_house(session, table.house)}


def state(table):
    with table.home() as session:
        return session.scalars(select(Task.state).where(Task.id == table.task), execution_options=LOOKS).one()


def test_whoever_wrote_it_and_whoever_holds_on_to_its_effort_are_told_and_the_chair_sees_it(table, at):
    effort(table)
    assert day(table) == set()
    at(NOW + AFTERWARDS)
    target = f"unagreed/{table.task}"
    for values, kind in ((None, RAN_OUT), (NO, "nej")):
        if values:
            with table.seat("paedagog") as session:
                asking.ask(session, SECRET, table.task)
            say(table, values)
        expected = {
            ("paedagog", f"samtykke-{kind}", f"task/{table.task}"),
            ("psykolog", f"indsats-samtykke-{kind}", target),
        }
        assert day(table) == expected
        assert ("task", undated.NO_YES, None) in loose(table)
        with table.seat() as session:
            found = unagreed.one(session, table.task)
            assert (found.writer, found.consent, found.asks, found.ends) == ("Mikkel Stubbe", kind, False, True)
            assert [one.name for one in found.holders] == ["Thea Birkholm"]
    say(table, YES)
    assert (day(table), state(table)) == (set(), EFFORT)
    assert ("task", undated.NO_YES, None) not in loose(table)


def test_the_tovholder_asks_the_parents_again_unread_and_all_is_where_it_was(table, at):
    number = effort(table)
    at(NOW + AFTERWARDS)
    with table.seat("psykolog") as session:
        assert session.scalars(select(Task.title)).all() == session.scalars(select(Effort.goal)).all() == []
        assert unagreed.ask(session, SECRET, table.task).found == 1
    with table.home() as session:
        assert session.scalars(select(Outbox.guardian_id).where(Outbox.kind == asking.MAIL)).all() == [table.mother] * 2
    assert {kind for _who, kind, _target in day(table)} == {"samtykke-mangler", "indsats-samtykke-mangler"}
    say(table, YES)
    with table.seat("psykolog") as session:
        assert session.get(Effort, number).state == RUNNING
        with pytest.raises(WrongStep):
            unagreed.close(session, table.task)
    assert day(table) == set()


def test_an_effort_that_nobody_may_read_is_ended_by_its_tovholder_or_the_chair_and_leaves_nothing_open(table, at):
    effort(table)
    at(NOW + AFTERWARDS)
    assert day(table)
    with table.seat("psykolog") as session:
        unagreed.close(session, table.task)
    assert (state(table), day(table)) == (CLOSED, set())
    assert not {one for one in loose(table) if one[0] != "conference"}
    with table.home() as session:
        rows = session.execute(select(Effort.state, Effort.follow_up_on, Effort.outcome), execution_options=LOOKS).all()
        assert [tuple(row) for row in rows] == [("lukket", None, "")]
        open_ = select(due.Due.key).where(due.Due.done_at.is_(None), due.Due.target.like("effort/%"))
        assert session.scalars(open_, execution_options=LOOKS).all() == []
    with pytest.raises(consent.AnsweredTooLate):
        say(table, YES)


def test_whoever_neither_wrote_it_nor_holds_on_to_it_nor_leads_the_house_knows_of_nothing(table, at):
    effort(table)
    at(NOW + AFTERWARDS)
    for who in ("socialraadgiver", NURSE):
        with table.seat(who, commit=False) as session, pytest.raises(NoSuchTask):
            unagreed.one(session, table.task)
    with table.seat(commit=False) as session, pytest.raises(NotAllowed):
        unagreed.ask(session, SECRET, table.task)  # its writer is there, and may know why not


def test_when_its_writer_has_stopped_the_chair_asks_or_ends_it(table, at):
    at(NOW + AFTERWARDS)
    with table.home() as session:
        session.execute(update(Staff).where(Staff.id == table.staff["paedagog"]).values(active=False))
    with table.seat() as session:
        unagreed.ask(session, SECRET, table.task)
    with table.seat() as session:
        found = unagreed.one(session, table.task)
        assert (found.works, found.consent, found.asks, found.ends) == (False, "mangler", True, True)
        unagreed.close(session, table.task)
    assert state(table) == CLOSED
    with pytest.raises(consent.AnsweredTooLate):
        say(table, YES)  # to what they had just been asked


@pytest.mark.parametrize("works", [True, False])
def test_what_has_not_been_talked_about_is_its_writers_as_long_as_there_is_one(table, at, works):
    with table.home() as session:
        session.execute(update(Task).where(Task.id == table.task).values(state=SUBMITTED), execution_options=LOOKS)
        session.execute(update(Staff).where(Staff.id == table.staff["paedagog"]).values(active=works))
    at(NOW + AFTERWARDS)
    with table.seat(commit=not works) as session:
        if works:
            with pytest.raises(NotAllowed):
                unagreed.close(session, table.task)
        else:
            unagreed.close(session, table.task)
    assert state(table) == (SUBMITTED if works else WITHDRAWN)


def test_its_writer_asks_again_after_it_was_discussed_or_takes_it_back_with_what_runs(table, at):
    effort(table, "leder")
    at(NOW + AFTERWARDS)
    with table.seat("paedagog") as session:
        asking.ask(session, SECRET, table.task)
        assert session.scalars(LINES, execution_options=LOOKS).all() != []
        writing.withdraw(session, table.task)
        assert session.scalars(LINES, execution_options=LOOKS).all() == []
    assert (state(table), day(table)) == (WITHDRAWN, set())
    with table.home() as session:
        assert session.scalars(select(Effort.state), execution_options=LOOKS).all() == ["lukket"]
