from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from domain import asking, due
from domain.access.citizens import Guardianship
from domain.access.writes import NotAllowed
from domain.base import COPENHAGEN, now, today
from domain.consent import NO, NOT_NOW, YES, Consent
from domain.cpr import CprRefused
from domain.outbox import Outbox
from domain.people import Child, Guardian, Parent, find
from domain.referrals import agreeing, capacity, forgetting, life, parents, reading, writing
from domain.referrals.states import ASKED, DECLINED, ENDED, FOLLOWED, OFFERED, RUNNING, SENT, WAITING, WITHDRAWN
from domain.referrals.steps import NoSuchReferral, NotSaid, WrongStep
from domain.referrals.tables import ORDER, PLAN, TALKS, Capacity, Referral, ReferralNote, ReferralParent, Standing
from tests.databases import sqlite_only
from tests.factories import SECRET, as_house, make_child, make_guardian
from tests.scenes.referrals import BACKGROUND, LONG, MOTHER, WORDS, begin, make_bench

BORN = date(2025, 2, 28)


@pytest.fixture
def bench(database):
    return make_bench(database)


def state(bench, number: int) -> str:
    with bench.database.sessions() as session:
        return as_house(session).get_one(Standing, number).state


def read_by(bench, who: str, number: int) -> int:
    """How many rows of it somebody reads."""
    with bench.as_(who) as session:
        tables = (select(Referral.id).where(Referral.id == number), select(ReferralNote.id), select(ReferralParent.id))
        return sum(len(session.scalars(one).all()) for one in tables)


def test_familiehuset_reads_nothing_before_every_yes_and_nothing_from_the_moment_one_is_taken_back(bench):
    number = bench.written()
    assert (read_by(bench, "helper", number), read_by(bench, "team", number)) == (0, 0)
    with bench.as_("fsr") as session:
        assert agreeing.ask(session, "t" * 32, number).found == 1, "one of them has an address for mail"
    assert bench.answer(number, YES) == "mangler"
    assert (read_by(bench, "helper", number), state(bench, number)) == (0, ASKED)
    assert bench.answer(number, YES, 1) == "ja"
    assert (read_by(bench, "helper", number), state(bench, number)) == (3, SENT)
    assert read_by(bench, "team", number) == 0
    bench.answer(number, NOT_NOW, 1)
    assert (read_by(bench, "helper", number), state(bench, number)) == (0, ASKED)
    assert read_by(bench, "fsr", number) == 3, "it is the referrer's still"
    bench.answer(number, YES, 1)
    assert (read_by(bench, "helper", number), state(bench, number)) == (3, SENT)


def test_no_after_help_has_begun_ends_it_and_frees_the_place(bench):
    number = bench.sent()
    with bench.as_("helper") as session:
        life.start(session, number, begin(text="Mandage kl. 10", follow_ups=(today(),)))
    bench.answer(number, NO)
    assert state(bench, number) == WITHDRAWN
    with bench.as_("leader") as session:
        assert [(one.taken, one.waiting) for one in capacity.of_unit(session, bench.house)] == [(0, 0)] * 4
        assert [one.kind for one in due.of_unit(session, bench.house)] == ["henvisning-lukket"]
        assert session.scalars(select(Child.name)).all() == []


def test_a_no_at_the_same_moment_as_a_step_waits_for_it_and_counts(bench):
    number, together = bench.sent(), Barrier(2)

    def no() -> None:
        together.wait()
        bench.answer(number, NO)

    def begun() -> None:
        together.wait()
        with suppress(NoSuchReferral, WrongStep), bench.as_("helper") as session:
            life.start(session, number, begin())

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(no), pool.submit(begun)]:
            one.result()
    assert state(bench, number) in (ASKED, WITHDRAWN)
    assert read_by(bench, "helper", number) == 0


def test_a_known_family_is_used_without_a_word_of_it_and_another_one_is_made(bench):
    with bench.database.sessions() as session:
        child = make_child(as_house(session), "Elias Holm", BORN)
        mother = make_guardian(session, child, name="Sofie Kendt", email="Sofie@Example.org")
        other = make_guardian(session, child, name="Far Ukendt")
        session.commit()
    one = bench.asked(child="elias holm", born=BORN, parents=(MOTHER,))
    with bench.as_("fsr") as session:
        row = session.get_one(Referral, one)
        assert (row.child_id, row.child_name) == (child, "elias holm")
        assert [(p.name, p.guardian_id) for p in reading.whole(session, one).parents] == [("Sofie Holm", mother)]
        assert session.scalars(select(Child.name)).all() == [], "nothing of what was known is shown"
        assert session.scalars(select(Guardian.name)).all() == []
        asked = session.scalars(select(Outbox.guardian_id).where(Outbox.kind == "referral-consent")).all()
        assert set(asked) == {mother, other}, "those who hold custody are asked, not those who were typed"
    stranger = Parent(name="Sofie Holm", email="sofie2@example.org")
    two = bench.asked("team", child="Elias Holm", born=BORN, parents=(stranger,))
    with bench.as_("team") as session:
        made = session.get_one(Referral, two).child_id
        assert made != child
        assert len(session.scalars(select(Guardianship).where(Guardianship.child_id == made)).all()) == 1


