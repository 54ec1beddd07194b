"""Whatever the order of actions: a submitted task is in one state, no open one is lost between two conferences, history never shrinks."""

from datetime import UTC, datetime, timedelta

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from domain import consent, due
from domain.access import Guardian, NotAllowed
from domain.base import DomainError, quarter, today
from domain.conferences import after
from domain.conferences.after import efforts, referat, unagreed, undated
from domain.conferences.before import agenda, carrying
from domain.conferences.meeting import running
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.meeting import NOW, POSTPONED, WAITS, Item
from domain.conferences.tables.series import BEGUN, CANCELLED, CLOSED, PLANNED, Conference
from domain.conferences.tables.task import (
    AGENDA,
    ALIVE,
    CHILD,
    DISCUSSED,
    DRAFT,
    EFFORT,
    FOLLOWED,
    GROUP,
    SUBMITTED,
    Number,
    Step,
    Task,
)
from domain.conferences.tasks import asking, lapsing, life, queue, writing
from domain.conferences.tasks.writing import Words
from domain.consent import NO, YES
from domain.tovholder.followed import ADJUSTED, ENDED, GO_ON, REACHED
from tests.databases import sqlite_only
from tests.factories import SECRET, make_child, make_guardian, make_start
from tests.scenes.round_table import lay, meet
from tests.scenes.tasks import opened

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
STATES = {"indsendt", "paa-dagsorden", "droeftet", "indsats", "fulgt-op", "lukket", "trukket"}
"""domain.md, by hand: what a task can be once it has been submitted."""
WORDS = Words(title="Uro", occupies="Der er uro ved samling.", numbers={"Os": [3, ""]})
LOOKS = {"unscoped": "the test looks"}
PICK = st.integers(0, 50)
MOSTLY = 42


