"""Booking: all or nobody, once per form, and what a move, a cancellation and a leave do to everybody's time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from domain.access import Guardian, Job, NotAllowed, Staff, sees
from domain.audit import Change
from domain.booking import verbs
from domain.booking.kinds.limits import TooFar, TooLate, bookable, changeable
from domain.booking.kinds.types import INITIAL, ensure_types
from domain.booking.outcomes import finish
from domain.booking.tables import BOOKED, CANCELLED, HELD, NO_SHOW, Appointment, AppointmentType, Claim
from domain.booking.taking import claims
from domain.booking.taking.claims import SlotTaken, prune
from domain.booking.taking.seats import kept, participants
from domain.booking.verbs import Booking, Changed, NotBooked, book, cancel, leave, move
from domain.people import Child
from tests.scenes.bookings import at_clock, away, busy, clock, kind, need, person, room, unit

MONDAY = date(2026, 6, 8)
TUESDAY = MONDAY + timedelta(days=1)
EIGHT, NINE, TEN = (at_clock(MONDAY, time) for time in ("08:00", "09:00", "10:00"))


@pytest.fixture(autouse=True)
def now(at):
    at(datetime(2026, 6, 1, 7, tzinfo=UTC))


@pytest.fixture
def house(session):
    session.info["writing"] = True
    found = unit(session)
    sees(session, Job(name="test", all_units=(("dagtilbud", found),)))
    return found


@pytest.fixture
def talk(session, house):
    return kind(session)


@pytest.fixture
def nurse(session, house):
    return person(session, house)


@pytest.fixture
def paedagog(session, house):
    return person(session, house)


def booking(type_, *needs, first=EIGHT, key="form", **values):
    unit_id = needs[0].candidates[0].unit_id
    return Booking(type_=type_, unit_id=unit_id, first=first, needs=needs, request_key=key, **values)


def claimed(session, who=None):
    rows = select(Claim.resource_id, Claim.quarter).order_by(Claim.resource_id, Claim.quarter)
    return [(i, q) for i, q in session.execute(rows) if who is None or i == who.resource_id]


def run(who, first, length=4):
    return [(who.resource_id, first + n) for n in range(length)]


def appointments(session):
    return session.scalar(select(func.count(Appointment.id)))


def as_viewer(session, viewer):
    session.commit()
    session.expunge_all()
    sees(session, viewer)


def test_a_booking_claims_every_quarter_of_everybody(session, talk, house, nurse, paedagog):
    place = room(session, house)
    made = book(session, booking(talk, need("a", nurse), need("b", paedagog), need("rum", place)))
    assert (made.first, made.quarters, made.state, made.sequence, made.room_id) == (EIGHT, 4, BOOKED, 0, place.room_id)
    assert [(seat.role, seat.resource_id, seat.staff_id) for seat in participants(session, made)] == [
        ("a", nurse.resource_id, nurse.staff_id),
        ("b", paedagog.resource_id, paedagog.staff_id),
        ("rum", place.resource_id, None),
    ]
    assert claimed(session) == sorted(run(nurse, EIGHT) + run(paedagog, EIGHT) + run(place, EIGHT))


def test_claims_are_inserted_sorted_by_resource_and_quarter(session, talk, nurse, paedagog):
    sent = []

    def hear(_connection, _cursor, sql, parameters, *_rest):
        if "INTO claim" in sql:
            sent.extend(tuple(row.values()) if isinstance(row, dict) else tuple(row) for row in parameters)

    event.listen(session.get_bind(), "before_cursor_execute", hear)
    book(session, booking(talk, need("b", paedagog), need("a", nurse)))
    event.remove(session.get_bind(), "before_cursor_execute", hear)
    assert [row[:2] for row in sent] == sorted(run(nurse, EIGHT) + run(paedagog, EIGHT))


def test_a_booking_takes_six_statements(session, talk, nurse, paedagog, statements):
    session.commit()
    session.refresh(talk)
    with statements(most=6):
        book(session, booking(talk, need("a", nurse), need("b", paedagog)))


def test_when_one_of_them_is_taken_nothing_is_booked(session, talk, nurse, paedagog):
    busy(session, paedagog, at_clock(MONDAY, "08:45"), 1, talk)
    before = claimed(session)
    with pytest.raises(SlotTaken):
        book(session, booking(talk, need("a", nurse), need("b", paedagog)))
    assert (claimed(session), appointments(session)) == (before, 1)


def test_the_insert_decides_when_the_search_was_too_early(session, talk, nurse, paedagog, monkeypatch):
    """Whoever takes the time between the look and the insert: the booking is undone, and the session goes on."""
    standing = busy(session, paedagog, EIGHT, 4, talk)
    before = claimed(session)
    monkeypatch.setattr(claims, "load", seen_without(claims.load, standing.id))
    with pytest.raises(SlotTaken):
        book(session, booking(talk, need("a", nurse), need("b", paedagog)))
    assert (claimed(session), appointments(session)) == (before, 1)
    session.commit()
    assert appointments(session) == 1


def test_a_candidate_taken_at_the_insert_gives_way_to_the_next(session, talk, nurse, paedagog, monkeypatch):
    standing, other = busy(session, paedagog, EIGHT, 4, talk), person(session, nurse.unit_id)
    monkeypatch.setattr(claims, "load", seen_without(claims.load, standing.id, times=1))
    made = book(session, booking(talk, need("a", nurse), need("b", paedagog, other)))
    assert [seat.resource_id for seat in made.participants] == [nurse.resource_id, other.resource_id]
    assert claimed(session, other) == run(other, EIGHT)
    assert appointments(session) == 2


def seen_without(load, appointment_id, times=99):
    """A look at the claims that comes too early to see this appointment's."""
    left = iter(range(times))

    def early(session, ids, type_key, window, apart=None, where=None):
        return load(session, ids, type_key, window, appointment_id if next(left, None) is not None else apart)

    return early


