"""Inquiries: who they reach by themselves, who reads what under whose yes, and how each ends."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, text

from domain import asking as asks
from domain import consent, due, messages, outbox
from domain.access import STRANGER, sees
from domain.access.citizens import Link
from domain.access.staff import Staff
from domain.access.tokens import token_hash
from domain.access.units import Unit
from domain.base import now, quarter
from domain.booking.tables import Absence, Appointment, Claim, Opening
from domain.booking.taking.claims import SlotTaken
from domain.consent import ADVICE, NO, YES
from domain.due import Due
from domain.inquiries import (
    answering,
    asking,
    colleagues,
    ending,
    forgetting,
    handing,
    meeting,
    parent,
    reading,
    stopping,
    streets,
    writing,
)
from domain.inquiries.answering import AlreadyTaken, NotYours
from domain.inquiries.colleagues import HasTime, NoColleague
from domain.inquiries.handing import NotToCarry
from domain.inquiries.meeting import NoTime
from domain.inquiries.naming import UnknownChild
from domain.inquiries.parent import Request
from domain.inquiries.receiving import Nobody
from domain.inquiries.streets import BadStreet, UnknownStreet
from domain.inquiries.tables import BOOKED, CLOSED, HEALTH, SENT, SOCIAL, SPARRING, TAKEN, WITHDRAWN, Inquiry
from domain.inquiries.writing import NoSuchInquiry, NotAgreed, NotTheirs, NotWhole, Words
from domain.outbox import Outbox
from domain.people import Child, Guardian, find
from domain.suspicion import LooksNamed
from tests.factories import SECRET, make_staff
from tests.scenes.bookings import added
from tests.scenes.canaries import settle, working
from tests.scenes.municipality import build
from tests.scenes.tasks import opened, staff
from tests.scenes.tasks import parent as guardian

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
WORDS = Words(title="Om søvn", seen="Sover lidt om natten.", wanted="Et råd.", role="logopaed", about="gruppe")
FSR, OTHER_FSR = "fsr/socialraadgiver", "fsr/socialraadgiver andetsteds"


class Bench:
    """A town with one family, and who does what in it."""

    def __init__(self, database):
        self.sessions = database.sessions
        with working(self.sessions) as session:
            self.town = build(session)
        with working(self.sessions) as session:
            self.family = settle(session, self.town, 1)

    def as_(self, *names):
        return opened(self.sessions, staff(*(self.town.workers[name] for name in names)))

    def does(self, name, verb, *args, **more):
        with self.as_(name) as session:
            found = verb(session, *args, **more)
            session.commit()
            return found

    def written(self, kind=SOCIAL, *, named=False, by="dagtilbud/paedagog", words=WORDS):
        child = self.family.child if named else None
        return self.does(by, writing.write, self.town.workers[by].unit, kind, words, child).id

    def answers(self, inquiry, *values):
        for one, value in zip(self.family.holders, values, strict=False):
            with opened(self.sessions, guardian(self.family, one)) as session:
                asking.answer(session, inquiry, one, value)
                session.commit()

    def sent(self, kind=SOCIAL, *, named=False):
        inquiry = self.written(kind, named=named)
        if named:
            self.does("dagtilbud/paedagog", asking.ask, SECRET, inquiry)
            self.answers(inquiry, YES, YES)
        self.does("dagtilbud/paedagog", writing.send, inquiry)
        return inquiry

    def readers(self, inquiry):
        found = set()
        for name in self.town.workers:
            with self.as_(name) as session:
                if session.get(Inquiry, inquiry) is not None:
                    found.add(name)
        return found

    def knows(self, name):
        """Whether they see the family's child, and a parent of it."""
        with self.as_(name) as session:
            child = session.scalar(select(Child.name).where(Child.id == self.family.child))
            mother = session.scalar(select(Guardian.name).where(Guardian.id == self.family.mother))
        assert bool(child) is bool(mother)
        return bool(child)

    def of(self, inquiry):
        with working(self.sessions) as session:
            return session.get_one(Inquiry, inquiry)


@pytest.fixture
def bench(database, at):
    at(NOW)
    return Bench(database)


HOUSE = {f"dagtilbud/{role}" for role in ("paedagog", "leder", "distriktsleder", "dagplejer")}


def test_a_draft_is_its_writers_and_what_is_sent_is_read_by_both_units_alone(bench):
    draft = bench.written()
    assert bench.readers(draft) == {"dagtilbud/paedagog"}
    for kind, roles in ((SOCIAL, "fsr"), (HEALTH, "sundhedspleje"), (SPARRING, "ppr")):
        inquiry = bench.sent(kind)
        own = {name for name in bench.town.workers if name.startswith(f"{roles}/") and "andetsteds" not in name}
        assert bench.readers(inquiry) == HOUSE | own, kind


