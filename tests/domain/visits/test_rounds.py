"""The day's round: order, the way between, and what families are told of when she comes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.access import Guardian, sees
from domain.access.staff import Staff
from domain.booking.showing.windows import VisitWindow
from domain.booking.taking.claims import SlotTaken
from domain.outbox import Outbox
from domain.people import Child
from domain.rounds import going
from domain.rounds.day import stops
from domain.rounds.going import NoSuchStop, RoundChanged, window
from domain.rounds.order import street, suggested, timed
from tests.databases import sqlite_only
from tests.scenes.bookings import at_clock, clock
from tests.scenes.canaries import working
from tests.scenes.wards import FIRST, NOW, acting, make_ward, standing, visit

HOMES = ("Egevej 4", "Birkevej 2", "Egevej 12, 1. tv")


@pytest.fixture
def ward(database, at):
    """Three visits on one day: the first and the third in the same street."""
    at(NOW)
    with database.sessions() as session:
        ward = make_ward(session, 4, 3)
    with working(database.sessions) as session:
        for child, address in zip(ward.children, HOMES, strict=False):
            session.get_one(Child, child).address = address
    return ward


def mine(session, ward):
    return stops(session, ward.unit, ward.karen, FIRST)


def told(session, kind):
    return sorted(session.scalars(select(Outbox.guardian_id).where(Outbox.kind == kind)))


@pytest.mark.parametrize(
    ("begins", "first", "last"),
    [("9:30", "9:00", "11:00"), ("10:00", "9:00", "11:00"), ("10:30", "10:00", "12:00"), ("9:00", "8:00", "10:00")],
)
def test_a_window_is_two_hours_on_the_hour_around_the_time(begins, first, last):
    assert window(at_clock(FIRST, begins)) == (at_clock(FIRST, first), at_clock(FIRST, last))


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("Egevej 12 B, 2. tv", ("egevej", 12)),
        ("egevej 4", ("egevej", 4)),
        ("Åvej", ("åvej", 0)),
        ("", ("", 0)),
        ("10. Februar Vej 3", ("10. februar vej", 3)),
    ],
)
def test_an_address_is_a_street_and_a_number(address, found):
    name, number = street(address)
    assert (name.replace("{c", "å"), number) == found


def test_the_same_street_is_gone_along_once(database, ward):
    with database.sessions() as session:
        acting(session, ward)
        found = mine(session, ward)
        assert [(one.address, one.before, one.after) for one in found] == [(home, 1, 1) for home in HOMES]
        order = suggested(found)
        assert [one.address for one in order] == [HOMES[0], HOMES[2], HOMES[1]]
        assert [clock(timed(order)[one.id])[4:] for one in order] == ["08:30", "10:00", "11:30"]


def test_families_are_told_between_when_and_when_and_only_again_when_it_moves_out_of_that(database, ward, statements):
    with database.sessions() as session:
        acting(session, ward)
        assert going.send(session, ward.unit, ward.karen, FIRST) == 3
        assert going.send(session, ward.unit, ward.karen, FIRST) == 0
        session.commit()
        assert told(session, "visit-window") == ward.guardians[:6]
        first, second, third = mine(session, ward)
        assert second.window == (at_clock(FIRST, "9:00"), at_clock(FIRST, "11:00"))
        with statements(most=24):
            changed = going.reorder(session, ward.unit, ward.karen, FIRST, {first.id: 0, third.id: 0, second.id: 0})
        session.commit()
        assert changed == 2
        found = {one.id: one for one in mine(session, ward)}
        assert [clock(found[one.id].first)[4:] for one in (first, third, second)] == ["08:30", "10:00", "11:30"]
        assert found[third.id].window == (at_clock(FIRST, "9:00"), at_clock(FIRST, "11:00"))
        assert told(session, "visit-window-moved") == ward.guardians[2:6]
        assert all(claims == 6 for *_, claims in standing(session).values())


@sqlite_only
def test_whoever_is_still_visited_within_what_they_were_told_hears_nothing(database, ward):
    with database.sessions() as session:
        acting(session, ward)
        going.send(session, ward.unit, ward.karen, FIRST)
        for row in session.scalars(select(VisitWindow)):
            row.first, row.last = at_clock(FIRST, "8:00"), at_clock(FIRST, "16:00")
        session.flush()
        first, second, third = mine(session, ward)
        assert going.reorder(session, ward.unit, ward.karen, FIRST, {first.id: 0, third.id: 0, second.id: 0}) == 0
        assert told(session, "visit-window-moved") == []


def test_an_order_is_taken_whole_or_not_at_all(database, ward):
    with working(database.sessions) as session:
        session.get_one(Child, ward.children[3]).address = "Birkevej 9"
        between = visit(session, ward, ward.children[3], FIRST + timedelta(days=1), "8:30")
    with database.sessions() as session:
        acting(session, ward)
        first, second, third = mine(session, ward)
        before = standing(session)
        for wrong in ({first.id: 0, second.id: 0}, {first.id: 0, third.id: 0, second.id: 1}, {between: 0}):
            with pytest.raises(RoundChanged):
                going.reorder(session, ward.unit, ward.karen, FIRST, wrong)
        assert standing(session) == before


def test_the_way_takes_time_that_nobody_else_can_have(database, ward):
    with database.sessions() as session:
        acting(session, ward)
        _first, second, third = mine(session, ward)
        going.travel(session, ward.unit, ward.karen, FIRST, third.id, 0)
        going.travel(session, ward.unit, ward.karen, FIRST, second.id, 1)
        with pytest.raises(SlotTaken):
            going.travel(session, ward.unit, ward.karen, FIRST, second.id, 3)
        assert [one.before for one in mine(session, ward)] == [1, 1, 0]
        for wrong in (-1, 9):
            with pytest.raises(NoSuchStop):
                going.travel(session, ward.unit, ward.karen, FIRST, second.id, wrong)
        with pytest.raises(NoSuchStop):
            going.travel(session, ward.unit, ward.others[0], FIRST, second.id, 2)
        session.commit()


@sqlite_only
def test_only_what_is_to_come_is_moved_and_an_absent_colleague_has_no_round(database, ward, at):
    at(NOW + timedelta(days=1, hours=1))
    with database.sessions() as session:
        acting(session, ward)
        assert going.send(session, ward.unit, ward.karen, FIRST) == 2
        assert stops(session, ward.unit, ward.others[0], FIRST) == []
        assert session.get_one(Staff, ward.karen).active


@sqlite_only
def test_a_window_is_the_units_that_comes_and_the_familys(database, ward):
    with database.sessions() as session:
        other = make_ward(session, 1, 0)
    with database.sessions() as session:
        acting(session, ward)
        going.send(session, ward.unit, ward.karen, FIRST)
        session.commit()
    one, two = ward.children[:2]
    for viewer, seen in (
        (ward.viewer, ward.booked),
        (other.viewer, []),
        (Guardian(guardian=ward.guardians[2], child_ids=(two,), custody_ids=(two,)), ward.booked[1:2]),
        (Guardian(guardian=ward.guardians[0], child_ids=(one,)), ward.booked[:1]),
    ):
        with database.sessions() as session:
            sees(session, viewer)
            assert session.scalars(select(VisitWindow.appointment_id)).all() == seen