@sqlite_only
def test_what_a_unit_has_of_a_child_says_nothing_of_whether_god_start_knows_it(bench):
    """Neither the known child itself, nor that what was typed twice is about one child: an address that fits would be found out by trying."""
    with bench.database.sessions() as session:
        known = make_child(as_house(session), "Bo Holm", BORN)
        for one in ("sofie@example.org", "ali@example.org"):
            make_guardian(session, known, email=one)
        session.commit()
    for right in ("sofie@example.org", "gaet@example.org"):
        family = {"child": "Bo Holm", "born": BORN, "parents": (Parent(name="Sofie Holm", email=right),)}
        first, second = (bench.asked(**family) for _ in range(2))
        with bench.as_("fsr") as session:
            assert {first, second} <= {row.id for row in reading.of_child(session, second, bench.fsr)}
            assert {row.seen for row in reading.of_child(session, second, bench.fsr)} == {None}
            assert find.profile(session, session.get_one(Referral, first).child_id) == []
    with bench.as_("fsr") as session:
        assert len(reading.of_child(session, second, bench.fsr)) == 4
        assert len({row.child_id for row in reading.of_child(session, second, bench.fsr)}) > 1


def test_nobody_is_asked_where_nobody_can_answer(bench):
    number = bench.written(parents=(Parent(name="Onkel", email="o@example.org", custody=False), Parent(name="Mor")))
    with bench.as_("fsr") as session, pytest.raises(agreeing.NobodyToAsk):
        agreeing.ask(session, "t" * 32, number)
    with bench.as_("helper") as session, pytest.raises(NoSuchReferral):
        life.wait(session, number)
    with bench.as_("team") as session, pytest.raises(NoSuchReferral):
        writing.withdraw(session, number)
    with pytest.raises(CprRefused):
        bench.written(goal="Se 010125-1234")
    way = writing.Way(from_unit_id=bench.house, unit_id=bench.house, key="x")
    with bench.as_("helper") as session, pytest.raises(writing.NotAReferrer):
        writing.write(session, way, writing.Family(child="A", born=today()), WORDS)


def test_who_leads_the_unit_reads_a_referral_and_writes_none(bench):
    number = bench.asked()
    assert read_by(bench, "fsr leads", number) == 3
    for verb in (writing.withdraw, writing.seen, agreeing.put):
        with bench.as_("fsr leads") as session, pytest.raises(NoSuchReferral):
            verb(session, number)
    way = writing.Way(from_unit_id=bench.fsr, unit_id=bench.house, key="x")
    with pytest.raises(NotAllowed), bench.as_("fsr leads") as session:
        writing.write(session, way, writing.Family(child="A", born=today()), WORDS)


def test_an_answer_is_noted_of_those_whom_the_writer_has_named(bench):
    number = bench.written()
    with bench.as_("fsr") as session:
        row, _ = writing.own(session, number)
        agreeing.said(session, SECRET, number, _first(session, row), YES, "mundtligt")
        told = session.scalars(select(Outbox.subject).where(Outbox.kind == "referral-noted")).all()
        assert told == [f"referral/{number}"]
    assert state(bench, number) == ASKED
    with bench.as_("fsr") as session, pytest.raises(agreeing.NobodyToAsk):
        agreeing.said(session, SECRET, number, 10**6, YES, "mundtligt")


def _first(session, row) -> int:
    return agreeing.to_answer(session, row, agreeing.typed(session, row.id))[0].number


def test_the_oldest_comes_first_unless_somebody_says_why(bench):
    first, second = bench.sent(), bench.sent()
    with bench.as_("helper") as session:
        life.wait(session, first)
        with pytest.raises(life.OrderBroken):
            life.offer(session, second, begin())
    with bench.as_("helper") as session:
        life.offer(session, second, begin(order=LONG))
        life.offer(session, first, begin(order="ikke nødvendigt"))
    with bench.as_("fsr") as session:
        notes = session.execute(select(ReferralNote.referral_id, ReferralNote.kind, ReferralNote.text)).all()
        assert notes == [(second, "raekkefoelge", LONG)], "a reason stays where there was one to give, and only there"