def test_a_named_child_is_read_only_while_every_holder_says_yes(bench):
    inquiry = bench.written(named=True)
    bench.does("dagtilbud/paedagog", asking.ask, SECRET, inquiry)
    for values in ((YES,), (YES, NO), (NO, YES)):
        bench.answers(inquiry, *values)
        with bench.as_("dagtilbud/paedagog") as session, pytest.raises(NotAgreed):
            writing.send(session, inquiry)
    bench.answers(inquiry, YES, YES)
    assert not bench.knows(FSR), "a yes to a draft opens nothing"
    bench.does("dagtilbud/paedagog", writing.send, inquiry)
    fsr = {FSR, "fsr/leder"}
    assert bench.readers(inquiry) == HOUSE | fsr
    assert bench.knows(FSR)
    with bench.as_(FSR) as session:
        assert [row.kind for row in session.scalars(select(Due).where(Due.target == f"inquiry/{inquiry}"))]
    bench.answers(inquiry, NO)
    assert bench.readers(inquiry) == HOUSE
    assert not bench.knows(FSR)
    with bench.as_(FSR) as session:
        assert session.scalars(select(Due).where(Due.target == f"inquiry/{inquiry}")).all() == []


def test_the_parents_read_their_own_and_other_words_ask_them_anew(bench):
    inquiry = bench.written(named=True)
    bench.does("dagtilbud/paedagog", asking.ask, SECRET, inquiry)
    bench.answers(inquiry, YES, YES)
    with opened(bench.sessions, guardian(bench.family, bench.family.mother)) as session:
        assert [row.id for row in reading.of_child(session, bench.family.child)] == [inquiry]
    with opened(bench.sessions, guardian(bench.family, bench.family.uncle)) as session:
        assert reading.of_child(session, bench.family.child) == []
    other = Words(title="Om søvn", seen="Noget helt andet.")
    assert bench.does("dagtilbud/paedagog", writing.edit, inquiry, other)
    with bench.as_("dagtilbud/paedagog") as session, pytest.raises(NotAgreed):
        writing.send(session, inquiry)
    with working(bench.sessions) as session:
        assert session.scalar(select(func.count()).where(Outbox.kind == "inquiry-consent")) == 4


def test_what_cannot_be_sent_is_refused(bench):
    for words, error in (
        (Words(title="Uden mere"), NotWhole),
        (Words(title="Om leg", seen="Leger med Karla Friis."), LooksNamed),
    ):
        inquiry = bench.written(words=words)
        with bench.as_("dagtilbud/paedagog") as session, pytest.raises(error):
            writing.send(session, inquiry)
    other = bench.town.workers["dagtilbud/paedagog andetsteds"].unit
    with bench.as_("dagtilbud/paedagog andetsteds") as session, pytest.raises(UnknownChild):
        writing.write(session, other, SOCIAL, WORDS, bench.family.child)


def test_it_reaches_the_childs_own_nurse_her_substitute_when_she_is_away_and_somebody_elsewhere_when_nobody_is_left(
    bench,
):
    nurse = bench.town.workers["sundhedspleje/sundhedsplejerske"]
    other = bench.town.workers["sundhedspleje/sundhedsplejerske andetsteds"]
    assert bench.of(bench.sent(HEALTH, named=True)).for_id == nurse.staff
    fsr, away = bench.town.workers[FSR], quarter(now())
    with working(bench.sessions) as session:
        for one in (nurse, fsr):
            session.add(Absence(resource_id=one.resource, first=away - 4, last=away + 400))
        session.get_one(Staff, nurse.staff).substitute_id = other.staff
    inquiry = bench.of(bench.sent(HEALTH))
    assert (inquiry.for_id, inquiry.for_unit_id) == (other.staff, other.unit)
    social = bench.sent(SOCIAL)
    assert bench.of(social).for_id == bench.town.workers[OTHER_FSR].staff
    assert OTHER_FSR in bench.readers(social)
    bench.does(OTHER_FSR, answering.take, social)
    with bench.as_(OTHER_FSR) as session:
        assert [row.id for row in reading.received(session, bench.town.workers[OTHER_FSR].unit, reading.RUNNING)] == [
            social
        ]


