"""How well the conferences work, in numbers: counted by house, month and kind, and small ones never told, nor what they follow from."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from domain.conferences.tables.effort import AGREED, Effort, FollowUp
from domain.conferences.tables.task import CLOSED as TASK_CLOSED
from domain.conferences.tables.task import DISCUSSED, GROUP, STAFF, SUBMITTED, Step, Task
from domain.figures.areas import EVERYWHERE
from domain.figures.conferences import (
    BEGIN_DAYS,
    BEGUN,
    EFFORTS,
    IN_TIME,
    LOOKED,
    TALK_DAYS,
    TALKED,
    TASKS,
    WAITING,
    WHOLE,
    year,
)
from domain.tovholder.followed import CLOSED, ENDED, GO_ON, RUNNING
from tests.factories import as_house, make_staff, make_unit
from tests.scenes.bookings import added

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(at):
    at(NOW)


@pytest.fixture
def town(session):
    """A house, another one, and the office; with a member of staff."""
    as_house(session)
    house, other = make_unit(session, name="Troldebo"), make_unit(session, name="Globen")
    office = make_unit(session, "forvaltning", "Forvaltningen", "center")
    return session, house, other, office, make_staff(session, house, "leder")


def put(town, unit, at, *, kind=GROUP, talked=None, begins=None, looks=(), track=None):
    """A task put `at`, discussed so many days later, its effort begun so many days after that; looks: (due, days late)."""
    session, staff = town[0], town[4]
    whose = {"unit_id": unit, "from_unit_id": unit, "writer_id": staff, "kind": kind, "created_at": at}
    state = TASK_CLOSED if talked is not None else SUBMITTED
    task = added(session, Task(**whose, submitted_at=at, state=state)).id
    if talked is None:
        return task
    said = at + timedelta(days=talked)
    session.add(Step(task_id=task, at=said, state=DISCUSSED))
    if begins is None:
        return task
    about = {"task_id": task, "unit_id": unit, "goal": "Ro", "tovholder_id": staff, "for_unit_id": unit}
    ends = {"state": CLOSED} if looks else {"state": RUNNING, "follow_up_on": date(2027, 1, 1)}
    first = said.date() + timedelta(days=begins)
    effort = added(session, Effort(**about, **ends, starts_on=first, agreed_at=said, track=track)).id
    every = [(first, 0, AGREED), *((due, late, ENDED if n else GO_ON) for n, (due, late) in enumerate(looks))]
    for due, late, decided in every:
        when = datetime(due.year, due.month, due.day, 12, tzinfo=UTC) + timedelta(days=late)
        same = {"who_does_what": "", "decided": decided, "staff_id": staff}
        row = {**about, **same, "effort_id": effort, "due_on": due, "at": when}
        session.execute(insert(FollowUp), [row], execution_options={"unscoped": "what somebody else wrote"})
    return task


def test_days_and_shares_are_counted_of_what_was_put_that_year(town):
    session, house, *_rest = town
    for number in range(6):
        looks = [(date(2026, 5, 4), 0), (date(2026, 6, 1), 3 if number else 0)]
        put(town, house, MARCH + timedelta(days=number), talked=10, begins=4, looks=looks, track=1)
    put(town, house, MARCH.replace(year=2025), talked=90)
    found = year(session, house, 2026)
    numbers = {name: found.get(name, house) for name in (TASKS, TALKED, BEGUN, LOOKED, IN_TIME, EFFORTS)}
    assert numbers == {TASKS: 6, TALKED: 6, BEGUN: 6, LOOKED: 12, IN_TIME: 7, EFFORTS: 6}
    assert (found.mean(TALK_DAYS, house), found.mean(BEGIN_DAYS, house), found.share(house)) == (10, 4, 58)
    assert (found.get(TASKS, house, 3), found.get(TASKS, house, 4), found.get(TASKS, house, GROUP)) == (6, 0, 6)
    assert found.get(EFFORTS, house, "spor-1") == 6


def test_what_waits_now_waits_whichever_year_it_was_put(town):
    session, house, *_rest = town
    for number in range(5):
        put(town, house, MARCH.replace(year=2025) + timedelta(days=number))
    assert year(session, house, 2026).get(WAITING, house) == 5
    assert year(session, house, 2026).get(TASKS, house) == 0


def test_small_numbers_are_hidden_and_what_they_could_be_worked_out_from(town):
    session, house, other, office, _staff = town
    for number in range(8):
        put(town, house, MARCH + timedelta(days=number), kind=GROUP if number < 6 else STAFF, talked=5)
    for number in range(2):
        put(town, other, MARCH + timedelta(days=number), talked=5)
    found = year(session, house, 2026)
    assert found.get(TASKS, house, STAFF) is None
    assert found.get(TASKS, house, GROUP) is None, "else two of staff are what is left"
    everything = year(session, office, 2026)
    assert everything.get(TASKS, other) is None
    assert {everything.get(TASKS, house), everything.get(TASKS, EVERYWHERE)} != {8, 10}, "else two are what is left"
    assert everything.mean(TALK_DAYS, other) is None


def test_a_house_has_its_own_and_the_office_everybodys(town):
    session, house, other, office, _staff = town
    assert [row.key for row in year(session, house, 2026).rows] == [house]
    assert {house, other, EVERYWHERE} <= {row.key for row in year(session, office, 2026).rows}


def test_an_overdue_follow_up_that_nobody_has_held_is_not_in_time(town):
    session, house, *_rest, staff = town
    for number in range(5):
        task = put(town, house, MARCH + timedelta(days=number), talked=5, begins=1, looks=[(date(2026, 5, 4), 0)])
    session.add(
        Effort(
            task_id=task,
            unit_id=house,
            goal="Ro",
            tovholder_id=staff,
            for_unit_id=house,
            state=RUNNING,
            starts_on=date(2026, 4, 1),
            follow_up_on=date(2026, 8, 1),
            agreed_at=MARCH,
        )
    )
    session.flush()
    found = year(session, house, 2026)
    assert (found.get(LOOKED, house), found.get(IN_TIME, house), found.share(house, WHOLE)) == (6, 5, 83)
