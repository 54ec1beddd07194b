"""The agenda makes itself from what waits and is due, is put in order, and says what has changed since it was sent; then the meeting."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.access import NotAllowed
from domain.base import now, today
from domain.conferences.before import agenda
from domain.conferences.before.agenda import DOWN, UP, FullAgenda, Matter, NoNextDate
from domain.conferences.meeting import agreements, running
from domain.conferences.meeting.live import NoSuchConference, NotAtTheTable, NotNow
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.meeting import (
    AGREEMENTS,
    CLOSING,
    DISCUSSED,
    EFFORT,
    LEARNING,
    NOW,
    OWN,
    POSTPONED,
    TASK,
    TRANSITIONS,
    WAITS,
    WELCOME,
    Agreement,
    Item,
    Template,
)
from domain.conferences.tables.series import CLOSED, Conference
from domain.conferences.tables.task import Step, Task
from domain.conferences.tasks import life
from domain.cpr import CprRefused
from domain.due import Due
from domain.suspicion import LooksNamed
from tests.scenes.bookings import added
from tests.scenes.round_table import NURSE, OTHER_NURSE, lay, make_item, make_task, meet, put_named


@pytest.fixture
def table(database):
    return lay(database)


def make_effort(session, table, days, **values):
    task = make_task(session, table, state="indsats", **values)
    usual = {"task_id": task, "unit_id": table.house, "goal": "Flere ord", "starts_on": today(), "agreed_at": now()}
    usual |= {"tovholder_id": table.staff["paedagog"], "for_unit_id": table.house}
    effort = Effort(**usual, follow_up_on=today() + timedelta(days=days))
    return added(session, effort).id


def shown(table, *names, conference=0):
    with table.home() as session:
        columns = [getattr(Item, name) for name in names]
        rows = select(*columns).where(Item.conference_id == (conference or table.conference)).order_by(Item.place)
        return [row if len(names) > 1 else row[0] for row in session.execute(rows)]


def states(table, task):
    with table.home() as session:
        return session.scalars(select(Step.state).where(Step.task_id == task).order_by(Step.id)).all()


def propose(table, who="leder"):
    with table.seat(who) as session:
        return agenda.propose(session, table.conference)


def test_an_agenda_is_made_of_the_template_due_efforts_and_tasks_by_urgency_and_age(table):
    with table.home() as session:
        old, fresh, urgent = (
            make_task(session, table, title, submitted_at=now() - timedelta(days=age), urgency=urgency)
            for title, age, urgency in (("gammel", 30, 1), ("ny", 1, 1), ("haster", 0, 3))
        )
        due, later = make_effort(session, table, 10), make_effort(session, table, 60)
    assert propose(table) == 10
    found = shown(table, "kind", "task_id", "effort_id")
    assert [row[0] for row in found] == [
        *(WELCOME, AGREEMENTS, TASK, TASK, TASK, EFFORT, EFFORT, TRANSITIONS, LEARNING, CLOSING)
    ]
    assert [row[1] for row in found[2:5]] == [urgent, old, fresh]
    assert [row[2] for row in found[5:7]] == [due, later]
    assert states(table, old) == ["indsendt", "paa-dagsorden"]
    assert shown(table, "place") == list(range(1, 11))


def test_what_there_is_no_time_for_waits_in_the_queue_but_what_is_urgent_or_due_does_not(table):
    with table.home() as session:
        waits = [make_task(session, table, str(n), minutes=60, urgency=1) for n in range(3)]
        urgent = make_task(session, table, "haster", minutes=60, urgency=3)
        make_effort(session, table, 0)
    propose(table)
    assert [one for one in shown(table, "task_id", "kind") if one[1] == TASK] == [(urgent, TASK)]
    assert {states(table, one)[-1] for one in waits} == {"indsendt"}
    assert sum(shown(table, "minutes")) == 5 + 10 + 60 + 10 + 10 + 5 + 5


def test_proposed_again_it_takes_what_has_come_since_and_leaves_the_order_alone(table):
    with table.home() as session:
        first = make_task(session, table, "først")
    propose(table)
    with table.seat() as session:
        item = session.scalars(select(Item.id).where(Item.task_id == first)).one()
        agenda.shift(session, item, UP)
    before = shown(table, "id")
    assert propose(table) == 0
    with table.home() as session:
        second = make_task(session, table, "siden")
    assert propose(table) == 1
    after = shown(table, "id", "task_id")
    assert [one[0] for one in after if one[1] != second] == before
    assert [one[1] for one in after][1:3] == [first, second]


def test_the_administrators_template_is_what_it_begins_with(table):
    with table.home() as session:
        session.add_all(
            [Template(place=1, kind=OWN, title="Runde", minutes=10), Template(place=2, kind=TASK, title="", minutes=0)]
        )
        task = make_task(session, table)
    propose(table)
    assert shown(table, "kind", "task_id") == [(OWN, None), (TASK, task)]


def test_the_house_proposes_by_itself_and_whoever_does_not_lead_may_not(table):
    with table.home() as session:
        make_task(session, table)
        assert agenda.propose(session, table.conference) == 6
    with table.seat("psykolog", commit=False) as session, pytest.raises(NotAllowed):
        agenda.propose(session, table.conference)
    elsewhere = lay(table.database)
    with elsewhere.seat(commit=False) as session, pytest.raises(NoSuchConference):
        agenda.propose(session, table.conference)


def test_an_agenda_makes_itself_when_its_deadline_has_passed_and_once(table):
    """Also where something has come to it from the date before, or somebody has put something on it beforehand."""
    with table.home() as session:
        make_task(session, table)
        before = make_item(
            session, table, conference_id=meet(session, table, -60), kind=OWN, title="Rest", state=POSTPONED
        )
        make_item(session, table, kind=OWN, title="Rest", from_id=before)
        make_item(session, table, kind=OWN, title="Ny stue")
        session.get(Conference, table.conference).deadline = today() - timedelta(days=1)
        session.flush()
        assert agenda.propose_due(session) == 1
        assert agenda.propose_due(session) == 0
    assert TASK in shown(table, "kind")


def test_items_go_up_and_down_and_into_any_order(table):
    propose(table)
    ids = shown(table, "id")
    with table.seat("paedagog") as session:  # takes the minutes
        agenda.shift(session, ids[0], DOWN)
        agenda.shift(session, ids[0], DOWN)
        agenda.shift(session, ids[-1], DOWN)
        agenda.shift(session, ids[1], UP)
    assert shown(table, "id") == [ids[1], ids[2], ids[0], *ids[3:]]
    with table.seat() as session:
        agenda.order(session, table.conference, [ids[4], ids[3], ids[2], ids[1]], ids[4])
    assert shown(table, "id") == [ids[4], ids[3], ids[2], ids[1], ids[0]]


def test_after_it_was_sent_what_is_changed_is_marked_and_nothing_disappears(table):
    propose(table)
    ids = shown(table, "id")
    with table.seat() as session:
        agenda.change(session, ids[0], Matter(7, "Velkommen"))
        session.get(Conference, table.conference).sent_at = now()
    with table.seat() as session:
        agenda.add(session, table.conference, Matter(5, "Ny stue", table.staff["paedagog"]))
        agenda.change(session, ids[1], Matter(15))
        agenda.shift(session, ids[2], DOWN)
        agenda.change(session, ids[4], Matter(5))
    found = {row[0]: row[1] is not None for row in shown(table, "id", "marked_at")}
    [new] = set(found) - set(ids)
    assert [one for one in [*ids, new] if found[one]] == [ids[1], ids[2], new]
    with table.seat(commit=False) as session, pytest.raises(NotNow):
        agenda.drop(session, new)


def test_before_it_was_sent_an_item_can_be_taken_off_and_its_task_waits_again(table):
    with table.home() as session:
        task = make_task(session, table)
    propose(table)
    with table.seat() as session:
        item = session.scalars(select(Item.id).where(Item.task_id == task)).one()
        agenda.drop(session, item)
    assert states(table, task) == ["indsendt", "paa-dagsorden", "indsendt"]
    with table.seat() as session:
        agenda.put(session, table.conference, task)
    assert task in shown(table, "task_id")


def test_what_is_postponed_stands_on_the_next_agenda_with_its_history_and_without_a_date_in_the_queue(table):
    with table.home() as session:
        task = make_task(session, table)
        _effort = make_effort(session, table, 1)
    propose(table)
    ids = dict(shown(table, "kind", "id"))
    with table.seat() as session:
        assert agenda.postpone(session, ids[TASK]) is None
        assert agenda.postpone(session, ids[EFFORT]) is None
    assert states(table, task)[-1] == "indsendt"
    assert propose(table) == 0
    with table.home() as session:
        later = meet(session, table, 60)
        free = make_item(session, table, OWN, 90, title="Ny stue")
    with table.seat() as session:
        assert agenda.postpone(session, free) == later
        assert agenda.put(session, later, task).conference_id == later
        agenda.propose(session, later)
    assert shown(table, "kind", conference=later) == [
        *(WELCOME, AGREEMENTS, OWN, TASK, EFFORT, TRANSITIONS, LEARNING, CLOSING)
    ]
    assert (free,) in [(one,) for one in shown(table, "from_id", conference=later)]
    assert states(table, task) == ["indsendt", "paa-dagsorden", "indsendt", "paa-dagsorden"]


def test_what_the_next_agenda_has_already_does_not_come_there_twice(table):
    with table.home() as session:
        later = meet(session, table, 60)
        make_effort(session, table, 1)
    propose(table)
    item = dict(shown(table, "kind", "id"))[EFFORT]
    with table.seat() as session:
        agenda.propose(session, later)
        assert agenda.postpone(session, item) == later
    assert shown(table, "kind", conference=later).count(EFFORT) == 1


def test_a_postponed_task_goes_straight_to_a_date_that_is_there_and_reaches_who_sits_there(table):
    with table.home() as session:
        later = meet(session, table, 60)
        task, item, _child = put_named(session, table)
    with table.seat() as session:
        assert agenda.postpone(session, item) == later
    with table.seat(NURSE) as session:
        assert session.scalars(select(Item.state).where(Item.task_id == task).order_by(Item.id)).all() == [
            POSTPONED,
            WAITS,
        ]
        assert session.get(Task, task) is not None
    with table.home() as session:
        free = make_item(session, table, OWN, 90)
        session.get(Conference, later).state = CLOSED
    with table.seat(commit=False) as session, pytest.raises(NoNextDate):
        agenda.postpone(session, free)


def test_the_meeting_goes_from_item_to_item_and_counts_the_time(table, at):
    with table.home() as session:
        task = make_task(session, table)
    propose(table)
    begun = now()
    at(begun)
    with table.seat() as session:
        first = running.begin(session, table.conference)
        assert running.begin(session, table.conference) == first
    at(begun + timedelta(minutes=4))
    with table.seat() as session:
        second = running.conclude(session, first)
    with table.seat() as session:
        third = session.scalars(select(Item.id).where(Item.task_id == task)).one()
        running.take(session, third)
    at(begun + timedelta(minutes=10))
    with table.seat() as session:
        assert running.conclude(session, third) not in {first, second, third}
        running.take(session, second)
    at(begun + timedelta(minutes=11))
    with table.seat() as session:
        running.halt(session, table.conference)
    found = {row[0]: row[1:] for row in shown(table, "id", "state", "used")}
    assert (found[first], found[third], found[second]) == ((DISCUSSED, 240), (DISCUSSED, 360), (DISCUSSED, 60))
    assert states(table, task)[-1] == "droeftet"
    assert NOW not in {state for _one, (state, _used) in found.items()}


def test_a_meeting_of_another_day_begins_when_that_is_said_to_be_meant(table):
    with table.home() as session:
        only = make_item(session, table, OWN)
    with table.seat(commit=False) as session, pytest.raises(running.NotToday):
        running.begin(session, table.conference, any_day=False)
    with table.seat() as session:
        assert running.begin(session, table.conference) == only
        assert running.begin(session, table.conference, any_day=False) == only


def test_the_last_item_ends_the_round_and_a_meeting_that_has_not_begun_has_no_item_that_is_now(table):
    with table.home() as session:
        only = make_item(session, table, OWN)
    with table.seat(commit=False) as session, pytest.raises(NotNow):
        running.take(session, only)
    with table.seat() as session:
        running.begin(session, table.conference)
        assert running.conclude(session, only) is None
    assert shown(table, "state") == [DISCUSSED]


def test_when_the_meeting_is_over_nothing_is_now_and_what_nobody_came_to_still_waits(table):
    with table.home() as session:
        make_item(session, table, OWN)
        make_item(session, table, OWN, 2)
    with table.seat() as session:
        running.begin(session, table.conference)
        running.halt(session, table.conference)
    assert shown(table, "state") == [DISCUSSED, WAITS]


def test_whoever_is_not_there_at_an_item_does_not_read_it(table):
    with table.home() as session:
        task, item, _child = put_named(session, table)

    def reads():
        return [who for who in ("psykolog", "socialraadgiver", NURSE, OTHER_NURSE, "leder") if sees(who)]

    def sees(who):
        with table.seat(who) as session:
            return session.get(Task, task) is not None

    assert reads() == ["psykolog", "socialraadgiver", NURSE, "leder"]
    with table.seat() as session:
        running.absent(session, item, [table.staff["psykolog"]])
    assert reads() == ["socialraadgiver", NURSE, "leder"]
    with table.seat() as session:
        running.absent(session, item, [])
    assert reads() == ["psykolog", "socialraadgiver", NURSE, "leder"]


def test_an_agreement_has_one_person_a_working_day_and_a_line_on_their_day_until_it_is_done(table, at):
    at(datetime(2026, 12, 21, 9, tzinfo=UTC))
    with table.home() as session:
        item = make_item(session, table, OWN)
    with table.seat("socialraadgiver") as session:
        one = agreements.agree(session, item, "Ringe til skolen", table.staff["psykolog"], 5)
        number, deadline = one.id, one.deadline
    assert deadline == date(2026, 12, 30), "Christmas is no working day"
    lines = select(Due.staff_id, Due.done_at).where(Due.key == f"agreement/{number}")
    with table.home() as session:
        assert session.execute(lines).all() == [(table.staff["psykolog"], None)]
    with table.seat("socialraadgiver", commit=False) as session, pytest.raises(NotAllowed):
        agreements.done(session, number)
    with table.seat("psykolog") as session:
        agreements.done(session, number)
        agreements.done(session, number)
    with table.home() as session:
        assert session.execute(lines).one().done_at is not None
        assert session.get(Agreement, number).done_by == table.staff["psykolog"]


def test_nobody_who_is_not_called_in_presents_or_is_made_responsible_and_no_cpr_number_is_kept(table):
    elsewhere = lay(table.database)
    with table.home() as session:
        item = make_item(session, table, OWN)
    with table.seat(commit=False) as session, pytest.raises(NotAtTheTable):
        agenda.add(session, table.conference, Matter(5, "Ny stue", elsewhere.staff["psykolog"]))
    with table.seat(commit=False) as session, pytest.raises(NotAtTheTable):
        agreements.agree(session, item, "Ringe", elsewhere.staff["psykolog"], 5)
    with table.seat(commit=False) as session, pytest.raises(CprRefused):
        agreements.agree(session, item, "Ringe om 010120-1234", table.staff["psykolog"], 5)
    with table.seat(commit=False) as session, pytest.raises(CprRefused):
        agenda.add(session, table.conference, Matter(5, "010120-1234"))


def test_a_title_that_the_whole_house_reads_is_warned_of_when_it_names_somebody(table):
    with table.home() as session:
        put_named(session, table)
    with table.seat() as session:
        with pytest.raises(LooksNamed) as raised:
            agenda.add(session, table.conference, Matter(5, "Hvad gør vi med Karla Friis?"))
        assert raised.value.words == ("Karla Friis",)
        agenda.add(session, table.conference, Matter(5, "Besøg fra Gentofte Kommune"), sure=True)
        agenda.add(session, table.conference, Matter(5, "Sommerfesten"))
    [item] = [row.id for row in shown(table, "id", "title") if row.title == "Sommerfesten"]
    with table.seat() as session:
        with pytest.raises(LooksNamed):
            agenda.change(session, item, Matter(5, "Sommerfest hos Karla Friis"))
        agenda.change(session, item, Matter(10, "Sommerfesten"))


def test_a_promise_lets_nobody_read_a_task_that_is_not_theirs(table):
    with table.home() as session:
        _task, item, _child = put_named(session, table)
        away = make_item(session, table, task_id=make_task(session, table, state="paa-dagsorden"))
    with table.seat() as session:
        running.absent(session, away, [table.staff["psykolog"]])
    for where, who in ((item, OTHER_NURSE), (away, "psykolog")):
        with table.seat(commit=False) as session, pytest.raises(NotAtTheTable):
            agreements.agree(session, where, "Ringe hjem", table.staff[who], 5)
    with table.seat() as session:
        agreements.agree(session, item, "Ringe hjem", table.staff[NURSE], 5)


def test_a_hundred_items_are_enough(table):
    with table.home() as session:
        session.add_all(
            Item(conference_id=table.conference, unit_id=table.house, place=place, kind=OWN, minutes=1)
            for place in range(agenda.MOST)
        )
    with table.seat(commit=False) as session, pytest.raises(FullAgenda):
        agenda.add(session, table.conference, Matter(5, "Et til"))


def test_a_task_that_waits_elsewhere_is_not_put_on_this_agenda(table):
    elsewhere = lay(table.database)
    with elsewhere.home() as session:
        task = make_task(session, elsewhere)
    with table.seat(commit=False) as session, pytest.raises(life.NoSuchTask):
        agenda.put(session, table.conference, task)