def test_a_named_child_reaches_a_substitute_elsewhere_only_where_the_parents_have_been_told_of_that_unit(bench):
    fsr, other, away = bench.town.workers[FSR], bench.town.workers[OTHER_FSR], quarter(now())
    with working(bench.sessions) as session:
        session.add(Absence(resource_id=fsr.resource, first=away - 4, last=away + 400))
    waits = bench.sent(SOCIAL, named=True)
    assert (bench.of(waits).for_id, bench.of(waits).for_unit_id) == (None, fsr.unit), "the unit has it"
    with working(bench.sessions) as session:
        session.get_one(Staff, fsr.staff).substitute_id = other.staff
    inquiry = bench.written(named=True)
    bench.does("dagtilbud/paedagog", asking.ask, SECRET, inquiry)
    with opened(bench.sessions, guardian(bench.family, bench.family.mother)) as session:
        assert reading.whole(session, inquiry).also == session.get_one(Unit, other.unit).name
    bench.answers(inquiry, YES, YES)
    assert not bench.knows(OTHER_FSR)
    bench.does("dagtilbud/paedagog", writing.send, inquiry)
    assert (bench.of(inquiry).for_id, bench.of(inquiry).for_unit_id) == (other.staff, other.unit)
    assert bench.readers(inquiry) == HOUSE | {FSR, "fsr/leder", OTHER_FSR}
    assert bench.knows(OTHER_FSR)
    with working(bench.sessions) as session:
        left = session.get_one(Inquiry, waits)
        left.for_id, left.for_unit_id = other.staff, other.unit
    assert OTHER_FSR not in bench.readers(waits), "a yes to one unit is none to another, whoever it reached"
    bench.answers(inquiry, NO)
    assert bench.readers(inquiry) == HOUSE


def test_of_two_who_take_it_one_gets_it_and_only_they_answer(bench):
    inquiry = bench.sent(SPARRING)
    with bench.as_("ppr/psykolog") as session, pytest.raises(AlreadyTaken):
        answering.take(session, inquiry)  # a logopæd is asked
    bench.does("ppr/logopaed", answering.take, inquiry)
    with bench.as_("ppr/leder") as session, pytest.raises(AlreadyTaken):
        answering.take(session, inquiry)
    with bench.as_("ppr/psykolog") as session, pytest.raises(NotYours):
        answering.answer(session, inquiry, "Prøv sang.")
    bench.does("ppr/logopaed", answering.answer, inquiry, "Prøv sang.")
    with bench.as_("dagtilbud/paedagog") as session:
        assert session.get_one(Inquiry, inquiry).answer == "Prøv sang."
        kinds = {row.kind for row in due.of_unit(session, bench.town.workers["dagtilbud/paedagog"].unit)}
    assert "henvendelse-svar" in kinds
    assert [(one.name, one.waiting, one.open) for one in bench.does("ppr/leder", reading.per_role) if one.open] == [
        ("Logopæd", 0, 1)
    ]


def test_handed_back_it_finds_somebody_again_and_closed_it_leads_on_without_typing(bench):
    inquiry = bench.sent(SOCIAL, named=True)
    bench.does(FSR, answering.take, inquiry)
    with bench.as_(FSR) as session:
        meeting.offer(session, answering.held(session, inquiry), "foraeldre")
        session.commit()
    bench.does(FSR, answering.hand_back, inquiry)
    given = bench.of(inquiry)
    assert (given.state, given.taken_by, given.meets) == (SENT, None, ""), "there is nobody to find a time with"
    bench.does(FSR, answering.take, inquiry)
    bench.does(FSR, answering.close, inquiry, "konference", "Tag den op sammen.")
    with bench.as_(FSR) as session:
        handing.carried(session, inquiry, "referral/9")
        session.commit()
    assert bench.of(inquiry).led_to == "", "a task is its writer's to put"
    with bench.as_("dagtilbud/paedagog") as session:
        found = handing.prefill(session, inquiry)
        assert (found.title, found.child_id, found.note) == ("Om søvn", bench.family.child, "Tag den op sammen.")
        opened_ = [row for row in due.of_unit(session, bench.family.house) if row.kind == "henvendelse-videre"]
        assert [row.done_at for row in opened_] == [None]
        handing.carried(session, inquiry, "task/5")
        session.commit()
    with working(bench.sessions) as session:
        assert session.scalar(select(Due.done_at).where(Due.kind == "henvendelse-videre")) is not None
        assert session.scalar(select(consent.Consent.until).where(consent.Consent.matter_id == inquiry)) == (
            NOW.date() + ending.AFTERWARDS
        )
    assert bench.of(inquiry).state == CLOSED
    assert bench.readers(inquiry) == HOUSE | {FSR, "fsr/leder"}
    with bench.as_("dagtilbud/paedagog") as session, pytest.raises(NotTheirs):
        asking.note(session, SECRET, inquiry, bench.family.mother, YES, "mundtligt")
    bench.does("dagtilbud/leder", asking.note, SECRET, inquiry, bench.family.mother, NO, "mundtligt")
    assert bench.readers(inquiry) == HOUSE, "what is closed is still read by the yes, which can still be taken back"