def test_one_more_than_there_are_places_needs_a_reason_that_stays(bench):
    numbers = [bench.sent() for _ in range(3)]
    with bench.as_("helper") as session:
        for number in numbers[:2]:
            life.start(session, number, begin())
    with pytest.raises(capacity.NoPlace), bench.as_("helper") as session:
        life.offer(session, numbers[2], begin())
    assert state(bench, numbers[2]) == SENT
    with bench.as_("helper") as session:
        life.offer(session, numbers[2], begin(beyond="Søskende i samme forløb"))
        one = session.get_one(Capacity, (bench.house, TALKS))
        assert (one.taken, one.beyond) == (3, 1)
        life.end(session, numbers[0], "Godt")
        session.refresh(one)
        assert (one.taken, one.beyond) == (2, 0)
        capacity.fix(session, bench.house, {TALKS: 1})
        session.refresh(one)
        assert (one.places, one.taken, one.beyond) == (1, 2, 1)


def test_the_referrer_hears_of_every_step_and_the_family_of_the_offer(bench):
    number = bench.sent("team")
    with bench.as_("helper") as session:
        life.offer(session, number, begin(text="Tirsdage"))
    viewer = bench.parent(number)
    with bench.as_viewer(viewer) as session:
        parents.accept(session, number, yes=True)
        assert [one.state for one in parents.of_family(session, viewer.custody()[0])] == [OFFERED]
    with bench.as_("helper") as session:
        life.start(session, number, begin(follow_ups=(today(),)))
        life.follow_up(session, number, "Det går fremad", today())
        with pytest.raises(NotSaid):
            life.end(session, number, "")
    with bench.as_("helper") as session:
        life.end(session, number, "Nået")
    assert state(bench, number) == ENDED
    with bench.as_("team") as session:
        whole = reading.whole(session, number)
        steps, days = reading.marks(session, number)
        assert [one.state for one in steps] == [
            *("kladde", ASKED, SENT, OFFERED, RUNNING, FOLLOWED, ENDED),
        ]
        assert (whole.consent, len(days)) == ("ja", 1)
        assert [one.text for one in reading.notes(session, number)] == ["Tirsdage", "Det går fremad", "Nået"]
        mine = due.of_unit(session, bench.team)
        assert [(one.kind, one.done_at is None) for one in mine if one.key.endswith("/writer")] == [
            ("henvisning-afsluttet", True)
        ]
        told = session.execute(select(Outbox.kind, Outbox.staff_id).where(Outbox.kind == "referral-news")).all()
        assert {row.staff_id for row in told} == {bench.staff["team"]}


def test_the_family_reads_of_the_help_and_not_why_others_wait_for_theirs(bench):
    bench.sent()
    second = bench.sent()
    with bench.as_("helper") as session:
        life.start(session, second, begin(order=LONG, text="Mandage kl. 10"))
        assert set(session.scalars(select(ReferralNote.kind))) == {ORDER, PLAN}
    with bench.as_viewer(bench.parent(second)) as session:
        assert session.scalars(select(ReferralNote.kind)).all() == [PLAN]


def test_a_yes_whose_time_is_up_shows_the_child_to_nobody(bench, at):
    number = bench.sent()
    with bench.as_("helper") as session:
        child = session.get_one(Referral, number).child_id
        assert session.get(Child, child)
        until = session.scalars(select(Consent.until).where(Consent.child_id == child)).first()
    at(datetime.combine(until + timedelta(days=1), time(9), COPENHAGEN))
    with bench.as_("helper") as session:
        assert session.get(Child, child) is None
        assert session.get(Referral, number) is None


def test_an_offer_that_the_family_does_not_want_is_anothers(bench):
    first, second = bench.sent(), bench.sent()
    with bench.as_("helper") as session:
        life.offer(session, first, begin())
    with bench.as_viewer(bench.parent(first)) as session:
        parents.accept(session, first, yes=False)
        with pytest.raises(WrongStep):
            parents.accept(session, first, yes=True)
    assert state(bench, first) == WAITING
    with bench.as_("helper") as session:
        assert [one.taken for one in capacity.of_unit(session, bench.house)] == [0, 0, 0, 0]
        with pytest.raises(life.OrderBroken):
            life.start(session, second, begin())


def test_no_from_familiehuset_has_a_reason_and_closes_the_family_to_it(bench):
    number = bench.sent()
    with pytest.raises(NotSaid), bench.as_("helper") as session:
        life.decline(session, number, "")
    with bench.as_("helper") as session:
        life.decline(session, number, "Hører til hos PPR")
    assert (state(bench, number), read_by(bench, "helper", number)) == (DECLINED, 0)
    with bench.as_("fsr") as session:
        assert [one.text for one in reading.notes(session, number)] == ["Hører til hos PPR"]
        assert not asking.agreed(session, "henvisning", number)
        writing.seen(session, number)
        assert all(one.done_at for one in due.of_unit(session, bench.fsr))


