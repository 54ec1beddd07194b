"""After the meeting: efforts are held on to until they are evaluated, the role is handed on with a yes, and nothing is without a date."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from domain import consent, due
from domain.access import NotAllowed
from domain.access.units import Unit
from domain.audit import Change
from domain.base import now, today
from domain.conferences import after
from domain.conferences.after import forgetting, handing, listed, reading, referat, undated
from domain.conferences.after.efforts import EffortChanged, NoTovholder, StillRuns, close_task
from domain.conferences.after.houses import there
from domain.conferences.meeting import agreements
from domain.conferences.meeting.door import GONE, OPEN, SHUT
from domain.conferences.meeting.writing import save
from domain.conferences.tables.effort import Effort, FollowUp, Handover
from domain.conferences.tables.meeting import DISCUSSED as TALKED_OF
from domain.conferences.tables.meeting import POSTPONED, WAITS, Agreement, Item, Passage
from domain.conferences.tables.series import BEGUN, PLANNED, Conference
from domain.conferences.tables.series import CLOSED as HELD
from domain.conferences.tables.task import AGENDA, DISCUSSED, EFFORT, FOLLOWED, SUBMITTED, Step, Task, Wanted
from domain.conferences.tables.task import CLOSED as TASK_CLOSED
from domain.conferences.tasks import life
from domain.conferences.tasks.life import WrongStep
from domain.consent import Answer, ConsentRequest
from domain.cpr import CprRefused
from domain.outbox import Outbox
from domain.tovholder.followed import ADJUSTED, CLOSED, ENDED, GO_ON, REACHED, NotAhead
from domain.tovholder.handing import NotOffered
from tests.factories import make_staff, make_start
from tests.scenes.round_table import NURSE, OTHER_NURSE, draw_back, lay, make_item, make_task, meet, put_named

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
GIVEN = {"unscoped": "the test answers"}


@pytest.fixture(autouse=True)
def monday(at):
    at(NOW)


def plan(table, **values):
    usual = {"goal": "Ro ved samling", "tovholder_id": table.staff["psykolog"], "starts_on": today()}
    return after.Plan(**usual | {"follow_up_on": today() + timedelta(weeks=4)} | values)


def begun(database, *, named=False):
    """A meeting that is held, with one task on its agenda and an effort for it."""
    table = lay(database, state=BEGUN, days=0)
    with table.home() as session:
        if named:
            table.task, table.item, table.child = put_named(session, table)
        else:
            table.task = make_task(session, table, state=AGENDA)
            table.item = make_item(session, table, task_id=table.task)
    with table.seat() as session:
        table.effort = after.start_effort(session, table.task, plan(table), table.conference).id
    return table


def lines(table, **of):
    """(kind, staff) of what is open on Min dag."""
    with table.home() as session:
        rows = select(due.Due.kind, due.Due.staff_id).where(due.Due.done_at.is_(None)).order_by(due.Due.kind)
        return [tuple(row) for row in session.execute(rows.filter_by(**of))]


def states(table):
    with table.home() as session:
        return session.scalars(select(Step.state).where(Step.task_id == table.task).order_by(Step.id)).all()


def test_an_effort_carries_its_task_on_and_stands_on_its_tovholders_day(database):
    table = begun(database)
    assert states(table) == [SUBMITTED, DISCUSSED, EFFORT]
    assert ("indsats-opfoelgning", table.staff["psykolog"]) in lines(table)
    with table.seat("psykolog") as session:
        [(row, _numbers)] = listed.efforts(session, table.units["ppr"])
        assert (row.goal, row.tovholder, row.follow_up_on) == (
            "Ro ved samling",
            "Thea Birkholm",
            today() + timedelta(28),
        )


def test_an_effort_has_a_tovholder_who_may_read_the_task_and_a_day_ahead(database):
    table = lay(database, state=BEGUN, days=0)
    with table.home() as session:
        task, _item, _child = put_named(session, table)
    refused = [
        ({"tovholder_id": table.staff[OTHER_NURSE]}, NoTovholder),
        ({"follow_up_on": today() - timedelta(days=1)}, NotAhead),
        ({"starts_on": today() + timedelta(days=9), "follow_up_on": today() + timedelta(days=8)}, NotAhead),
        ({"goal": "Ring til mor, 010203-1234"}, CprRefused),
    ]
    for values, error in refused:
        with table.seat(commit=False) as session, pytest.raises(error):
            after.start_effort(session, task, plan(table, **values), table.conference)
    with table.seat() as session:
        after.start_effort(session, task, plan(table, tovholder_id=table.staff[NURSE]), table.conference)


def test_the_database_keeps_no_running_effort_without_a_day(database):
    table = begun(database)
    with table.seat(commit=False) as session:
        session.get_one(Effort, table.effort).follow_up_on = None
        with pytest.raises(IntegrityError):
            session.flush()


def test_it_is_followed_up_adjusted_and_evaluated_and_its_history_says_so(database):
    table, next_on = begun(database), today() + timedelta(weeks=8)
    looks = [
        after.Look(decided=GO_ON, text="Det går", next_on=next_on),
        after.Look(decided=ADJUSTED, text="Nyt mål", goal="Ro hele dagen", who_does_what="Alle", next_on=next_on),
        after.Look(decided=ENDED, outcome=REACHED, learned="Små grupper"),
    ]
    with table.seat("psykolog") as session:
        for look in looks:
            version = session.get_one(Effort, table.effort).version
            after.follow_up(session, table.effort, look, version)
    assert states(table) == [SUBMITTED, DISCUSSED, EFFORT, FOLLOWED, FOLLOWED, TASK_CLOSED]
    with table.home() as session:
        assert session.scalars(select(FollowUp.goal).order_by(FollowUp.id)).all() == [
            *("Ro ved samling", "Ro ved samling"),
            *("Ro hele dagen", "Ro hele dagen"),
        ]
        effort = session.get_one(Effort, table.effort)
        assert (effort.state, effort.outcome, effort.follow_up_on) == (CLOSED, REACHED, None)
    assert [kind for kind, _staff in lines(table)] == []


def test_two_who_follow_up_at_once_do_not_both(database):
    table = begun(database)
    look = after.Look(decided=GO_ON, text="Det går", next_on=today() + timedelta(weeks=8))
    with table.seat() as session:
        version = session.get_one(Effort, table.effort).version
        after.follow_up(session, table.effort, look, version)
    with table.seat("psykolog", commit=False) as session, pytest.raises(EffortChanged):
        after.follow_up(session, table.effort, look, version)


def test_a_task_ends_with_its_last_effort_and_a_decision_is_enough_only_when_none_runs(database):
    table = begun(database)
    with table.seat(commit=False) as session, pytest.raises(StillRuns):
        close_task(session, table.task)
    with table.seat() as session:
        other = after.start_effort(session, table.task, plan(table, goal="Også hjemme"), table.conference)
        first = session.get_one(Effort, table.effort)
        after.follow_up(session, first.id, after.Look(decided=ENDED, outcome=REACHED), first.version)
        assert session.get_one(Task, table.task).state == FOLLOWED
        after.follow_up(session, other.id, after.Look(decided=ENDED, outcome=REACHED), other.version)
        assert session.get_one(Task, table.task).state == TASK_CLOSED


def test_who_reads_a_task_without_having_been_there_decides_nothing(database):
    table = begun(database)
    with table.home() as session:
        session.add(Wanted(task_id=table.task, role="psykolog"))
        colleague = make_staff(session, table.units["ppr"], "logopaed", "Kollegaen")
        life.reach(session, table.task)
    table.staff["kollega"], table.places["kollega"] = colleague, replace(table.places["psykolog"], role="logopaed")
    with table.seat("kollega") as session:
        version = session.get_one(Effort, table.effort).version
        assert not listed.one(session, table.effort).follows
        for act in (
            lambda: after.start_effort(session, table.task, plan(table)),
            lambda: after.follow_up(session, table.effort, after.Look(decided=ENDED, outcome=REACHED), version),
            lambda: close_task(session, table.task),
        ):
            with pytest.raises(NotAllowed):
                act()
    with table.seat("psykolog") as session:
        assert listed.one(session, table.effort).follows


def test_only_one_offer_of_the_role_is_open(database):
    table = begun(database)
    offer = {
        "effort_id": table.effort,
        "from_id": table.staff["psykolog"],
        "to_id": table.staff["leder"],
        "asked_at": NOW,
    }
    with table.seat(commit=False) as session:
        session.execute(insert(Handover), [offer])
        with pytest.raises(IntegrityError):
            session.execute(insert(Handover), [offer])


def test_the_role_of_tovholder_is_handed_on_only_with_a_yes_and_its_history_is_kept(database):
    table = begun(database)
    with table.seat("paedagog", commit=False) as session, pytest.raises(NotAllowed):
        handing.offer(session, table.effort, table.staff["paedagog"], session.get_one(Effort, table.effort).version)
    with table.seat("psykolog") as session:
        version = session.get_one(Effort, table.effort).version
        taken_back = handing.offer(session, table.effort, table.staff["leder"], version)
        made = handing.offer(session, table.effort, table.staff["paedagog"], version)
    for number, who in ((taken_back, "leder"), (made, "leder")):
        with table.seat(who, commit=False) as session, pytest.raises(NotOffered):
            handing.answer(session, number, yes=True)
    assert ("tovholder-tilbud", table.staff["paedagog"]) in lines(table)
    assert ("indsats-opfoelgning", table.staff["psykolog"]) in lines(table)
    with table.seat("paedagog") as session:
        handing.answer(session, made, yes=True)
    assert lines(table) == [("indsats-opfoelgning", table.staff["paedagog"])]
    with table.home() as session:
        rows = session.execute(select(Handover.to_id, Handover.accepted).order_by(Handover.id)).all()
        assert rows == [(table.staff["leder"], None), (table.staff["paedagog"], True)]
        mail = session.execute(select(Outbox.kind, Outbox.staff_id).where(Outbox.kind == "tovholder")).all()
        assert mail == [("tovholder", table.staff["leder"]), ("tovholder", table.staff["paedagog"])]


def test_a_no_leaves_the_role_where_it_was(database):
    table = begun(database)
    with table.seat("psykolog") as session:
        made = handing.offer(
            session, table.effort, table.staff["paedagog"], session.get_one(Effort, table.effort).version
        )
    with table.seat("paedagog") as session:
        handing.answer(session, made, yes=False)
        assert session.get_one(Effort, table.effort).tovholder_id == table.staff["psykolog"]
    assert lines(table) == [("indsats-opfoelgning", table.staff["psykolog"])]


def test_a_promise_stands_on_the_day_of_who_made_it_and_late_on_the_chairs(database):
    table = begun(database)
    with table.seat() as session:
        made = agreements.agree(session, table.item, "Ringe til hjemmet", table.staff["socialraadgiver"], 3)
        number = made.id
    assert ("aftale", table.staff["socialraadgiver"]) in lines(table)
    assert ("aftale-over", table.staff["leder"]) in lines(table)
    with table.seat("socialraadgiver") as session:
        agreements.done(session, number)
    assert {kind for kind, _staff in lines(table)} == {"indsats-opfoelgning"}


def test_what_the_table_agreed_on_says_in_which_house_it_was(database, statements):
    table = begun(database)
    with table.seat() as session:
        made = agreements.agree(session, table.item, "Ringe til hjemmet", table.staff["psykolog"], 3).id
        house = session.get_one(Unit, table.house).name
    targets = [f"effort/{table.effort}", f"agreement/{made}", "week/20261123"]
    with table.seat("psykolog") as session, statements(most=1):
        found = there(session, targets)
    assert {target: one.house for target, one in found.items()} == dict.fromkeys(targets[:2], house)


def test_the_lines_go_from_everybodys_day_when_the_parents_take_their_yes_back(database):
    table = begun(database, named=True)
    with table.seat("psykolog") as session:
        assert [row.kind for row in due.of_unit(session, table.units["ppr"], table.staff["psykolog"])] == []
        rows = session.scalars(select(due.Due.kind)).all()
        assert rows == ["indsats-opfoelgning"]
    draw_back(table, table.task)
    with table.seat("psykolog") as session:
        assert session.scalars(select(due.Due.kind)).all() == []
        assert listed.efforts(session, table.units["ppr"]) == []


def test_what_the_meeting_did_not_reach_waits_for_the_next_one(database):
    table = lay(database, state=BEGUN, days=0)
    with table.home() as session:
        table.task = make_task(session, table, state=AGENDA)
        item = make_item(session, table, task_id=table.task)
    with table.seat() as session:
        referat.close(session, table.conference)
    assert states(table) == [SUBMITTED, SUBMITTED]
    with table.home() as session:
        assert session.get_one(Item, item).state == POSTPONED
    assert lines(table) == [("referat-godkend", table.staff["leder"])]


def test_free_items_that_were_not_reached_stand_on_the_next_agenda_where_there_is_one(database, statements):
    table = lay(database, state=BEGUN, days=0)
    with table.home() as session:
        make_item(session, table, task_id=make_task(session, table, state=AGENDA))
        free = [make_item(session, table, "eget", 90 + one, title=f"Punkt {one}") for one in range(12)]
        done = make_item(session, table, "eget", 80, title="Talt om", state=TALKED_OF)
        later = meet(session, table, 60)
    with table.seat() as session, statements(most=14):
        referat.close(session, table.conference)
    with table.home() as session:
        rows = select(Item.from_id, Item.title).where(Item.conference_id == later).order_by(Item.place)
        assert session.execute(rows).all() == [(one, f"Punkt {place}") for place, one in enumerate(free)]
        assert {session.get_one(Item, one).state for one in free} == {POSTPONED}
        assert session.get_one(Item, done).state == TALKED_OF


def test_a_free_item_that_was_not_reached_stays_where_no_date_is_to_come(database):
    table = lay(database, state=BEGUN, days=0)
    with table.home() as session:
        free = make_item(session, table, "eget", title="Ny stue")
    with table.seat() as session:
        referat.close(session, table.conference)
    with table.home() as session:
        assert session.get_one(Item, free).state == WAITS


def test_only_who_leads_closes_and_approves_and_everybody_gets_a_link_without_a_name(database):
    table = begun(database, named=True)
    with table.seat("psykolog", commit=False) as session, pytest.raises(NotAllowed):
        referat.close(session, table.conference)
    with table.seat(commit=False) as session, pytest.raises(referat.NotHeld):
        referat.approve(session, table.conference)
    with table.seat() as session:
        referat.close(session, table.conference)
        referat.approve(session, table.conference)
    with table.home() as session:
        sent = session.execute(select(Outbox.staff_id, Outbox.subject).where(Outbox.kind == "referat")).all()
        assert {staff for staff, _subject in sent} == set(table.staff.values())
        assert {subject for _staff, subject in sent} == {f"referat/{table.conference}"}


def test_each_reader_of_a_referat_gets_the_items_that_are_theirs(database):
    table = begun(database, named=True)
    with table.home() as session:
        make_item(session, table, kind="eget", title="Eventuelt", place=9)
    with table.seat() as session:
        save(session, table.item, "noter", "Alma taler mere i små grupper", 0)
        referat.close(session, table.conference)
        referat.approve(session, table.conference)
    doors = {who: read(table, who) for who in ("leder", "psykolog", NURSE, OTHER_NURSE)}
    assert doors["leder"] == doors["psykolog"] == doors[NURSE] == ([OPEN, OPEN], True, ["Ro ved samling"])
    assert doors[OTHER_NURSE] == ([SHUT, OPEN], False, [])
    draw_back(table, table.task)
    assert read(table, "leder") == ([GONE, OPEN], False, [])
    assert read(table, OTHER_NURSE) == ([SHUT, OPEN], False, [])


def read(table, who):
    """(doors, whether the notes are there, goals of efforts) as somebody reads the referat."""
    with table.seat(who) as session:
        found = reading.referat(session, table.conference)
        assert found.shut == sum(point.door != OPEN for point in found.points)
        texts = [line.b for point in found.points for line in point.texts.values()]
        goals = [line.a for point in found.points for line in point.efforts]
        assert all("Alma" not in point.title for point in found.points if point.door != OPEN)
        return [point.door for point in found.points], "Alma taler mere i små grupper" in texts, goals


def test_an_adjusted_effort_leaves_the_locked_referat_as_it_was(database):
    table = begun(database)
    with table.seat() as session:
        referat.close(session, table.conference)
        referat.approve(session, table.conference)
        effort = session.get_one(Effort, table.effort)
        look = after.Look(decided=ADJUSTED, goal="Noget helt andet", next_on=today() + timedelta(weeks=9))
        after.follow_up(session, effort.id, look, effort.version)
    assert read(table, "leder")[2] == ["Ro ved samling"]


def test_what_has_no_next_date_is_shown_to_the_chair_and_gone_when_it_has_one(database, at):
    table = begun(database)
    with table.home() as session:
        for title, state in (("Drøftet", DISCUSSED), ("Glemt", AGENDA), ("Venter", SUBMITTED), ("I gang", EFFORT)):
            make_task(session, table, title, state=state)
    with table.seat() as session:
        agreements.agree(session, table.item, "Ringe", table.staff["leder"], 1)
        referat.close(session, table.conference)
    at(NOW + timedelta(weeks=5))
    with table.seat() as session:
        found = {(one.what, one.title, one.why) for one in undated.of_house(session, table.house)}
    assert found == {
        ("task", "Drøftet", undated.NOT_DECIDED),
        ("task", "Glemt", undated.LEFT_BEHIND),
        ("task", "Venter", undated.NO_CONFERENCE),
        ("task", "I gang", undated.NO_EFFORT),
        ("effort", "Ro ved samling", undated.NO_CONFERENCE),
        ("agreement", "Ringe", undated.LATE),
    }
    with table.home() as session:
        undated.look(session)
        undated.look(session)
    assert ("uden-dato", table.staff["leder"]) in lines(table)
    with table.home() as session:
        for row in session.scalars(select(Agreement)):
            row.done_at = now()
        for effort in session.scalars(select(Effort)):
            effort.state, effort.follow_up_on = CLOSED, None
        for task in session.scalars(select(Task)):
            task.state = TASK_CLOSED
        session.flush()
        undated.look(session)
    assert "uden-dato" not in {kind for kind, _staff in lines(table)}


@pytest.mark.parametrize("state", [BEGUN, PLANNED])
def test_a_meeting_that_nobody_ended_or_began_is_shown_to_the_chair_with_what_stands_on_it(database, at, state):
    at(NOW)
    table = lay(database, state=state)
    with table.home() as session:
        task = make_task(session, table, "Glemt", state=AGENDA)
        make_item(session, table, task_id=task)
        make_item(session, table, conference_id=meet(session, table, 90), task_id=task, state=POSTPONED)
        session.get_one(Conference, table.conference).begun_at = now() if state == BEGUN else None
    why = {BEGUN: undated.NOT_ENDED, PLANNED: undated.NOT_BEGUN}[state]
    with table.seat() as session:
        assert undated.of_house(session, table.house) == []
    at(NOW + timedelta(days=16))
    with table.seat() as session:
        found = {(one.what, one.title, one.why) for one in undated.of_house(session, table.house)}
    assert found == {("conference", None, why), ("task", "Glemt", undated.LEFT_BEHIND)}


@pytest.mark.parametrize("left", [HELD, PLANNED])
@pytest.mark.parametrize("ahead", [True, False])
def test_what_was_left_on_an_agenda_that_is_over_goes_on_by_the_chairs_hand(database, at, left, ahead):
    table = lay(database)
    with table.home() as session:
        task = make_task(session, table, "Glemt", state=AGENDA)
        make_item(session, table, task_id=task)
        if ahead:
            meet(session, table, 60)
    with table.seat(commit=False) as session, pytest.raises(WrongStep):
        undated.requeue(session, task)
    at(NOW + timedelta(days=16))
    with table.home() as session:
        session.get_one(Conference, table.conference).state = left
    with table.seat() as session:
        assert undated.LEFT_BEHIND in {one.why for one in undated.of_house(session, table.house)}
        undated.requeue(session, task)
    with table.seat() as session:
        assert undated.LEFT_BEHIND not in {one.why for one in undated.of_house(session, table.house)}
        assert session.get_one(Task, task).state == (AGENDA if ahead and left == PLANNED else SUBMITTED)
        stands = select(Item.state).where(Item.conference_id == table.conference)
        assert (session.scalars(stands).one() == POSTPONED) == (left == PLANNED)
    with table.seat("paedagog", commit=False) as session, pytest.raises(NotAllowed):
        undated.requeue(session, task)


@pytest.mark.parametrize("left", ["time is up", "moved away"])
def test_a_task_is_forgotten_with_all_that_hangs_on_it_also_in_a_locked_referat(database, at, left):
    table = begun(database, named=True)
    with table.home() as session:
        if left == "moved away":
            make_start(session, table.child, table.house, closed="flyttet")
        else:
            make_start(session, table.child, table.house)
        other = make_task(session, table, "Andet", state=AGENDA)
        kept = make_item(session, table, task_id=other)
        question = (table.house, table.house), today() + timedelta(weeks=30)
        consent.ask(session, table.child, f"task/{table.task}", consent.CONFERENCE, *question)
        [mother] = consent.holders(session, table.child)
        request = session.scalars(select(ConsentRequest)).one()
        asked = {"request_id": request.id, "child_id": table.child, "guardian_id": mother}
        session.execute(
            insert(Answer), asked | {"value": "ja", "at": NOW, "how": "skriftligt"}, execution_options=GIVEN
        )
    with table.seat() as session:
        save(session, table.item, "noter", "Alma", 0)
        save(session, kept, "noter", "Andet", 0)
        agreements.agree(session, table.item, "Ringe", table.staff["leder"], 3)
        effort = session.get_one(Effort, table.effort)
        after.follow_up(session, effort.id, after.Look(decided=ENDED, outcome=REACHED), effort.version)
        referat.close(session, table.conference)
        referat.approve(session, table.conference)
    if left == "time is up":
        with table.home() as session:
            assert forgetting.forget(session) == forgetting.Forgotten(0, 0)
        at(NOW + forgetting.KEPT + timedelta(days=1))
    with table.home() as session:
        assert forgetting.forget(session).tasks == 1
        assert session.scalars(select(ConsentRequest.subject)).all() == session.scalars(select(Answer.id)).all() == []
        assert session.scalars(select(Task.id)).all() == [other]
        assert session.scalars(select(Passage.text)).all() == ["Andet"]
        assert session.scalars(select(Effort.id)).all() == session.scalars(select(FollowUp.id)).all() == []
        noted = select(Change.kind).where(Change.verb == "delete", Change.job == "test")
        assert session.scalars(noted, execution_options={"unscoped": "a test"}).all() == ["task"]
        assert session.scalars(select(due.Due.kind).where(due.Due.matter_id.is_not(None))).all() == []


def test_a_conference_is_forgotten_when_nothing_hangs_on_it_any_more(database, at):
    table = begun(database)
    with table.seat() as session:
        effort = session.get_one(Effort, table.effort)
        after.follow_up(session, effort.id, after.Look(decided=ENDED, outcome=REACHED), effort.version)
        referat.close(session, table.conference)
        referat.approve(session, table.conference)
    at(NOW + forgetting.KEPT + timedelta(days=1))
    with table.home() as session:
        assert forgetting.coming(session) == 1
        assert forgetting.forget(session) == forgetting.Forgotten(1, 1)
        assert session.scalars(select(Conference.id)).all() == []