def test_a_number_leads_from_it_to_the_task_only_where_both_name_a_child_or_neither_does(bench):
    def leads(*, named, child):
        inquiry = bench.sent(SOCIAL, named=named)
        bench.does(FSR, answering.take, inquiry)
        bench.does(FSR, answering.close, inquiry, "konference", "")
        with bench.as_("dagtilbud/paedagog") as session:
            handing.put_as_task(session, inquiry, SimpleNamespace(id=5, child_id=child))
            session.commit()
        return bench.of(inquiry).led_to

    child = bench.family.child
    assert (leads(named=True, child=child), leads(named=False, child=None)) == ("task/5", "task/5")
    assert (leads(named=True, child=None), leads(named=False, child=child)) == ("task", "task")


def test_who_has_left_the_unit_reads_nothing_more_whoevers_it_was(bench):
    draft, sent = bench.written(), [bench.sent(SOCIAL, named=named) for named in (True, False)]
    for inquiry in sent:
        bench.does(FSR, answering.take, inquiry)
    for name in ("dagtilbud/paedagog", FSR):
        stays = staff(bench.town.workers[name])
        elsewhere = (replace(stays.memberships[0], unit_id=bench.town.workers["ppr/leder"].unit, actor="ppr"),)
        for memberships, sees_ in ((stays.memberships, True), ((), False), (elsewhere, False)):
            with opened(bench.sessions, replace(stays, memberships=memberships)) as session:
                read = [session.get(Inquiry, inquiry) is not None for inquiry in sent]
                assert read == [sees_, sees_], (name, memberships)
                assert (session.get(Inquiry, draft) is not None) is (sees_ and name != FSR)


def test_what_staff_note_is_told_to_the_parent_whose_answer_it_is_on_a_page_of_their_own(bench):
    inquiry = bench.written(named=True)
    bench.does("dagtilbud/paedagog", asking.note, SECRET, inquiry, bench.family.mother, YES, "mundtligt")
    with working(bench.sessions) as session:
        [taken] = outbox.take(session, 5, timedelta(minutes=5))
        assert (taken.kind, taken.guardian_id) == ("inquiry-noted", bench.family.mother)
        letter = messages.letter(session, taken, SECRET)
        assert letter.house == session.get_one(Unit, bench.family.house).name
        assert session.scalar(select(Link.guardian_id).where(Link.token_hash == token_hash(letter.token)))
    for name, error in ((FSR, NoSuchInquiry), ("dagtilbud/leder", NoSuchInquiry)):
        with bench.as_(name) as session, pytest.raises(error):
            asking.note(session, SECRET, inquiry, bench.family.father, YES, "mundtligt")
    sent = bench.sent(SOCIAL, named=True)
    with bench.as_(FSR) as session, pytest.raises(asks.NotAsking):
        asking.note(session, SECRET, sent, bench.family.mother, NO, "mundtligt")


def test_withdrawn_it_is_closed_to_all_others_and_written_again_it_names_nobody(bench):
    inquiry = bench.sent(SOCIAL, named=True)
    fresh = bench.does("dagtilbud/paedagog", ending.again, inquiry).id
    assert bench.of(inquiry).state == WITHDRAWN
    assert bench.readers(inquiry) == HOUSE
    with bench.as_("dagtilbud/paedagog") as session:
        again = session.get_one(Inquiry, fresh)
    assert (again.child_id, again.child_name, again.title, again.again_id) == (None, "", "", inquiry)
    with working(bench.sessions) as session:
        assert not asks.agreed(session, ADVICE, inquiry)
        assert session.scalar(select(Due.id).where(Due.key == f"inquiry/{inquiry}")) is None


def opens(session, worker, day=date(2026, 11, 18)):
    same = {"valid_from": day, "valid_to": day + timedelta(days=20), "weekday": day.weekday()}
    added(session, Opening(resource_id=worker.resource, begins=9 * 60, ends=12 * 60, **same))


