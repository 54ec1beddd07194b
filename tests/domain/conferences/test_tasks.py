"""Tasks: nobody sees a draft, no child is named without a yes in force, no CPR number is stored, and PPR takes each once."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from domain import consent, cpr, suspicion
from domain.access import Guardian, NotAllowed
from domain.access.staff import Membership
from domain.audit import Change
from domain.base import COPENHAGEN, now, quarter, today
from domain.conferences import after
from domain.conferences.after import handing, referat, undated
from domain.conferences.after.efforts import NoTovholder
from domain.conferences.before import agenda
from domain.conferences.meeting import live, running
from domain.conferences.tables.locks import Locked
from domain.conferences.tables.meeting import OWN, POSTPONED, Away, Item
from domain.conferences.tables.series import APPROVED, BEGUN, Conference
from domain.conferences.tables.task import (
    AGENDA,
    BAL,
    CHILD,
    CLOSED,
    DEVELOPMENT,
    GROUP,
    SUBMITTED,
    WITHDRAWN,
    Number,
    Step,
    Task,
)
from domain.conferences.tasks import asking, editing, lapsing, life, queue, support, targets, writing
from domain.conferences.tasks.life import NoSuchTask, WrongStep
from domain.conferences.tasks.support import AlreadyTaken, OtherRole
from domain.conferences.tasks.targets import NotTheirs
from domain.conferences.tasks.writing import NotAgreed, NotWhole, NotYours, Words, WrittenMeanwhile
from domain.consent import NO, NOT_NOW, YES
from domain.cpr import CprRefused
from domain.due import Due
from domain.journey import listed
from domain.journey.family import close
from domain.outbox import Outbox
from domain.people import Child
from domain.starts.importing import Applied
from domain.starts.importing.plan import Moved
from domain.suspicion import LooksNamed
from tests.factories import SECRET, make_child, make_guardian, make_start, make_unit
from tests.scenes.afterwards import plan
from tests.scenes.round_table import NURSE, OTHER_NURSE, lay, make_item, meet
from tests.scenes.tasks import opened

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
WORDS = Words(title="Få ord", occupies="Siger få ord i samlingen.")


@pytest.fixture
def table(database, at):
    at(NOW)
    return lay(database)


@pytest.fixture
def family(table):
    """Both parents hold custody, an uncle does not; the child goes in the house."""
    with table.home() as session:
        child = make_child(session, "Alma Kjær", sundhedspleje_id=table.units["sundhedspleje"])
        table.child = child
        table.parents = [make_guardian(session, child, name=name) for name in ("Mor", "Far")]
        table.uncle = make_guardian(session, child, name="Onkel", custody=False)
        table.start = make_start(session, child, table.house)
    return table


def put(table, words=WORDS, kind=GROUP, *, start=None, who="paedagog", submit=True):
    with table.seat(who) as session:
        unit = table.places[who].unit_id
        task = writing.write(session, unit, table.house, kind, words, start).id
        if start:
            asking.ask(session, SECRET, task)
        elif submit:
            writing.submit(session, task)
    return task


def answer(table, task, *values):
    for guardian, value in zip(table.parents, values, strict=False):
        if value is None:
            continue
        parent = Guardian(guardian=guardian, child_ids=(table.child,), custody_ids=(table.child,))
        with opened(table.database.sessions, parent) as session:
            asking.answer(session, task, guardian, value)
            session.commit()


def sees(table, who, task):
    with table.seat(who) as session:
        return session.get(Task, task) is not None


def test_a_draft_is_its_writers_alone(table):
    task = put(table, submit=False)
    assert [who for who in table.staff if sees(table, who, task)] == ["paedagog"]
    with table.home() as session:
        assert session.get(Task, task) is None


def test_a_submitted_task_reaches_its_leaders_and_ppr_where_it_asks_for_them(table):
    plain = put(table)
    asked = put(table, Words(title="Få ord", occupies="Siger få ord.", roles=("logopaed",)))
    assert [who for who in table.staff if sees(table, who, plain)] == ["leder", "paedagog"]
    assert [who for who in table.staff if sees(table, who, asked)] == ["leder", "paedagog", "psykolog"]


def test_a_named_child_needs_every_holders_yes_and_a_no_closes_it_at_once(family):
    task = put(family, kind=CHILD, start=family.start)
    for values in ((), (YES,), (NOT_NOW, YES), (YES, NOT_NOW)):
        answer(family, task, *values)
        with family.seat("paedagog", commit=False) as session, pytest.raises(NotAgreed):
            writing.submit(session, task)
    answer(family, task, YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, task)
    assert sees(family, "leder", task)
    answer(family, task, YES, NO)
    assert [who for who in family.staff if sees(family, who, task)] == ["paedagog"]


def test_a_yes_ends_after_a_year_and_asking_again_is_no_yes(family, at):
    task = put(family, kind=CHILD, start=family.start)
    answer(family, task, YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, task)
    at(NOW + asking.LASTS)
    assert sees(family, "leder", task)
    at(NOW + asking.LASTS + timedelta(days=1))
    assert not sees(family, "leder", task)
    with family.seat("paedagog") as session:
        asking.ask(session, SECRET, task)
    assert not sees(family, "leder", task)
    answer(family, task, YES, YES)
    assert sees(family, "leder", task)


def test_without_a_yes_that_lasts_nobody_puts_it_on_an_agenda_and_the_chair_sees_that_there_is_one(family, at):
    """Also where its writer leads, who reads it."""
    task = put(family, kind=CHILD, start=family.start, who="leder")
    answer(family, task, YES, YES)
    with family.seat() as session:
        writing.submit(session, task)
        agenda.put(session, family.conference, task)
    other = put(family, kind=CHILD, start=family.start)
    answer(family, other, YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, other)
    at(NOW + timedelta(days=365))
    with family.home() as session:
        first, then = (meet(session, family, days) for days in (10, 20))
        standing = make_item(session, family, task_id=task, conference_id=first)
    with family.seat() as session:
        assert agenda.postpone(session, standing) is None  # it waits in the queue instead
        assert queue.backlog(session, family.house) == []
        agenda.propose(session, then)
        assert session.scalars(select(Item).where(Item.conference_id == then, Item.task_id == task)).all() == []
        with pytest.raises(NotAgreed):
            agenda.put(session, then, task)
        found = {(one.id, one.why, one.title) for one in undated.of_house(session, family.house) if one.what == "task"}
    assert found == {(task, undated.NO_YES, WORDS.title), (other, undated.NO_YES, None)}


@pytest.mark.parametrize("talked", [False, True])
def test_what_a_meeting_could_not_read_waits_again_when_it_is_closed_and_comes_on_once_the_parents_say_yes(
    family, at, talked
):
    task = put(family, kind=CHILD, start=family.start)
    answer(family, task, YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, task)
    with family.seat() as session:
        item = agenda.put(session, family.conference, task).id
    answer(family, task, NO)
    with family.home() as session:
        held = session.get_one(Conference, family.conference)
        held.state, held.begun_at = BEGUN, now()
    with family.seat() as session:
        if talked:
            running.take(session, item)
        referat.close(session, family.conference)
        found = [(one.id, one.why, one.title) for one in undated.of_house(session, family.house) if one.what == "task"]
    assert found == [(task, undated.NO_YES, None)]
    answer(family, task, YES)
    with family.seat() as session:
        assert [one.id for one in queue.backlog(session, family.house)] == [task]


def test_what_was_talked_about_and_stands_on_the_next_agenda_already_stays_there_when_the_meeting_is_closed(family):
    tasks = [put(family), put(family, kind=CHILD, start=family.start)]
    answer(family, tasks[1], YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, tasks[1])
    with family.home() as session:
        held, then = session.get_one(Conference, family.conference), meet(session, family, 40)
        held.state, held.begun_at = BEGUN, now()
    with family.seat() as session:
        for one in tasks:
            running.conclude(session, agenda.put(session, family.conference, one).id)
            agenda.put(session, then, one)
    answer(family, tasks[1], NO)
    with family.seat() as session:
        referat.close(session, family.conference)
        assert [*session.scalars(select(Task.state), execution_options=life.KEPT)] == [AGENDA, AGENDA]


def test_its_writer_is_told_in_time_that_a_yes_runs_out_and_what_is_to_be_done_then(family, at):
    task = put(family, kind=CHILD, start=family.start)
    assert told(family) == []
    answer(family, task, YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, task)
    assert told(family) == []
    at(NOW + timedelta(days=358))
    with family.home() as session:
        meet(session, family, 4)
    assert told(family) == []
    with family.home() as session:
        session.scalars(select(Conference).where(Conference.first > quarter(now()))).one().first += 96 * 4
    assert told(family) == [("paedagog", "samtykke-udloeber", 6)]
    at(NOW + timedelta(days=365))
    assert told(family) == [("paedagog", "samtykke-udloebet", 0)]
    with family.seat("paedagog") as session:
        asking.ask(session, SECRET, task)
        assert lines(session) == [("samtykke-mangler", 7)]
    at(NOW + timedelta(days=370))
    with family.seat("paedagog") as session:
        asking.ask(session, SECRET, task)  # the mail once more
        assert lines(session) == [("samtykke-mangler", 7)]
    for values, expected in ((NO,), "samtykke-nej"), ((YES, YES), None):
        answer(family, task, *values)
        with family.home() as session:
            assert [kind for kind, _days in lines(session)] == [expected] * bool(expected)  # at once, and so it stays
        assert told(family) == [("paedagog", expected, 0)] * bool(expected)


def test_a_yes_that_would_run_out_before_the_conference_is_asked_for_anew_and_the_old_one_ends(family, at):
    task = put(family, kind=CHILD, start=family.start)
    answer(family, task, YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, task)
    at(NOW + timedelta(days=358))
    with family.home() as session:
        meet(session, family, 8)
    with family.seat("paedagog") as session:
        assert queue.whole(session, task).runs_out
        asking.note(session, SECRET, task, family.parents[0], YES, "mundtligt")
        assert (writing.agreed(session, task), queue.whole(session, task).consent) == (False, "mangler")
    answer(family, task, None, YES)
    with family.seat("paedagog") as session:
        found = queue.whole(session, task)
        assert (found.consent, found.runs_out, (found.until - today()).days) == ("ja", False, 364)


def test_a_yes_that_no_asking_could_make_last_until_the_conference_is_not_ended_by_asking(family, at):
    task = put(family, kind=CHILD, start=family.start)
    answer(family, task, YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, task)
    at(NOW + timedelta(days=60))
    with family.home() as session:
        meet(session, family, asking.LASTS.days + 1)
    with family.seat("paedagog") as session:
        asking.ask(session, SECRET, task)
        assert writing.agreed(session, task)


def told(table):
    """Whose Min dag says what about a yes, and in how many days it is to be seen to; as the house leaves it each hour."""
    with table.home() as session:
        lapsing.look(session)
        found = lines(session, Due.staff_id)
        names = {number: who for who, number in table.staff.items()}
        return [(names[staff], *line) for *line, staff in found]


def lines(session, *more):
    rows = select(Due.kind, Due.at, *more).where(Due.kind.in_(lapsing.KINDS.values()))
    found = session.execute(rows, execution_options={"unscoped": "the test looks"})
    return [(kind, (at.astimezone(COPENHAGEN).date() - today()).days, *rest) for kind, at, *rest in found]


def test_a_yes_to_what_was_asked_just_after_midnight_counts_its_last_day_whoever_asks_again_then(family, at):
    """Half past midnight here is still the day before in UTC."""
    at(datetime(2026, 11, 16, 23, 30, tzinfo=UTC))
    task = put(family, kind=CHILD, start=family.start)
    answer(family, task, YES, YES)
    at(datetime(2027, 11, 16, 9, tzinfo=UTC))
    with family.seat("paedagog") as session:
        assert (queue.whole(session, task).until, writing.agreed(session, task)) == (today(), True)
        asking.ask(session, SECRET, task)
        assert writing.agreed(session, task)


def test_asking_again_within_the_year_makes_a_yes_no_longer(family, at):
    task = put(family, kind=CHILD, start=family.start)
    answer(family, task, YES, YES)
    at(NOW + timedelta(days=300))
    with family.seat("paedagog") as session:
        asking.ask(session, SECRET, task)
        assert session.scalars(select(consent.Consent.until)).one() == NOW.date() + asking.LASTS


def test_those_without_custody_are_neither_asked_nor_may_they_answer(family):
    task = put(family, kind=CHILD, start=family.start)
    uncle = Guardian(guardian=family.uncle, child_ids=(family.child,))
    with opened(family.database.sessions, uncle) as session:
        assert session.get(Task, task) is None
        with pytest.raises(consent.ConsentMissing):
            asking.answer(session, task, family.uncle, YES)
    with family.seat("paedagog", commit=False) as session, pytest.raises(consent.ConsentMissing):
        asking.note(session, SECRET, task, family.uncle, YES, "mundtligt")
    with family.home() as session:
        mails = session.execute(select(Outbox.guardian_id, Outbox.subject).where(Outbox.kind == asking.MAIL)).all()
    assert sorted(tuple(row) for row in mails) == [(one, f"task/{task}") for one in sorted(family.parents)]


def test_an_answer_from_a_conversation_is_noted_with_who_heard_it(family):
    with family.seat("paedagog") as session:
        task = writing.write(session, family.house, family.house, CHILD, WORDS, family.start).id
        for guardian in family.parents:
            state = asking.note(session, SECRET, task, guardian, YES, "mundtligt")
        assert state == consent.GRANTED
        writing.submit(session, task)
    with family.home() as session:
        noted = session.scalars(
            select(consent.Answer.noted_by).execution_options(unscoped="the test looks at what was noted")
        )
        assert set(noted) == {family.staff["paedagog"]}
        told = session.scalars(select(Outbox.guardian_id).where(Outbox.kind == "task-noted")).all()
        assert set(told) == set(family.parents)
    with family.seat("leder") as session:
        assert asking.note(session, SECRET, task, family.parents[0], NO, "mundtligt") == consent.REFUSED


def test_what_is_withdrawn_is_read_by_its_writer_alone_and_nothing_said_under_it_by_anybody(family):
    named = put(family, kind=CHILD, start=family.start)
    answer(family, named, YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, named)
    with family.seat() as session:
        writing.enter(session, named, "Leder", 4, "")
    anonymous = put(family)
    with family.seat("paedagog") as session:
        for task in (named, anonymous):
            writing.withdraw(session, task)
            assert session.get(Task, task) is not None
    with pytest.raises(consent.AnsweredTooLate):
        answer(family, named, YES)  # another yes would bring nothing back
    with family.seat() as session:
        assert session.scalars(select(Task.id)).all() == []
        assert session.scalars(select(Number.id).where(Number.task_id == named)).all() == []


def test_what_stands_in_a_locked_referat_keeps_its_title(table):
    task = put(table)
    with table.home() as session:
        make_item(session, table, task_id=task, state=POSTPONED)
        conference = session.get_one(Conference, table.conference)
        conference.state, conference.approved_at = APPROVED, NOW
    for title, says in (("Noget andet", pytest.raises(Locked)), (WORDS.title, nullcontext())):
        with table.seat("paedagog", commit=False) as session, says:
            version = session.get_one(Task, task).version
            editing.edit(session, task, replace(WORDS, title=title, tried="Små grupper"), version)


def test_put_again_it_is_a_new_text_that_names_nobody(family):
    task = put(family, kind=CHILD, start=family.start)
    answer(family, task, YES, YES)
    with family.seat("paedagog") as session:
        assert writing.agreed(session, task)
        fresh = writing.again(session, task)
        told = (fresh.child_id, fresh.child_name, fresh.start_id, fresh.title, fresh.occupies, fresh.again_id)
        assert told == (None, "", None, "", "", task)
        assert session.get_one(Task, task).state == WITHDRAWN
        assert not writing.agreed(session, task)


def test_no_child_is_named_in_a_task_on_professional_development(family):
    with family.seat("paedagog", commit=False) as session:
        words = Words(title="Garderoben", sheet={"challenge": "Uro", "worries": "nej"})
        task = writing.write(session, family.house, family.house, DEVELOPMENT, words, family.start)
        assert (task.frame, task.child_id, task.sheet["challenge"], "worries" in task.sheet) == (
            BAL,
            None,
            "Uro",
            False,
        )
        task.child_id = family.child
        with pytest.raises(IntegrityError):
            session.flush()


def test_only_the_units_own_houses_and_children(family):
    with family.seat("psykolog", commit=False) as session:
        assert targets.targets(session, family.units["ppr"]) == []
        with pytest.raises(NotTheirs):
            writing.write(session, family.units["ppr"], family.house, GROUP, WORDS)
    with family.seat("paedagog", commit=False) as session:
        with pytest.raises(NotTheirs):
            writing.write(session, family.house, family.units["ppr"], GROUP, WORDS)
        with pytest.raises(NotTheirs):
            writing.write(session, family.house, family.house, CHILD, WORDS, family.start + 1000)


def test_the_writer_alone_changes_it_and_two_windows_lose_nothing(table):
    task = put(table)
    with table.seat("leder", commit=False) as session, pytest.raises(NotYours):
        editing.edit(session, task, WORDS, 0)
    with table.seat("leder", commit=False) as session:
        session.get_one(Task, task).title = "En anden"
        with pytest.raises(NotAllowed):
            session.flush()
    with table.seat("paedagog") as session:
        version = session.get_one(Task, task).version
        editing.edit(session, task, Words(title="Få ord", occupies="Mere.", roles=("psykolog",)), version)
        with pytest.raises(WrittenMeanwhile):
            editing.edit(session, task, WORDS, version)
    assert sees(table, "psykolog", task)


def test_a_title_and_what_it_is_about_are_asked_for(table):
    for words in (Words(title="Få ord"), Words(occupies="Siger få ord.")):
        with table.seat("paedagog", commit=False) as session:
            task = writing.write(session, table.house, table.house, GROUP, words).id
            with pytest.raises(NotWhole):
                writing.submit(session, task)


def test_a_voices_numbers_are_rows_from_the_submission_on_and_never_of_a_draft(table):
    words = Words(title="Få ord", occupies="Siger få ord.", numbers={"Mor": [4, "Det er svært"]})
    draft = put(table, words, submit=False)
    with table.seat("paedagog", commit=False) as session, pytest.raises(NotYours):
        writing.enter(session, draft, "Mor", 5, "")
    task = put(table, words)
    with table.seat("leder") as session:
        writing.enter(session, task, "Mor", 6, "")
        assert [(row.voice, row.value, row.reason) for row in queue.numbers(session, task)] == [
            ("Mor", 4, "Det er svært"),
            ("Mor", 6, ""),
        ]
    with table.home() as session:
        assert session.scalar(select(func.count(Number.id)).where(Number.task_id == draft)) == 0


@pytest.mark.parametrize("field", ["title", "occupies", "interpretation", "tried", "family_view", "wanted"])
def test_no_text_of_a_task_holds_a_cpr_number(table, field):
    words = Words(**{"title": "Få ord", "occupies": "Ord"} | {field: "Barnet er 010120-1234"})
    with table.seat("paedagog", commit=False) as session, pytest.raises(CprRefused):
        writing.write(session, table.house, table.house, GROUP, words)


@pytest.mark.parametrize("text", ["010120-1234", "0101201234", "010120 1234", "født 311299.0001.", "610120-1234"])
def test_what_looks_like_a_cpr_number_is_found(text):
    assert cpr.found(text)


@pytest.mark.parametrize(
    "text", ["20 11 22 33", "+4520112233", "kl. 10.15-11.00", "320120-1234", "011320-1234", "12345678901"]
)
def test_what_does_not_look_like_one_is_not(text):
    assert not cpr.found(text)


KNOWN = ("Ida Holm", "Bo Skov", "Åse-Marie Lund")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vi er bekymrede for Ida.", ["Ida"]),
        ("ida siger få ord, og Idas mor siger det samme", ["ida", "Idas"]),
        ("De voksne bo sammen", []),
        ("Hun leger med Bo hver dag", ["Bo"]),
        ("Familien bor ved en skov", []),
        ("Hun leger med Karla Friis hver dag", ["Karla Friis"]),
        ("Signalet er tydeligt. PPR er med.", []),
        ("åse-marie er ny", ["åse-marie"]),
    ],
)
def test_names_are_warned_of(text, words):
    assert list(suspicion.found(text, KNOWN)) == words


def test_an_anonymous_task_that_names_a_child_of_the_house_is_held_back_until_its_writer_is_sure(family):
    with family.seat("paedagog") as session:
        words = Words(title="Få ord", occupies="Alma siger få ord.")
        task = writing.write(session, family.house, family.house, CHILD, words).id
        with pytest.raises(LooksNamed) as raised:
            writing.submit(session, task)
        assert raised.value.words == ("Alma",)
        writing.submit(session, task, sure=True)


def test_the_state_changes_in_one_way_and_keeps_its_history(table):
    task = put(table)
    with table.seat() as session:
        with pytest.raises(WrongStep):
            life.step(session, task, CLOSED)
        life.step(session, task, AGENDA, table.conference)
        life.step(session, task, SUBMITTED, table.conference)
    with table.home() as session:
        assert session.scalars(select(Step.state).order_by(Step.id)).all() == [SUBMITTED, AGENDA, SUBMITTED]
    with table.seat("psykolog", commit=False) as session, pytest.raises(NoSuchTask):
        life.step(session, task, AGENDA)


def test_the_table_reads_what_is_on_its_agenda_but_not_who_is_away_nor_anothers_nurse(family):
    named = put(family, kind=CHILD, start=family.start)
    answer(family, named, YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, named)
    with family.seat() as session:
        life.step(session, named, AGENDA, family.conference)
        item = make_item(session, family, task_id=named)
    at_the_table = {who for who in family.staff if sees(family, who, named)}
    assert at_the_table == {"leder", "paedagog", "psykolog", "socialraadgiver", NURSE}
    with family.seat() as session:
        session.add(Away(item_id=item, staff_id=family.staff["socialraadgiver"]))
        life.reach(session, named)
    assert not sees(family, "socialraadgiver", named)
    assert not sees(family, OTHER_NURSE, named)


def test_whoever_leaves_the_unit_that_they_sat_there_for_reads_nothing_more(family):
    named = put(family, replace(WORDS, roles=("psykolog",)), kind=CHILD, start=family.start)
    answer(family, named, YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, named)
    with family.seat() as session:
        life.step(session, named, AGENDA, family.conference)
        make_item(session, family, task_id=named)
        make_item(session, family, kind=OWN, title="Eventuelt")
    readers = [who for who in family.staff if sees(family, who, named)]
    assert readers == ["leder", "paedagog", "psykolog", "socialraadgiver", NURSE]
    with family.home() as session:
        elsewhere = make_unit(session, "familiehus", "Familiehuset")
    for who in readers:
        family.places[who] = replace(family.places[who], unit_id=elsewhere, actor="familiehus")
        with family.seat(who) as session:
            life.reach(session, named)  # also when it is written anew after they have left
            assert session.get(Task, named) is None
            assert session.scalars(select(Item.id)).all() == []
            assert session.scalars(select(Conference.id)).all() == []


def test_a_tovholder_who_goes_to_another_unit_does_not_take_the_task_along(table):
    task = put(table)
    with table.seat() as session:
        life.step(session, task, AGENDA, table.conference)
        make_item(session, table, task_id=task)
        after.start_effort(session, task, plan(table.staff["psykolog"]), table.conference)
    with table.home() as session:
        other = make_unit(session, "fsr", "FSR andetsteds")
        session.execute(update(Membership).where(Membership.staff_id == table.staff["psykolog"]).values(unit_id=other))
    table.places["psykolog"] = replace(table.places["psykolog"], unit_id=other, actor="fsr")
    with table.seat() as session:
        life.reach(session, task)
        assert table.staff["psykolog"] not in {one for one, _name, _unit in handing.candidates(session, task)}
        with pytest.raises(NoTovholder):
            after.start_effort(session, task, plan(table.staff["psykolog"]))
        assert [one.why for one in undated.of_house(session, table.house)] == [undated.NO_TOVHOLDER]
    assert not sees(table, "psykolog", task)


def test_a_child_that_gets_another_sundhedspleje_leaves_no_reader_behind(family):
    named = put(family, kind=CHILD, start=family.start)
    answer(family, named, YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, named)
    with family.seat() as session:
        life.step(session, named, AGENDA, family.conference)
        make_item(session, family, task_id=named)
    assert (sees(family, NURSE, named), sees(family, OTHER_NURSE, named)) == (True, False)
    with family.home() as session:
        session.get_one(Child, family.child).sundhedspleje_id = family.units["sundhedspleje andetsteds"]
    assert not sees(family, NURSE, named)
    with family.home() as session:
        life.reach(session, named)
    assert (sees(family, NURSE, named), sees(family, OTHER_NURSE, named)) == (False, True)


def test_ppr_takes_a_task_once_by_its_role_and_hands_it_back(table):
    task = put(table, Words(title="Få ord", occupies="Siger få ord.", roles=("psykolog", "logopaed")))
    unit = table.units["ppr"]
    with table.seat("psykolog") as session:
        with pytest.raises(OtherRole):
            support.take(session, unit, task, "logopaed")
        support.take(session, unit, task, "psykolog")
        with pytest.raises(AlreadyTaken):
            support.take(session, unit, task, "psykolog")
        assert [(one.name, one.tasks) for one in support.load(session, unit)] == [("Thea Birkholm", 1)]
        support.hand_back(session, unit, task, "psykolog")
        with pytest.raises(AlreadyTaken):
            support.hand_back(session, unit, task, "psykolog")


def test_what_waits_is_oldest_first_with_how_long_it_has_waited(table, at):
    first = put(table)
    at(NOW + timedelta(days=5))
    second = put(table)
    at(NOW + timedelta(days=8))
    with table.seat() as session:
        rows = queue.backlog(session, table.house)
        assert [(row.id, queue.waited(row.submitted_at)) for row in rows] == [(first, 8), (second, 3)]


@pytest.mark.parametrize("end", ["closed", "moved"])
def test_a_yes_ends_with_the_start_that_it_was_asked_by(family, end):
    task = put(family, kind=CHILD, start=family.start)
    answer(family, task, YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, task)
    with family.home() as session:
        if end == "closed":
            close(session, family.start, "flyttet")
        else:
            moved = (Moved(family.start, family.units["ppr"], family.house),)
            applied = Applied(created=(), moved=moved, redated=(), ended=(), joined=())
            listed.follow(session, applied, secret=SECRET, sms=False)
    assert [who for who in family.staff if sees(family, who, task)] == ["paedagog"]


def test_after_the_start_is_closed_the_parents_are_not_asked_a_question_that_is_over(family):
    task = put(family, kind=CHILD, start=family.start)
    with family.home() as session:
        close(session, family.start, "flyttet")
    with family.seat("paedagog", commit=False) as session, pytest.raises(asking.StartOver):
        asking.ask(session, SECRET, task)


@pytest.mark.parametrize("act", ["withdraw", "edit"])
def test_whoever_looks_on_at_a_meeting_sees_that_an_anonymous_task_is_gone_or_another(table, act):
    task = put(table)
    with table.seat() as session:
        life.step(session, task, AGENDA, table.conference)
        make_item(session, table, task_id=task)
        before = live.mark(session, table.conference)
    with table.seat("paedagog") as session:
        if act == "withdraw":
            writing.withdraw(session, task)
        else:
            editing.edit(session, task, replace(WORDS, title="Andre ord"), session.get_one(Task, task).version)
    with table.seat() as session:
        assert live.mark(session, table.conference) != before


def test_other_words_end_the_yes_and_the_parents_are_asked_anew(family, at):
    task = put(family, kind=CHILD, start=family.start)
    answer(family, task, YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, task)
    changed = [replace(WORDS, urgency=3, minutes=45, roles=("psykolog",)), replace(WORDS, occupies="Siger intet.")]
    for hour, words in enumerate(changed, 1):
        at(NOW + timedelta(hours=hour))
        with family.seat("paedagog") as session:
            asked = editing.edit(session, task, words, session.get_one(Task, task).version)
        assert asked == (words is changed[1])
        assert sees(family, "leder", task) != asked
    with family.seat("paedagog") as session:  # a slip can be put right while they think
        assert not editing.edit(session, task, replace(WORDS, tried="Sang."), session.get_one(Task, task).version)
    with family.home() as session:
        assert session.scalar(select(func.count()).where(Outbox.kind == asking.MAIL)) == 4
    answer(family, task, YES, YES)
    assert sees(family, "leder", task)
    answer(family, task, NO)
    with family.seat("paedagog", commit=False) as session, pytest.raises(NotAgreed):
        editing.edit(session, task, WORDS, session.get_one(Task, task).version)


def test_nothing_of_it_stands_in_the_childs_timeline_and_every_change_is_filed_under_the_child(family):
    task = put(family, kind=CHILD, start=family.start)
    answer(family, task, YES, YES)
    with family.seat("paedagog") as session:
        writing.submit(session, task)
    with family.home() as session:
        about = select(Due.child_id).where(Due.target == f"task/{task}").execution_options(unscoped="the test looks")
        assert set(session.scalars(about)) == {None}
        filed = select(Change.child_id).where(Change.kind == "task").execution_options(unscoped="the test looks")
        assert set(session.scalars(filed)) == {family.child}
