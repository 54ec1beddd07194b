"""The waiting list: a time that has become free is held for one family at a time, in order, and is never lost."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.base import COPENHAGEN, quarter
from domain.booking.tables import BOOKED, RESERVED, Absence, Appointment, Claim
from domain.booking.taking.claims import SlotTaken
from domain.booking.taking.waitlist import DECLINED, EXPIRED, OFFERED, TAKEN, Reservation, Waiting
from domain.consent import TIME, Consent
from domain.frontdesk.plans import BadHours
from domain.journey import talk
from domain.journey.choosing.plan import plan
from domain.journey.waitlist import line, waiting
from domain.journey.waitlist.waiting import OfferGone
from domain.outbox import Outbox
from tests.scenes.bookings import at_clock
from tests.scenes.canaries import working
from tests.scenes.sick import SICK, booked, full_wednesday

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)
EVERY_DAY, DAY = range(5), (8 * 60, 17 * 60)
AT_FOUR = at_clock(SICK, "16:00")


@pytest.fixture
def house(database, at):
    """Wednesday is full of Jonas' conversations; the last three families have theirs on the Tuesday after. Nobody else has time."""
    at(NOW)
    return database.made("full Wednesday", lambda: full_wednesday(database.sessions, TUESDAY))


@pytest.fixture
def waiters(house, database, at):
    """The three, one minute after the other."""
    starts = house.starts[-3:]
    for number, start in enumerate(starts):
        at(NOW + timedelta(minutes=number))
        with working(database.sessions) as session:
            waiting.ask(session, start, EVERY_DAY, *DAY)
    return starts


def frees(database, start):
    """The family of this start gives its time back."""
    with working(database.sessions) as session:
        talk.cancel(session, talk.standing(session, start))


def works(database):
    line.work(database.sessions)


def offers(database) -> list[tuple[int, str]]:
    """(start, state) of every reservation, in the order in which they were made."""
    with working(database.sessions) as session:
        rows = select(Waiting.start_id, Reservation.state).join(Reservation, Reservation.waiting_id == Waiting.id)
        return [tuple(row) for row in session.execute(rows.order_by(Reservation.id))]


def held_until(database) -> datetime:
    with working(database.sessions) as session:
        return session.scalars(select(Reservation.until).where(Reservation.state == OFFERED)).one()


def mails(database) -> int:
    with working(database.sessions) as session:
        return session.scalar(select(func.count()).select_from(Outbox).where(Outbox.kind == "offer")) or 0


def test_the_first_lets_it_expire_and_the_next_takes_it(house, waiters, database, at):
    first, second, third = waiters
    works(database)
    assert offers(database) == []
    frees(database, house.starts[8])
    works(database)
    works(database)
    assert offers(database) == [(first, OFFERED)]
    assert mails(database) == 2  # one to each who holds custody
    assert held_until(database) == NOW + timedelta(hours=24)
    at(held_until(database) - timedelta(minutes=1))
    works(database)
    assert offers(database) == [(first, OFFERED)]
    at(held_until(database))
    works(database)
    assert offers(database) == [(first, EXPIRED), (second, OFFERED)]
    with working(database.sessions) as session, pytest.raises(OfferGone):
        waiting.take(session, first)
    with working(database.sessions) as session:
        taken = waiting.take(session, second)
        assert taken.first == AT_FOUR
    works(database)
    assert offers(database)[-1] == (third, OFFERED)  # what the second had was earlier than what the third has
    with working(database.sessions) as session:
        stands = booked_of(session, second)
        assert [(one.state, one.first) for one in stands] == [(BOOKED, AT_FOUR)]


def test_once_its_time_is_up_it_is_not_taken_even_if_nobody_has_freed_it_yet(house, waiters, database, at):
    frees(database, house.starts[8])
    works(database)
    at(held_until(database))
    with working(database.sessions) as session, pytest.raises(OfferGone):
        waiting.take(session, waiters[0])
    assert offers(database) == [(waiters[0], OFFERED)]


def booked_of(session, start: int) -> list[Appointment]:
    rows = select(Appointment).where(Appointment.start_id == start, Appointment.state.in_((BOOKED, RESERVED)))
    return list(session.scalars(rows))


def test_a_time_that_nobody_wants_is_free_again(house, waiters, database, at):
    frees(database, house.starts[8])
    for start in waiters:
        works(database)
        assert offers(database)[-1] == (start, OFFERED)
        with working(database.sessions) as session:
            waiting.decline(session, start)
    works(database)
    assert [state for _, state in offers(database)] == [DECLINED] * 3
    with working(database.sessions) as session:
        assert AT_FOUR in {one.first for one in talk.times(session, plan(session, house.starts[8]))}


def test_what_is_held_can_be_booked_by_nobody_else(house, waiters, database):
    frees(database, house.starts[8])
    works(database)
    with working(database.sessions) as session:
        found = plan(session, house.starts[8])
        assert AT_FOUR not in {one.first for one in talk.times(session, found)}
        with pytest.raises(SlotTaken):
            talk.book(session, found, AT_FOUR, "elbows")


def test_a_family_without_a_time_gets_the_one_that_is_held(house, waiters, database):
    [start, *_] = waiters
    frees(database, start)
    frees(database, house.starts[8])
    works(database)
    with working(database.sessions) as session:
        assert waiting.take(session, start).state == BOOKED
    with working(database.sessions) as session:
        assert [one.first for one in booked_of(session, start)] == [AT_FOUR]
        booked(session, house)
    assert (start, TAKEN) in offers(database)