def test_a_time_is_found_with_who_asked_or_chosen_by_the_parents(bench):
    with working(bench.sessions) as session:
        opens(session, bench.town.workers[FSR])
    inquiry = bench.sent(SOCIAL, named=True)
    bench.does(FSR, answering.take, inquiry)

    def book(session, at=0, key="k"):
        found = meeting.plan(session, writing.locked(session, inquiry))
        return meeting.book(session, found, meeting.times(session, found)[at].first, key)

    def meets(session, whom):
        meeting.offer(session, writing.locked(session, inquiry), whom)

    bench.does(FSR, meets, "kollega")
    booked = bench.does(FSR, book)
    with bench.as_("dagtilbud/paedagog") as session:
        own = session.get_one(Inquiry, inquiry)
        assert (own.state, reading.when(session, own)) == (BOOKED, (booked.first, booked.quarters))
        assert session.get(Appointment, booked.id) is None
    bench.does(FSR, meets, "foraeldre")
    with opened(bench.sessions, guardian(bench.family, bench.family.mother)) as session:
        chosen = book(session, 1, "p")
        session.commit()
        assert session.scalar(select(Appointment.first).where(Appointment.id == chosen.id)) == chosen.first
    with working(bench.sessions) as session:
        states = session.scalars(select(Appointment.state).order_by(Appointment.id)).all()
        kinds = set(session.scalars(select(Outbox.kind).where(Outbox.subject == f"appointment/{chosen.id}")))
        assert states == ["aflyst", "booket"]
        assert kinds == {"confirmed"}
        assert session.scalar(select(func.count()).where(Due.kind == "henvendelse-tid")) == 1


def test_a_yes_that_is_taken_back_gives_the_time_back_offers_no_other_and_tells_those_concerned(bench, at):
    with working(bench.sessions) as session:
        opens(session, bench.town.workers[FSR])

    def agree(inquiry, whom, *, book):
        with bench.as_(FSR) as session:
            meeting.offer(session, answering.held(session, inquiry), whom)
            if book:
                found = meeting.plan(session, writing.locked(session, inquiry))
                meeting.book(session, found, meeting.times(session, found)[0].first, whom)
            session.commit()

    inquiry = bench.sent(SOCIAL, named=True)
    bench.does(FSR, answering.take, inquiry)
    for whom, ends in (
        ("foraeldre", lambda: bench.answers(inquiry, NO)),
        ("kollega", lambda: bench.does("dagtilbud/leder", asking.note, SECRET, inquiry, bench.family.mother, NO, "x")),
    ):
        agree(inquiry, whom, book=True)
        ends()
        given = bench.of(inquiry)
        assert (given.state, given.meets) == ("taget", "")
        with working(bench.sessions) as session:
            assert set(session.scalars(select(Appointment.state))) == {"aflyst"}
            assert session.scalars(select(Claim.quarter)).all() == []
            told = session.execute(select(Outbox.staff_id, Outbox.guardian_id).where(Outbox.kind == "cancelled")).all()
            assert bench.town.workers[FSR].staff in {row.staff_id for row in told}
            assert ({*bench.family.holders} <= {row.guardian_id for row in told}) is True
            assert session.scalar(select(Due.id).where(Due.kind == "henvendelse-tid")) is None
        with bench.as_(FSR) as session:
            [lost] = session.scalars(select(Due).where(Due.kind == "henvendelse-trukket"))
            assert (lost.child_id, lost.staff_id) == (None, bench.town.workers[FSR].staff)
        bench.answers(inquiry, YES, YES)
    agree(inquiry, "foraeldre", book=False)
    at(NOW + asks.LASTS + timedelta(days=1))  # the yes has run out: the worker's round ends what was offered
    with working(bench.sessions) as session:
        assert stopping.sweep(session) == 1
        assert stopping.sweep(session) == 0
        assert session.get_one(Inquiry, inquiry).meets == ""
        waits = select(Outbox.id).where(Outbox.kind == "inquiry-choose", Outbox.sent_at.is_(None))
        assert session.scalars(waits).all() == []


@pytest.mark.race
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_no_at_the_moment_of_the_booking_gives_that_time_back(bench, database):
    with working(bench.sessions) as session:
        opens(session, bench.town.workers[FSR])
    inquiry = bench.sent(SOCIAL, named=True)
    bench.does(FSR, answering.take, inquiry)
    waits = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with bench.as_(FSR) as session, ThreadPoolExecutor(1) as pool:
        meeting.offer(session, answering.held(session, inquiry), "foraeldre")
        found = meeting.plan(session, writing.locked(session, inquiry))
        meeting.book(session, found, meeting.times(session, found)[0].first, "k")
        said = pool.submit(bench.answers, inquiry, NO)
        with database.engine.connect() as other:
            while not other.scalar(waits) and not said.done():
                other.rollback()
        session.commit()
        said.result()
    assert (bench.of(inquiry).state, bench.of(inquiry).meets) == (TAKEN, "")
    with working(bench.sessions) as session:
        assert session.scalars(select(Appointment.state)).all() == ["aflyst"]


def test_withdrawn_by_its_writer_a_time_with_the_writer_is_free_again_too(bench):
    with working(bench.sessions) as session:
        opens(session, bench.town.workers[FSR])
    inquiry = bench.sent(SOCIAL)
    bench.does(FSR, answering.take, inquiry)
    with bench.as_(FSR) as session:
        meeting.offer(session, answering.held(session, inquiry), "kollega")
        found = meeting.plan(session, writing.locked(session, inquiry))
        meeting.book(session, found, meeting.times(session, found)[0].first, "k")
        session.commit()
    bench.does("dagtilbud/paedagog", ending.withdraw, inquiry)
    with working(bench.sessions) as session:
        assert session.scalars(select(Appointment.state)).all() == ["aflyst"]
        assert session.scalars(select(Claim.quarter)).all() == []


