"""The worker fetches the calendars that are due: what came of it is written down, and a failing one hinders nobody."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from domain.access.jobs import work_as
from domain.access.staff import Staff
from domain.base import COPENHAGEN, moment, quarter
from domain.booking.kinds.types import ensure_types
from domain.booking.tables import Busy
from domain.calendars import own, refusals, sync
from domain.calendars.tables import CalendarAddress, CalendarState
from domain.due import DOUBLE, Due
from domain.journey import talk
from domain.journey.choosing.plan import plan
from tests.factories import as_house, make_family, make_staff, make_unit
from tests.machines.calendar_server import calendar, serving

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
RULES = sync.Rules(http=True, networks=("127.0.0.0/8",), own="@godstart.example")
NINE = "UID:1|DTSTART;TZID=Europe/Copenhagen:20261103T090000|DTEND;TZID=Europe/Copenhagen:20261103T100000"
TEN = NINE.replace("T10", "T11").replace("T09", "T10")
DAILY = NINE + "|RRULE:FREQ=DAILY"


@pytest.fixture(autouse=True)
def now(at):
    at(NOW)


@pytest.fixture
def server():
    with serving() as found:
        yield found


@pytest.fixture
def work(database):
    """The duty, until nothing is due."""
    return partial(sync.work, database.sessions, RULES)


@pytest.fixture
def follow(database):
    """Somebody new gives an address; their resource."""

    def give(address):
        with database.sessions() as session:
            as_house(session)
            ensure_types(session)
            staff = make_staff(session, make_unit(session), "paedagog")
            session.commit()
            return give_again(database, staff, address)

    return give


def give_again(database, staff, address):
    from domain.access import Staff as Viewer
    from domain.access import sees

    with database.sessions() as session:
        session.info["writing"] = True
        sees(session, Viewer(staff=staff))
        resource = session.scalars(select(Staff.resource_id).where(Staff.id == staff)).one()
        own.follow(session, staff, resource, address)
        session.commit()
    return resource


def rows(database, *columns, resource=None):
    with database.sessions() as session:
        as_house(session)
        found = select(*columns)
        if resource:
            found = found.where(columns[0].class_.resource_id == resource)
        return [tuple(row) for row in session.execute(found.order_by(*columns), execution_options={"unscoped": "test"})]


def hours(first, last, day=3):
    return tuple(quarter(datetime(2026, 11, day, hour, tzinfo=COPENHAGEN)) for hour in (first, last))


def busy(database, resource):
    return rows(database, Busy.first, Busy.last, resource=resource)


def state(database, resource):
    names = ("fetched_at", "failures", "trouble", "due_at", "unread")
    [found] = rows(database, *(getattr(CalendarState, name) for name in names), resource=resource)
    return dict(zip(names, found, strict=True))


def test_what_is_due_is_fetched_and_then_rests(database, server, work, follow):
    resource = follow(server.put("/k.ics", calendar(NINE, "UID:2|DTSTART:hvad")))
    assert work()
    assert busy(database, resource) == [hours(9, 10)]
    assert state(database, resource) == {
        "fetched_at": NOW, "failures": 0, "trouble": "", "due_at": NOW + sync.EVERY, "unread": 1,
    }  # fmt: skip
    assert not work()
    assert len(server.asked) == 1


def test_what_has_changed_takes_the_place_of_what_was(database, server, work, follow, at):
    resource = follow(server.put("/k.ics", calendar(NINE), etag='"1"'))
    work()
    at(NOW + sync.EVERY)
    work()
    assert busy(database, resource) == [hours(9, 10)]
    server.put("/k.ics", calendar(TEN), etag='"2"')
    at(NOW + 2 * sync.EVERY)
    work()
    assert busy(database, resource) == [hours(10, 11)]
    assert [match for _, match in server.asked] == [None, '"1"', '"1"']


def test_a_file_that_never_changes_is_read_again_before_the_horizon_runs_out(database, server, work, follow, at):
    resource = follow(server.put("/k.ics", calendar(DAILY), etag='"1"'))
    work()
    before = busy(database, resource)
    at(NOW + sync.FRESH + timedelta(days=1))
    work()
    assert server.asked[-1] == ("/k.ics", None)
    after = busy(database, resource)
    assert after[-1] > before[-1]
    assert len(after) > 400


def test_after_a_failure_the_old_times_stand_and_the_next_try_waits_longer_each_time(
    database, server, work, follow, at
):
    resource = follow(server.put("/k.ics", calendar(NINE)))
    work()
    server.pages["/k.ics"] = (500, {}, b"")
    moment = NOW
    for waits in (1, 2, 4, 8, 16, 18, 18):
        moment = max(state(database, resource)["due_at"], moment)
        at(moment)
        work()
        assert state(database, resource)["due_at"] - moment == min(sync.EVERY * waits, sync.LONGEST_WAIT)
    found = state(database, resource)
    assert (found["fetched_at"], found["failures"], found["trouble"]) == (NOW, 7, refusals.STATUS)
    assert busy(database, resource) == [hours(9, 10)]
    server.put("/k.ics", calendar(TEN))
    at(found["due_at"])
    work()
    assert (state(database, resource)["failures"], state(database, resource)["trouble"]) == (0, "")


def test_failing_ones_do_not_keep_the_others_from_being_fetched(database, server, work, follow):
    broken = [follow(server.put(f"/{number}", b"<html>")) for number in range(sync.HANDFUL + 1)]
    fine = follow(server.put("/k.ics", calendar(NINE)))
    while work():
        pass
    assert busy(database, fine) == [hours(9, 10)]
    assert {state(database, one)["trouble"] for one in broken} == {refusals.TYPE}


def test_an_answer_to_an_address_that_has_been_replaced_is_left(database, server, follow):
    resource = follow(server.put("/old", calendar(NINE)))
    with database.sessions() as session:
        as_house(session)
        [taken] = sync.take(session)
        session.commit()
    [[staff]] = rows(database, CalendarState.staff_id)
    give_again(database, staff, server.at("/new"))
    with database.sessions() as session:
        as_house(session)
        sync.keep(session, taken, sync.Found(spans=(hours(9, 10),)))
        session.commit()
    assert busy(database, resource) == []
    assert state(database, resource)["fetched_at"] is None


def test_two_workers_do_not_take_the_same(database, server, follow):
    follow(server.put("/k.ics", calendar(NINE)))
    for expected in (1, 0):
        with database.sessions() as session:
            as_house(session)
            assert len(sync.take(session)) == expected
            session.commit()


def test_whoever_has_stopped_is_left_alone(database, server, work, follow):
    follow(server.put("/k.ics", calendar(NINE)))
    with database.sessions() as session:
        for staff in as_house(session).scalars(select(Staff)):
            staff.active = False
        session.commit()
    assert not work()
    assert server.asked == []


def test_our_own_bookings_that_come_back_are_not_somebody_elses(database, server, work, follow):
    resource = follow(server.put("/k.ics", calendar(NINE.replace("UID:1", "UID:appointment-7@godstart.example"), TEN)))
    work()
    assert busy(database, resource) == [hours(10, 11)]


def test_nothing_of_the_calendar_but_numbers_is_kept(database, server, work, follow):
    address = server.put("/k.ics", calendar(NINE + "|SUMMARY:Kanarie|LOCATION:Kanarie|DESCRIPTION:Kanarie"))
    follow(address)
    work()
    kept = [rows(database, *table.__table__.columns) for table in (Busy, CalendarState, CalendarAddress)]
    assert "anarie" not in str(kept)


@pytest.mark.parametrize("day", [25, 28])
def test_on_the_days_on_which_the_clock_changes_the_hours_on_the_wall_are_taken(
    database, server, work, follow, at, day
):
    date = datetime(2026, 10, 25, tzinfo=COPENHAGEN) if day == 25 else datetime(2027, 3, 28, tzinfo=COPENHAGEN)
    at(date - timedelta(days=3))
    stamp = f"{date:%Y%m%d}"
    resource = follow(
        server.put(
            "/k.ics",
            calendar(
                f"UID:1|DTSTART;TZID=Romance Standard Time:{stamp}T010000|DTEND;TZID=Romance Standard Time:{stamp}T080000|RRULE:FREQ=DAILY;COUNT=1"
            ),
        )
    )
    work()
    [(first, last)] = busy(database, resource)
    assert (first, last) == (quarter(date.replace(hour=1)), quarter(date.replace(hour=8)))
    assert last - first == (32 if day == 25 else 24)


def test_a_booking_that_the_calendar_falls_upon_is_told_to_its_owner(database, server, at):
    with database.sessions() as session:
        family = make_family(session)
    with database.sessions() as session:
        session.info["writing"] = True
        work_as(session, "test")
        found = plan(session, family.start)
        booked = talk.book(session, found, talk.times(session, found)[0].first, "1")
        when, appointment = booked.first, booked.id
        session.commit()
    spans = [f"{name}:{moment(number):%Y%m%dT%H%M%SZ}" for name, number in (("DTSTART", when), ("DTEND", when + 2))]
    give_again(database, family.paedagog, server.put("/k.ics", calendar("|".join(["UID:1", *spans]))))
    sync.work(database.sessions, RULES)
    told = rows(database, Due.staff_id, Due.target, Due.kind)
    assert [one for one in told if one[2] == DOUBLE] == [(family.paedagog, f"appointment/{appointment}", DOUBLE)]
