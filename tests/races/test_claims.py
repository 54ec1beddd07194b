"""Many at once for the same times, through the domain's own verbs, each on a connection of its own."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from random import Random
from threading import Barrier

import pytest
from sqlalchemy import create_engine, event, func, select
from sqlalchemy.orm import sessionmaker

from domain import store
from domain.access import Job, install, sees
from domain.booking.finding.places import Where
from domain.booking.finding.search import search, wish
from domain.booking.tables import BOOKED, Appointment, AppointmentType, Claim, Participant
from domain.booking.taking.claims import SlotTaken, claimed_for, offer_at
from domain.booking.verbs import Booking, Changed, NotBooked, book, cancel, move
from tests.scenes.bookings import at_clock, kind, need, person, room, unit

pytestmark = pytest.mark.race

THREADS = 40
MONDAY = date(2026, 6, 8)
EIGHT = at_clock(MONDAY, "08:00")


@pytest.fixture(autouse=True)
def now(at):
    at(datetime(2026, 6, 1, 7, tzinfo=UTC))


@pytest.fixture
def sessions(database):
    """Of an engine with a connection for every thread."""
    engine = create_engine(database.url, pool_size=THREADS)
    store.prepare(engine, synchronous="OFF")
    found = sessionmaker(engine, expire_on_commit=False, info={"writing": True})
    install(found, engine)
    yield found
    engine.dispose()


class Street:
    """One house with a nurse, pædagoger and rooms, who are there at the same hours."""

    def __init__(self, sessions, hours="8:00-14:00", paedagoger=3, rooms=2):
        self.sessions = sessions
        with sessions() as session:
            house = unit(session)
            self.house, self.job = house, Job(name="test", all_units=(("dagtilbud", house),))
            kind(session)
            self.needs = (
                need("sundhedsplejerske", person(session, house, hours)),
                need("paedagog", *(person(session, house, hours) for _ in range(paedagoger))),
                need("rum", *(room(session, house) for _ in range(rooms))),
            )
            session.commit()

    def enter(self):
        session = self.sessions()
        sees(session, self.job)
        return session

    def book(self, first, key):
        """The appointment's id, or why there is none."""
        with self.enter() as session:
            type_ = session.get(AppointmentType, "talk")
            wanted = Booking(type_=type_, unit_id=self.house, first=first, needs=self.needs, request_key=key)
            try:
                found = book(session, wanted).id
            except SlotTaken:
                return SlotTaken
            session.commit()
            return found

    def change(self, number, how):
        with self.enter() as session:
            try:
                how(session, session.get(Appointment, number))
            except (SlotTaken, Changed, NotBooked) as error:
                return type(error)
            session.commit()
            return number

    def offered(self, lo, hi):
        with self.enter() as session:
            return {offer.first for offer in search(session, self.needs, session.get(AppointmentType, "talk"), lo, hi)}

    def check(self):
        """Each quarter of each participant of what is booked is claimed by that appointment, and nothing else is."""
        with self.enter() as session:
            claimed = session.execute(select(Claim.appointment_id, Claim.resource_id, Claim.quarter)).all()
            booked = session.execute(
                select(Appointment.id, Participant.resource_id, Appointment.first, Appointment.quarters)
                .join(Participant, Participant.appointment_id == Appointment.id)
                .where(Appointment.state == BOOKED)
            )
            expected = [(id_, who, first + n) for id_, who, first, quarters in booked for n in range(quarters)]
            assert sorted(map(tuple, claimed)) == sorted(expected)
            assert len({(who, quarter) for _, who, quarter in claimed}) == len(claimed)
            return session.scalar(select(func.count(Appointment.id)).where(Appointment.state == BOOKED))


def at_once(tasks):
    """All begin when all are there. Results stand in the order of the tasks."""
    barrier = Barrier(min(len(tasks), THREADS))

    def run(lane):
        barrier.wait()
        return [(n, task()) for n, task in lane]

    with ThreadPoolExecutor(THREADS) as pool:
        lanes = [list(enumerate(tasks))[n::THREADS] for n in range(barrier.parties)]
        results = dict(result for lane in pool.map(run, lanes) for result in lane)
        return [results[n] for n in range(len(tasks))]


def test_forty_at_once_for_the_same_last_time_make_one_booking(sessions):
    street = Street(sessions, hours="8:00-9:00")
    results = at_once([lambda n=n: street.book(EIGHT, f"form {n}") for n in range(THREADS)])
    assert Counter(results).most_common(1) == [(SlotTaken, THREADS - 1)]
    assert street.check() == 1