def test_only_the_days_and_hours_that_are_wished_are_offered(house, waiters, database):
    first, second, third = waiters
    with working(database.sessions) as session:
        waiting.ask(session, first, [0, 1, 3, 4], *DAY)
        waiting.ask(session, second, EVERY_DAY, 8 * 60, 16 * 60 + 45)
        waiting.ask(session, third, [2], 16 * 60, 17 * 60)
    frees(database, house.starts[8])
    works(database)
    assert offers(database) == [(third, OFFERED)]


@pytest.mark.parametrize("wish", [([], 480, 960), ([0], 960, 480), ([6], 480, 960), ([0], 480, 25 * 60)])
def test_a_wish_that_no_time_can_meet_is_refused(house, database, wish):
    with working(database.sessions) as session, pytest.raises(BadHours):
        waiting.ask(session, house.starts[8], *wish)


def test_nobody_is_asked_at_night(house, waiters, database, at):
    frees(database, house.starts[8])
    at(datetime(2026, 11, 16, 23, tzinfo=COPENHAGEN))
    works(database)
    assert offers(database) == []
    at(datetime(2026, 11, 17, 8, tzinfo=COPENHAGEN))
    works(database)
    assert len(offers(database)) == 1
    assert held_until(database).astimezone(COPENHAGEN).hour == 21


@pytest.mark.parametrize(
    ("asked", "begins", "hours", "until"),
    [
        ("16 10:00", "24 10:00", 24, "17 10:00"),
        ("16 10:00", "17 12:00", 24, "16 21:00"),
        ("16 14:00", "24 10:00", 12, "17 09:00"),
        ("16 20:00", "24 10:00", 12, "17 08:00"),
        ("16 19:59", "17 08:00", 24, None),
        ("16 10:00", "16 13:00", 24, None),
    ],
)
def test_how_long_a_time_is_held(asked, begins, hours, until):
    def moment(text):
        day, clock = text.split()
        hour, minute = clock.split(":")
        return datetime(2026, 11, int(day), int(hour), int(minute), tzinfo=COPENHAGEN)

    found = line.deadline(moment(asked), quarter(moment(begins)), hours)
    assert found == (None if until is None else moment(until))


def test_whoever_leaves_the_list_frees_the_time(house, waiters, database):
    first, second, _ = waiters
    frees(database, house.starts[8])
    works(database)
    with working(database.sessions) as session:
        waiting.leave(session, first)
    works(database)
    assert offers(database) == [(first, DECLINED), (second, OFFERED)]


def test_somebody_who_falls_ill_is_not_offered(house, waiters, database):
    frees(database, house.starts[8])
    works(database)
    with working(database.sessions) as session:
        session.add(Absence(resource_id=house.resource, first=at_clock(SICK, "0:00"), last=at_clock(SICK, "23:00")))
    works(database)
    assert [state for _, state in offers(database)] == [EXPIRED]


def test_a_consent_that_is_withdrawn_ends_the_offer(house, waiters, database):
    """She must not be there, so it is not the time that was meant; the claims are hers again at once."""
    first, *_ = waiters
    frees(database, house.starts[8])
    works(database)
    with working(database.sessions) as session:
        for one in session.scalars(select(Consent).where(Consent.start_id == first, Consent.purpose == TIME)):
            session.delete(one)
    with working(database.sessions) as session, pytest.raises(OfferGone):
        waiting.take(session, first)
    with working(database.sessions) as session:
        try:
            waiting.take(session, first)
        except OfferGone:
            session.commit()
        assert session.scalar(select(func.count()).select_from(Claim).where(Claim.quarter == AT_FOUR)) == 0


@pytest.mark.parametrize("kills_at", range(1, 6))
def test_a_worker_that_is_killed_between_two_steps_loses_nothing(house, waiters, database, at, kills_at):
    """Whatever has been committed is whole: a time that is held has its reservation and its mail, and the other way round."""
    frees(database, house.starts[8])
    frees(database, house.starts[7])
    left = iter(range(kills_at))

    class Killed(BaseException):
        pass

    def sessions():
        session = database.sessions()
        commit = session.commit

        def dying() -> None:
            if next(left, None) is None:
                raise Killed
            commit()

        session.commit = dying
        return session

    for number in range(3):
        at(NOW + timedelta(hours=25 * number, minutes=5) if number < 2 else NOW + timedelta(hours=26))
        with suppress(Killed):
            line.work(sessions)
        whole(database)
    works(database)
    whole(database)


def whole(database):
    with working(database.sessions) as session:
        rows = session.execute(
            select(Reservation.appointment_id, Appointment.state)
            .join(Appointment, Appointment.id == Reservation.appointment_id)
            .where(Reservation.state == OFFERED)
        ).all()
        reserved = set(session.scalars(select(Appointment.id).where(Appointment.state == RESERVED)))
        assert {number for number, _ in rows} == reserved
        claimed = set(session.scalars(select(Claim.appointment_id).distinct()))
        standing = set(session.scalars(select(Appointment.id).where(Appointment.state.in_((BOOKED, RESERVED)))))
        assert claimed == standing
        told = set(session.scalars(select(Outbox.subject).where(Outbox.kind == "offer")))
        assert {f"appointment/{number}" for number in reserved} <= told