class Deadlock(Exception):
    """As psycopg raises it."""

    sqlstate = "40P01"


@pytest.mark.parametrize("deadlocks", [1, 2])
def test_a_deadlock_is_tried_once_more_and_then_the_time_is_taken(session, talk, nurse, monkeypatch, deadlocks):
    wanted = booking(talk, need("a", nurse, person(session, nurse.unit_id), person(session, nurse.unit_id)))
    left = [OperationalError("INSERT", {}, Deadlock()) for _ in range(deadlocks)]

    def claim(*arguments):
        if left:
            raise left.pop()
        claims.claim(*arguments)

    monkeypatch.setattr(verbs, "claim", claim)
    if deadlocks > 1:
        with pytest.raises(SlotTaken):
            book(session, wanted)
    else:
        book(session, wanted)
    assert (appointments(session), len(claimed(session))) == ((1, 4) if deadlocks == 1 else (0, 0))


def test_another_database_error_is_not_a_taken_time(session, talk, nurse, monkeypatch):
    def claim(*arguments):
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr(verbs, "claim", claim)
    with pytest.raises(OperationalError):
        book(session, booking(talk, need("a", nurse)))
    assert appointments(session) == 0


def test_a_time_outside_the_openings_cannot_be_forged(session, talk, nurse):
    for first in (at_clock(MONDAY, "07:45"), at_clock(MONDAY, "14:15"), at_clock(date(2026, 6, 7), "10:00")):
        with pytest.raises(SlotTaken):
            book(session, booking(talk, need("a", nurse), first=first))
    away(session, nurse, EIGHT, NINE)
    with pytest.raises(SlotTaken):
        book(session, booking(talk, need("a", nurse)))


def test_the_same_form_twice_is_one_booking(session, talk, nurse, paedagog):
    once = book(session, booking(talk, need("a", nurse)))
    session.commit()
    again = book(session, booking(talk, need("a", nurse)))
    by_another_way = book(session, booking(talk, need("a", paedagog)))
    assert once.id == again.id == by_another_way.id
    assert (appointments(session), claimed(session)) == (1, run(nurse, EIGHT))


def test_a_form_sent_again_after_the_time_has_come_is_still_the_same_booking(session, talk, nurse, at):
    once = book(session, booking(talk, need("a", nurse)))
    session.commit()
    at(datetime(2026, 6, 8, 12, tzinfo=UTC))
    assert book(session, booking(talk, need("a", nurse))).id == once.id


def test_a_key_of_somebody_elses_form_gives_away_nothing(session, talk, nurse, house):
    child = Child(name="", sort_name="", birth_date=MONDAY)
    session.add(child)
    session.flush()
    book(session, booking(talk, need("a", nurse), child_id=child.id))
    with pytest.raises(IntegrityError):
        book(session, booking(talk, need("a", nurse), first=NINE))
    assert claimed(session) == run(nurse, EIGHT)