def test_two_hundred_over_twenty_overlapping_joint_times_never_share_a_quarter(sessions):
    street, random = Street(sessions), Random(3)
    times = [EIGHT + random.randrange(20) for _ in range(200)]
    results = at_once([lambda n=n, first=first: street.book(first, f"form {n}") for n, first in enumerate(times)])
    booked = [result for result in results if result is not SlotTaken]
    assert street.check() == len(booked) == len(set(booked))
    assert 2 <= len(booked) <= 5
    refused = {first for first, result in zip(times, results, strict=True) if result is SlotTaken}
    assert not refused & street.offered(EIGHT, EIGHT + 24)


def test_of_candidates_who_are_taken_at_the_same_moment_the_next_ones_come(sessions):
    """Each has an own nurse: as many bookings at one time as there are pædagoger."""
    street = Street(sessions, paedagoger=7, rooms=9)
    with street.enter() as session:
        nurses = [person(session, street.house) for _ in range(THREADS)]
        session.commit()

    def one(nurse):
        other = Street.__new__(Street)
        other.__dict__ |= street.__dict__ | {"needs": (need("sundhedsplejerske", nurse), *street.needs[1:])}
        return other.book(EIGHT, f"form {nurse.resource_id}")

    results = at_once([lambda nurse=nurse: one(nurse) for nurse in nurses])
    assert results.count(SlotTaken) == THREADS - 7
    assert street.check() == 7


def test_a_form_that_comes_twenty_times_at_once_is_one_booking(sessions):
    street = Street(sessions)
    results = at_once([lambda: street.book(EIGHT, "form")] * 20)
    assert len(set(results)) == 1
    assert street.check() == 1


def test_bookings_moves_and_cancellations_at_once_leave_no_claim_too_many_and_none_too_few(sessions):
    street, random = Street(sessions, paedagoger=4, rooms=4), Random(5)
    with street.enter() as session:
        nurses = [person(session, street.house) for _ in range(4)]
        session.commit()
    street.needs = (need("sundhedsplejerske", *nurses), *street.needs[1:])
    standing = [street.book(EIGHT + n * 4 % 20, f"first {n}") for n in range(8)]
    assert SlotTaken not in standing

    def moved(first):
        return lambda session, appointment: move(session, appointment, first)

    times = [EIGHT + random.randrange(20) for _ in range(160)]
    tasks = [lambda n=n: street.change(standing[n % 8], moved(times[n])) for n in range(120)]
    tasks += [lambda n=n: street.change(standing[n], cancel) for n in range(0, 8, 4)]
    tasks += [lambda n=n: street.book(times[n], f"later {n}") for n in range(120, 160)]
    random.shuffle(tasks)
    results = at_once(tasks)
    assert sum(isinstance(result, int) for result in results) > 10
    street.check()


def test_a_move_that_comes_ten_times_at_once_is_one_move(sessions):
    street = Street(sessions)
    number = street.book(EIGHT, "form")
    results = at_once([lambda: street.change(number, lambda session, it: move(session, it, EIGHT + 6))] * 10)
    assert set(results) == {number}
    with street.enter() as session:
        assert session.get(Appointment, number).sequence == 1
    street.check()


@pytest.mark.parametrize("how", [cancel, lambda session, it: move(session, it, EIGHT + 10)], ids=["cancel", "move"])
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_somebody_changes_between_two_attempts_of_a_move_stands(sessions, how):
    """On PostgreSQL the row is anybody's again, once the first attempt has been undone."""
    street = Street(sessions)
    needs = street.needs
    with street.enter() as session:
        nurse = need("sundhedsplejerske", person(session, street.house))
        session.commit()
    number = street.book(EIGHT, "form")
    with street.enter() as session:
        type_ = session.get(AppointmentType, "talk")
        seen = offer_at(session, wish(needs, type_, 4, Where("", street.house)), EIGHT + 4, number)
        claims = claimed_for(session, number)
    street.needs = (nurse, *needs[1:])
    assert isinstance(street.book(EIGHT + 4, "before it"), int)  # takes one of those who had been free
    with street.enter() as session:
        appointment = session.get(Appointment, number)
        event.listen(session, "after_soft_rollback", lambda *_: street.change(number, how), once=True)
        with pytest.raises(Changed):
            move(session, appointment, EIGHT + 4, needs, seen=seen, claims=claims)
        session.commit()
    street.check()