def test_other_words_need_another_yes(bench):
    number = bench.sent()
    changed = writing.Words(**(vars(WORDS) | {"background": "Nyt"}))
    who = writing.Family(child="Anden", born=today())
    with bench.as_("fsr") as session:
        version = session.get_one(Referral, number).version
        assert not writing.edit(session, number, who, WORDS, version), "nothing has changed"
        assert writing.edit(session, number, who, changed, version)
        assert session.get_one(Referral, number).child_name != "Anden", "whom it is about stays"
    assert (state(bench, number), read_by(bench, "helper", number)) == (ASKED, 0)
    with bench.as_("fsr") as session, pytest.raises(writing.WrittenMeanwhile):
        writing.edit(session, number, who, WORDS, version)


def test_no_word_of_the_family_stands_outside_what_is_guarded(bench):
    number = bench.sent()
    with bench.as_("helper") as session:
        life.start(session, number, begin(follow_ups=(today(),)))
        rows = session.execute(select(due.Due.__table__), execution_options={"unscoped": "looked through"}).all()
        rows += session.execute(select(Outbox.__table__)).all() + session.execute(select(Standing.__table__)).all()
    assert rows
    assert not [row for row in rows if BACKGROUND in str(row) or "Holm" in str(row) or "Barn" in str(row)]


def test_what_has_ended_is_closed_after_some_weeks_and_forgotten_after_years(bench, at):
    ended, running = bench.sent(), bench.sent()
    with bench.as_("helper") as session:
        for number in (ended, running):
            life.start(session, number, begin(order=LONG, follow_ups=(today(),)))
        life.end(session, ended, "Nået")
    at(now() + forgetting.AFTERWARDS + timedelta(days=1))
    with bench.as_viewer(bench.house_itself()) as session:
        assert not forgetting.close_ended(session)
        assert forgetting.forget(session) == 0
    assert (read_by(bench, "helper", ended), read_by(bench, "fsr", ended)) == (2, 6)
    at(now() + forgetting.KEPT)
    with bench.as_viewer(bench.house_itself()) as session:
        assert forgetting.forget(session) == 1
    with bench.as_("fsr") as session:
        assert session.scalars(select(Referral.id)).all() == [running]
        assert session.scalars(select(ReferralNote.id)).all() == []
        assert {one.referral_id for one in session.scalars(select(ReferralParent))} == {running}


def test_the_board_shows_the_first_of_each_part_and_a_part_whole_in_pages(bench, monkeypatch):
    monkeypatch.setattr(reading, "FIRST", 2)
    monkeypatch.setattr(reading, "PAGE", 3)
    numbers = [bench.sent() for _ in range(6)]
    with bench.as_("helper") as session:
        for number, days in ((numbers[5], ()), (numbers[4], (today() + timedelta(days=3),))):
            life.start(session, number, begin(order=LONG, follow_ups=days))
        rows = reading.board(session, bench.house)
        assert [
            (one.part, one.id, one.place, one.all) for one in sorted(rows, key=lambda one: (one.part, one.place))
        ] == [
            (RUNNING, numbers[4], 1, 2),
            (RUNNING, numbers[5], 2, 2),
            (SENT, numbers[0], 1, 4),
            (SENT, numbers[1], 2, 4),
        ]
        pages = [reading.board(session, bench.house, SENT, page) for page in (0, 1, 2)]
        assert [[one.id for one in rows] for rows in pages] == [numbers[:3], numbers[3:4], []]
    bench.answer(numbers[0], NO)
    with bench.as_("helper") as session:
        assert [one.id for one in reading.board(session, bench.house, SENT)] == numbers[1:4], "and no other is counted"
        assert reading.board(session, bench.house, SENT)[0].all == 3


def test_of_many_who_offer_the_last_place_at_once_one_does(bench):
    numbers = [bench.sent() for _ in range(5)]
    with bench.as_("helper") as session:
        life.start(session, numbers[0], begin())
    together = Barrier(4)

    def offered(number: int) -> str:
        together.wait()
        try:
            with bench.as_("helper") as session:
                life.offer(session, number, begin(order=LONG))
        except capacity.NoPlace:
            return "fuldt"
        return "tilbudt"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(offered, numbers[1:])) == ["fuldt", "fuldt", "fuldt", "tilbudt"]
    with bench.as_("leader") as session:
        assert session.get_one(Capacity, (bench.house, TALKS)).taken == 2
        assert len(session.scalars(select(Standing).where(Standing.state == OFFERED)).all()) == 1