def test_parents_ask_without_an_account_by_their_street_and_follow_it_by_a_link(bench):
    here = bench.does("fsr/leder", streets.districts)
    baltorp = next(number for number, name in here if name == "Baltorp")
    with working(bench.sessions) as session:
        opens(session, bench.town.workers[OTHER_FSR])
        assert streets.keep(session, {baltorp: "Lindevej 1-45\nH.C. Ørsteds Vej\n", here[1][0]: "Lindevej 46-99"}) == 3
        assert streets.district_of(session, "lindevej 12 B, 2. tv") == baltorp
        assert streets.district_of(session, "HC Ørstedsvej") == baltorp
        for wrong in ("Lindevej", "Lindevej 120", "Ukendt 3", ""):
            with pytest.raises(UnknownStreet):
                streets.district_of(session, wrong)
        with pytest.raises(BadStreet):
            streets.keep(session, {baltorp: "12"})
    words = {"title": "Søvn", "seen": "Vi sover ikke.", "wanted": "", "name": "Ida Dam", "email": "ida@example.org"}
    asked = Request(kind=SOCIAL, district_id=baltorp, mobile="", language="tr", key="form-1", **words)

    def stranger(verb, *args):
        with bench.sessions() as session:
            session.info["writing"] = True
            sees(session, STRANGER)
            found = verb(session, *args)
            session.commit()
            return found

    token = stranger(parent.put, SECRET, asked)
    assert stranger(parent.put, SECRET, asked) == token
    with working(bench.sessions) as session:
        [inquiry] = session.scalars(select(Inquiry)).all()
        assert session.scalars(select(Outbox.kind)).all() == [parent.RECEIVED]
    assert (inquiry.for_id, inquiry.child_id) == (bench.town.workers[OTHER_FSR].staff, None)
    assert bench.readers(inquiry.id) == {OTHER_FSR, "fsr/leder andetsteds"}
    bench.does(OTHER_FSR, answering.take, inquiry.id)
    bench.does(OTHER_FSR, lambda session: meeting.offer(session, writing.locked(session, inquiry.id), "foraeldre"))

    def choose(session, key, at):
        mine = parent.for_them(session, token)
        found = meeting.plan(session, mine)
        return meeting.book(session, found, meeting.times(session, found)[at].first, key)

    first, moved = stranger(choose, "a", 0), stranger(choose, "b", 3)
    assert first.id == moved.id
    assert stranger(lambda session: parent.by_token(session, token).Inquiry.state) == BOOKED
    bench.does(OTHER_FSR, answering.close, inquiry.id, "besoeg")
    stranger(parent.take_back, token)
    assert bench.readers(inquiry.id) == set()
    with working(bench.sessions) as session:
        assert session.scalar(select(Appointment.state)) == "aflyst"
        assert session.scalars(select(Due.key).where(Due.target == f"inquiry/{inquiry.id}")).all() == []


def test_where_nobody_can_be_asked_it_says_so(bench):
    asked = Request(
        kind=SOCIAL,
        district_id=999,
        title="a",
        seen="b",
        wanted="",
        name="c",
        email="",
        mobile="",
        language="da",
        key="x",
    )
    with working(bench.sessions) as session, pytest.raises(Nobody):
        parent.put(session, SECRET, asked)


def test_one_time_is_not_sold_twice(bench):
    with working(bench.sessions) as session:
        opens(session, bench.town.workers[FSR])
    inquiries = [bench.sent(SOCIAL), bench.sent(SOCIAL)]
    for one in inquiries:
        bench.does(FSR, answering.take, one)
        bench.does(FSR, lambda session, one=one: meeting.offer(session, writing.locked(session, one), "kollega"))

    def book(session, inquiry, first):
        return meeting.book(session, meeting.plan(session, writing.locked(session, inquiry)), first, "k")

    with bench.as_(FSR) as session:
        plan = meeting.plan(session, writing.locked(session, inquiries[0]))
        first = meeting.times(session, plan)[0].first
    bench.does(FSR, book, inquiries[0], first)
    with bench.as_(FSR) as session, pytest.raises(SlotTaken):
        book(session, inquiries[1], first)


