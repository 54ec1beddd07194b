"""A house's year: everybody's time is claimed once, whoever is not free is told of, and all hear of every change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.access import NotAllowed
from domain.access.jobs import work_as
from domain.access.staff import Membership
from domain.base import moment, quarter
from domain.booking.finding.openings import local_day
from domain.booking.kinds.limits import TooLate
from domain.booking.tables import Absence, Appointment, Claim
from domain.booking.taking.claims import SlotTaken
from domain.conferences.meeting import live
from domain.conferences.meeting.live import NoSuchConference
from domain.conferences.tables.series import APOLOGY, BUSY, CANCELLED, COMES, Attendance, Conference
from domain.conferences.year import attending, conflicts, planning, seating, table
from domain.conferences.year.planning import NotPlanned, Roles, YearPlanned
from domain.due import Due
from domain.outbox import Outbox
from tests.scenes.planned_year import CALLED, DAYS, claimed, make_house

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EVERYBODY = {*CALLED, "rum"}


@pytest.fixture
def house(database, at):
    at(NOW)
    return make_house(database)


def states(session, house, conference_id) -> dict[str, str]:
    words = {number: word for word, number in house.staff.items()}
    rows = select(Attendance.staff_id, Attendance.state).where(Attendance.conference_id == conference_id)
    return {words[staff]: state for staff, state in session.execute(rows)}


def messages(session, kind: str, conference_id: int) -> list[int]:
    one = session.get_one(Conference, conference_id)
    own = Outbox.subject == f"appointment/{one.appointment_id}", Outbox.kind == kind, Outbox.sent_at.is_(None)
    return sorted(session.scalars(select(Outbox.staff_id).where(*own)))


def away(session, house, who: str, day: date) -> None:
    """All of that day."""
    resource = house.person(session, who).resource_id
    begins = quarter(datetime(day.year, day.month, day.day, tzinfo=UTC))
    session.add(Absence(resource_id=resource, first=begins, last=begins + 96))
    session.flush()


def test_each_date_claims_the_time_of_all_and_they_are_told(house):
    house.plan()
    with house.seat() as session:
        for number, day in zip(house.dates, DAYS, strict=True):
            one = session.get_one(Conference, number)
            assert local_day(one.first) == day
            assert claimed(session, house, number) == EVERYBODY
            assert set(states(session, house, number).values()) == {COMES}
            assert messages(session, "confirmed", number) == sorted(house.staff[who] for who in CALLED)
            assert messages(session, "reminder", number) == sorted(house.staff[who] for who in CALLED)
        assert session.get_one(Conference, house.dates[0]).deadline == date(2026, 11, 25)
        due = session.scalars(select(Due).where(Due.kind == "koordineringskonference")).all()
        assert len(due) == 2 * len(DAYS)  # of the own unit; the others' are theirs to see


def test_twelve_dates_cost_what_one_does_but_for_the_rows_themselves(house, statements):
    """SQLite gives the ids of guarded rows one by one: an appointment and a conference for each date."""
    twelve = [date(2027, 8, 4) + timedelta(weeks=n) for n in range(12)]
    with statements() as one:
        house.plan(days=DAYS[:1])
    with statements() as many:
        house.plan(days=twelve, year=2027)
    each = 2 if house.database.name == "sqlite" else 0
    assert len(many) == len(one) + 11 * each


def test_whoever_is_not_free_is_called_in_without_a_claim_and_the_others_have_theirs(house):
    with house.seat() as session:
        away(session, house, "psykolog", DAYS[0])
    house.plan()
    with house.seat() as session:
        assert claimed(session, house, house.dates[0]) == EVERYBODY - {"psykolog"}
        assert states(session, house, house.dates[0])["psykolog"] == BUSY
        assert house.staff["psykolog"] not in messages(session, "confirmed", house.dates[0])
        assert claimed(session, house, house.dates[1]) == EVERYBODY
        assert [one.busy for one in table.of_series(session, house.series)] == [1, 0, 0]


def test_two_houses_never_have_the_same_person_at_the_same_time(house, database):
    house.plan()
    other = make_house(database)
    with house.seat() as session:
        session.add(Membership(staff_id=house.staff["psykolog"], unit_id=other.units["ppr"], role="psykolog"))
    other.staff["psykolog"] = house.staff["psykolog"]
    other.plan()
    with house.database.sessions() as session:
        work_as(session, "test")
        twice = select(Claim.resource_id, Claim.quarter).group_by(Claim.resource_id, Claim.quarter)
        assert session.execute(twice.having(func.count() > 1)).all() == []
        assert states(session, other, other.dates[0])["psykolog"] == BUSY
        assert claimed(session, house, house.dates[0]) == EVERYBODY


def test_a_year_is_planned_once(house):
    house.plan()
    with pytest.raises(YearPlanned):
        house.plan(days=[date(2026, 12, 9)])


def test_nothing_is_planned_in_the_past(house):
    with pytest.raises(TooLate):
        house.plan(days=[date(2026, 11, 4), date(2026, 12, 2)])
    with house.seat() as session:
        assert session.scalar(select(func.count()).select_from(Conference)) == 0


def test_moved_it_takes_everybody_along_and_leaves_nothing_behind(house):
    house.plan()
    with house.seat() as session:
        away(session, house, "socialraadgiver", date(2026, 12, 3))
        first = session.get_one(Conference, house.dates[0]).first + 96
        planning.move(session, house.dates[0], first)
    with house.seat() as session:
        one = session.get_one(Conference, house.dates[0])
        assert (one.first, one.sequence, one.deadline) == (first, 1, date(2026, 11, 26))
        assert claimed(session, house, house.dates[0]) == EVERYBODY - {"socialraadgiver"}
        assert states(session, house, house.dates[0])["socialraadgiver"] == BUSY
        comes = sorted(house.staff[who] for who in CALLED if who != "socialraadgiver")
        assert messages(session, "moved", house.dates[0]) == comes
        assert messages(session, "confirmed", house.dates[0]) == []
        assert messages(session, "left", house.dates[0]) == [house.staff["socialraadgiver"]]
        due = select(Due.at).where(Due.target == f"appointment/{one.appointment_id}")
        assert set(session.scalars(due)) == {moment(first)}


def test_a_move_to_where_it_is_tells_nobody(house):
    house.plan()
    with house.seat() as session:
        before = session.get_one(Conference, house.dates[0]).first
        planning.move(session, house.dates[0], before)
    with house.seat() as session:
        assert messages(session, "moved", house.dates[0]) == []


def test_cancelled_everybody_is_free_and_told_and_it_is_no_longer_moved(house):
    house.plan()
    with house.seat() as session:
        planning.cancel(session, house.dates[0])
        planning.cancel(session, house.dates[0])
    with house.seat() as session:
        one = session.get_one(Conference, house.dates[0])
        assert one.state == CANCELLED
        assert session.scalar(select(func.count()).where(Claim.appointment_id == one.appointment_id)) == 0
        assert messages(session, "cancelled", one.id) == sorted(house.staff[who] for who in CALLED)
        assert messages(session, "reminder", one.id) == []
        with pytest.raises(NotPlanned):
            planning.move(session, one.id, one.first + 96)


def test_whoever_looks_at_the_meeting_is_told_when_its_time_or_who_leads_it_has_changed(house):
    house.plan()
    with house.seat() as session:
        number, roles = house.dates[0], Roles(chair_id=house.staff["paedagog"])
        first = session.get_one(Conference, number).first
        people = [house.person(session, who) for who in CALLED]
        seen = [live.mark(session, number)]
        for change in (
            lambda: planning.lead(session, number, roles),
            lambda: planning.move(session, number, first + 96),
            lambda: seating.seat(session, house.series, people, Roles()),
            lambda: planning.cancel(session, number),
        ):
            change()
            seen.append(live.mark(session, number))
        assert len(set(seen)) == len(seen)


def test_an_apology_frees_the_time_and_the_person_can_come_after_all(house):
    house.plan()
    with house.seat("psykolog") as session:
        attending.apology(session, house.dates[0], house.staff["psykolog"])
        attending.apology(session, house.dates[0], house.staff["psykolog"])
    with house.seat() as session:
        assert claimed(session, house, house.dates[0]) == EVERYBODY - {"psykolog"}
        assert states(session, house, house.dates[0])["psykolog"] == APOLOGY
    with house.seat("psykolog") as session:
        attending.comes(session, house.dates[0], house.staff["psykolog"])
    with house.seat() as session:
        assert claimed(session, house, house.dates[0]) == EVERYBODY


def test_a_substitute_takes_the_time_or_all_stands(house):
    house.plan()
    with house.seat() as session:
        away(session, house, "logopaed", DAYS[1])
    with house.seat("psykolog") as session:
        attending.substitute(session, house.dates[0], house.staff["psykolog"], house.person(session, "logopaed"))
        with pytest.raises(SlotTaken):
            attending.substitute(session, house.dates[1], house.staff["psykolog"], house.person(session, "logopaed"))
    with house.seat() as session:
        assert claimed(session, house, house.dates[0]) == EVERYBODY - {"psykolog"} | {"logopaed"}
        assert claimed(session, house, house.dates[1]) == EVERYBODY
        row = session.get_one(Attendance, (house.dates[0], house.staff["logopaed"]))
        assert row.instead_of == house.staff["psykolog"]


def test_nobody_answers_for_colleagues_and_the_house_for_all(house):
    house.plan()
    with house.seat("psykolog") as session, pytest.raises(NotAllowed):
        attending.apology(session, house.dates[0], house.staff["socialraadgiver"])
    with house.seat("paedagog") as session:
        attending.apology(session, house.dates[0], house.staff["socialraadgiver"])


def test_nobody_of_the_house_seats_themselves_and_so_reads_what_is_put_there(house):
    house.plan(called=("leder", "psykolog"))
    with house.seat() as session:
        session.get_one(Conference, house.dates[0]).minute_taker_id = None
    with house.seat("paedagog") as session:
        myself = house.person(session, "paedagog")
        with pytest.raises(NotAllowed):
            attending.substitute(session, house.dates[0], house.staff["leder"], myself)
        with pytest.raises(NotAllowed):
            attending.comes(session, house.dates[0], house.staff["psykolog"])
    with house.seat() as session:
        attending.substitute(session, house.dates[0], house.staff["leder"], house.person(session, "paedagog"))


def test_only_the_house_and_those_called_in_know_of_it(house):
    house.plan(called=("leder", "psykolog"))
    with house.seat("logopaed") as session:  # of the same unit as somebody who is called in
        assert table.one(session, house.dates[0]).house == "Dagtilbud"
    with house.seat("sundhedsplejerske") as session, pytest.raises(NoSuchConference):
        table.one(session, house.dates[0])


def test_other_times_are_those_at_which_all_are_free(house):
    house.plan()
    with house.seat() as session:
        away(session, house, "psykolog", DAYS[0])
        planning.move(session, house.dates[0], session.get_one(Conference, house.dates[0]).first + 1)
    with house.seat() as session:
        one = table.one(session, house.dates[0])
        found = conflicts.times(session, one, table.table_of(session, one.id))
        assert found
        assert DAYS[0] not in [day for day, _ in found]
        planning.move(session, one.id, found[0][1][0])
        assert set(states(session, house, one.id).values()) == {COMES}


def test_the_next_one_is_the_first_that_tasks_can_still_be_put_to(house, at):
    house.plan()
    with house.seat() as session:
        assert planning.next_of(session, house.id).id == house.dates[0]
    at(datetime(2026, 11, 26, 9, tzinfo=UTC))  # the deadline was yesterday
    with house.seat() as session:
        assert planning.next_of(session, house.id).id == house.dates[1]


def test_a_room_that_is_taken_is_wanted_and_not_claimed(house):
    house.plan(called=("leder",))
    with house.seat() as session:
        first = session.get_one(Conference, house.dates[0]).first
    house.plan(called=("paedagog",), year=2027)  # the same days once more
    with house.seat() as session:
        one = session.get_one(Conference, house.dates[0])
        assert one.first == first
        assert claimed(session, house, one.id) == {"paedagog"}
        assert one.room_id == house.room
        assert session.get_one(Appointment, one.appointment_id).room_id is None


def test_in_the_middle_of_a_year_somebody_new_sits_at_what_is_to_come(house, at):
    house.plan()
    at(datetime(2027, 1, 4, 9, tzinfo=UTC))  # the first has been
    with house.seat() as session:
        away(session, house, "logopaed", DAYS[2])
        people = [house.person(session, who) for who in CALLED if who != "psykolog"]
        roles = Roles(chair_id=house.staff["paedagog"])
        assert seating.seat(session, house.series, [*people, house.person(session, "logopaed")], roles) == 1
    with house.seat() as session:
        been, next_, last = house.dates
        assert claimed(session, house, been) == EVERYBODY
        assert claimed(session, house, next_) == EVERYBODY - {"psykolog"} | {"logopaed"}
        assert claimed(session, house, last) == EVERYBODY - {"psykolog"}
        assert states(session, house, last)["logopaed"] == BUSY
        assert "psykolog" not in states(session, house, next_)
        assert messages(session, "left", next_) == [house.staff["psykolog"]]
        assert house.staff["logopaed"] in messages(session, "confirmed", next_)
        chairs = [session.get_one(Conference, one).chair_id for one in house.dates]
        assert chairs == [house.staff["leder"], house.staff["paedagog"], house.staff["paedagog"]]