class Year(RuleBasedStateMachine):
    """One house, its leader, a pædagog who writes, a family, and three dates. Refusals are part of it: they change nothing."""

    database = clock = None

    def __init__(self):
        super().__init__()
        self.database.reset()
        self.at = START
        self.tick()
        self.table = lay(self.database)
        with self.table.home() as session:
            meet(session, self.table, 60)
            self.child = make_child(session, "Alma Kjær", sundhedspleje_id=self.table.units["sundhedspleje"])
            self.mother = make_guardian(session, self.child, name="Mor")
            self.start = make_start(session, self.child, self.table.house)
        self.history: dict[int, list[tuple]] = {}
        self.write(named=False)
        self.submit(0)
        self.write(named=True)

    def tick(self, days=0):
        self.at += timedelta(days=days, minutes=1)
        type(self).clock(self.at)

    def act(self, who, verb):
        """One person does one thing, or is refused, and then nothing has happened."""
        self.tick()
        with self.table.seat(who, commit=False) as session:
            try:
                verb(session)
                session.commit()
            except (DomainError, NotAllowed):
                session.rollback()

    def some(self, rows, pick):
        """One of them; 0 where there is none, which every verb refuses."""
        with self.table.home() as session:
            found = session.scalars(rows, execution_options={"unscoped": "the test picks"}).all()
        return found[pick % len(found)] if found else 0

    def fit(self, of, pick, *states):
        """Mostly one for which the action is meant; now and then any, to be refused."""
        every = select(of.id).order_by(of.id)
        return self.some(every if pick > MOSTLY else every.where(of.state.in_(states)), pick)

    def item(self, pick, *states):
        return self.fit(Item, pick, *states)

    @rule(named=st.booleans())
    def write(self, named):
        kind, start = (CHILD, self.start) if named else (GROUP, None)
        house = self.table.house
        self.act("paedagog", lambda session: writing.write(session, house, house, kind, WORDS, start))

    @rule(pick=PICK)
    def ask(self, pick):
        self.act("paedagog", lambda session: asking.ask(session, SECRET, self.fit(Task, pick, DRAFT)))

    @rule(pick=PICK, who=st.sampled_from(["paedagog", "leder"]))
    def ask_again(self, pick, who):
        """Whoever may not read it."""
        self.act(who, lambda session: unagreed.ask(session, SECRET, self.fit(Task, pick, *ALIVE)))

    @rule(pick=PICK)
    def close_unread(self, pick):
        self.act("leder", lambda session: unagreed.close(session, self.fit(Task, pick, DISCUSSED, EFFORT)))

    @rule(then=st.sampled_from([writing.withdraw, writing.again, unagreed.close, None]))
    def the_yes_to_an_effort_runs_out(self, then):
        """From the draft on: single actions seldom come so far by chance."""
        self.write(named=True)
        task = self.some(select(Task.id).order_by(Task.id.desc()), 0)
        self.act("paedagog", lambda session: asking.ask(session, SECRET, task))
        self.says(task, YES)
        self.act("paedagog", lambda session: writing.submit(session, task, sure=True))
        for state in (AGENDA, DISCUSSED):
            self.act("leder", lambda session, state=state: life.step(session, task, state))
        self.act("leder", lambda session: efforts.start_effort(session, task, self.plan()))
        with self.table.home() as session:
            consent.shorten(session, f"task/{task}", today() - timedelta(days=1))
        if then is not None:
            who = "leder" if then is unagreed.close else "paedagog"
            self.act(who, lambda session: then(session, task))

    @rule(pick=PICK)
    def requeue(self, pick):
        self.act("leder", lambda session: undated.requeue(session, self.fit(Task, pick, AGENDA)))

    @rule(pick=PICK, yes=st.booleans())
    def answer(self, pick, yes):
        task = self.some(select(Task.id).where(Task.asked_at.is_not(None)).order_by(Task.id), pick)
        self.says(task, YES if yes else NO)

    def says(self, task, value):
        """By the mother, on her own page."""
        self.tick()
        parent = Guardian(guardian=self.mother, child_ids=(self.child,), custody_ids=(self.child,))
        with opened(self.database.sessions, parent) as session:
            try:
                asking.answer(session, task, self.mother, value)
                session.commit()
            except consent.ConsentMissing:
                session.rollback()

    @rule(pick=PICK)
    def yes_runs_out(self, pick):
        """As a year does it, without the year."""
        asked = self.some(select(consent.ConsentRequest.id).order_by(consent.ConsentRequest.id), pick)
        with self.table.home() as session:
            request = session.get(consent.ConsentRequest, asked)
            if request is not None:
                consent.shorten(session, request.subject, today() - timedelta(days=1))

    @rule(pick=PICK)
    def submit(self, pick):
        self.act("paedagog", lambda session: writing.submit(session, self.fit(Task, pick, DRAFT), sure=True))

    @rule(pick=PICK)
    def withdraw(self, pick):
        self.act("paedagog", lambda session: writing.withdraw(session, self.fit(Task, pick, SUBMITTED)))

    @rule(pick=PICK)
    def put_again(self, pick):
        self.act("paedagog", lambda session: writing.again(session, self.fit(Task, pick, SUBMITTED)))

    @rule(pick=PICK)
    def number(self, pick):
        self.act("leder", lambda session: writing.enter(session, self.fit(Task, pick, SUBMITTED, AGENDA), "Mor", 5, ""))

    @rule(pick=PICK)
    def propose(self, pick):
        self.act("leder", lambda session: agenda.propose(session, self.fit(Conference, pick, PLANNED)))

    @rule(pick=PICK, date_=PICK)
    def put(self, pick, date_):
        self.act(
            "leder",
            lambda session: agenda.put(
                session, self.fit(Conference, date_, PLANNED, BEGUN), self.fit(Task, pick, SUBMITTED)
            ),
        )

    @rule(pick=PICK)
    def take_off(self, pick):
        self.act("leder", lambda session: agenda.drop(session, self.item(pick, WAITS)))

    @rule(pick=PICK)
    def postpone(self, pick):
        self.act("leder", lambda session: agenda.postpone(session, self.item(pick, WAITS, NOW)))

    @rule(pick=PICK)
    def begin(self, pick):
        self.act("leder", lambda session: running.begin(session, self.fit(Conference, pick, PLANNED)))

    @rule(pick=PICK)
    def discuss(self, pick):
        self.act("leder", lambda session: running.conclude(session, self.item(pick, NOW)))

    @rule(pick=PICK, effort=st.booleans(), over=st.booleans())
    def a_whole_meeting(self, pick, effort, over):
        """The usual way, which single actions seldom make by chance."""
        date_ = self.fit(Conference, pick, PLANNED)
        self.act("leder", lambda session: agenda.propose(session, date_))
        self.act("leder", lambda session: running.begin(session, date_))
        for _turn in range(12):
            self.act("leder", lambda session: running.conclude(session, self.item(0, NOW)))
        if effort:
            self.start_effort(pick)
        if over:
            self.act("leder", lambda session: referat.close(session, date_))

    @rule(pick=PICK)
    def close_meeting(self, pick):
        self.act("leder", lambda session: referat.close(session, self.fit(Conference, pick, BEGUN)))

    @rule(pick=PICK)
    def approve(self, pick):
        self.act("leder", lambda session: referat.approve(session, self.fit(Conference, pick, CLOSED)))

    @rule(pick=PICK)
    def start_effort(self, pick):
        self.act("leder", lambda session: efforts.start_effort(session, self.fit(Task, pick, DISCUSSED), self.plan()))

    def plan(self):
        days = {"starts_on": today(), "follow_up_on": today() + timedelta(days=30)}
        return after.Plan(goal="Ro", tovholder_id=self.table.staff["leder"], **days)

    @rule(pick=PICK, decided=st.sampled_from([GO_ON, ADJUSTED, ENDED]))
    def follow_up(self, pick, decided):
        effort = self.some(select(Effort.id).order_by(Effort.id), pick)
        ended = {"outcome": REACHED} if decided == ENDED else {"next_on": today() + timedelta(days=30), "goal": "Ro"}
        look = after.Look(decided=decided, **ended)

        def look_at(session):
            row = session.get(Effort, effort)
            if row is not None:
                efforts.follow_up(session, effort, look, row.version)

        self.act("leder", look_at)

    @rule(pick=PICK)
    def close_task(self, pick):
        self.act("leder", lambda session: efforts.close_task(session, self.fit(Task, pick, DISCUSSED)))

    @rule(pick=PICK)
    def call_off(self, pick):
        """As changing.cancel leaves it; these dates hold nobody's time."""
        date_ = self.fit(Conference, pick, PLANNED)
        with self.table.home() as session:
            one = session.get(Conference, date_)
            if one is not None and one.state == PLANNED:
                one.state = CANCELLED
                life.unreached(session, carrying.unreached(session, one), date_)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days):
        self.tick(days)

    @invariant()
    def every_task_is_in_one_state_and_has_its_history(self):
        with self.table.home() as session:
            rows = session.execute(select(Task.id, Task.state).execution_options(unscoped="the test looks")).all()
            steps = session.execute(select(Step.task_id, Step.id, Step.state, Step.at).order_by(Step.id)).all()
            said = session.scalar(select(func.count(Number.id)).execution_options(unscoped="the test looks"))
        now_ = {task: [tuple(row) for row in steps if row.task_id == task] for task, _state in rows}
        for task, state in rows:
            before = self.history.get(task, [])
            assert now_[task][: len(before)] == before, "history shrank or changed"
            if not now_[task]:
                assert state == "kladde"
            else:
                assert state in STATES
                assert now_[task][-1][2] == state, "the last step says another state"
        assert self.history.keys() <= now_.keys(), "a task went"
        assert said >= getattr(self, "said", 0), "a number went"
        self.history, self.said = now_, said

    @invariant()
    def no_open_task_is_lost(self):
        """Each stands on a coming agenda, in the queue of a house with a date to come, or in the chair's list of what has none: there also what
        the parents do not say yes to, or no longer.

        A meeting that was begun days ago and never ended is no agenda to come.
        """
        with self.table.home() as session:
            rows = session.execute(
                select(Task.id, Task.state).where(Task.state.in_(ALIVE)).execution_options(unscoped="the test looks")
            ).all()
            loose = {one.id for one in undated.of_house(session, self.table.house) if one.what == "task"}
            ahead = ((Conference.state == BEGUN) & (Conference.begun_at > self.at - timedelta(days=1))) | (
                (Conference.state == PLANNED) & (Conference.first + Conference.quarters > quarter(self.at))
            )
            coming = set(session.scalars(select(Conference.id).where(ahead)))
            stands = select(Item.task_id).where(Item.conference_id.in_(coming), Item.state != POSTPONED)
            on_agenda = set(session.scalars(stands))
            kept = set(session.scalars(select(Effort.task_id).where(Effort.state == "i-gang")))
            running = select(Effort.task_id, Effort.id, Task.state).join(Task, Task.id == Effort.task_id)
            runs = session.execute(running.where(Effort.state == "i-gang").execution_options(**LOOKS)).all()
            lapsing.look(session)
            told = set(
                session.scalars(select(due.Due.target).where(due.Due.kind.in_(lapsing.LINES)), execution_options=LOOKS)
            )
            waiting = {row.id for row in queue.backlog(session, self.table.house)} if coming else set()
        for task, effort, state in runs:
            assert state in {EFFORT, FOLLOWED}, f"effort {effort} runs on though its task is {state}"
            assert task in {*kept, *loose}, f"effort {effort} runs and nobody sees it"
            assert task in kept or f"task/{task}" in told, (
                f"whoever wrote task {task} is not told that nobody may read it"
            )
        for task, state in rows:
            held = {*loose, *on_agenda, *waiting, *kept}
            assert task in held, f"task {task} is {state} and stands nowhere"


@sqlite_only
def test_a_year_of_conferences_loses_nothing(database, at):
    Year.database, Year.clock = database, staticmethod(at)
    run_state_machine_as_test(
        Year, settings=hypothesis.settings(max_examples=12, stateful_step_count=40, deadline=None)
    )