def test_years_after_it_was_closed_nothing_is_left_of_an_inquiry(bench, at):
    old, open_ = bench.sent(named=True), bench.sent(named=True)
    bench.does(FSR, answering.take, old)
    bench.does(FSR, answering.close, old, "raad", "Ring igen.")
    at(NOW + forgetting.KEPT + timedelta(days=1))
    with working(bench.sessions) as session:
        assert forgetting.forget(session) == 1
        session.commit()
    with working(bench.sessions) as session:
        assert session.scalars(select(Inquiry.id)).all() == [open_]
        about = consent.ConsentRequest.subject, Due.target
        left = [set(session.scalars(select(one).where(one.like("inquiry/%")))) for one in about]
    assert left == [{f"inquiry/{open_}"}] * 2


def test_given_to_a_colleague_it_is_theirs_with_its_line_its_load_and_its_history(bench):
    fsr = bench.town.workers[FSR]
    with working(bench.sessions) as session:
        colleague = make_staff(session, fsr.unit, "socialraadgiver", "Birgit Holm")
    inquiry, waits = bench.sent(SOCIAL, named=True), bench.sent(SOCIAL)
    bench.does(FSR, answering.take, inquiry)
    with bench.as_(FSR) as session, pytest.raises(NoColleague):
        colleagues.give(session, inquiry, bench.town.workers[OTHER_FSR].staff)
    with bench.as_("dagtilbud/paedagog") as session, pytest.raises(NotYours):
        colleagues.give(session, inquiry, colleague)
    assert bench.does(FSR, colleagues.give, inquiry, colleague) == "Birgit Holm"
    bench.does("fsr/leder", colleagues.give, waits, fsr.staff)
    with bench.as_(FSR) as session:
        [once] = colleagues.hands(session, inquiry)
        load = {one.name: (one.open, one.waiting) for one in reading.load(session, fsr.unit, "fsr")}
        lines = {row.target: row.staff_id for row in due.of_unit(session, fsr.unit)}
        with pytest.raises(NotYours):
            answering.answer(session, inquiry, "Jeg svarer alligevel.")
    assert (once.to_name, once.from_name == once.by_name) == ("Birgit Holm", True)
    assert load["Birgit Holm"] == (1, 0)
    assert sorted(load.values()) == [(0, 1), (1, 0)]
    assert lines == {f"inquiry/{inquiry}": colleague, f"inquiry/{waits}": fsr.staff}
    with working(bench.sessions) as session:
        opens(session, bench.town.workers[FSR])
    other = bench.sent(SOCIAL)
    bench.does(FSR, answering.take, other)
    bench.does(FSR, lambda session: meeting.offer(session, writing.locked(session, other), "kollega"))
    bench.does(FSR, book, other)
    with bench.as_(FSR) as session, pytest.raises(HasTime):
        colleagues.give(session, other, colleague)


def book(session, inquiry, at=0):
    found = meeting.plan(session, writing.locked(session, inquiry))
    return meeting.book(session, found, meeting.times(session, found)[at].first, "k")


def test_a_visit_is_whoevers_who_answers_until_it_has_a_time_or_comes_to_nothing(bench):
    with working(bench.sessions) as session:
        opens(session, bench.town.workers[FSR])
    unit, inquiry = bench.town.workers[FSR].unit, bench.sent(SOCIAL, named=True)

    def to_do(worker, unit_id):
        with bench.as_(worker) as session:
            return [
                row.target for row in due.of_unit(session, unit_id) if (row.kind, row.done_at) == (handing.ON, None)
            ]

    bench.does(FSR, answering.take, inquiry)
    bench.does(FSR, answering.close, inquiry, "besoeg")
    assert to_do(FSR, unit) == [f"inquiry/{inquiry}"]
    assert to_do("dagtilbud/paedagog", bench.family.house) == []
    visit = bench.does(FSR, book, inquiry)
    closed = bench.of(inquiry)
    assert (visit.place, visit.child_id, closed.state) == ("hjem", bench.family.child, CLOSED)
    assert (closed.led_to, to_do(FSR, unit)) == (f"appointment/{visit.id}", [])
    moved = bench.does(FSR, book, inquiry, 2)
    assert (moved.id, moved.first > visit.first) == (visit.id, True)
    bench.does(FSR, lambda session: meeting.cancel(session, writing.locked(session, inquiry)))
    assert (bench.of(inquiry).state, bench.of(inquiry).led_to, len(to_do(FSR, unit))) == (CLOSED, "", 1)
    with bench.as_("dagtilbud/paedagog") as session, pytest.raises(NotToCarry):
        handing.leave(session, inquiry)
    bench.does(FSR, handing.leave, inquiry)
    assert (bench.of(inquiry).led_to, to_do(FSR, unit)) == (handing.NOTHING, [])
    with bench.as_(FSR) as session, pytest.raises(NoTime):
        meeting.plan(session, writing.locked(session, inquiry))