def test_a_form_that_was_too_late_can_be_sent_again_for_another_time(session, talk, nurse):
    busy(session, nurse, EIGHT, 4, talk)
    with pytest.raises(SlotTaken):
        book(session, booking(talk, need("a", nurse)))
    assert book(session, booking(talk, need("a", nurse), first=NINE)).first == NINE


def test_the_way_there_and_back_is_claimed_for_the_traveller_alone(session, house, nurse, paedagog):
    visit = kind(session, "visit", travels=["a"], buffer_before=15, buffer_after=15)
    book(session, booking(visit, need("a", nurse), need("b", paedagog)))
    assert claimed(session) == sorted(run(nurse, EIGHT - 1, 6) + run(paedagog, EIGHT))


def test_a_shorter_appointment_claims_less(session, talk, nurse):
    assert book(session, booking(talk, need("a", nurse), quarters=2)).quarters == 2
    assert claimed(session) == run(nurse, EIGHT, 2)


def test_the_write_net_is_asked_before_anything_is_written(session, talk, nurse, house):
    as_viewer(session, Staff(staff=1))
    with pytest.raises(NotAllowed):
        book(session, booking(talk, need("a", nurse)))
    assert claimed(session) == []


def test_every_change_is_written_down(session, talk, nurse):
    made = book(session, booking(talk, need("a", nurse)))
    move(session, made, NINE)
    cancel(session, made)
    written = session.execute(
        select(Change.verb, Change.columns).order_by(Change.id), execution_options={"unscoped": "test"}
    )
    assert [(verb, columns) for verb, columns in written] == [
        ("create", []),
        ("change", ["first"]),
        ("change", ["state"]),
    ]


def test_a_move_takes_everybody_along(session, talk, house, nurse, paedagog):
    place = room(session, house)
    made = book(session, booking(talk, need("a", nurse), need("b", paedagog), need("rum", place)))
    before = [seat.place for seat in made.participants]
    move(session, made, TEN)
    session.commit()
    assert (made.first, made.sequence, made.room_id) == (TEN, 1, place.room_id)
    assert claimed(session) == sorted(run(nurse, TEN) + run(paedagog, TEN) + run(place, TEN))
    assert [seat.place for seat in participants(session, made)] == before


def test_a_move_by_a_quarter_overlaps_itself(session, talk, nurse):
    made = book(session, booking(talk, need("a", nurse)))
    move(session, made, EIGHT + 1)
    assert claimed(session) == run(nurse, EIGHT + 1)


def test_a_move_that_is_not_possible_leaves_all_as_it_was(session, talk, nurse, paedagog, monkeypatch):
    made = book(session, booking(talk, need("a", nurse), need("b", paedagog)))
    standing = busy(session, paedagog, NINE, 4, talk)
    session.commit()
    before = claimed(session)
    for load in (claims.load, seen_without(claims.load, standing.id)):
        monkeypatch.setattr(claims, "load", load)
        with pytest.raises(SlotTaken):
            move(session, made, NINE)
        assert (made.first, made.sequence, claimed(session)) == (EIGHT, 0, before)
    session.commit()
    session.expire_all()
    assert (made.first, made.sequence, len(participants(session, made))) == (EIGHT, 0, 2)


def test_a_move_can_bring_somebody_else_who_takes_the_same_place(session, talk, house, nurse, paedagog):
    made, substitute = book(session, booking(talk, need("a", nurse), need("b", paedagog))), person(session, house)
    before = [seat.place for seat in participants(session, made)]
    move(session, made, EIGHT, [need("a", substitute), need("b", paedagog)])
    session.commit()
    seats = participants(session, made)
    assert [(seat.place, seat.staff_id) for seat in seats] == list(
        zip(before, [substitute.staff_id, paedagog.staff_id], strict=True)
    )
    assert claimed(session) == sorted(run(substitute, EIGHT) + run(paedagog, EIGHT))


def test_a_move_can_do_without_a_role_and_with_a_new_one(session, talk, nurse, paedagog):
    made = book(session, booking(talk, need("a", nurse)))
    move(session, made, NINE, [need("b", paedagog)], quarters=2)
    assert [(seat.role, seat.staff_id) for seat in participants(session, made)] == [("b", paedagog.staff_id)]
    assert (made.quarters, claimed(session)) == (2, run(paedagog, NINE, 2))


