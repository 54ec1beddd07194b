"""Any life that a referral can have: it is always in exactly one state, places are counted right, and one too many has its reason."""

from contextlib import suppress

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from domain.base import DomainError
from domain.consent import NO, YES
from domain.referrals import agreeing, life, parents, writing
from domain.referrals.states import SEATED
from domain.referrals.tables import BEYOND, TALKS, Capacity, Referral, ReferralNote, Standing, Step
from tests.databases import sqlite_only
from tests.factories import SECRET, as_house
from tests.scenes.referrals import begin, make_bench

MOST = 4
WHICH = st.integers(0, MOST - 1)
REASON = st.sampled_from(("", "Søskende"))


class Lives(RuleBasedStateMachine):
    """A few referrals to a service with one place, and everybody doing whatever they like."""

    database = None

    def __init__(self):
        super().__init__()
        self.database.reset()
        self.bench = make_bench(self.database, places=1)
        self.numbers = [self.bench.asked() for _ in range(MOST)]
        self.holders = [[self.bench.parent(one, holder) for holder in (0, 1)] for one in self.numbers]

    def does(self, who, verb):
        with suppress(DomainError), self.bench.as_(who) as session:
            verb(session)

    @rule(which=WHICH, holder=st.integers(0, 1), value=st.sampled_from((YES, YES, NO)))
    def answered(self, which, holder, value):
        viewer = self.holders[which][holder]
        with suppress(DomainError), self.bench.as_viewer(viewer) as session:
            parents.answer(session, self.numbers[which], viewer.guardian, value)

    @rule(which=WHICH)
    def all_agree(self, which):
        for holder in (0, 1):
            self.answered(which, holder, YES)

    @rule(which=WHICH, order=REASON, beyond=REASON, verb=st.sampled_from((life.offer, life.start)))
    def helped(self, which, order, beyond, verb):
        self.does("helper", lambda session: verb(session, self.numbers[which], begin(order=order, beyond=beyond)))

    @rule(which=WHICH, yes=st.booleans())
    def offered(self, which, yes):
        with suppress(DomainError), self.bench.as_viewer(self.holders[which][0]) as session:
            parents.accept(session, self.numbers[which], yes=yes)

    @rule(which=WHICH, verb=st.sampled_from((life.wait, life.follow_up, life.end, life.decline)))
    def moved(self, which, verb):
        more = () if verb is life.wait else ("En tekst",)
        self.does("helper", lambda session: verb(session, self.numbers[which], *more))

    @rule(which=WHICH, verb=st.sampled_from((writing.withdraw, writing.seen)))
    def written(self, which, verb):
        self.does("fsr", lambda session: verb(session, self.numbers[which]))

    @rule(which=WHICH)
    def asked(self, which):
        self.does("fsr", lambda session: agreeing.ask(session, SECRET, self.numbers[which]))

    @invariant()
    def every_place_is_counted_and_every_extra_one_has_a_reason(self):
        with self.database.sessions() as session:
            rows = as_house(session).scalars(select(Standing).order_by(Standing.referral_id)).all()
            latest = select(func.max(Step.id)).group_by(Step.referral_id)
            last = session.execute(select(Step.referral_id, Step.state).where(Step.id.in_(latest))).all()
            places = session.scalars(select(Capacity).where(Capacity.service == TALKS)).one()
        with self.bench.as_("fsr") as session:
            said = select(ReferralNote.referral_id).where(ReferralNote.kind == BEYOND)
            extra = {one.referral_id for one in rows if one.state in SEATED} & set(session.scalars(said))
        seated = [one for one in rows if one.seated]
        assert {one.referral_id: one.state for one in rows} == {row.referral_id: row.state for row in last}
        assert [one.state in SEATED for one in rows] == [bool(one.seated) for one in rows]
        assert places.taken == len(seated)
        assert places.taken <= places.places + len(extra)

    @invariant()
    def familiehuset_reads_those_that_all_agree_to_and_no_other(self):
        with self.bench.as_("helper") as session:
            seen = set(session.scalars(select(Referral.id)))
        with self.database.sessions() as session:
            states = {one.referral_id: one.state for one in as_house(session).scalars(select(Standing))}
        closed = {number for number, state in states.items() if state in {"venter-paa-samtykke", "afvist", "trukket"}}
        assert seen == set(states) - closed


@sqlite_only
def test_any_life_keeps_the_promises(database):
    Lives.database = database
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Lives, settings=settings(max_examples=4, stateful_step_count=15, suppress_health_check=slow)
    )