@pytest.mark.parametrize("named", [True, False])
def test_who_visits_goes_out_whether_to_the_family_or_to_whoever_asked_without_a_name(bench, named):
    inquiry = bench.sent(SOCIAL, named=named)
    bench.does(FSR, answering.take, inquiry)
    bench.does(FSR, answering.close, inquiry, "besoeg")
    with bench.as_(FSR) as session:
        assert meeting.plan(session, writing.locked(session, inquiry)).place == "hjem"


def test_what_is_shown_on_to_somebody_else_says_to_whom_and_waits_for_nobody(bench):
    inquiry = bench.sent(SOCIAL)
    bench.does(FSR, answering.take, inquiry)
    bench.does(FSR, answering.close, inquiry, "andet-tilbud", "", "sesam")
    assert bench.of(inquiry).led_to == "hjaelp/sesam"
    with working(bench.sessions) as session:
        assert session.scalars(select(Due.key).where(Due.kind == handing.ON)).all() == []


@pytest.mark.parametrize("outcome", ["raad", "besoeg"])
def test_a_talk_at_the_office_is_given_back_when_it_ends_with_something_else(bench, outcome):
    with working(bench.sessions) as session:
        opens(session, bench.town.workers[FSR])
    inquiry = bench.sent(SOCIAL, named=True)
    bench.does(FSR, answering.take, inquiry)
    bench.does(FSR, lambda session: meeting.offer(session, writing.locked(session, inquiry), "foraeldre"))
    talk = bench.does(FSR, book, inquiry)
    bench.does(FSR, answering.close, inquiry, outcome)
    with working(bench.sessions) as session:
        assert session.get_one(Appointment, talk.id).state == "aflyst"
        told = set(session.scalars(select(Outbox.guardian_id).where(Outbox.kind == "cancelled")))
    assert told >= set(bench.family.holders)
    assert (bench.of(inquiry).state, bench.of(inquiry).led_to) == (CLOSED, "")


def test_what_stands_is_moved_where_it_is_and_a_visit_that_is_agreed_stays_the_visit(bench):
    with working(bench.sessions) as session:
        opens(session, bench.town.workers[FSR])
    inquiry = bench.sent(SOCIAL, named=True)
    bench.does(FSR, answering.take, inquiry)
    bench.does(FSR, lambda session: meeting.offer(session, writing.locked(session, inquiry), "foraeldre"))
    bench.does(FSR, book, inquiry)
    with bench.as_(FSR) as session:
        assert meeting.plan(session, writing.locked(session, inquiry), "hjem").place == "enhed"
    bench.does(FSR, lambda session: meeting.cancel(session, writing.locked(session, inquiry)))

    def at_home(session):
        found = meeting.plan(session, writing.locked(session, inquiry), "hjem")
        return meeting.book(session, found, meeting.times(session, found)[0].first, "at home")

    visit = bench.does(FSR, at_home)
    bench.does(FSR, answering.close, inquiry, "besoeg")
    assert bench.of(inquiry).led_to == f"appointment/{visit.id}"
    assert bench.does(FSR, book, inquiry, 2).place == "hjem"


def test_who_has_two_hats_finds_nobody_under_the_one_that_has_not_been_asked_yet(bench):
    """The parents' yes is to a draft: that it is being written is not told by their own sundhedsplejerske's list in another unit."""
    inquiry, unit = bench.written(named=True), bench.town.workers[FSR].unit
    bench.does("dagtilbud/paedagog", asking.ask, SECRET, inquiry)
    bench.answers(inquiry, YES, YES)

    def listed():
        with bench.as_(FSR, "sundhedspleje/sundhedsplejerske") as session:
            return [row.id for row in find.of_unit(session, unit, 0)]

    assert listed() == []
    bench.does("dagtilbud/paedagog", writing.send, inquiry)
    assert listed() == [bench.family.child]


def test_a_look_is_noted_with_the_yes_by_which_the_unit_knows_of_the_child(bench):
    """Not with the one to what the unit itself passes on."""
    inquiry, fsr = bench.sent(SOCIAL, named=True), bench.town.workers[FSR].unit
    with working(bench.sessions) as session:
        house = bench.town.units["familiehus"]
        consent.ask(session, bench.family.child, "referral/1", consent.REFERRAL, (fsr, house), date(2028, 1, 1))
        made = session.scalars(select(consent.ConsentRequest).where(consent.ConsentRequest.subject == "referral/1"))
        made.one().state = consent.GRANTED
    with bench.as_(FSR) as session:
        rows = consent.of_child(session, bench.family.child)
        assert [row.subject for row in rows] == ["referral/1", f"inquiry/{inquiry}"]
        assert consent.known_by(session, rows) == "advice"