def test_a_move_can_add_a_role_beside_those_who_stay(session, talk, nurse, paedagog):
    made = book(session, booking(talk, need("a", nurse)))
    participants(session, made)
    move(session, made, NINE, [need("b", paedagog), need("a", nurse)])
    assert [(seat.place, seat.role) for seat in participants(session, made)] == [(1, "a"), (2, "b")]
    assert claimed(session) == sorted(run(nurse, NINE) + run(paedagog, NINE))


def test_the_same_move_twice_is_one(session, talk, nurse, paedagog):
    made = book(session, booking(talk, need("a", nurse), need("b", paedagog)))
    for _ in range(2):
        move(session, made, NINE)
    assert made.sequence == 1


def test_of_two_who_change_it_at_the_same_moment_the_later_one_fails(session, talk, nurse, at):
    made = book(session, booking(talk, need("a", nurse)))
    session.commit()
    overtake(session, made)
    with pytest.raises(Changed):
        cancel(session, made)
    overtake(session, made)
    with pytest.raises(Changed):
        move(session, made, NINE)
    at(datetime(2026, 6, 8, 12, tzinfo=UTC))
    overtake(session, made)
    with pytest.raises(Changed):
        finish(session, made, HELD)
    assert claimed(session) == run(nurse, EIGHT)


def test_the_other_half_of_a_double_click_on_move_is_no_error(session, talk, nurse):
    made = book(session, booking(talk, need("a", nurse)))
    session.commit()
    overtake(session, made, first=NINE)
    assert move(session, made, NINE).sequence == 1


def overtake(session, appointment, **values):
    """Somebody else's change, which this session has not seen."""
    table = Appointment.__table__
    values["sequence"] = appointment.sequence + 1
    session.execute(
        table.update().where(table.c.id == appointment.id).values(values), execution_options={"unscoped": "test"}
    )


def test_the_same_people_again_are_found_from_the_participants(session, talk, house, nurse):
    place = room(session, house)
    made = book(session, booking(talk, need("a", nurse), need("rum", place)))
    assert kept(made, participants(session, made)) == (need("a", nurse), need("rum", place))


def test_a_cancelled_time_is_free_again_and_cancelling_twice_is_once(session, talk, nurse):
    made = book(session, booking(talk, need("a", nurse)))
    for _ in range(2):
        cancel(session, made)
    assert (made.state, made.sequence, claimed(session)) == (CANCELLED, 1, [])
    assert [seat.staff_id for seat in participants(session, made)] == [nurse.staff_id]
    assert book(session, booking(talk, need("a", nurse), key="other")).id != made.id


def test_who_leaves_has_the_time_free_and_the_others_keep_it(session, house, nurse, paedagog):
    visit = kind(session, "visit", travels=["a"], buffer_before=15, buffer_after=15)
    made = book(session, booking(visit, need("a", nurse), need("b", paedagog)))
    assert [seat.staff_id for seat in leave(session, made, "a")] == [nurse.staff_id]
    assert claimed(session) == run(paedagog, EIGHT)
    assert (made.state, made.sequence) == (BOOKED, 1)
    assert [seat.role for seat in participants(session, made)] == ["b"]
    assert leave(session, made, "a") == []
    assert made.sequence == 1


def test_what_is_cancelled_is_not_moved_left_or_finished(session, talk, nurse, at):
    made = book(session, booking(talk, need("a", nurse)))
    cancel(session, made)
    at(datetime(2026, 6, 8, 12, tzinfo=UTC))
    for change in (
        lambda: move(session, made, NINE),
        lambda: leave(session, made, "a"),
        lambda: finish(session, made, HELD),
    ):
        with pytest.raises(NotBooked):
            change()


def test_it_is_finished_when_it_has_begun_and_can_be_corrected(session, talk, nurse, at):
    made = book(session, booking(talk, need("a", nurse)))
    with pytest.raises(NotBooked):
        finish(session, made, HELD)
    at(datetime(2026, 6, 8, 6, tzinfo=UTC))
    for state in (HELD, NO_SHOW, NO_SHOW):
        finish(session, made, state)
        session.commit()
    session.expire_all()
    assert (made.state, made.sequence) == (NO_SHOW, 0)
    with pytest.raises(ValueError, match=BOOKED):
        finish(session, made, BOOKED)
    for change in (lambda: move(session, made, NINE), lambda: cancel(session, made)):
        with pytest.raises(NotBooked):
            change()


def test_the_last_hour_of_the_last_day_can_be_booked_and_the_next_is_too_far(session, talk, house):
    late = person(session, house, "22:00-24:00")
    hour = at_clock(date(2026, 6, 1) + timedelta(days=150), "23:00")
    assert book(session, booking(talk, need("a", late), first=hour)).first == hour
    with pytest.raises(TooFar):
        book(session, booking(talk, need("a", late), first=hour + 1, key="other"))
    with pytest.raises(TooFar):
        move(session, book(session, booking(talk, need("a", late), first=hour - 96, key="third")), hour + 1)


def test_the_first_time_that_can_be_booked_is_the_next_quarter_or_this_very_second(session, talk, at):
    for second, first in ((0, "Mon 09:00"), (1, "Mon 09:15"), (59, "Mon 09:15")):
        at(datetime(2026, 6, 1, 7, 0, second, tzinfo=UTC))
        assert clock(bookable(session, talk)[0]) == first


def test_nothing_is_booked_in_the_past_or_beyond_the_horizon(session, talk, nurse, at):
    at(datetime(2026, 6, 8, 6, 1, tzinfo=UTC))
    with pytest.raises(TooLate):
        book(session, booking(talk, need("a", nurse)))
    made = book(session, booking(talk, need("a", nurse), first=EIGHT + 1))
    with pytest.raises(TooLate):
        move(session, made, EIGHT)
    last = date(2026, 11, 5)
    assert last - MONDAY == timedelta(days=150)
    book(session, booking(talk, need("a", nurse), first=at_clock(last, "14:00"), key="last"))
    with pytest.raises(TooFar):
        book(session, booking(talk, need("a", nurse), first=at_clock(last + timedelta(days=1), "08:00"), key="far"))


def parent(session, house):
    child = Child(name="", sort_name="", birth_date=MONDAY)
    session.add(child)
    session.flush()
    return child.id, Guardian(guardian=1, child_ids=(child.id,), custody_ids=(child.id,))


def test_parents_book_from_a_day_ahead_and_staff_at_once(session, talk, nurse, house, at):
    at(datetime(2026, 6, 7, 8, tzinfo=UTC))
    child, guardian = parent(session, house)
    assert clock(bookable(session, talk)[0]) == "Sun 10:00"
    as_viewer(session, guardian)
    assert clock(bookable(session, talk)[0]) == "Mon 10:00"
    with pytest.raises(TooLate):
        book(session, booking(talk, need("a", nurse), child_id=child))
    assert book(session, booking(talk, need("a", nurse), child_id=child, first=TEN)).first == TEN


def test_parents_move_and_cancel_until_midnight_before_the_day(session, talk, nurse, house, at):
    child, guardian = parent(session, house)
    made = book(session, booking(talk, need("a", nurse), child_id=child))
    number = made.id
    as_viewer(session, guardian)
    made = session.get(Appointment, number)
    at(datetime(2026, 6, 7, 21, 59, tzinfo=UTC))
    assert changeable(session, made.first, 1)
    at(datetime(2026, 6, 7, 22, 0, tzinfo=UTC))
    assert not changeable(session, made.first, 1)
    for change in (lambda: cancel(session, made), lambda: move(session, made, at_clock(TUESDAY, "10:00"))):
        with pytest.raises(TooLate):
            change()
    assert claimed(session) == run(nurse, EIGHT)


def test_staff_cancel_on_the_day_itself(session, talk, nurse, at):
    made = book(session, booking(talk, need("a", nurse)))
    at(datetime(2026, 6, 8, 5, tzinfo=UTC))
    cancel(session, made)
    assert claimed(session) == []


def test_claims_of_the_past_are_pruned_and_no_others(session, talk, nurse):
    book(session, booking(talk, need("a", nurse)))
    assert prune(session, EIGHT + 3) == 3
    assert claimed(session) == [(nurse.resource_id, EIGHT + 3)]
    assert prune(session, EIGHT + 3) == 0


def test_the_initial_types_are_there_once_and_keep_what_the_administrator_changed(session, house):
    ensure_types(session)
    visit = session.get_one(AppointmentType, "hjemmebesoeg")
    assert (visit.minutes, visit.buffer_before, visit.buffer_after, visit.travels) == (
        60,
        15,
        15,
        ["sundhedsplejerske"],
    )
    visit.minutes = 45
    session.flush()
    ensure_types(session)
    session.expire_all()
    assert visit.minutes == 45
    types = session.scalars(select(AppointmentType)).all()
    assert len(types) == len(INITIAL) == 13
    assert all(set(one.travels) <= set(one.roles) and one.cancel_days == 1 for one in types)
